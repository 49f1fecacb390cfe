"""A question of a lesson: its answer is computed, and each wrong one has its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from dataclasses import dataclass

from perceptron.room.question import CHOICE, FARTHEST, NUMBER, Key, Question
from perceptron.text.decimals import typed_number
from perceptron.text.numbers import number

_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
N_HINTS = 2
ROUGH = 0.1  # a tolerance above, a fraction, stands where a rough number was asked for
DIGITS = 4  # that a number is told with, unless a question says otherwise


@dataclass(frozen=True, slots=True)
class Asked:
    """What a lesson asks about some numbers, and all that it says to an answer.

    Attributes:
        prompt: The question.
        right: The right option, or the right number: computed from the numbers.
        why: One or two sentences, with the numbers that decide it.
        options: Of a choice: the answers to choose from; none for a number.
        wrong: Why somebody may answer so, for each wrong option, or for wrong numbers, which are
            computed by the wrong rule. What stands here of the right answer is not said.
        hints: Two, of which the second says more; neither says the answer.
        tolerance: What still counts as right, as a fraction of the right number.
        digits: Of numbers, where they are told.
        keeps: Whether a wrong answer is told without the right one, which only who has done the
            work is to know; then all digits have to be typed.

    Raises:
        ValueError: If the right answer is not offered, or a wrong option has no reason.
    """

    prompt: str
    right: str | float
    why: str
    options: tuple[str, ...] = ()
    wrong: tuple[tuple[str | float, str], ...] = ()
    hints: tuple[str, ...] = ()
    tolerance: float = 0.0
    digits: int = DIGITS
    keeps: bool = False

    def __post_init__(self) -> None:
        """Check what a page could not show."""
        if not self.options:
            return
        if self.right not in self.options:
            raise ValueError(f"{self.right!r} is not among the options {list(self.options)}.")
        known = {value for value, _ in self.wrong} | {self.right}
        if missing := [option for option in self.options if option not in known]:
            raise ValueError(f"The wrong options {missing} have no reason.")

    @property
    def key(self) -> Key:
        """What an answer is held against, as the page words it."""
        reasons = {
            known if isinstance(known, str) else repr(float(known)): reason
            for known, reason in reversed(self.wrong)  # of two rules with one result the first
        }
        right = self.right if isinstance(self.right, str) else float(self.right)
        return Key(right, self.why, self._allowed, reasons=reasons, given=True)

    @property
    def _allowed(self) -> float:
        return 0.0 if isinstance(self.right, str) else self.tolerance * abs(self.right)

    def is_right(self, answer: str | float) -> bool:
        """Whether an answer counts as right."""
        return self.key.is_right(answer)

    def fits(self, answer: object) -> bool:
        """Whether something can be an answer."""
        if self.options:
            return answer in self.options
        return type(answer) in (int, float) and abs(answer) < FARTHEST  # type: ignore[arg-type]

    def verdict(self, answer: str | float) -> str:
        """What is said to an answer: right or not, its reason, and why.

        >>> sum_of = Asked("1 + 2 = ?", 3.0, "Count.", wrong=((2.0, "You may have multiplied."),))
        >>> sum_of.verdict(2.0)
        'Not quite. You said 2; it is 3. You may have multiplied. Count.'
        >>> Asked("10 / 3 = ?", 10 / 3, "Divide.", tolerance=0.02).verdict(3.3)
        'Right, near enough. You said 3.3; computed, it is 3.333. Divide.'
        >>> Asked("About 60²?", 3402.0, "Square it.", tolerance=0.7).verdict(3600.0)
        'Right, for a rough number. You said 3600; computed, it is 3402. Square it.'
        """
        if self.is_right(answer):
            told = "Right." if self.options else f"Right: {self.in_words(self.right)}."
            if self.in_words(answer) != self.in_words(self.right):
                near = "for a rough number" if self.tolerance > ROUGH else "near enough"
                told = f"Right, {near}. You said {self.in_words(answer)}; computed, it is "
                told += f"{self.in_words(self.right)}."
            return f"{told} {self.why}"
        if self.keeps:
            told = f"Not {self.in_words(answer)}. {self.key.reason_for(answer)}"
            return f"{told.rstrip()} Look at what the program prints, and try again."
        said, is_really = (
            f"“{value}”" if self.options else self.in_words(value) for value in (answer, self.right)
        )
        told = f"Not quite. You said {said}; it is {is_really}."
        return " ".join(part for part in (told, self.key.reason_for(answer), self.why) if part)

    def in_words(self, answer: str | float) -> str:
        """An answer as it is read out."""
        return answer if isinstance(answer, str) else number(float(answer), self.digits)

    def read(self, text: str) -> str | float:
        """Make an answer of what was typed or chosen.

        Raises:
            ValueError: If it is no number where one is asked for, or has too few digits where the
                right one is kept.
        """
        if self.options:
            return text
        typed = typed_number(text)
        if self.keeps and len(re.sub(r"^[^1-9]*|[eE].*|\D", "", text)) < self.digits:
            raise ValueError(f"All {self.digits} digits, please, as the program prints them.")
        return typed

    def for_room(self, name: str, state: Hashable = None) -> tuple[Question, Key]:
        """Return the question as a room asks it, and its key.

        Phones know options by letters in their order, whichever is right, and no Markdown.

        Args:
            name: Unique among the lessons.
            state: What the answer depends on; its `repr` must tell one from another.

        >>> falls = Asked("Now …", "lower", "", ("lower", "higher"), (("higher", "You …"),))
        >>> question, key = falls.for_room("falls")
        >>> question.options, key.answer, key.reasons
        ((('a', 'lower'), ('b', 'higher')), 'a', {'b': 'You …'})
        """
        letters = dict(zip(self.options, _LETTERS, strict=False))
        asked = Question(
            name=name_in_rooms(name, state),
            kind=CHOICE if self.options else NUMBER,
            prompt=plain(self.prompt),
            title=plain(self.prompt),
            options=tuple((letter, plain(option)) for option, letter in letters.items()),
            digits=self.digits,
        )
        reasons = {
            letters.get(known, known): plain(reason)
            for known, reason in self.key.reasons.items()
            if known != self.right
        }
        answer = letters[self.right] if isinstance(self.right, str) else float(self.right)
        return asked, Key(answer, plain(self.why), self._allowed, reasons=reasons, given=True)


def name_in_rooms(name: str, state: Hashable) -> str:
    """Return what rooms know a question by: of other numbers it is another question.

    The colon keeps it apart from the questions of a file, whose names have none. Nothing of it
    depends on the answer.

    >>> name_in_rooms("falls", 1) == name_in_rooms("falls", 2)
    False
    """
    mark = hashlib.blake2s(repr(state).encode(), digest_size=3).hexdigest()
    return f"lesson:{name}:{mark}"


def plain(text: str) -> str:
    r"""Return a text as phones show it, which know no Markdown: its marks are taken away.

    >>> plain("x\\_1 is multiplied by 30")
    'x_1 is multiplied by 30'
    """
    return _ESCAPED.sub(r"\1", text).replace("**", "").replace("`", "")
