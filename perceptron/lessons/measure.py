"""A short test before and after: eight items, each with a twin, one for each misconception.

It is not validated. Its answers are measured in runs, as those of Predict, then reveal, whose items
these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perceptron.lessons.predict.answers import Guess, Revealed, guess_in_words, is_right, reveal
from perceptron.lessons.predict.item import Item
from perceptron.room.gain import Share, gain
from perceptron.room.question import CHOICE
from perceptron.room.short_test import AFTER, BEFORE
from perceptron.text.numbers import number, percent

BELIEFS = {  # what each item is about, by its name: what somebody may believe
    "last-row": "In a mean over batches each row counts alike.",
    "lives": "A larger learning rate only gets there sooner.",
    "limit": "A learning rate has a natural bound, such as 1.",
    "floor": "Whoever trains long enough reaches a loss of 0.",
    "validation": "The loss on rows that were trained on is always the lower one.",
    "outputs": "More outputs, or a harder task, make no difference to the length of a step.",
    "start": "Another start ends in another valley.",
    "float32": "Two right programs agree in every digit.",
}


def items_of(items: Iterable[Item], part: str) -> tuple[Item, ...]:
    """The items of a part, those that can be asked twice: themselves before, their twins after.

    Args:
        items: All that can be asked.
        part: One of `PARTS`.
    """
    known = {item.name: item for item in items}
    chosen = [known[name] for name in BELIEFS if name in known]
    pairs = [(item, item.twin) for item in chosen if item.twin is not None]
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
        """
        first, second = self.before.fraction, self.after.fraction
        if first is None or second is None:
            return "Nobody has answered all of both parts yet."
        found = gain(self.before, self.after)
        told = "there was nothing to gain" if found is None else f"{number(round(found, 2))}"
        return (
            f"Right before: {percent(first, 0)}, after: {percent(second, 0)}. "
            f"Normalised gain {told}, n = {self.n}."
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
    known = list(items)
    lines = [
        "# A short test of gradient descent, before and after",
        "",
        "Eight items, each about one thing that is easily believed, and a twin of each with other "
        "numbers for the second time. The test is not validated. Its answers are measured in runs. "
        "Every item is about "
        "a linear layer trained by gradient descent; without other words on 100 rows, 6 inputs "
        "and 3 outputs made by scikit-learn's `make_regression` with noise of variance 1, in "
        "slices of 33 rows.",
    ]
    pairs = zip(items_of(known, BEFORE), items_of(known, AFTER), strict=True)
    for k, (item, twin) in enumerate(pairs, start=1):
        lines += ["", f"## {k}. {item.title or item.name}", "", f"*{BELIEFS[item.name]}*"]
        for label, one in (("Before", item), ("After", twin)):
            lines += ["", f"**{label}.** {one.question}", "", *_answered(one, reveal(one))]
    return "\n".join(lines) + "\n"


def _answered(item: Item, shown: Revealed) -> list[str]:
    told = dict(item.misconceptions)
    if item.kind == CHOICE:
        lines = [
            f"- {'**' + words + '** (key)' if name == shown.answer else words}"
            + (f": {told[name]}" if name in told and name != shown.answer else "")
            for name, words in item.options
        ]
    else:
        lines = [f"- **{guess_in_words(item, shown.answer)}** (key)"]
        lines += [f"- {wrong}: {reason}" for wrong, reason in told.items()]
    return [*lines, "", shown.why]
