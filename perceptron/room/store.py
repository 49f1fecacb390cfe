"""What a store of rooms must be able to do. Each operation is atomic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

MAX_ROOMS = 200
MAX_STUDENTS = 500  # of a room, present or not
MAX_COMMIT_BYTES = 4096
MAX_RECORD_BYTES = 1_000_000  # of what a teacher moves: all questions asked so far, and their keys
SECONDS_KEPT = 3 * 60 * 60  # after the teacher was last seen
STATE, COUNT = "state", "count"  # what has changed in a room


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store keeps of a room.

    Attributes:
        version: One more after each change of the record.
        record: A text; the store does not look into it.
        ballot: The name of the vote that takes commits; empty while none does.
    """

    version: int
    record: str
    ballot: str


@dataclass(frozen=True, slots=True)
class Heard:
    """When and how a student was last heard of.

    Attributes:
        seconds: Ago.
        how: `live` by events, `asking` every few seconds.
    """

    seconds: float
    how: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What a student has committed to in a vote.

    Attributes:
        number: Of the student's commits in the vote, from 1: a later one replaces an earlier one.
        text: A text; the store does not look into it.
    """

    number: int
    text: str


class Store(Protocol):
    """Keeps rooms by their codes, each until `SECONDS_KEPT` after `renew`.

    All methods raise a `StoreError` if the store can't be reached, and, but for `create`, `allow`
    and `delete`, a `NoRoomError` if there is no such room.
    """

    def create(self, room: str, record: str) -> bool:
        """Make a room; return whether the code was free.

        Raises:
            FullError: If there are `MAX_ROOMS` already.
        """

    def read(self, room: str) -> Kept:
        """Return what is kept of a room."""

    def replace(self, room: str, version: int, record: str, ballot: str) -> bool:
        """Write record and ballot if the version is still this one; return whether it was."""

    def renew(self, room: str) -> None:
        """Keep a room for `SECONDS_KEPT` from now."""

    def delete(self, room: str) -> None:
        """Keep nothing of a room."""

    def commit(self, room: str, ballot: str, student: str, commit: Commit) -> Commit:
        """Keep a commit, unless this or a later one is kept; return the one that is kept.

        So a commit may be sent again, as after an answer that got lost, even when the vote is over.

        Raises:
            ClosedError: If the ballot is not the one that takes commits, and this one is not kept.
            FullError: If `MAX_STUDENTS` others are in the room.
        """

    def commits(self, room: str, ballot: str) -> Mapping[str, Commit]:
        """Return the commits of a vote, by student."""

    def committed(self, room: str, ballot: str, student: str) -> Commit | None:
        """Return one student's commit in a vote."""

    def count(self, room: str, ballot: str) -> int:
        """Return how many students have committed in a vote."""

    def hear(self, room: str, student: str, how: str) -> None:
        """Note that a student is there.

        Raises:
            FullError: If `MAX_STUDENTS` others are in the room.
        """

    def students(self, room: str) -> Mapping[str, Heard]:
        """Return when each student of a room was last heard of."""

    def allow(self, what: str, limit: int, seconds: int, tries: int = 1) -> bool:
        """Count tries; return whether there were fewer than `limit` before in this time.

        Args:
            what: Is tried.
            limit: That many are allowed.
            seconds: From the first one on, after which they are forgotten.
            tries: To count; with 0 it is only asked whether one would be allowed.
        """

    def listen(self, told: Callable[[str, str], None]) -> Callable[[], None]:
        """Call `told(room, STATE or COUNT)` after each change, in any thread; return what ends it.

        Changes may be told once for several of them. After an outage every room may have changed:
        then the room told is empty.
        """
