"""The race of a session: run by its newest script run only, kept until the next one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from pages.shared.server.of_session import of_session
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
    _race: Iterator[Leg] = field(default_factory=lambda: iter(()))

    def start(self, course: str) -> None:
        """Begin a race anew."""
        with self.taking():
            self.running = course
            self.legs[course] = {}
            self._race = race(COURSES[course].sizes)

    def stop(self) -> None:
        """End the race; what was measured stays."""
        with self.taking():
            self.running = None

    def advance(self) -> bool:
        """Race one more round, with the turn held; tell whether there was one."""
        time.sleep(0.002)  # lets the server send what was drawn
        if self.running and (leg := next(self._race, None)):
            self.legs[self.running][leg.number] = leg
            return True
        self.running = None
        return False

    def results(self, course: str) -> list[Leg]:
        """Return what is known of a course."""
        return list(self.legs.get(course, {}).values())


def track() -> Track:
    """Return the session's track."""
    return of_session("track", Track)
