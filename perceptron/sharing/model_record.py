"""What came of one model of a run, as it leaves a session."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from perceptron.config import BOUNDS
from perceptron.history import Curves
from perceptron.history.thinning import thin
from perceptron.parameters import Parameters
from perceptron.run import Status

MAX_POINTS = 100  # of a curve


@dataclass(frozen=True, slots=True, eq=False)
class ModelRecord:
    """What came of one model.

    Attributes:
        train_mse, valid_mse, weighted_train_mse: As in `ModelHistory`; empty if refused.
        parameters: W and b after the run; what a refused model would have started from.
        seconds: Time spent on steps and validation.
        status: How the model stands: 'training' if the run was not over yet.
        reason: Why it was stopped; None if it was not.
        after_epochs: (epochs trained, MSE over all training rows after them), thinned, from 0,
            the start, to the last finished epoch. Empty in an older document.
    """

    train_mse: tuple[float, ...]
    valid_mse: tuple[float, ...]
    weighted_train_mse: tuple[float, ...]
    parameters: Parameters
    seconds: float
    status: Status
    reason: str | None
    after_epochs: tuple[tuple[int, float], ...] = ()

    @property
    def final_loss(self) -> float:
        """MSE over all training rows after the last finished epoch; NaN if it is not known."""
        return self.after_epochs[-1][1] if self.train_mse and self.after_epochs else math.nan

    @property
    def curves(self) -> Curves:
        """The losses after its epochs, for a picture."""
        points = [(k + 1, self.valid_mse[k]) for k in thin(len(self.valid_mse), MAX_POINTS)]
        if self.after_epochs:
            return Curves(self.after_epochs, points)
        old = [(k + 1, self.train_mse[k]) for k in thin(len(self.train_mse), MAX_POINTS)]
        return Curves(old, points, of_batches=True)


def points_of(value: Any) -> tuple[tuple[int, float], ...] | None:
    """Read `after_epochs` of a document, where older ones have none; None if it is no such list."""
    fits = isinstance(value, list) and len(value) <= MAX_POINTS + 2 and all(
        isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int
        and 0 <= pair[0] <= BOUNDS["epochs"].high and (pair[1] is None or _is_loss(pair[1]))
        for pair in value
    )  # fmt: skip
    if not fits or any(one[0] >= after[0] for one, after in pairwise(value)):
        return None
    return tuple((epochs, math.nan if loss is None else float(loss)) for epochs, loss in value)


def _is_loss(value: Any) -> bool:
    return type(value) in (int, float) and -1e308 < value < 1e308
