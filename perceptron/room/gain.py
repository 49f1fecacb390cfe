"""What a class has gained: the shares of right votes in three rounds, and how they compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perceptron.room.question import Guess, Key
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number, percent

FEW = 20  # students; with fewer, one of them moves the gain visibly
BEFORE, AFTER, TWIN = N_("before the talk"), N_("after the talk"), N_("on the twin, alone")


@dataclass(frozen=True, slots=True)
class Share:
    """The right votes of a round.

    Attributes:
        right: How many were right.
        n: How many voted.
    """

    right: int
    n: int

    @property
    def fraction(self) -> float | None:
        """From 0 to 1; None if nobody voted."""
        return self.right / self.n if self.n else None

    @property
    def of(self) -> str:
        """It as '1 of 2'."""
        return _("{right} of {n}", right=self.right, n=self.n)

    def words(self, when: str) -> str:
        """It as a sentence.

        Args:
            when: `BEFORE`, `AFTER` or `TWIN`.

        >>> Share(8, 30).words(BEFORE)
        '8 of 30 were right before the talk (27 %).'
        """
        if not self.n:
            return _nobody(when)
        values = {"all": self.n, "share": percent(self.right / self.n, 0)}
        if when == BEFORE:
            return ngettext(
                "{n} of {all} was right before the talk ({share}).",
                "{n} of {all} were right before the talk ({share}).",
                self.right, **values,
            )  # fmt: skip
        if when == AFTER:
            return ngettext(
                "{n} of {all} was right after the talk ({share}).",
                "{n} of {all} were right after the talk ({share}).",
                self.right, **values,
            )  # fmt: skip
        return ngettext(
            "{n} of {all} was right on the twin, alone ({share}).",
            "{n} of {all} were right on the twin, alone ({share}).",
            self.right, **values,
        )  # fmt: skip


def _nobody(when: str) -> str:
    if when == BEFORE:
        return _("Nobody has voted before the talk.")
    if when == AFTER:
        return _("Nobody has voted after the talk.")
    return _("Nobody has voted on the twin, alone.")


@dataclass(frozen=True, slots=True)
class Progress:
    """A question asked, talked about, asked again, and its twin.

    Attributes:
        before: The first round.
        after: The second round, of the same question.
        twin: The round of the twin; None if it was not asked.
    """

    before: Share
    after: Share
    twin: Share | None = None

    @property
    def in_short(self) -> str:
        """It in a line: both rounds of the question, then the twin, told apart by name.

        >>> Progress(Share(1, 2), Share(2, 2), Share(1, 2)).in_short
        'First question: 1 of 2 right before the talk, 2 of 2 after (normalised gain 1). Twin, \
alone: 1 of 2.'
        """
        found, one, other = gain(self.before, self.after), self.before, self.after
        values = {"right": one.right, "n": one.n, "right_then": other.right, "n_then": other.n}
        told = (
            _(
                "First question: {right} of {n} right before the talk, {right_then} of {n_then} "
                "after.",
                **values,
            )
            if found is None
            else _(
                "First question: {right} of {n} right before the talk, {right_then} of {n_then} "
                "after (normalised gain {gain}).",
                **values,
                gain=number(round(found, 2)),
            )
        )
        if self.twin is None:
            return told
        twin = _("Twin, alone: {right} of {n}.", right=self.twin.right, n=self.twin.n)
        return f"{told} {twin}"

    @property
    def words(self) -> tuple[str, ...]:
        """All of it, a sentence or two each."""
        lines = [self.before.words(BEFORE), self.after.words(AFTER)]
        if self.twin is not None:
            lines.append(self.twin.words(TWIN))
        return (*lines, gain_in_words(self.before, self.after))


def share_right(key: Key, guesses: Iterable[Guess]) -> Share:
    """Count the right votes of a round.

    Raises:
        ValueError: If nothing is right: a trial has no answer.
    """
    if key.answer is None:
        raise ValueError("a trial has no right answer")  # in English: for who writes pages
    verdicts = [key.is_right(guess) for guess in guesses]
    return Share(sum(verdicts), len(verdicts))


def gain(before: Share, after: Share) -> float | None:
    """Return the normalised gain <g> = (after - before) / (1 - before) of a class.

    A fraction: of what was missing before, how much was there after; negative if fewer were
    right. As R. R. Hake, Interactive-engagement versus traditional methods, American Journal of
    Physics 66 (1998) 64-74, doi 10.1119/1.18809, which takes both in percent of 100.

    None if nobody voted in one of the rounds, or all were right before.

    >>> gain(Share(10, 20), Share(15, 20))
    0.5
    """
    first, second = before.fraction, after.fraction
    if first is None or second is None or before.right == before.n:
        return None
    return (second - first) / (1 - first)


def gain_in_words(before: Share, after: Share) -> str:
    """Return the normalised gain as it is told, with a word on how little a small class tells.

    >>> gain_in_words(Share(2, 8), Share(5, 8))
    'Normalised gain 0.5: of what was missing, the class gained 50 %. With 8 students one more \
right answer would move the gain by 0.17.'
    """
    found = gain(before, after)
    if found is None:
        if before.n and after.n:
            return _("All were right before the talk: there was nothing to gain.")
        if before.n:
            return _("There is no gain to tell: after the talk nobody voted.")
        return _("There is no gain to tell: before the talk nobody voted.")
    told = number(round(found, 2))
    if found < 0:
        words = _("Normalised gain {gain}: fewer were right after the talk than before.", gain=told)
    elif found == 0:
        words = _("Normalised gain {gain}: the share of right answers stayed as it was.", gain=told)
    else:
        words = _(
            "Normalised gain {gain}: of what was missing, the class gained {share}.",
            gain=told, share=percent(found, 0),
        )  # fmt: skip
    return f"{words} {if_few_in_words(before, after)}".rstrip()


def if_few_in_words(before: Share, after: Share) -> str:
    """Say how little a class tells if it is small; empty if it is not, or there is no gain.

    >>> if_few_in_words(Share(20, 40), Share(30, 40))
    ''
    """
    if min(before.n, after.n) >= FEW or gain(before, after) is None:
        return ""
    return few_in_words(after.n, before, after)


def few_in_words(n: int, before: Share, after: Share) -> str:
    """Say how little a small class tells.

    Args:
        n: Students.
        before: Their right answers, of which one at least was missing.
        after: Their right answers then.
    """
    one_more = 1 / after.n / (1 - before.right / before.n)
    return ngettext(
        "With {n} student one more right answer would move the gain by {step}.",
        "With {n} students one more right answer would move the gain by {step}.",
        n, step=number(one_more, 2),
    )  # fmt: skip
