"""A student's side of a room: which one a session is in, and what its phone shows of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl

import streamlit as st

from pages.shared.draw.sketch import words_of_paper
from pages.shared.link.address import address, said, tell
from pages.shared.pages import PAGES
from pages.shared.room.words import STUDENT, in_the_language
from pages.shared.server.assets import ROOM
from pages.shared.server.rooms import rooms
from pages.shared.session.identity import KEY, take_key
from pages.shared.session.in_room import CODE, note_room, room_code
from perceptron.data import DataError
from perceptron.room.errors import NoRoomError, RoomError
from perceptron.room.keys import read_code
from perceptron.room.question import MIDDLE, PAPER
from perceptron.room.views import Shown, shown_by
from perceptron.text.language import _, spoken

TEACHERS = "key"  # in the address of a teacher's link, and nowhere else
JOIN = "join"  # the page where phones answer
_OPEN = "room_open"  # in the session: a room's code, and what it showed at the last look, with
# settings; None: closed
_NOTHING = Shown(0, ())  # of a room that can't be reached
_LED = "room_led"  # in the session: where the teacher led last
_COMPONENT = "room_on_a_phone"

component = st.components.v2.component(
    "lab_room",
    js=(Path(__file__).parents[1] / "session/mount.js").read_text("utf-8"),
    isolate_styles=False,
)


def room_joined() -> str:
    """Return the code of the room that this session is in as a student; empty for none."""
    linked = None if TEACHERS in address().waiting else said(CODE)  # else it is a teacher's link
    if linked is not None:
        enter_room(read_code(linked))
        if not st.session_state[CODE]:
            address().notes.append(_("A room's code has five letters or digits. It was left out."))
    code = room_code()
    tell(CODE, code)  # so that a reload stays in it
    return code


def places() -> set[str] | None:
    """The pages that are listed: in a room those that its teacher has shown; None for all."""
    code = room_code()
    shown = _shown(code) if code else None
    return None if shown is None else {JOIN, address().page, *_names(shown)}


def enter_room(code: str) -> None:
    """Be in a room from now on; empty for none."""
    if code != room_code():
        st.session_state.pop(_LED, None)
    st.session_state[CODE] = code


def is_open(page: str) -> bool:
    """Whether this session may see a page: in a room its teacher has to have been there.

    So that no page shows what will be asked later. When the room is closed, all are open again.
    """
    code = room_code()
    if not code or page == JOIN:
        return True
    shown = _shown_last(code)
    return shown is None or page in _names(shown)


def reached(page: str) -> list[dict[str, str]] | None:
    """How far a room's teacher has gone through a page: its settings at each place.

    None where all of it is open: without a room, or after it.
    """
    code = room_code()
    shown = _shown_last(code) if code else None
    if shown is None:
        return None
    places = (one.partition("?") for one in shown.pages)
    return [dict(parse_qsl(query)) for name, _, query in places if name == page]


def _names(shown: Shown) -> set[str]:
    return {page.partition("?")[0] for page in shown.pages}


def _shown_last(code: str) -> Shown | None:
    """What the room showed when the pages were listed."""
    known: str
    shown: Shown | None
    known, shown = st.session_state.get(_OPEN, ("", None))
    return shown if known == code else _shown(code)  # a link has just led here, after that


def _shown(code: str) -> Shown | None:
    """Ask for what a room's teacher has shown, with settings; None if the room is closed."""
    shown: Shown | None
    try:
        shown = shown_by(rooms().store.read(code))
        note_room(gone=False)
    except NoRoomError:  # then all is as before
        shown = None
        note_room(gone=True)
    except RoomError:  # what was open stays open
        known, shown = st.session_state.get(_OPEN, ("", _NOTHING))
        shown = shown if known == code else _NOTHING
    st.session_state[_OPEN] = (code, shown)
    return shown


def leave_room() -> None:
    """Be in no room: all is as it was before."""
    enter_room("")


def show_room(page: str) -> None:
    """Show what there is of the room: on the page to answer all of it, on others one line."""
    code = room_joined()
    if not code:
        return
    shown = _shown_last(code)
    component(
        key=_COMPONENT,
        data={
            "part": "student",
            "code": ROOM.address,
            "room": code,
            "language": spoken(),
            "words": in_the_language(STUDENT),
            "paper": {"low": PAPER[0], "high": PAPER[1], "middle": MIDDLE, **words_of_paper()},
            "place": {"page": page, "asks": JOIN, "followed": st.session_state.get(_LED, "")},
            "unknown": KEY not in st.session_state,
            "version": shown.version if shown else 0,
        },
        on_go_change=_go,
        on_led_change=_follow,
        on_key_change=_know,
        on_told_change=lambda: None,
    )


def _follow() -> None:
    """Go where the teacher is, with the settings that the teacher has."""
    there = st.session_state[_LED] = str(st.session_state[_COMPONENT]["led"])
    go_there(there)


def _go() -> None:
    """Go where a button leads: from there nobody is called back."""
    go_there(str(st.session_state[_COMPONENT]["go"]))


def go_there(there: str) -> None:
    """Go to a page with settings, as `microscope?phase=delta`, or to the one for answers."""
    page, _mark, query = there.partition("#")[0].partition("?")
    if page not in {one.name for one in PAGES}:
        return
    st.session_state["go_to"] = page
    if page != JOIN:
        st.session_state["go_with"] = dict(parse_qsl(query))


def _know() -> None:
    """Be in this session who the browser is in rooms."""
    with suppress(DataError):
        take_key(st.session_state[_COMPONENT]["key"])
