"""The door to all rooms: who may open one, hear, commit, and move."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perceptron.room.errors import FullError, NoRoomError, RightError, RoomError
from perceptron.room.keys import (
    STUDENT,
    TEACHER,
    is_key,
    named_by,
    new_code,
    new_key,
    opens,
    watch_of,
)
from perceptron.room.question import Key, Question
from perceptron.room.state import RoomState, read_state
from perceptron.room.store import MAX_COMMIT_BYTES, MAX_RECORD_BYTES, Commit, Heard, Store
from perceptron.room.views import ASKING, LIVE, Vote, as_seen, for_student, for_teacher, read_vote
from perceptron.room.words import GONE, NO_KEY, NOT_YOURS, TOO_MANY_CODES, TOO_MANY_ROOMS

WRONG_CODES = 60  # a minute, from one network: a class that mistypes, and no search for rooms
OPENINGS = 20  # a minute, from one network
_MINUTE = 60
_TRIES = 50  # to draw a code that is free, and to write while others do


@dataclass(frozen=True, slots=True)
class Rooms:
    """All rooms of a store.

    Attributes:
        store: Where they are kept.
    """

    store: Store

    def open(self, network: str = "") -> tuple[str, str]:
        """Open a room; return its code and the teacher's key, which is kept nowhere.

        Args:
            network: Where the wish comes from.

        Raises:
            FullError: If too many are open, or were opened in the last minute.
        """
        if not self.store.allow(f"open {network}", OPENINGS, _MINUTE):
            raise FullError(TOO_MANY_ROOMS)
        key = new_key()
        record = RoomState(named_by(key, TEACHER)).write()
        for _ in range(_TRIES):
            if self.store.create(code := new_code(), record):
                return code, key
        raise FullError(TOO_MANY_ROOMS)

    def teaching(self, room: str, key: str) -> Teaching:
        """Return what the teacher can do, on whatever machine.

        Raises:
            NoRoomError: If there is no such room.
            RightError: If this is not its teacher's key.
        """
        state = read_state(self.store.read(room).record)
        if not is_key(key) or not opens(key, state.teacher):
            raise RightError(NOT_YOURS)
        self.store.renew(room)
        return Teaching(self.store, room, key)

    def join(self, room: str, key: object, network: str = "") -> dict[str, Any]:
        """Let a phone in; return its name, which stands in addresses, and what it may know.

        Raises:
            RightError: If it has no key.
            RoomError: As `hear`.
        """
        if not is_key(key):
            raise RightError(NO_KEY)
        student = named_by(str(key), STUDENT)
        version = self.hear(room, student, LIVE, network)
        return {"student": student, "version": version, "view": self.view(room, student)}

    def hear(self, room: str, student: str, how: str, network: str = "") -> int:
        """Note that a student is there; return the version of the room.

        Args:
            room: The code.
            student: The name that follows from the student's key.
            how: `LIVE` or `ASKING`.
            network: Where the phone is.

        Raises:
            NoRoomError: If there is no such room.
            FullError: If it is full, or too many codes that no room has came from this network.
        """
        version = self._known(room, network)
        self.store.hear(room, student, how if how in (LIVE, ASKING) else LIVE)
        return version

    def _known(self, room: str, network: str) -> int:
        try:
            return self.store.read(room).version
        except NoRoomError:
            if not self.store.allow(f"code {network}", WRONG_CODES, _MINUTE):
                raise FullError(TOO_MANY_CODES) from None
            raise

    def view(self, room: str, student: str) -> dict[str, Any]:
        """What a student's phone may know now."""
        kept = self.store.read(room)
        state = read_state(kept.record)
        mine = self.store.committed(room, state.now.ballot(), student) if state.now else None
        return for_student(state, kept.version, mine)

    def watch(self, room: str, name: str) -> dict[str, Any]:
        """What a teacher's page may know by the name that it watches by.

        Raises:
            NoRoomError: If there is no such room.
            RightError: If it is another room's, or nobody's.
        """
        kept = self.store.read(room)
        state = read_state(kept.record)
        if not hmac.compare_digest(name.encode(), watch_of(state.teacher).encode()):
            raise RightError(NOT_YOURS)
        self.store.renew(room)
        committed = self.store.commits(room, state.now.ballot()) if state.now else {}
        return for_teacher(state, kept.version, committed, self.store.students(room))

    def commit(
        self, room: str, key: str, ballot: str, number: int, guess: object, sure: object
    ) -> dict[str, Any]:
        """Keep a student's commit; return the one that is kept, as the phone's view has it.

        Args:
            room: The code.
            key: The student's.
            ballot: The vote.
            number: Of this student's commits in it, from 1; a lower one than is kept changes
                nothing.
            guess: As the question wants it.
            sure: Whether the student is sure; anything but a bool says nothing.

        Raises:
            RoomError: If it can't be kept; the subclass tells why.
        """
        if not is_key(key) or type(number) is not int or not 0 < number < 1_000_000:
            raise RightError(NO_KEY)
        state = read_state(self.store.read(room).record)
        asked = next((one for one in state.asked.values() if _has(one, ballot)), None)
        if asked is None:
            raise NoRoomError(GONE)
        try:
            vote = Vote(asked.question.read(guess), sure if isinstance(sure, bool) else None)
        except ValueError as error:
            raise RoomError(str(error)) from error
        text = vote.write()
        if len(text.encode()) > MAX_COMMIT_BYTES:
            raise FullError(f"An answer takes at most {MAX_COMMIT_BYTES} bytes.")
        kept = self.store.commit(room, ballot, named_by(key, STUDENT), Commit(number, text))
        return as_seen(asked.question, kept)


def _has(asked: Any, ballot: str) -> bool:
    return ballot in (asked.ballot(1), asked.ballot(2))


@dataclass(frozen=True, slots=True)
class Teaching:
    """What the teacher of a room can do; made by `Rooms.teaching`.

    Attributes:
        store: Where the room is kept.
        room: Its code.
        key: The teacher's.
    """

    store: Store
    room: str
    key: str

    @property
    def state(self) -> RoomState:
        """The room as it is now."""
        return read_state(self.store.read(self.room).record)

    def _change(self, change: Callable[[RoomState], RoomState]) -> RoomState:
        """Change the room, however many machines do so at once."""
        for _ in range(_TRIES):
            kept = self.store.read(self.room)
            state = read_state(kept.record)
            changed = change(state)
            if changed == state:
                return state
            record = changed.write()
            if len(record.encode()) > MAX_RECORD_BYTES:
                raise FullError("This room has asked too much. Open another one.")
            if self.store.replace(self.room, kept.version, record, changed.ballot):
                self.store.renew(self.room)
                return changed
        raise RoomError("Too many machines move this room at once. Try it again.")

    def ask(self, question: Question, key: Key) -> RoomState:
        """Ask a question; one that was asked before goes on where it was left."""
        return self._change(lambda state: state.ask(question, key))

    def show(self, page: str) -> RoomState:
        """Show a page."""
        return self._change(lambda state: state.show(page))

    def move(self, stage: str, on: str | None = None) -> RoomState:
        """Go on with the question that is asked now.

        Args:
            stage: Which follows.
            on: The name of the question that is meant: if another one is asked by now, as after a
                press on a second machine, nothing happens.
        """

        def moved(state: RoomState) -> RoomState:
            meant = on is None or state.on == on
            there = state.now is not None and state.now.stage == stage
            return state if there or not meant else state.move(stage)

        return self._change(moved)

    def let_follow(self, follow: bool) -> RoomState:
        """Let phones show what the teacher shows, or let them be."""
        return self._change(lambda state: replace(state, follow=follow))

    def votes(self, round_: int, name: str | None = None) -> Mapping[str, Vote]:
        """Return the votes of a round, by student.

        Args:
            round_: 1 or 2.
            name: Of a question; None for the one that is asked now.
        """
        state = self.state
        asked = state.now if name is None else state.asked.get(name)
        if asked is None:
            return {}
        commits = self.store.commits(self.room, asked.ballot(round_))
        return {who: read_vote(asked.question, one.text) for who, one in commits.items()}

    def students(self) -> Mapping[str, Heard]:
        """Return when each student was last heard of."""
        return self.store.students(self.room)

    @property
    def watch(self) -> str:
        """What the teacher's page hears the counts by."""
        return watch_of(named_by(self.key, TEACHER))

    def close(self) -> None:
        """End the room; nothing of it is kept."""
        self.store.delete(self.room)
