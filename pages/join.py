"""Join a room: answer what the teacher asks, with nothing but a code."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.room.student import CODE, leave_room, room_joined
from perceptron.room.keys import LENGTH, read_code


def join() -> None:
    """Go into the room whose code was typed."""
    typed = st.session_state["room_code"]
    st.session_state[CODE] = read_code(typed)
    st.session_state["room_mistyped"] = bool(typed.strip()) and not st.session_state[CODE]


open_page("join", titled=not room_joined())
if code := room_joined():
    st.button(f"Leave room {code}", key="leave", on_click=leave_room, type="tertiary")
else:
    with st.form("join", border=False):
        st.text_input(
            "Code of the room",
            key="room_code",
            max_chars=20,
            placeholder=f"{LENGTH} letters or digits",
            autocomplete="off",
            width=300,
        )
        st.form_submit_button("Join", type="primary", on_click=join)
    if st.session_state.pop("room_mistyped", False):
        st.warning(
            f"A code has {LENGTH} letters or digits; 0, O, 1 and I are in none. Type it again.",
            icon=":material/edit:",
        )
close_page("join")
