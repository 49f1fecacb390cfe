"""Whether this session is a student's in a room: there the teacher reveals, and nobody else."""

from __future__ import annotations

import streamlit as st

CODE = "room"  # in the address, and in the session
_GONE = "room_gone"  # in the session: the code of a room that there is not, or no longer


def room_code() -> str:
    """Return the code of the room that this session is in, or wants to be in; empty for none."""
    return str(st.session_state.get(CODE) or "")


def note_room(*, gone: bool) -> None:
    """Remember whether there is a room with this session's code."""
    st.session_state[_GONE] = room_code() if gone else ""


def in_room() -> bool:
    """Whether this session is in a room; one that its teacher has closed is none any more."""
    code = room_code()
    return bool(code) and st.session_state.get(_GONE) != code
