"""A short test before and after: eight items, each with a twin, one for each misconception.

It is not validated. Its answers are measured in runs, as those of Predict, then reveal; its numbers
are its own, so that no lesson has told them before the second part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perceptron.lessons.predict.answers import Guess, Revealed, guess_in_words, is_right, reveal
from perceptron.lessons.predict.item import Item
from perceptron.room.gain import Share, gain
from perceptron.room.question import CHOICE
from perceptron.room.short_test import AFTER, BEFORE
from perceptron.text.language import N_, _
from perceptron.text.numbers import number, percent

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Misconception:
    """What somebody may believe, and how it shows.

    Attributes:
        words: What is believed, for the catalogs.
        before: The answer of who believes it to the item; it is wrong.
        after: The same to the item's twin.
    """

    words: str
    before: Guess
    after: Guess


MISCONCEPTIONS = {  # by the name of the item that is about it
    "short-last-row": Misconception(
        N_("In a mean over batches each row counts alike."), 100 / 101, 100 / 71
    ),
    "short-lives": Misconception(
        N_("A larger learning rate only gets there sooner."), "finished", "finished"
    ),
    "short-limit": Misconception(
        N_(
            "Which learning rate is too large has nothing to do with the data: it has a natural "
            "bound, such as 1."
        ),
        "finished",
        "diverged",
    ),
    "short-floor": Misconception(N_("Whoever trains long enough reaches a loss of 0."), 0.0, 0.0),
    "short-validation": Misconception(
        N_("The loss on rows that were trained on is always the lower one."), "training", "training"
    ),
    "short-outputs": Misconception(
        N_("The number of outputs makes no difference to the length of a step."), "same", "same"
    ),
    "short-start": Misconception(
        N_("Another start ends in another valley."), "different", "different"
    ),
    "short-digits": Misconception(N_("Two right programs agree in every digit."), "every", "every"),
}


def items_of(items: Iterable[Item], part: str) -> tuple[Item, ...]:
    """The items of a part, those that can be asked twice: themselves before, their twins after.

    Args:
        items: All that can be asked.
        part: One of `PARTS`.
    """
    pairs = [(item, item.twin) for item in items if item.twin is not None]
    return tuple(item if part == BEFORE else twin for item, twin in pairs)


def n_right(items: Sequence[Item], guesses: Mapping[str, Guess]) -> int:
    """How many of the guesses at some items are right."""
    return sum(
        is_right(item, guesses[item.name], reveal(item).answer)
        for item in items
        if item.name in guesses
    )


@dataclass(frozen=True, slots=True)
class Result:
    """What one or many have gained between both parts.

    Attributes:
        before: The right answers of the first part.
        after: Those of the second.
        n: Students who have answered all of both.
    """

    before: Share
    after: Share
    n: int

    @property
    def words(self) -> str:
        """It in a sentence or two.

        >>> Result(Share(10, 20), Share(15, 20), 2).words
        'Right before: 50 %, after: 75 %. Normalised gain 0.5, n = 2.'
        >>> Result(Share(2, 8), Share(7, 8), 1).words
        '2 of 8 right before, 7 of 8 after.'
        """
        first, second = self.before.fraction, self.after.fraction
        if first is None or second is None:
            return _("Nobody has answered all of both parts yet.")
        if self.n == 1:  # shares and a gain are words about a class
            one, other = self.before, self.after
            return _(
                "{before} of {asked_before} right before, {after} of {asked_after} after.",
                before=one.right,
                asked_before=one.n,
                after=other.right,
                asked_after=other.n,
            )
        found = gain(self.before, self.after)
        shares = {"before": percent(first, 0), "after": percent(second, 0), "n": self.n}
        if found is None:
            return _(
                "Right before: {before}, after: {after}. "
                "All were right before: there was nothing to gain, n = {n}.",
                **shares,
            )
        return _(
            "Right before: {before}, after: {after}. Normalised gain {gain}, n = {n}.",
            gain=number(round(found, 2)),
            **shares,
        )


def result_of(
    before: Sequence[Item], after: Sequence[Item], guesses: Iterable[Mapping[str, Guess]]
) -> Result:
    """Count who has answered all of both parts; who has not does not count.

    Args:
        before: The items of the first part.
        after: Those of the second.
        guesses: Of each student, by the names of the items.
    """
    names = {item.name for item in (*before, *after)}
    whole = [one for one in guesses if names <= set(one)]
    shares = [
        Share(sum(n_right(items, one) for one in whole), len(items) * len(whole))
        for items in (before, after)
    ]
    return Result(shares[0], shares[1], len(whole))


def as_markdown(items: Iterable[Item]) -> str:
    """The whole test with its keys, for who wants to use it elsewhere."""
    known, title = list(items), _("A short test of gradient descent, before and after")
    lines = [
        f"# {title}",
        "",
        _(
            "Eight items, each about one thing that is easily believed, and a twin of each with "
            "other numbers for the second time. The test is not validated. Its answers are "
            "measured in runs. Every item is about a linear layer trained by gradient descent; "
            "without other words on 100 rows, 6 inputs and 3 outputs made by scikit-learn's "
            "`make_regression` with noise of variance 1, in slices of 33 rows."
        ),
    ]
    pairs = zip(items_of(known, BEFORE), items_of(known, AFTER), strict=True)
    for k, (item, twin) in enumerate(pairs, start=1):
        believed = _(MISCONCEPTIONS[item.name].words)
        lines += [
            "",
            f"## {k}. {item.title or item.name}",
            "",
            f"*{believed}*",
        ]
        for label, one in ((_("Before"), item), (_("After"), twin)):
            lines += ["", f"**{label}.** {one.question}", "", *_answered(one, reveal(one))]
    return "\n".join(lines) + "\n"


def _answered(item: Item, shown: Revealed) -> list[str]:
    told = dict(item.misconceptions)
    if item.kind != CHOICE:
        right = _("**{answer}** (key)", answer=guess_in_words(item, shown.answer))
        lines = [f"- {right}", *(f"- {wrong}: {reason}" for wrong, reason in told.items())]
        return [*lines, "", shown.why]
    lines = []
    for name, words in item.options:
        if name == shown.answer:
            right = _("**{answer}** (key)", answer=words)
            lines.append(f"- {right}")
        else:
            lines.append(f"- {words}: {told[name]}" if name in told else f"- {words}")
    return [*lines, "", shown.why]
