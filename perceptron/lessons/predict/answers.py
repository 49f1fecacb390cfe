"""The answer of an item, measured in a run, and how far a guess is from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from perceptron.config import DataConfig
from perceptron.data import load
from perceptron.history.curves import Curves, Points
from perceptron.lessons.predict.item import Item, configs
from perceptron.lessons.predict.measures import CHOICE, CURVE, MEASURES, Answer
from perceptron.run import Run
from perceptron.text.numbers import number

Guess = Answer
MAX_POINTS = 100  # of a curve that is drawn
FARTHEST = 1e300  # from 0 that a number can be guessed


@dataclass(frozen=True, slots=True, eq=False)
class Revealed:
    """What the run of an item showed.

    Attributes:
        item: The item.
        answer: What was measured; of a curve, its values at the item's epochs.
        runs: The run, and the second one of a measure that compares.
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
        """The losses of the run, or of both, by what `names_of_runs` calls them."""
        firsts = (next(iter(run.curves(MAX_POINTS).values())) for run in self.runs)
        return dict(zip(names_of_runs(self.item), firsts, strict=True))

    @property
    def why(self) -> str:
        """The reason, with the answer and the limit of the run's batches in it."""
        why = self.item.why.replace("{answer}", number_or_text(self.answer))
        return why.replace("{rule}", self.runs[0].limits.rule) if "{rule}" in why else why


@lru_cache(maxsize=64)
def reveal(item: Item) -> Revealed:
    """Train the run of an item to its end and measure.

    Raises:
        ConfigError: If its settings don't fit the data.
    """
    runs = []
    for settings in (item.run, item.other):
        if settings is not None:
            data, train = configs(dict(settings))
            runs.append(Run(load(data), train).finish())
    answer = MEASURES[item.measure].of(*runs)
    if isinstance(answer, tuple):
        answer = tuple(answer[epoch] for epoch in item.epochs if epoch < len(answer))
    return Revealed(item, answer, tuple(runs))


def runs_in_words(item: Item) -> str:
    """Say what is trained: sizes, batches, learning rate, epochs, and what else is unusual."""
    words = []
    for settings in (item.run, item.other):
        if settings is None:
            continue
        data, train = configs(dict(settings))
        parts = [data.dataset]
        if data.dataset == DataConfig().dataset:
            outputs = _counted(data.outputs, "output")
            parts = [f"{data.samples} rows", f"{data.features} inputs", outputs]
        parts.append(f"batches of {train.batch_size}")
        parts.append(f"learning rate {train.learning_rate:g}")
        parts.append(f"{_counted(train.epochs, 'epoch')}")
        usual = {"batch_size", "learning_rate", "epochs", "samples", "features", "outputs"}
        for name, value in settings:
            if name not in usual | {"dataset"}:
                parts.append(f"{name.replace('_', ' ')} {value}")
        words.append(parts)
    first, *others = words
    against = [f"; against the same with {', '.join(_new(one, first))}" for one in others]
    return f"The run: {', '.join(first)}{''.join(against)}."


def _new(words: list[str], known: list[str]) -> list[str]:
    return [word for word in words if word not in known]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def names_of_runs(item: Item) -> tuple[str, ...]:
    """What to call the run of an item, or its two runs: as its options do, if they name them."""
    if item.other is None:
        return ("the run",)
    options = dict(item.options)
    return options.get("run", "first run"), options.get("other", "second run")


def is_right(item: Item, guess: Guess, answer: Answer) -> bool:
    """Whether a guess counts as right, by the item's own tolerance."""
    if isinstance(guess, tuple) and isinstance(answer, tuple):
        return times_off(guess, answer) <= item.factor
    if isinstance(guess, float) and isinstance(answer, float):
        return abs(guess - answer) <= item.allowed(answer) + 1e-9 * abs(answer)
    return guess == answer


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
    raise ValueError("it does not fit the question")


def _finite(value: object, *, positive: bool = False) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("it is not a number")
    if not abs(value) < FARTHEST or (positive and value <= 0):  # nor if it is nan
        raise ValueError("it is not a number that can be")
    return float(value)


def times_off(guess: tuple[float, ...], answer: tuple[float, ...]) -> float:
    """How many times too high or too low a curve is, on average over its points.

    The geometric mean of the ratios, each taken so that it is at least 1.
    """
    pairs = list(zip(guess, answer, strict=False))
    logs = [abs(math.log10(g) - math.log10(a)) for g, a in pairs if g > 0 and a > 0]
    return 10 ** (sum(logs) / len(logs)) if logs else math.inf


def guess_in_words(item: Item, value: Answer) -> str:
    """A guess or an answer, as it is read out."""
    if item.kind == CHOICE:
        return dict(item.options).get(str(value), str(value))
    if item.kind == CURVE:
        return number_or_text(value)
    return f"{number_or_text(value)} {item.unit}".strip()


def number_or_text(value: Answer) -> str:
    """Write numbers with four digits, and text as it is."""
    if isinstance(value, tuple):
        return ", ".join(number(one) for one in value)
    return value if isinstance(value, str) else number(value)
