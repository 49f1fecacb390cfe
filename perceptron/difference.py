"""How far a model is from the torch model: one type, in every measure that a page shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor

from perceptron.gradients import predict
from perceptron.metrics import mape
from perceptron.parameters import Parameters
from perceptron.text.language import _
from perceptron.text.numbers import number

QUANTITIES = ("predictions", "W", "b")
_INFLATED = 1e5  # times the difference's share of the largest entry: of entries that are nearly 0
REFERENCE = "torch"  # the model that the others are compared with, as in the notebook


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one tensor is from another, in every measure.

    Attributes:
        percent: MAPE, in percent.
        largest: Largest absolute difference of an entry, in the tensor's unit.
        norm: L2 norm of the difference, in the tensor's unit.
        identical: Whether every entry is the same number (0 and -0 count as the same).
        scale: Largest entry in size of what the tensor belongs to, in the tensor's unit.
    """

    percent: float
    largest: float
    norm: float
    identical: bool
    scale: float = field(default=0.0, repr=False, compare=False)

    @property
    def fraction(self) -> float:
        """MAPE as a fraction: a hundredth of the percent."""
        return self.percent / 100

    @property
    def digits(self) -> float:
        """Decimal digits that agree, by `percent`; `inf` where every entry agrees in all of them.

        By the largest difference's share of the largest entry, where `percent` says nothing.
        """
        share = self.largest / self.scale if self.is_of_nothing else self.fraction
        return -math.log10(share) if share else math.inf

    @property
    def is_of_nothing(self) -> bool:
        """Whether the percentage is large only because an entry to compare with is nearly 0."""
        return self.fraction * self.scale > _INFLATED * self.largest > 0

    def warning(self, what: str) -> str:
        """Say beside a percentage of nearly 0 what it is worth; empty for all others."""
        if not self.is_of_nothing:
            return ""
        largest = number(self.largest, 2)
        if what == "predictions":
            return _(
                "the predictions are nearly 0 here: the largest difference is {difference}",
                difference=largest,
            )
        return _(
            "{parameter} is nearly 0 here: the largest difference is {difference}",
            parameter=what,
            difference=largest,
        )


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

    @property
    def warnings(self) -> list[str]:
        """What percentages of nearly 0 are worth, in words."""
        every = (getattr(self, what).warning(what) for what in QUANTITIES)
        return [words for words in every if words]


def difference(value: Tensor, reference: Tensor, scale: float | None = None) -> Difference:
    """Compare two tensors of one shape.

    Args:
        value: A tensor.
        reference: The one to compare it with.
        scale: Largest entry in size of what `reference` belongs to; None if it is by itself.

    Raises:
        ValueError: If the shapes differ, or the tensors are empty.

    >>> difference(torch.tensor([3.0, 4.0]), torch.tensor([4.0, 4.0]))
    Difference(percent=12.5, largest=1.0, norm=1.0, identical=False)
    """
    percent = mape(value, reference)  # refuses shapes that differ, before anything broadcasts
    apart = (value - reference).double()
    largest = _size(apart)
    return Difference(
        percent=percent,
        largest=largest,
        norm=torch.linalg.vector_norm(apart).item(),
        # Infinite entries are the same number, and their difference is none.
        identical=torch.equal(value, reference) if math.isnan(largest) else largest == 0,
        scale=_size(reference) if scale is None else scale,
    )


def _size(tensor: Tensor) -> float:
    return tensor.detach().abs().amax().item()


def compare_parameters(model: Parameters, reference: Parameters) -> tuple[Difference, Difference]:
    """Compare two sets of W (d, c) and b (c,), which belong together."""
    scale = max(_size(reference.W), _size(reference.b))
    return difference(model.W, reference.W, scale), difference(model.b, reference.b, scale)


def compare(
    model: Parameters, reference: Parameters, X: Tensor, predicted: Tensor | None = None
) -> Comparison:
    """Compare two sets of W (d, c), b (c,) and what they predict for X (m, d).

    Args:
        model: One.
        reference: The one to compare it with.
        X: Rows.
        predicted: What the reference predicts for them, (m, c), where it is known.
    """
    W, b = compare_parameters(model, reference)
    if predicted is None:
        predicted = predict(X, reference.W, reference.b)
    predictions = difference(predict(X, model.W, model.b), predicted)
    return Comparison(predictions=predictions, W=W, b=b)


def epsilon_percent(dtype: torch.dtype) -> float:
    """The relative rounding error of one operation, in percent: 100 times machine epsilon.

    >>> epsilon_percent(torch.float64)
    2.220446049250313e-14
    """
    return 100 * torch.finfo(dtype).eps
