"""The race of a session: run by its newest script run only, kept until the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from pages.shared.server.turns import Turns
from perceptron.lessons.cost.race import COURSES, Leg, race


@dataclass(eq=False)
class Track(Turns):
    """What a session keeps of its races.

    Attributes:
        running: The course that is raced now, None when there is no race.
        legs: What is known of each course, leg by leg.
    """

    running: str | None = None
    legs: dict[str, dict[int, Leg]] = field(default_factory=dict)
    _over: bool = False
    _race: Iterator[Leg] | None = None

    def start(self, course: str) -> None:
        """Begin a race anew."""
        self.enter()
        with self._lock:
            self.running = course
            self.legs[course] = {}
            self._race = race(COURSES[course].sizes)

    def stop(self) -> None:
        """End the race; what was measured stays."""
        self.enter()
        with self._lock:
            self.running = None
            self._race = None

    def advance(self, turn: int) -> Leg | None:
        """Race one more round, if `turn` is the newest; None when there is no more to do."""
        with self._lock:
            if turn != self._turn or self.running is None or self._race is None:
                return None
            leg = next(self._race, None)
            if leg is None:
                self.running, self._over = None, True
            else:
                self.legs[self.running][leg.number] = leg
            return leg

    def results(self, course: str) -> list[Leg]:
        """Return what is known of a course."""
        return list(self.legs.get(course, {}).values())

    def came_in(self) -> bool:
        """Tell once that a race has reached its end."""
        with self._lock:
            over, self._over = self._over, False
            return over


def track() -> Track:
    """Return the session's track."""
    return st.session_state.setdefault("track", Track())
