"""What a student has answered in a room, noted as the own progress once the room has revealed it.

It is the student's own: it stands in the student's browser, and nothing of it is sent.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.server.rooms import rooms
from pages.shared.session.identity import KEY, own_name
from pages.shared.session.in_room import in_room, room_code
from pages.shared.session.memory import memory
from pages.shared.session.progress import note_answer, progress
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.predict.items import ItemError, own_items
from perceptron.room.errors import RoomError
from perceptron.room.state import TWIN
from perceptron.room.told import Told, told_so_far

_NOTED = "room_noted"  # in the session: the votes that were looked at, by room
_PREDICT, _LESSON, _CLINIC = "predict", "lesson", "clinic-diagnosis"


def note_revealed() -> None:
    """Note the own votes at what the room of this session has revealed, each once.

    The browser has to have handed over what it keeps: a vote may stand in it from before a reload.
    """
    if not (in_room() and memory().taken and KEY in st.session_state):
        return
    noted: set[tuple[str, str]] = st.session_state.setdefault(_NOTED, set())
    code = room_code()
    known = {ballot for room, ballot in noted if room == code}
    try:
        for one in told_so_far(rooms().store, code, own_name(), known):
            noted.add((code, one.ballot))
            if one.words:
                _note(one)
    except RoomError:  # the next script run tries again
        return


def _note(one: Told) -> None:
    place = _place_of(one)
    if place is None:  # a teacher's own question belongs to no page
        return
    page, name = place
    last = progress().answers.get(name)
    if last and not one.in_any.isdisjoint({(last.asked, last.first), (last.asked, last.last)}):
        return  # from before a reload; or it was not changed in the second round
    note_answer(page, name, one.words, right=one.right, asked=one.question.prompt)


def _place_of(one: Told) -> tuple[str, str] | None:
    """The page that asks it, and what progress knows it by; None for neither."""
    kind, _, rest = one.question.name.partition(":")
    if kind == _LESSON and rest:
        name, page = rest.partition(":")[0], one.question.page.partition("?")[0]
        if name == _CLINIC:  # each patient is a question
            patient = [*BUGS][[letter for letter, _ in one.question.options].index(one.answer)]
            return "clinic", f"clinic-{patient.replace('_', '-')}"
        return (page, name) if page else None
    name = one.question.name.removesuffix(TWIN)
    try:
        known = {item.name for item in own_items()}
    except ItemError:
        return None
    return (_PREDICT, name) if name in known else None
