"""How closely a model agrees with the torch model, as the notebook compares them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.gradients import predict
from perceptron.metrics import mape
from perceptron.parameters import Parameters

REFERENCE = "torch"  # the model that the others are compared with, as in the notebook


@dataclass(frozen=True, slots=True)
class Agreement:
    """MAPE of one model against the reference, in percent.

    Attributes:
        predictions: Of the predictions for the validation rows.
        weight: Of W.
        bias: Of b.
    """

    predictions: float
    weight: float
    bias: float


def agreement(model: Parameters, reference: Parameters, X: Tensor) -> Agreement:
    """Compare two sets of parameters and what they predict for X (m, d)."""
    return Agreement(
        predictions=mape(predict(X, model.W, model.b), predict(X, reference.W, reference.b)),
        weight=mape(model.W, reference.W),
        bias=mape(model.b, reference.b),
    )


def epsilon_percent(dtype: torch.dtype) -> float:
    """The relative rounding error of one operation, in percent: 100 times machine epsilon.

    >>> epsilon_percent(torch.float64)
    2.220446049250313e-14
    """
    return 100 * torch.finfo(dtype).eps
