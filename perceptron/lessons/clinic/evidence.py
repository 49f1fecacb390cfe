"""What tells one bug from another: ratios of gradients, and what became of the run."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from torch import Tensor

from perceptron.text.language import _
from perceptron.text.numbers import number

SAME = 1e-6  # relative; far above the rounding of (before - after) / eta


@dataclass(frozen=True, slots=True)
class Spread:
    """Smallest, median and largest of some ratios, without a unit; NaN if there are none."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Tensor) -> Spread:
        """Sum up the entries that are numbers."""
        kept = [v for v in values.flatten().tolist() if not math.isnan(v)]
        if not kept:
            return cls(math.nan, math.nan, math.nan)
        return cls(min(kept), statistics.median(kept), max(kept))

    def is_all(self, value: float) -> bool:
        """Whether all ratios are this value, up to rounding."""
        return all(math.isclose(v, value, rel_tol=SAME) for v in (self.low, self.high))

    @property
    def words(self) -> str:
        """One number if all are equal, else smallest, median and largest.

        >>> Spread(0.5, 0.5, 0.5).words, Spread(-1.0, 0.25, 3.0).words
        ('all 0.5', '−1 … 0.25 … 3')
        """
        if math.isnan(self.middle):
            return _("none")
        if self.is_all(self.middle):
            return _("all {ratio}", ratio=number(self.middle))
        return f"{number(self.low)} … {number(self.middle)} … {number(self.high)}"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells one bug from another, computed from the first batch and the run.

    Attributes:
        weight: Entries of dL/dW of the first batch, divided by those of the healthy program.
        bias: The same for dL/db.
        bias_changes_equal: Whether all entries of b (two or more) change by one amount.
        start_differs: Whether it starts from another W or b than the healthy program.
        gradient_is_true: Whether its gradient is that of the loss at its own W and b.
        loss_falls: Whether its loss at the end is below the one at its start.
        difference: MAPE in percent of its predictions for the validation rows at the end,
            against those of the healthy program.
    """

    weight: Spread
    bias: Spread
    bias_changes_equal: bool
    start_differs: bool
    gradient_is_true: bool
    loss_falls: bool
    difference: float

    @property
    def shows(self) -> bool:
        """Whether anything can be seen of the bug on these data.

        With a single output m c is m and a transposed row is a reshaped one; with a single
        sample in the batch its mean is its sum.
        """
        return self.start_differs or not self.gradient_is_true
