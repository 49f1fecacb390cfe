"""A program that runs a second time, with its sums in the same order or in another one."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from perceptron.data.dataset import unnamed
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.text.language import N_
from perceptron.training import train

RATE, STEPS = 0.3, 30  # of both runs


class SecondRun(NamedTuple):
    """How a second run differs from the first.

    Attributes:
        told: In words.
        why: Why W ends as it did, or otherwise.
        turned: What goes in the opposite order: 'rows', or 'inputs'; empty for nothing.
    """

    told: str
    why: str
    turned: str = ""


SECOND_RUNS = (
    SecondRun(
        N_("Then it runs a second time, from the same start on the same batches."),
        N_("The same operations in the same order are rounded in the same way, each time."),
    ),
    SecondRun(
        N_("Then it runs a second time, with the rows of its batch in the opposite order."),
        N_("The sum over the rows is the same on paper, but it is added in another order."),
        "rows",
    ),
    SecondRun(
        N_("Then it runs a second time, a week later on the same computer."),
        N_("Rounding is a rule, not chance: nothing in it asks the clock."),
    ),
    SecondRun(
        N_("Then it runs a second time, with the inputs and the rows of W in the opposite order."),
        N_(
            "Each prediction is a sum over the inputs: it is added in another order, and W is put "
            "back into the old one to compare."
        ),
        "inputs",
    ),
)


def run_twice(rows: int, seed: int, turned: str) -> tuple[Tensor, Tensor]:
    """Run the program scratch twice on numbers drawn for it; return W (6, 3) of both.

    Args:
        rows: How many it learns from.
        seed: Of the numbers.
        turned: What goes in the opposite order the second time.
    """
    generator = torch.Generator().manual_seed(seed)
    X = torch.randn(rows, 6, generator=generator, dtype=torch.float64)
    Y = torch.randn(rows, 3, generator=generator, dtype=torch.float64)
    W = torch.randn(6, 3, generator=generator, dtype=torch.float64)
    first = _learned(X, Y, W)
    if turned == "rows":
        return first, _learned(X.flip(0), Y.flip(0), W)
    if turned == "inputs":
        return first, _learned(X.flip(1), Y, W.flip(0)).flip(0)
    return first, _learned(X, Y, W)


def _learned(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:
    """W (d, c) after some updates with all rows in one batch; b starts at zero."""
    model = MODELS["scratch"].starting_from(Parameters(W, torch.zeros_like(Y[0])))
    list(train({"scratch": model}, unnamed(X, Y), len(X), lambda: RATE, STEPS))
    return model.parameters.W
