"""A student's side of a room: which one a session is in, and what its phone shows of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import streamlit as st

from pages.shared.link.address import address, said, tell
from pages.shared.room.words import STUDENT
from pages.shared.server.assets import ROOM
from perceptron.room.keys import read_code

CODE = "room"  # in the address, and in the session
JOIN = "join"  # the page where phones answer

component = st.components.v2.component(
    "lab_room",
    js=(Path(__file__).parents[1] / "session/mount.js").read_text("utf-8"),
    isolate_styles=False,
)


def room_joined() -> str:
    """Return the code of the room that this session is in as a student; empty for none."""
    linked = None if "key" in address().waiting else said(CODE)  # else it is a teacher's link
    if linked is not None:
        st.session_state[CODE] = read_code(linked)
        if not st.session_state[CODE]:
            address().notes.append("A room's code has five letters or digits. It was left out.")
    code = str(st.session_state.get(CODE, ""))
    tell(CODE, code)  # so that a reload stays in it
    return code


def leave_room() -> None:
    """Be in no room."""
    st.session_state[CODE] = ""


def show_room(page: str) -> None:
    """Show what there is of the room: on the page to answer all of it, on others one line."""
    code = room_joined()
    if not code:
        return
    st.session_state["students_wait"] = True  # its teacher reveals
    component(
        key="room_on_a_phone",
        data={
            "part": "student",
            "code": ROOM.address,
            "room": code,
            "words": STUDENT,
            "place": {"page": page, "asks": JOIN},
        },
        on_go_change=_go,
    )


def _go() -> None:
    """Go where the teacher is, with the settings that the teacher has."""
    wanted = str(st.session_state["room_on_a_phone"]["go"])
    page, _, query = wanted.partition("?")
    st.session_state["go_to"] = page
    st.session_state["go_with"] = dict(parse_qsl(query))
