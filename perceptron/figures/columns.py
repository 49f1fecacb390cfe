"""Where guessed numbers stand as columns: near ones together, far outliers folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10
from statistics import quantiles

_NAMES = 10  # of columns that have room beside each other
_FEW = 5  # guesses, from which on one can lie far from most


@dataclass(frozen=True, slots=True)
class Columns:
    """Where columns of equal numbers stand.

    Attributes:
        step: Between two columns that hold what lies near them; 0 if each number has its own.
        width: Of a column, in units of the numbers.
    """

    step: float
    width: float

    def place(self, guess: float) -> float:
        """Return where the column of a number stands."""
        return self.step * round(guess / self.step) if self.step else guess


def columns_of(guesses: Sequence[float]) -> Columns:
    """Return columns for these numbers; near ones together if many.

    >>> columns_of([3.0, 3.0, 4.0]), columns_of([0.0, 0.01, 3.0])
    (Columns(step=0, width=0.8), Columns(step=0.2, width=0.16000000000000003))
    """
    values = sorted(set(guesses))
    gaps = [after - before for before, after in pairwise(values)]
    if not gaps:
        return Columns(0, 0.6 * _room(values[0] if values else 0.0))
    step, span = min(gaps), values[-1] - values[0]
    if step < span / 30:
        step = nice(span / 15)
        return Columns(step, 0.8 * step)
    return Columns(0, 0.8 * step)


def folded(
    guesses: Sequence[float], answer: float | None, tolerance: float
) -> tuple[list[float], list[float]]:
    """Return guesses to draw, and those so far from most others that they would hide these.

    Args:
        guesses: The numbers that were guessed.
        answer: The measured number, which is drawn in any case; None while it is not revealed.
        tolerance: How far off still counts as right, in the same unit.

    >>> folded([3.0, 3.0, 4.0, 4.0, 100.0], None, 0.0)
    ([3.0, 3.0, 4.0, 4.0], [100.0])
    """
    if len(guesses) < _FEW:
        return sorted(guesses), []
    low, middle, high = quantiles(guesses, n=4, method="inclusive")
    room = 3 * max(high - low, abs(middle) / 4)
    ends = [low - room, high + room]
    if answer is not None:
        ends += [answer - 2 * tolerance, answer + 2 * tolerance]
    drawn = [guess for guess in sorted(guesses) if min(ends) <= guess <= max(ends)]
    return drawn, [guess for guess in sorted(guesses) if not min(ends) <= guess <= max(ends)]


def around(
    guesses: Sequence[float], answer: float | None, tolerance: float, width: float
) -> tuple[float, float]:
    """Return a range with room beside all columns and beside the band of what counts as right."""
    measured = [] if answer is None else [answer - 2 * tolerance, answer + 2 * tolerance]
    values = [*guesses, *measured] or [0.0]
    low, high = min(values), max(values)
    room = max(width, 0.06 * (high - low)) if high > low else _room(low)
    return low - room, high + room


def ticks(places: Sequence[float], low: float, high: float) -> list[float]:
    """Return where columns stand, if few enough for a name below each; else nothing.

    >>> ticks([1.0, 25.0, 1.0], -20.0, 46.0), ticks([1.0, 2.0, 25.0], -20.0, 46.0)
    ([1.0, 25.0], [])
    """
    found = sorted(set(places))
    apart = min((after - before for before, after in pairwise(found)), default=high - low)
    return found if apart >= (high - low) / _NAMES else []


def nice(step: float, *, whole: bool = False) -> float:
    """Return the next 1, 2 or 5 times a power of ten; at least 1 between whole numbers.

    >>> nice(0.3), nice(0.3, whole=True), nice(13.0)
    (0.5, 1.0, 20.0)
    """
    power = 10.0 ** floor(log10(step))
    found = next(k * power for k in (1, 2, 5, 10) if k * power >= step * (1 - 1e-9))
    return max(1.0, found) if whole else found


def _room(value: float) -> float:
    """How much of the axis is shown beside a number that stands alone."""
    return max(1.0, abs(value) / 4) if float(value).is_integer() else abs(value) / 2 or 1.0
