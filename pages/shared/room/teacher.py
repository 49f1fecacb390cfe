"""The teacher's side of a room: opening it, taking it over, and who is there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlencode

import streamlit as st

from pages.shared.link.address import address, said
from pages.shared.link.share import app_in_the_network
from pages.shared.room.student import CODE, component, leave_room
from pages.shared.room.words import TEACHER
from pages.shared.server.assets import ROOM
from pages.shared.server.rooms import rooms
from pages.shared.session.teaching import held, hold, let_go
from perceptron.room.errors import NoRoomError, RightError, RoomError
from perceptron.room.teaching import Teaching

ALONE = {"teach", "join", "predict", "runs", "guide"}  # where no phone follows
_OWN = {"projector", "wait", CODE, "trained"}  # of an address: not for others
_SHOWN = "room_shown"  # in the session: where it led last


def open_room() -> None:
    """Open a room, if one may be; a session teaches one at a time."""
    try:
        teach(*rooms().open(_network()))
    except RoomError as error:
        st.session_state["room_refused"] = str(error)


def teach(code: str, key: str) -> None:
    """Teach a room from now on, and be a student in none."""
    leave_room()
    hold(code, key)


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
    if (right := held()) is None:
        return None
    try:
        code, key = right
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
        teach(code, key)


def lead(page: str, query: Mapping[str, str]) -> None:
    """Let phones follow to a page that this session shows, if it teaches and lets them."""
    if held() is None:
        return
    if page in ALONE:
        st.session_state.pop(_SHOWN, None)  # coming back to a page leads there again
        return
    with suppress(RoomError):
        here = taught()
        kept = {name: value for name, value in query.items() if name not in _OWN}
        there = f"{page}?{urlencode(kept)}" if kept else page
        if here and here.state.follow and st.session_state.get(_SHOWN) != there:
            st.session_state[_SHOWN] = there
            here.show(there)


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
