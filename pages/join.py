"""Join a room: answer what the teacher asks, with nothing but a code."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.room.student import enter_room, leave_room, room_joined
from perceptron.room.keys import LENGTH, read_code
from perceptron.text.language import _, ngettext


def join() -> None:
    """Go into the room whose code was typed."""
    code = read_code(st.session_state["room_code"])
    enter_room(code)
    st.session_state["room_mistyped"] = not code


code = room_joined()
open_page("join", titled=not code)
if code:  # the frame shows the room itself, on every page
    st.button(_("Leave room {code}", code=code), key="leave", on_click=leave_room, type="tertiary")
else:
    with st.form("join", border=False):
        st.text_input(
            _("Code of the room"),
            key="room_code",
            max_chars=20,
            placeholder=ngettext("{n} letter or digit", "{n} letters or digits", LENGTH),
            autocomplete="off",
            width=300,
        )
        st.form_submit_button(_("Join"), type="primary", on_click=join)
    if st.session_state.pop("room_mistyped", False):
        st.warning(
            ngettext(
                "A code has {n} letter or digit; 0, O, 1 and I are in none. Type it again.",
                "A code has {n} letters or digits; 0, O, 1 and I are in none. Type it again.",
                LENGTH,
            ),
            icon=":material/edit:",
        )
    st.caption(
        _(
            "No name and no account: your browser draws a random key, so that a reload or a second "
            "scan is still you. The server keeps your answers while the room is open, in memory, "
            "and deletes them with it. Your teacher sees how many answered what, not who."
        )
    )
close_page("join")
