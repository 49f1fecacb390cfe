"""The teacher's side of a room: opening it, taking it over, and who is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from pages.shared.link.address import address, is_newest, said
from pages.shared.link.share import app_in_the_network
from pages.shared.room.leading import Leader
from pages.shared.room.seal import sealer
from pages.shared.room.student import TEACHERS, component, leave_room
from pages.shared.room.words import TEACHER, in_the_language
from pages.shared.server.assets import ROOM
from pages.shared.server.of_session import of_session
from pages.shared.server.rooms import rooms
from pages.shared.session.in_room import CODE
from pages.shared.session.teaching import held, hold, let_go
from perceptron.room.errors import NoRoomError, RightError, RoomError
from perceptron.room.question import Key, Question
from perceptron.room.teaching import Teaching
from perceptron.room.wording import in_every_language
from perceptron.sharing.link import OWN_TABLE
from perceptron.text.language import _

TEACH = "teach"  # the page to teach on
ALONE = {TEACH, "join", "predict", "runs", "guide", "progress"}  # where no phone follows
_OWN = {
    "v",
    "projector",
    "wait",
    CODE,
    "trained",
    "own_seed",
    "lang",
}  # of an address: not for others
_EXACT = {"trained", "own_seed"}  # but with a question about its very numbers
_SEALED = "case"  # of an address: it stands for the answer of a page
REFUSED = "room_refused"  # in the session: why the last press did nothing
_LEADER = "room_leader"  # in the session
_NEVER = 2**53 - 1  # a version that no room reaches


def open_room() -> None:
    """Open a room, if one may be; a session teaches one at a time."""
    try:
        teach(*rooms().open(_network()))
    except RoomError as error:
        st.session_state[REFUSED] = str(error)


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
        st.session_state[REFUSED] = str(error)
        return None


def _take_over() -> None:
    """Take over the room of a teacher's link; its key never stands in an address again."""
    key = said(TEACHERS)
    if key is not None:
        code = address().waiting.pop(CODE, "")
        teach(code, key)


def lead(page: str, query: Mapping[str, str]) -> None:
    """Let phones follow to a page that this session shows, if it teaches and lets them.

    While a question takes answers they stay with it.

    Args:
        page: Its name.
        query: What its address says.
    """
    if held() is None or not is_newest():
        return
    leader = of_session(_LEADER, Leader)
    with suppress(RoomError):
        if (here := taught()) is None:
            return
        state = here.state
        if page in ALONE or not state.follow:
            leader.leave(here)  # coming back to a page leads there again
        elif not state.ballot:
            leader.lead(here, place_of(page, query))


def place_of(page: str, query: Mapping[str, str], *, exact: bool = False) -> str:
    """A page with the settings of its address that are for all, as `microscope?phase=delta`.

    Args:
        page: Its name.
        query: What its address says.
        exact: Whether the numbers are those on the page here: of a run that is as far trained,
            which takes every phone its time, or of a seed that is each student's own.
    """
    left_out = _OWN - _EXACT if exact else _OWN
    kept = {name: value for name, value in query.items() if name not in left_out}
    if _SEALED in kept:
        kept[_SEALED] = sealer()(kept[_SEALED])
    return f"{page}?{urlencode(kept)}" if kept else page


def show_page(page: str) -> None:
    """Show a page as it is now, also to phones that need not follow, or answer a question."""
    try:
        if here := taught():
            here.show(place_of(page, address().written))
    except RoomError as error:
        st.session_state[REFUSED] = str(error)


def ask_room(page: str, make: Callable[[], tuple[Question, Key]]) -> None:
    """Ask about what a page shows, and go to where the answers come in.

    Args:
        page: The page; phones may look at it too, unless only this visitor has its numbers.
        make: Makes the question as the page has it, and the key to it, in the language spoken.
    """
    own = st.session_state.get("dataset") == OWN_TABLE and address().link.table is None
    place = "" if own else place_of(page, address().written, exact=True)
    try:
        if here := taught():
            question, key, words = in_every_language(make)
            here.ask(replace(question, page=place), key, words)
    except RoomError as error:
        st.session_state[REFUSED] = str(error)
    st.session_state["go_to"] = TEACH


def choose_to_lead(here: Teaching) -> None:
    """Show the switch that lets phones follow, as it is set on whatever machine."""
    st.session_state["room_follow"] = here.state.follow
    st.toggle(
        _("Phones follow me"),
        key="room_follow",
        help=_(
            "On, they show the question or the page that you show, with its settings. Off, they "
            "are free within the pages that you have shown so far, without answers."
        ),
        on_change=_choose_to_lead,
    )


def _choose_to_lead() -> None:
    try:
        if here := taught():
            here.let_follow(bool(st.session_state["room_follow"]))
    except RoomError as error:
        st.session_state[REFUSED] = str(error)


def show_counts(here: Teaching, *, moves: bool = True) -> None:
    """Show how many are there and have committed, as it changes.

    Args:
        here: The room.
        moves: Whether the page is drawn anew when another machine has moved the room, or a run
            of a trial has come.
    """
    version = here.store.read(here.room).version if moves else _NEVER
    runs = here.runs if moves else _NEVER
    component(
        key="room_counts",
        data={
            "part": "teacher",
            "code": ROOM.address,
            "room": here.room,
            "watch": here.watch,
            "version": version,
            "runs": runs or 0,
            "words": in_the_language(TEACHER),
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
        "teacher": f"{base}/teach?{CODE}={here.room}&{TEACHERS}={here.key}",
    }
