"""A short test of two items and their twins, and a class that takes it in a room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from perceptron.room.handing_in import hand_in
from perceptron.room.rooms import Rooms
from perceptron.room.short_test import AFTER, BEFORE, Gained, gained, name_of, part_question
from perceptron.room.state import CLOSED
from perceptron.room.teaching import Teaching
from tests.room.asking import ITS_KEY, RISES, STEPS, THEIR_KEY, student_key

ITEMS = {
    BEFORE: [(RISES, ITS_KEY), (STEPS, THEIR_KEY)],
    AFTER: [
        (replace(RISES, name="rises~twin", title="Again"), ITS_KEY),
        (replace(STEPS, name="steps~twin"), replace(THEIR_KEY, answer=25.0)),
    ],
}
RIGHT = {
    BEFORE: {"rises": "down", "steps": 12.0},
    AFTER: {"rises~twin": "down", "steps~twin": 25.0},
}
WRONG = {BEFORE: {"rises": "up", "steps": 3.0}, AFTER: {"rises~twin": "up", "steps~twin": 3.0}}
Opened = tuple[Rooms, str, Teaching]


def ask(here: Teaching, part: str) -> str:
    """Ask a part; return its vote."""
    return here.ask(*part_question(part, ITEMS[part], "measure")).ballot


def give(here: Teaching, who: int, given: dict[str, Any], ballot: str | None = None) -> Any:
    ballot = here.state.ballot if ballot is None else ballot
    return hand_in(here.store, here.room, student_key(who), ballot, given)


def both_parts(here: Teaching) -> None:
    """Three students: one learns, one knew, and one misses an item of the second part."""
    ask(here, BEFORE)
    for who, given in enumerate((WRONG, RIGHT, WRONG)):
        give(here, who, given[BEFORE])
    here.move(CLOSED)
    ask(here, AFTER)
    for who in range(2):
        give(here, who, RIGHT[AFTER])
    give(here, 2, {"rises~twin": "down"})
    here.move(CLOSED)


def result(here: Teaching) -> Gained:
    asked = here.state.asked
    names = name_of(BEFORE), name_of(AFTER)
    return gained(*(asked[name] for name in names), *(here.answers(name) for name in names))
