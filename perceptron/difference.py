"""How far a model is from the torch model: one type, in every measure that a page shows."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.gradients import predict
from perceptron.metrics import mape
from perceptron.parameters import Parameters

QUANTITIES = ("predictions", "W", "b")
REFERENCE = "torch"  # the model that the others are compared with, as in the notebook


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one tensor is from another, in every measure.

    Attributes:
        percent: MAPE, in percent.
        largest: Largest absolute difference of an entry, in the tensor's unit.
        norm: L2 norm of the difference, in the tensor's unit.
        identical: Whether every entry is the same number (0 and -0 count as the same).
    """

    percent: float
    largest: float
    norm: float
    identical: bool

    @property
    def fraction(self) -> float:
        """MAPE as a fraction: a hundredth of the percent."""
        return self.percent / 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far one model is from another.

    Attributes:
        predictions: Of Y_hat for the validation rows.
        W: Of the weights.
        b: Of the bias.
    """

    predictions: Difference
    W: Difference
    b: Difference


def difference(value: Tensor, reference: Tensor) -> Difference:
    """Compare two tensors of one shape.

    Raises:
        ValueError: If the shapes differ, or the tensors are empty.

    >>> difference(torch.tensor([3.0, 4.0]), torch.tensor([4.0, 4.0]))
    Difference(percent=12.5, largest=1.0, norm=1.0, identical=False)
    """
    percent = mape(value, reference)  # refuses shapes that differ, before anything broadcasts
    apart = (value - reference).double()
    return Difference(
        percent=percent,
        largest=apart.abs().max().item(),
        norm=torch.linalg.vector_norm(apart).item(),
        identical=torch.equal(value, reference),
    )


def compare(model: Parameters, reference: Parameters, X: Tensor) -> Comparison:
    """Compare two sets of W (d, c), b (c,) and what they predict for X (m, d)."""
    return Comparison(
        predictions=difference(predict(X, model.W, model.b), predict(X, reference.W, reference.b)),
        W=difference(model.W, reference.W),
        b=difference(model.b, reference.b),
    )


def epsilon_percent(dtype: torch.dtype) -> float:
    """The relative rounding error of one operation, in percent: 100 times machine epsilon.

    >>> epsilon_percent(torch.float64)
    2.220446049250313e-14
    """
    return 100 * torch.finfo(dtype).eps
