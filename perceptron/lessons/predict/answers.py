"""The answer of an item: measured in a run, or given by its author."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from perceptron.data import load
from perceptron.history.curves import Curves, Points
from perceptron.lessons.predict.for_room import key_with, question_of
from perceptron.lessons.predict.item import Item, Settings, configs
from perceptron.lessons.predict.measures import MEASURES, Answer
from perceptron.lessons.predict.runs import names_of_runs
from perceptron.room.question import CHOICE, CURVE, FARTHEST, in_words
from perceptron.run import Run
from perceptron.text.language import _

Guess = Answer
MAX_POINTS = 100  # of a curve that is drawn


@dataclass(frozen=True, slots=True, eq=False)
class Revealed:
    """What the run of an item showed, or its author gave.

    Attributes:
        item: The item.
        answer: What was measured; of a curve, its values at the item's epochs.
        runs: The run, and the second one of a measure that compares; none of a given answer.
    """

    item: Item
    answer: Answer
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """The answer as it is read out."""
        return guess_in_words(self.item, self.answer)

    @property
    def curve(self) -> Points:
        """The whole curve that an item with a sketch asks for points of."""
        curves = next(iter(self.curves.values()))
        return curves.valid if self.item.measure.startswith("valid") else curves.train

    @property
    def curves(self) -> dict[str, Curves]:
        """The losses of each run, by what `names_of_runs` calls them."""
        firsts = (next(iter(run.curves(MAX_POINTS).values())) for run in self.runs)
        return dict(zip(names_of_runs(self.item), firsts, strict=True))

    @property
    def why(self) -> str:
        """The reason, with the answer and the limit of the run's batches in it."""
        why = self.item.why.replace("{answer}", in_words(self.answer))
        return why.replace("{rule}", self.runs[0].limits.rule) if "{rule}" in why else why


def reveal(item: Item) -> Revealed:
    """Train the run of an item to its end and measure; a given answer is given.

    Raises:
        ConfigError: If its settings don't fit the data.
    """
    if item.answer is not None:
        return Revealed(item, item.answer, ())
    answer, runs = _measured(item.measure, item.run, item.other)
    if isinstance(answer, tuple):
        answer = tuple(answer[epoch] for epoch in item.epochs if epoch < len(answer))
    return Revealed(item, answer, runs)


@lru_cache(maxsize=64)
def _measured(
    measure: str, run: Settings, other: Settings | None
) -> tuple[Answer, tuple[Run, ...]]:
    """Train; remembered by what the answer depends on, so that a new word trains nothing anew."""
    runs = []
    for settings in (run, other):
        if settings is not None:
            data, train = configs(dict(settings))
            runs.append(Run(load(data), train).finish())
    return MEASURES[measure].of(*runs), tuple(runs)


def is_right(item: Item, guess: Guess, answer: Answer) -> bool:
    """Whether a guess counts as right, by the item's own tolerance."""
    return key_with(item, answer).is_right(guess)


def as_guess(item: Item, value: object) -> Guess:
    """Make a guess at an item of what came from elsewhere: a code, or what a browser has kept.

    Args:
        item: What is asked.
        value: As JSON has it: the name of an option, a number, or a list of numbers for a curve.

    Raises:
        ValueError: If it can't be a guess at this item. The words quote nothing of it.
    """
    if item.kind == CHOICE and isinstance(value, str) and value in dict(item.options):
        return value
    if item.kind == CURVE and isinstance(value, (list, tuple)) and len(value) == len(item.epochs):
        return tuple(_finite(one, positive=True) for one in value)
    if item.kind not in (CHOICE, CURVE):
        return _finite(value)
    raise ValueError(_("it does not fit the question"))


def _finite(value: object, *, positive: bool = False) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError(_("it is not a number"))
    if not abs(value) < FARTHEST or (positive and value <= 0):  # nor if it is nan
        raise ValueError(_("it is not a number that can be"))
    return float(value)


def guess_in_words(item: Item, value: Answer) -> str:
    """A guess or an answer, as it is read out."""
    return question_of(item).words_of(value)
