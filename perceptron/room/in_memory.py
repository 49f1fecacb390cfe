"""Rooms in the memory of one process: nothing to install, nothing on disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from perceptron.room import store
from perceptron.room.errors import ClosedError, FullError, NoRoomError
from perceptron.room.listeners import Listeners
from perceptron.room.store import COUNT, STATE, Commit, Heard, Kept
from perceptron.room.words import CLOSED, GONE, ROOMS_FULL, STUDENTS_FULL
from perceptron.text.language import _

_MAX_TRIES = 10_000  # whose tries are counted at once


@dataclass(eq=False)
class _Room:
    """A room."""

    kept: Kept
    until: float
    commits: dict[str, dict[str, Commit]] = field(default_factory=dict)
    students: dict[str, tuple[float, str]] = field(default_factory=dict)


class InMemory:
    """A store in this process; see `Store`.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rooms: dict[str, _Room] = {}
        self._tries: dict[str, tuple[float, int]] = {}
        self._listeners = Listeners()

    def create(self, room: str, record: str) -> bool:
        """Make a room; return whether the code was free."""
        with self._lock:
            now = self._clock()
            self._rooms = {code: one for code, one in self._rooms.items() if one.until > now}
            if room in self._rooms:
                return False
            if len(self._rooms) >= store.MAX_ROOMS:
                raise FullError(_(ROOMS_FULL, n=store.MAX_ROOMS))
            self._rooms[room] = _Room(Kept(1, record, ""), now + store.SECONDS_KEPT)
        return True

    def read(self, room: str) -> Kept:
        """Return what is kept of a room."""
        with self._lock:
            return self._room(room).kept

    def replace(self, room: str, version: int, record: str, ballot: str) -> bool:
        """Write record and ballot if the version is still this one; return whether it was."""
        with self._lock:
            here = self._room(room)
            if here.kept.version != version:
                return False
            here.kept = Kept(version + 1, record, ballot)
        self._listeners.tell(room, STATE)
        return True

    def renew(self, room: str) -> None:
        """Keep a room for `SECONDS_KEPT` from now."""
        with self._lock:
            self._room(room).until = self._clock() + store.SECONDS_KEPT

    def delete(self, room: str) -> None:
        """Keep nothing of a room."""
        with self._lock:
            self._rooms.pop(room, None)
        self._listeners.tell(room, STATE)

    def commit(self, room: str, ballot: str, student: str, commit: Commit) -> Commit:
        """Keep a commit, unless this or a later one is kept; return the one that is kept."""
        with self._lock:
            here = self._room(room)
            last = here.commits.get(ballot, {}).get(student)
            if last is not None and last.number >= commit.number:
                return last
            if not ballot or here.kept.ballot != ballot:
                raise ClosedError(_(CLOSED))
            self._let_in(here, student)
            here.commits.setdefault(ballot, {})[student] = commit
        self._listeners.tell(room, COUNT)
        return commit

    def commits(self, room: str, ballot: str) -> Mapping[str, Commit]:
        """Return the commits of a vote, by student."""
        with self._lock:
            return dict(self._room(room).commits.get(ballot, {}))

    def committed(self, room: str, ballot: str, student: str) -> Commit | None:
        """Return one student's commit in a vote."""
        with self._lock:
            return self._room(room).commits.get(ballot, {}).get(student)

    def count(self, room: str, ballot: str) -> int:
        """Return how many students have committed in a vote."""
        with self._lock:
            return len(self._room(room).commits.get(ballot, {}))

    def hear(self, room: str, student: str, how: str) -> None:
        """Note that a student is there."""
        with self._lock:
            here = self._room(room)
            came = student not in here.students
            self._let_in(here, student)
            here.students[student] = (self._clock(), how)
        if came:
            self._listeners.tell(room, COUNT)

    def students(self, room: str) -> Mapping[str, Heard]:
        """Return when each student of a room was last heard of."""
        with self._lock:
            now = self._clock()
            there = self._room(room).students.items()
            return {student: Heard(now - at, how) for student, (at, how) in there}

    def allow(self, what: str, limit: int, seconds: int, tries: int = 1) -> bool:
        """Count tries; return whether there were fewer than `limit` before in this time."""
        with self._lock:
            now = self._clock()
            if len(self._tries) >= _MAX_TRIES:
                self._tries = {one: kept for one, kept in self._tries.items() if kept[0] > now}
            until, n_tries = self._tries.get(what, (0.0, 0))
            if until <= now:
                until, n_tries = now + seconds, 0
            if tries:
                self._tries[what] = (until, n_tries + tries)
            return n_tries < limit

    def listen(self, told: Callable[[str, str], None]) -> Callable[[], None]:
        """Call `told(room, STATE or COUNT)` after each change; return what ends it."""
        return self._listeners.add(told)

    def _room(self, room: str) -> _Room:
        here = self._rooms.get(room)
        if here is None or here.until <= self._clock():
            self._rooms.pop(room, None)
            raise NoRoomError(_(GONE))
        return here

    def _let_in(self, here: _Room, student: str) -> None:
        if student not in here.students:
            if len(here.students) >= store.MAX_STUDENTS:
                raise FullError(_(STUDENTS_FULL, n=store.MAX_STUDENTS))
            here.students[student] = (self._clock(), "live")
