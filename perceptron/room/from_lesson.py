"""A question of a lesson: its answer is computed, and each wrong one has its reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from dataclasses import dataclass

from perceptron.room.question import CHOICE, FARTHEST, NUMBER, Key, Question
from perceptron.text.decimals import typed_number
from perceptron.text.language import _, ngettext
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
        right: The code of the right option, or the right number: computed from the numbers.
        why: One or two sentences, with the numbers that decide it.
        options: Of a choice: the words of each answer, by a code that is the same in every
            language, since answers are kept by it; none for a number.
        wrong: Why somebody may answer so, for the code of each wrong option, or for wrong numbers,
            which are computed by the wrong rule. What stands here of the right answer is not said.
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
    options: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str | float, str], ...] = ()
    hints: tuple[str, ...] = ()
    tolerance: float = 0.0
    digits: int = DIGITS
    keeps: bool = False

    def __post_init__(self) -> None:
        """Check what a page could not show."""
        if not self.options:
            return
        if self.right not in self.codes:
            raise ValueError(
                f"{self.right!r} is not among {self.codes}."  # in English: for who writes lessons
            )
        known = {value for value, _reason in self.wrong} | {self.right}
        if missing := [code for code in self.codes if code not in known]:
            raise ValueError(
                f"The wrong options {missing} have no reason."  # in English: for the same
            )

    @property
    def codes(self) -> tuple[str, ...]:
        """What the answers of a choice are kept by."""
        return tuple(code for code, _words in self.options)

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
            return answer in self.codes
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
        said, really = self.in_words(answer), self.in_words(self.right)
        reason = self.key.reason_for(answer)
        if self.is_right(answer):
            told = [self._praise(said, really), self.why]
        elif self.keeps:
            again = _("Look at what the program prints, and try again.")
            told = [_("Not {said}.", said=said), reason, again]
        elif self.options:
            no = _("Not quite. You said “{said}”; it is “{answer}”.", said=said, answer=really)
            told = [no, reason, self.why]
        else:
            no = _("Not quite. You said {said}; it is {answer}.", said=said, answer=really)
            told = [no, reason, self.why]
        return " ".join(part for part in told if part)

    def _praise(self, said: str, really: str) -> str:
        """What is said to a right answer; a number may be near enough."""
        if self.options:
            return _("Right.")
        if said == really:
            return _("Right: {answer}.", answer=really)
        if self.tolerance > ROUGH:
            return _(
                "Right, for a rough number. You said {said}; computed, it is {answer}.",
                said=said,
                answer=really,
            )
        return _(
            "Right, near enough. You said {said}; computed, it is {answer}.",
            said=said,
            answer=really,
        )

    def in_words(self, answer: str | float) -> str:
        """An answer as it is read out."""
        if isinstance(answer, str):
            return dict(self.options).get(answer, answer)
        return number(float(answer), self.digits)

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
            raise ValueError(
                ngettext(
                    "All {n} digit, please, as the program prints it.",
                    "All {n} digits, please, as the program prints them.",
                    self.digits,
                )
            )
        return typed

    def for_room(self, name: str, state: Hashable = None) -> tuple[Question, Key]:
        """Return the question as a room asks it, and its key.

        Phones know options by letters in their order, whichever is right, and no Markdown.

        Args:
            name: Unique among the lessons.
            state: What the answer depends on; its `repr` must tell one from another.

        >>> options = (("lower", "It falls"), ("higher", "It grows"))
        >>> falls = Asked("Now …", "lower", "", options, (("higher", "You …"),))
        >>> question, key = falls.for_room("falls")
        >>> question.options, key.answer, key.reasons
        ((('a', 'It falls'), ('b', 'It grows')), 'a', {'b': 'You …'})
        """
        letters = dict(zip(self.codes, _LETTERS, strict=False))
        asked = Question(
            name=name_in_rooms(name, state),
            kind=CHOICE if self.options else NUMBER,
            prompt=plain(self.prompt),
            title=plain(self.prompt),
            options=tuple((letters[code], plain(words)) for code, words in self.options),
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
