"""The door to all rooms: who may open one, hear, commit, and move."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from perceptron.room.errors import ClosedError, FullError, NoRoomError, RightError, RoomError
from perceptron.room.keys import (
    STUDENT,
    TEACHER,
    is_key,
    is_name,
    named_by,
    new_code,
    new_key,
    opens,
    seal_of,
    watch_of,
)
from perceptron.room.networks import tries_of
from perceptron.room.state import Asked, RoomState, read_state
from perceptron.room.store import MAX_COMMIT_BYTES, Commit, Kept, Store
from perceptron.room.teaching import Teaching
from perceptron.room.views import ASKING, LIVE, Vote, as_seen, for_student, for_teacher
from perceptron.room.words import CLOSED, NO_KEY, NOT_YOURS, TOO_MANY_CODES, TOO_MANY_ROOMS
from perceptron.text.language import _

WRONG_CODES = 60  # different ones a minute, from one network: a class mistypes, nobody searches
OPENINGS = 20  # a minute, from one network
_MINUTE = 60
_TRIES = 50  # to draw a code that is free


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
        if not self.store.allow(tries_of("open", network), OPENINGS, _MINUTE):
            raise FullError(_(TOO_MANY_ROOMS))
        key = new_key()
        record = RoomState(named_by(key, TEACHER)).write()
        for _try in range(_TRIES):
            if self.store.create(code := new_code(), record):
                return code, key
        raise FullError(_(TOO_MANY_ROOMS))

    def teaching(self, room: str, key: str, network: str = "") -> Teaching:
        """Return what the teacher can do, on whatever machine.

        Args:
            room: The code.
            key: The teacher's.
            network: Where the teacher is.

        Raises:
            NoRoomError: If there is no such room.
            RightError: If this is not its teacher's key.
            FullError: If too many wrong codes or keys came from this network.
        """

        def known(kept: Kept) -> bool:
            return is_key(key) and opens(key, read_state(kept.record).teacher)

        if not known(self._kept(room, network, known)):
            raise self._wrong(room, network, RightError(_(NOT_YOURS)))
        self.store.renew(room)
        return Teaching(self.store, room, key)

    def join(self, room: str, key: object, network: str = "") -> dict[str, Any]:
        """Let a phone in; return its name, which stands in addresses, and what it may know.

        Raises:
            RightError: If it has no key.
            RoomError: As `hear`.
        """
        if not is_key(key):
            raise RightError(_(NO_KEY))
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
        kept = self._kept(room, network, lambda _kept: student in self.store.students(room))
        self.store.hear(room, student, how if how in (LIVE, ASKING) else LIVE)
        return kept.version

    def _kept(self, room: str, network: str, known: Callable[[Kept], bool]) -> Kept:
        """Read a room, but not for a network that looks for rooms: it lets in only who is known."""
        try:
            kept = self.store.read(room)
        except NoRoomError as error:
            raise self._wrong(room, network, error) from None
        if self._try(network, tries=0) or known(kept):
            return kept
        raise FullError(_(TOO_MANY_CODES))

    def _wrong(self, room: str, network: str, error: RoomError) -> RoomError:
        """Count a wrong code or key; return what to say.

        A code counts once, however many try it: a class whose room has ended looks for none.
        """
        if not self._try(network, tries=0):
            return FullError(_(TOO_MANY_CODES))
        if self.store.allow(f"{tries_of('code', network)} {room}", 1, _MINUTE):
            self._try(network)
        return error

    def _try(self, network: str, tries: int = 1) -> bool:
        return self.store.allow(tries_of("code", network), WRONG_CODES, _MINUTE, tries)

    def view(self, room: str, student: str) -> dict[str, Any]:
        """What a student's phone may know now."""
        kept = self.store.read(room)
        state = read_state(kept.record)
        mine = self.store.committed(room, state.now.ballot(), student) if state.now else None
        return for_student(state, kept.version, mine)

    def watch(self, room: str, name: str, network: str = "") -> dict[str, Any]:
        """What a teacher's page may know by the name that it watches by.

        Raises:
            NoRoomError: If there is no such room.
            RightError: If it is another room's, or nobody's.
            FullError: As `teaching`.
        """

        def known(kept: Kept) -> bool:
            return is_name(name) and hmac.compare_digest(
                name, watch_of(read_state(kept.record).teacher)
            )

        if not known(kept := self._kept(room, network, known)):
            raise self._wrong(room, network, RightError(_(NOT_YOURS)))
        self.store.renew(room)
        state = read_state(kept.record)
        commits = self.store.commits(room, state.now.ballot()) if state.now else {}
        return for_teacher(state, kept.version, commits, self.store.students(room))

    def commit(
        self,
        room: str,
        key: str,
        ballot: str,
        number: int,
        guess: object,
        sure: object,
        network: str = "",
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
            network: Where the phone is.

        Raises:
            RoomError: If it can't be kept; the subclass tells why.
        """
        if not is_key(key) or type(number) is not int or not 0 < number < 1_000_000:
            raise RightError(_(NO_KEY))
        student = named_by(key, STUDENT)
        kept = self._kept(room, network, lambda _kept: student in self.store.students(room))
        state = read_state(kept.record)
        asked = next((one for one in state.asked.values() if _has(one, ballot)), None)
        if asked is None:  # or no more: it was edited
            raise ClosedError(_(CLOSED))
        try:
            question, _key = asked.here
            vote = Vote(question.read(guess), sure if isinstance(sure, bool) else None)
        except ValueError as error:
            raise RoomError(str(error)) from error
        text = vote.write()
        if len(text.encode()) > MAX_COMMIT_BYTES:
            raise FullError(_("An answer takes at most {n} bytes.", n=MAX_COMMIT_BYTES))
        mine = self.store.commit(room, ballot, student, Commit(number, text))
        return as_seen(question, mine)

    def sealer(self, room: str) -> Callable[[str], str]:
        """Return what makes of a text that which stands for it in a room, as `seal_of`.

        Raises:
            RoomError: If there is no such room, or it can't be reached.
        """
        return partial(seal_of, read_state(self.store.read(room).record).teacher)

    def trial(self, room: str) -> tuple[str, str, bool] | None:
        """Return vote and setting of the trial that is on, and whether it is open; else None."""
        state = read_state(self.store.read(room).record)
        if state.now is None or not state.now.tries:
            return None
        return state.now.ballot(), state.now.question.setting, bool(state.ballot)

    def try_out(self, room: str, key: str, ballot: str, result: tuple[float, ...]) -> str:
        """Keep the result of a student's latest run; return it in words.

        Raises:
            RoomError: As `commit`.
        """
        last = self.store.committed(room, ballot, named_by(key, STUDENT))
        number = last.number + 1 if last else 1
        return str(self.commit(room, key, ballot, number, result, None)["words"])


def _has(asked: Asked, ballot: str) -> bool:
    return ballot in (asked.ballot(1), asked.ballot(2))
