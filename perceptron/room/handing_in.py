"""A phone's side of a test: which part is on, and how its answers come to the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perceptron.room.errors import ClosedError, FullError, RightError, RoomError
from perceptron.room.keys import STUDENT, is_key, named_by
from perceptron.room.question import Guess
from perceptron.room.short_test import Answers, answers_in, read_answers, write_answers
from perceptron.room.state import OPEN, REVEALED, read_state
from perceptron.room.store import MAX_COMMIT_BYTES, Commit, Store
from perceptron.room.words import CLOSED, NO_KEY
from perceptron.text.language import _

_TRIES = 20  # while other tabs of the same student hand in


@dataclass(frozen=True, slots=True)
class PartOn:
    """The part of a test that a room takes now: all that a phone's page may know of it.

    Attributes:
        part: Its name.
        ballot: The vote.
        open: Whether answers are taken.
        revealed: Whether the teacher has shown what was gained.
    """

    part: str
    ballot: str
    open: bool
    revealed: bool


def part_on(store: Store, room: str) -> PartOn | None:
    """Return the part of a test that a room takes now; None if it does something else.

    Raises:
        RoomError: If there is no such room, or it can't be reached.
    """
    now = read_state(store.read(room).record).now
    if now is None or not now.is_test:
        return None
    return PartOn(
        now.question.setting, now.ballot(), now.stage in OPEN, revealed=now.stage in REVEALED
    )


def handed_in(store: Store, room: str, key: object) -> dict[str, Guess]:
    """Return what a room has of a student's answers, of all parts that it has taken so far.

    Args:
        store: Where the room is kept.
        room: The code.
        key: The student's.

    Raises:
        RoomError: If it can't be read; the subclass tells why.
    """
    if not is_key(key):
        raise RightError(_(NO_KEY))
    student, found = named_by(str(key), STUDENT), {}
    for asked in read_state(store.read(room).record).asked.values():
        last = store.committed(room, asked.ballot(), student) if asked.is_test else None
        found.update(answers_in(asked.question, last) if last else {})
    return found


def hand_in(
    store: Store, room: str, key: object, ballot: str, given: Mapping[str, Guess]
) -> Answers:
    """Keep a student's answers beside those that are kept already; return all of them.

    As in votes the last answer to an item counts, and what is sent twice is kept once.

    Args:
        store: Where the room is kept.
        room: The code.
        key: The student's.
        ballot: The vote.
        given: Answers, some or all, by the names of the items.

    Raises:
        RoomError: If they can't be kept; the subclass tells why.
    """
    if not is_key(key):
        raise RightError(_(NO_KEY))
    now = read_state(store.read(room).record).now
    if now is None or not now.is_test or now.ballot() != ballot:
        raise ClosedError(_(CLOSED))
    try:
        new = read_answers(now.here[0], given)
    except ValueError as error:
        raise RoomError(str(error)) from error
    student = named_by(str(key), STUDENT)
    for _try in range(_TRIES):
        last = store.committed(room, ballot, student)
        kept = answers_in(now.question, last) if last else {}
        every = {**kept, **new}
        if every == kept:
            return kept
        text = write_answers(every)
        if len(text.encode()) > MAX_COMMIT_BYTES:
            raise FullError(_("The answers of a part take at most {n} bytes.", n=MAX_COMMIT_BYTES))
        mine = Commit(last.number + 1 if last else 1, text)
        if store.commit(room, ballot, student, mine) == mine:  # else another tab came first
            return every
    raise RoomError(_("Several tabs of this browser answer at once. Close all but one."))
