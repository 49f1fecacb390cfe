"""In a room phones see the phases that the teacher has been to: a later one tells the answer."""

from __future__ import annotations

import streamlit as st

from pages.shared.room.student import reached
from perceptron.lessons.microscope.blanks import LEVELS
from perceptron.lessons.microscope.phases import PHASES
from perceptron.text.language import _

PAGE = "microscope"
_ORDER = [phase.name for phase in PHASES]


def is_within_reach(level: str, phase: str) -> bool:
    """Whether this session may see a phase at a level.

    In a room its teacher has to have been there, or further on, at that level or at one that tells
    more; what was open once stays open.

    Args:
        level: One of `LEVELS`, of which each tells less than the one before.
        phase: The name of one of `PHASES`.
    """
    places = reached(PAGE)
    if places is None:
        return True
    at = LEVELS.index(level), _ORDER.index(phase)
    return any(_is_as_far(place, *at) for place in places)


def _is_as_far(place: dict[str, str], level: int, phase: int) -> bool:
    told, gone = place.get("level", LEVELS[0]), place.get("phase", _ORDER[0])
    if told not in LEVELS or gone not in _ORDER:
        return False
    return LEVELS.index(told) <= level and _ORDER.index(gone) >= phase


def show_shut() -> None:
    """Say why a phase is closed, in its place."""
    words = _(
        "Your teacher has not been there yet: it tells what your class is to work out. It opens "
        "when your teacher goes there, and when the room is closed."
    )
    st.info(words, icon=":material/lock_clock:")
