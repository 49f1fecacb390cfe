"""What a room can be asked, and what it is held against: a question, its key, a verdict."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from perceptron.text.decimals import typed_number
from perceptron.text.language import N_, _
from perceptron.text.numbers import fixed, listed, number

CHOICE, NUMBER, CURVE, TRIAL, TEST = "choice", "number", "curve", "trial", "test"
KINDS = (CHOICE, NUMBER, CURVE, TRIAL)  # with one answer each; a test has an answer an item
Guess = str | float | tuple[float, ...]
PAPER, MIDDLE = (0.1, 1e5), 100.0  # of a sketch: its lowest and highest loss, and an untouched one
MAX_POINTS = 40  # of a curve
FARTHEST = 1e300  # from 0 that a number can be
EXACT = 1e-9  # a share of the answer: two ways to compute it may differ by rounding
_TRIED = {  # of a trial, by its setting: how it ended, and if the loss has grown
    "learning_rate": N_("learning rate {value}, loss {result}"),
    "batch_size": N_("batch size {value}, loss {result}"),
    "dtype": N_("float{value}, {result} digits agree"),
}
_GREW = {
    "learning_rate": N_("learning rate {value}, the loss grew"),
    "batch_size": N_("batch size {value}, the loss grew"),
    "dtype": N_("float{value}, the loss grew"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a class is asked: all that a phone may know before the answer is revealed.

    Attributes:
        name: Short; the same in each room that asks it.
        kind: How it is answered: a choice, a number, a curve, or a trial: a run of one's own.
        prompt: The question.
        title: What lists call it, without the answer.
        options: Of a choice: the words by what they stand for.
        unit: What a number counts; empty for none.
        epochs: Of a curve: where its points are; 0 is the start. Of a trial: none.
        setting: Of a trial: the setting that each student chooses. Of a test: its part.
        told: What else is said, as which run it is about.
        page: Where phones find more, as `train?samples=50`; empty for nowhere.
        digits: Of a number, where it is told.
        items: Of a test: what it asks.
    """

    name: str
    kind: str
    prompt: str
    title: str = ""
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    epochs: tuple[int, ...] = ()
    setting: str = ""
    told: str = ""
    page: str = ""
    digits: int = 4
    items: tuple[Question, ...] = ()

    def words_of(self, value: Guess) -> str:
        """A guess or an answer, as it is read out."""
        if isinstance(value, str):
            return dict(self.options).get(value, value)
        if isinstance(value, tuple) and self.kind == TRIAL:
            return self._tried(*value)
        return f"{in_words(value, self.digits)} {self.unit}".strip()

    def _tried(self, choice: float, result: float | None = None) -> str:
        """What one student tried, and how it ended."""
        if result is None:
            return _(_GREW.get(self.setting, "{value}: ∞"), value=number(choice))
        told = fixed(result, 1) if self.setting == "dtype" else number(result)
        return _(_TRIED.get(self.setting, "{value}: {result}"), value=number(choice), result=told)

    def read(self, value: object) -> Guess:
        """Make a guess of what a phone has sent.

        Raises:
            ValueError: If it can't be a guess at this question.
        """
        if self.kind == CHOICE:
            if isinstance(value, str) and value in dict(self.options):
                return value
        elif self.kind == NUMBER:
            return _read_number(value, self.unit)
        elif isinstance(value, (list, tuple)) and len(value) <= MAX_POINTS:
            points = tuple(map(_read_number, value))
            if self.kind == TRIAL and len(points) in (1, 2):  # one if the loss grew
                return points
            if points and len(points) == len(self.epochs) and min(points) > 0:
                return points
        asked = repr(self.title or self.name)
        raise ValueError(_("This can't be an answer to {question}.", question=asked))

    @property
    def mark(self) -> str:
        """Tells it from another question of the same name: an edited one takes votes anew."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


def _read_number(value: object, unit: str = "") -> float:
    if isinstance(value, str):
        return typed_number(value.strip().removesuffix(unit))
    if isinstance(value, (int, float)) and type(value) is not bool and abs(value) < FARTHEST:
        return float(value)
    raise ValueError(_("{value} is no number.", value=repr(value)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a guess stands to the answer.

    Attributes:
        right: Whether it counts as right; None if there is no guess.
        words: In one sentence or two.
        reason: Why somebody may think so, for exactly this wrong answer; empty if it is not known.
    """

    right: bool | None
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """The answer and what belongs to it: nothing of it leaves the server before it is revealed.

    Attributes:
        answer: The right one; of a trial none: what theory says is drawn on the wall. Of a test
            none: each item has its key.
        why: The reason.
        allowed: How far off a number still counts as right, in its own unit.
        factor: How many times too high or too low a curve may be, on average over its points.
        reasons: Why somebody may take a wrong answer for right, by option, or by number as text.
        given: Whether it is no run that has the answer: an author gave it, or a lesson computes it.
        items: Of a test: the keys of its items, in their order.
    """

    answer: Guess | None
    why: str = ""
    allowed: float = 0.0
    factor: float = 3.0
    reasons: Mapping[str, str] = field(default_factory=dict)
    given: bool = False
    items: tuple[Key, ...] = ()

    def is_right(self, guess: Guess) -> bool:
        """Whether a guess counts as right."""
        if isinstance(guess, tuple) and isinstance(self.answer, tuple):
            return times_off(guess, self.answer) <= self.factor
        if isinstance(guess, float) and isinstance(self.answer, float):
            return abs(guess - self.answer) <= self.allowed + EXACT * abs(self.answer)
        return guess == self.answer

    def known_as(self, guess: Guess) -> str:
        """Which of the wrong answers in `reasons` a guess is; empty for none.

        A number is the nearest one that it is as near to as counts as right, where that is no
        larger a share of it than of the answer.

        >>> Key(25.0, allowed=1.0, reasons={"1": "...", "33.3": "..."}).known_as(33.0)
        '33.3'
        """
        if isinstance(guess, str):
            return guess if guess in self.reasons and guess != self.answer else ""
        if isinstance(guess, tuple) or not isinstance(self.answer, float) or self.is_right(guess):
            return ""
        share = self.allowed / abs(self.answer) if self.answer else 0.0
        apart = {}
        for known in self.reasons:
            value = _number_in(known)
            size, off = abs(value), abs(guess - value)
            if off <= min(self.allowed, share * size) + EXACT * size < math.inf:
                apart[known] = off
        return min(apart, key=lambda known: apart[known], default="")

    def reason_for(self, guess: Guess) -> str:
        """Why somebody may guess so; empty if it is not known."""
        return self.reasons.get(self.known_as(guess), "")

    def verdict(self, question: Question, guess: Guess | None) -> Verdict:
        """Hold a guess against the answer, in words."""
        if self.answer is None:
            return Verdict(None, "")
        source = N_("The answer: {answer}.") if self.given else N_("The run: {answer}.")
        told = _(source, answer=question.words_of(self.answer))
        if guess is None:
            return Verdict(None, told)
        right, said = self.is_right(guess), _("You said “{said}”.", said=question.words_of(guess))
        parts = [_("Right.") if right else _("Not quite."), said, told]
        if isinstance(guess, tuple) and isinstance(self.answer, tuple):
            factor = number(times_off(guess, self.answer), 2)
            parts.append(_("On average your points are a factor {factor} off.", factor=factor))
        return Verdict(right, " ".join(parts), "" if right else self.reason_for(guess))


def _number_in(text: str) -> float:
    """The number that a text is; if it is none nan, which nothing is near to."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def in_words(value: Guess, digits: int = 4) -> str:
    """Write numbers with so many digits, and text as it is.

    >>> in_words((1 / 3, 2.0)), in_words("x4")
    ('0.3333, 2', 'x4')
    """
    if isinstance(value, tuple):
        return listed(number(one, digits) for one in value)
    return value if isinstance(value, str) else number(value, digits)


def times_off(guess: tuple[float, ...], answer: tuple[float, ...]) -> float:
    """How many times too high or too low a curve is, on average over its points.

    The geometric mean of the ratios, each taken so that it is at least 1.

    >>> times_off((10.0, 1.0), (1.0, 1.0))
    3.1622776601683795
    """
    pairs = list(zip(guess, answer, strict=False))
    logs = [abs(math.log10(g) - math.log10(a)) for g, a in pairs if g > 0 and a > 0]
    return 10 ** (sum(logs) / len(logs)) if logs else math.inf


def read_question(fields: Mapping[str, Any]) -> Question:
    """Make a question of what JSON has kept of it."""
    options = tuple((str(name), str(words)) for name, words in fields["options"])
    epochs, items = tuple(fields["epochs"]), tuple(map(read_question, fields.get("items", ())))
    return Question(**{**fields, "options": options, "epochs": epochs, "items": items})


def read_key(fields: Mapping[str, Any]) -> Key:
    """Make a key of what JSON has kept of it."""
    answer, items = fields["answer"], tuple(map(read_key, fields.get("items", ())))
    answer = tuple(answer) if isinstance(answer, list) else answer
    return Key(**{**fields, "answer": answer, "items": items})
