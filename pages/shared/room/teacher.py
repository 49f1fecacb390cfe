"""The teacher's side of a room: opening it, taking it over, and who is there."""

from __future__ import annotations

import json

import streamlit as st

from pages.shared.link.address import address, said
from pages.shared.link.share import app_in_the_network
from pages.shared.room.student import CODE, component, leave_room
from pages.shared.room.words import TEACHER
from pages.shared.server.assets import ROOM
from pages.shared.server.rooms import rooms
from pages.shared.session.memory import memory
from perceptron.room.errors import NoRoomError, RightError, RoomError
from perceptron.room.teaching import Teaching

KEPT = "teacher"  # what the browser keeps it as
_HELD = "teaching"  # in the session: code and key


def open_room() -> None:
    """Open a room, if one may be; a session teaches one at a time."""
    try:
        hold(*rooms().open(_network()))
    except RoomError as error:
        st.session_state["room_refused"] = str(error)


def hold(code: str, key: str) -> None:
    """Teach a room from now on; this browser keeps the right for a reload."""
    leave_room()
    st.session_state[_HELD] = (code, key)
    memory().put(KEPT, json.dumps([code, key]))


def let_go() -> None:
    """Teach no room any more."""
    st.session_state.pop(_HELD, None)
    memory().delete(KEPT)


def close_room() -> None:
    """End the room that is taught; nothing of it is kept."""
    if here := taught():
        here.close()
    let_go()


def taught() -> Teaching | None:
    """Return the room that this session teaches, None without one.

    Raises:
        StoreError: If the rooms can't be reached.
    """
    _take_over()
    held = st.session_state.get(_HELD)
    if held is None:
        return None
    try:
        code, key = held
        return rooms().teaching(code, key, _network())
    except (NoRoomError, RightError) as error:
        let_go()
        st.session_state["room_refused"] = str(error)
        return None


def _take_over() -> None:
    """Take over the room of a teacher's link; its key never stands in an address again."""
    key = said("key")
    if key is not None:
        code = address().waiting.pop(CODE, "")
        hold(code, key)


def show_counts(here: Teaching) -> None:
    """Show how many are there and have committed, as it changes."""
    version = here.store.read(here.room).version
    component(
        key="room_counts",
        data={
            "part": "teacher",
            "code": ROOM.address,
            "room": here.room,
            "watch": here.watch,
            "version": version,
            "words": TEACHER,
        },
        on_moved_change=lambda: None,
    )


def _network() -> str:
    """Where this visitor is, as far as the server knows."""
    return str(st.context.ip_address or "")


def links(here: Teaching) -> dict[str, str]:
    """The two links: into the room for students, and onto the teacher's side with the key."""
    base = app_in_the_network()
    return {
        "students": f"{base}/join?{CODE}={here.room}",
        "teacher": f"{base}/teach?{CODE}={here.room}&key={here.key}",
    }
