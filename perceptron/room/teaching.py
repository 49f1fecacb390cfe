"""What a room's teacher can do: ask, show, move, read the votes, close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from perceptron.room.errors import FullError, RoomError
from perceptron.room.keys import TEACHER, named_by, watch_of
from perceptron.room.question import Key, Question
from perceptron.room.short_test import Answers, answers_in
from perceptron.room.state import RoomState, read_state
from perceptron.room.store import MAX_RECORD_BYTES, Heard, Store
from perceptron.room.views import Vote, read_vote, runs_in
from perceptron.room.wording import Words
from perceptron.text.language import _

_TRIES = 50  # to write while others do


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
        for _try in range(_TRIES):
            kept = self.store.read(self.room)
            state = read_state(kept.record)
            changed = change(state)
            if changed == state:
                return state
            record = changed.write()
            if len(record.encode()) > MAX_RECORD_BYTES:
                raise FullError(_("This room has asked too much. Open another one."))
            if self.store.replace(self.room, kept.version, record, changed.ballot):
                self.store.renew(self.room)
                return changed
        raise RoomError(_("Too many machines move this room at once. Try it again."))

    def ask(
        self, question: Question, key: Key, words: Mapping[str, Words] | None = None
    ) -> RoomState:
        """Ask a question; one that was asked before goes on where it was left.

        Args:
            question: In English.
            key: To it.
            words: What both say in other languages, as `in_every_language` finds them.
        """
        return self._change(lambda state: state.ask(question, key, words))

    def show(self, page: str, instead_of: str | None = None) -> RoomState:
        """Show a page.

        Args:
            page: With its settings.
            instead_of: The page that is meant to be left: if another one is shown by now, or a
                question is asked, nothing happens.
        """

        def shown(state: RoomState) -> RoomState:
            other = instead_of is not None and (state.on or state.page != instead_of)
            return state if other else state.show(page)

        return self._change(shown)

    def move(self, stage: str, on: str | None = None, round_: int | None = None) -> RoomState:
        """Go on with the question that is asked now.

        Args:
            stage: Which follows.
            on: The name of the question that is meant: if another one is asked by now, as after a
                press on a second machine, nothing happens.
            round_: The round that is meant, as `on`: a late *Close* does not close the next one.
        """

        def moved(state: RoomState) -> RoomState:
            now = state.now
            other = (on is not None and state.on != on) or (
                round_ is not None and now is not None and now.round != round_
            )
            there = now is not None and now.stage == stage
            return state if there or other else state.move(stage)

        return self._change(moved)

    def let_follow(self, follow: bool) -> RoomState:
        """Let phones show what the teacher shows, or let them be."""
        return self._change(lambda state: replace(state, follow=follow))

    def votes(self, round_: int, name: str | None = None) -> Mapping[str, Vote]:
        """Return the votes of a round, by student; of a test none, but its `answers`.

        Args:
            round_: 1 or 2.
            name: Of a question; None for the one that is asked now.
        """
        state = self.state
        asked = state.now if name is None else state.asked.get(name)
        if asked is None or asked.is_test:
            return {}
        commits = self.store.commits(self.room, asked.ballot(round_))
        return {who: read_vote(asked.question, one.text) for who, one in commits.items()}

    def answers(self, name: str) -> Mapping[str, Answers]:
        """Return what was answered in a part of a test, by student, then by item.

        Args:
            name: What the room calls the part.
        """
        asked = self.state.asked.get(name)
        if asked is None or not asked.is_test:
            return {}
        commits = self.store.commits(self.room, asked.ballot())
        return {who: answers_in(asked.question, one) for who, one in commits.items()}

    @property
    def runs(self) -> int | None:
        """How often runs were handed in, by all together; None unless a trial is on."""
        now = self.state.now
        if now is None or not now.tries:
            return None
        return runs_in(self.store.commits(self.room, now.ballot()))

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
