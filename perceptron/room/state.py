"""What the teacher moves: what is asked or shown, in which round, how far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from perceptron.room.errors import FullError, RoomError
from perceptron.room.question import TEST, TRIAL, Key, Question, read_key, read_question
from perceptron.room.wording import Words, read_words, worded
from perceptron.text.language import _, spoken

ASKED, CLOSED, SPREAD, AGAIN, ANSWER, WHY = STAGES = (
    "asked", "closed", "spread", "again", "answer", "why",
)  # fmt: skip
OPEN = (ASKED, AGAIN)  # while they last, commits are taken
REVEALED = (ANSWER, WHY)
ROUNDS = 2  # before they talk, and after
TWIN = "~twin"  # ends the name of a question's twin, which is answered alone, once
MAX_ASKED = 200  # questions in one room
STEPS = ("level", "phase")  # settings that tell how far a page was gone through
_MOVES = {
    ASKED: (CLOSED,),
    CLOSED: (SPREAD, AGAIN, ANSWER),
    SPREAD: (AGAIN, ANSWER),
    AGAIN: (CLOSED,),
    ANSWER: (WHY,),
    WHY: (),
}
_TRIAL_MOVES = {ASKED: (CLOSED,), CLOSED: (ANSWER,), ANSWER: (WHY,), WHY: ()}  # seen as they arrive
_TEST_MOVES: Mapping[str, Mapping[str, tuple[str, ...]]] = {  # by part: what was gained comes last
    "before": {ASKED: (CLOSED,)},
    "after": {ASKED: (CLOSED,), CLOSED: (ANSWER,)},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how far it is.

    Attributes:
        question: What phones may know.
        key: What they may not, before it is revealed.
        round: 1, and 2 after they have talked.
        stage: One of `STAGES`.
        words: What both say in other languages than English.
    """

    question: Question
    key: Key
    round: int = 1
    stage: str = ASKED
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def here(self) -> tuple[Question, Key]:
        """Question and key as they are read in the language spoken here."""
        words = self.words.get(spoken())
        return worded(self.question, self.key, words) if words else (self.question, self.key)

    def ballot(self, round_: int | None = None) -> str:
        """The name of the vote of a round, of this one if none is named."""
        return f"{self.question.name}-{self.question.mark}/{round_ or self.round}"

    @property
    def tries(self) -> bool:
        """Whether it is a trial."""
        return self.question.kind == TRIAL

    @property
    def is_test(self) -> bool:
        """Whether it is a part of a test."""
        return self.question.kind == TEST

    @property
    def alone(self) -> bool:
        """Whether it is a twin: answered without a talk, so in one round."""
        return self.question.name.endswith(TWIN)

    @property
    def moves(self) -> tuple[str, ...]:
        """The stages that may come next."""
        if self.tries:
            return _TRIAL_MOVES[self.stage]
        if self.is_test:
            return _TEST_MOVES[self.question.setting].get(self.stage, ())
        moves = _MOVES[self.stage]
        again = not self.alone and self.round < ROUNDS
        return tuple(one for one in moves if one != AGAIN or again)


@dataclass(frozen=True, slots=True)
class RoomState:
    """What is kept of a room besides who is there and what they have committed to.

    Attributes:
        teacher: The name that follows from the teacher's key.
        asked: All questions so far, by name, in the order in which they were first asked.
        on: The name of the one that is asked now; empty while a page is shown.
        page: The page that is shown now, as `microscope?phase=delta`; empty for none.
        follow: Whether phones show what the teacher shows.
        seen: The pages that were shown so far, in order, each as it was shown last: where phones
            may go by themselves.
        reached: How far pages were gone through, each place once, as `microscope?phase=delta`.
    """

    teacher: str
    asked: Mapping[str, Asked] = field(default_factory=dict)
    on: str = ""
    page: str = ""
    follow: bool = True
    seen: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()

    @property
    def now(self) -> Asked | None:
        """The question that is asked now."""
        return self.asked.get(self.on)

    @property
    def ballot(self) -> str:
        """The vote that takes commits; empty if none does."""
        return self.now.ballot() if self.now and self.now.stage in OPEN else ""

    def ask(
        self, question: Question, key: Key, words: Mapping[str, Words] | None = None
    ) -> RoomState:
        """Ask a question; one that was asked before goes on where it was left.

        Args:
            question: In English.
            key: To it.
            words: What both say in other languages; None for the same.

        Raises:
            FullError: If there were `MAX_ASKED` others.
        """
        last = self.asked.get(question.name)
        same = last is not None and last.question == question
        new = Asked(question, key, words=words or {})
        asked = replace(last, key=key, words=new.words) if last and same else new
        everything = {**self.asked, question.name: asked}
        if len(everything) > MAX_ASKED:
            raise FullError(_("A room asks at most {n} questions. Open another room.", n=MAX_ASKED))
        return replace(self, asked=everything, on=question.name, page="")

    def show(self, page: str) -> RoomState:
        """Show a page."""
        name = page.partition("?")[0]
        others = (one for one in self.seen if one.partition("?")[0] != name)
        seen = (*others, page)[-MAX_ASKED:]
        return replace(self, on="", page=page, seen=seen, reached=self._with(page))

    def _with(self, page: str) -> tuple[str, ...]:
        """How far pages were gone through, once this one is shown."""
        name, _mark, query = page.partition("?")
        place = {key: text for key, text in parse_qsl(query) if key in STEPS}
        new = f"{name}?{urlencode(place)}" if place else name
        return self.reached if new in self.reached else (*self.reached, new)[-MAX_ASKED:]

    def move(self, stage: str) -> RoomState:
        """Go on with the question that is asked now.

        Raises:
            RoomError: If that stage does not follow.
        """
        if (now := self.now) is None:
            raise RoomError(_("No question is asked now. Ask one first."))
        if stage not in now.moves:
            raise RoomError(_refusal(now, stage))
        round_ = now.round + (stage == AGAIN)
        moved = replace(now, stage=stage, round=round_)
        others = self.asked
        if now.is_test and stage in REVEALED:  # the other part was left open: it stays as it is
            others = {name: _ended(one) for name, one in others.items()}
        return replace(self, asked={**others, self.on: moved})

    def write(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False)


def _refusal(now: Asked, stage: str) -> str:
    if not now.moves:
        return _(
            "After {stage} follows nothing: it is done; got {got}.",
            stage=repr(now.stage), got=repr(stage),
        )  # fmt: skip
    return _(
        "After {stage} follows {following}; got {got}.",
        stage=repr(now.stage), following=", ".join(now.moves), got=repr(stage),
    )  # fmt: skip


def _ended(asked: Asked) -> Asked:
    """A part of a test that takes no answers any more; another question as it is."""
    return replace(asked, stage=CLOSED) if asked.is_test and asked.stage in OPEN else asked


@lru_cache(maxsize=256)  # each phone of a room reads the same text
def read_state(text: str) -> RoomState:
    """Read what `RoomState.write` has written."""
    fields = json.loads(text)
    asked = {name: _read_asked(one) for name, one in fields["asked"].items()}
    listed = {name: tuple(fields.get(name, ())) for name in ("seen", "reached")}
    return RoomState(**{**fields, **listed, "asked": asked})


def _read_asked(fields: Mapping[str, Any]) -> Asked:
    question, key = read_question(fields["question"]), read_key(fields["key"])
    words = {language: read_words(one) for language, one in fields.get("words", {}).items()}
    return Asked(question, key, fields["round"], fields["stage"], words)
