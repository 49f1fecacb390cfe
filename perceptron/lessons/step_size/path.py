"""The path of gradient descent, seen along the eigen-directions of the loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.data.dataset import Dataset
from perceptron.models.scratch import ScratchPerceptron
from perceptron.parameters import Parameters
from perceptron.theory import Spectrum, least_squares, spectrum
from perceptron.training import StepRecord, train

_WIDER = 1.5  # times as far along the flattest direction as along the steepest is seen


def distances(path: Sequence[Parameters], best: Parameters, directions: Tensor) -> Tensor:
    """Distance to the best parameters along each direction, shape (steps, k, c).

    Args:
        path: W (d, c) and b (c,) after each step.
        best: The parameters of least loss.
        directions: Unit vectors as columns, shape (d + 1, k); the last row is the bias.
    """
    away = torch.stack([torch.cat([p.W - best.W, (p.b - best.b)[None]]) for p in path])
    return directions.T @ away


def walk(
    dataset: Dataset, start: Parameters, learning_rate: float, batch_size: int, epochs: int
) -> list[Parameters]:
    """Train the scratch model and return its parameters before each step and after the last.

    Ends early if it diverges.
    """
    model = ScratchPerceptron.starting_from(start)
    records = train({"scratch": model}, dataset, batch_size, lambda: learning_rate, epochs)
    updates = (record for record in records if isinstance(record, StepRecord))
    return [start, *(model.parameters.clone() for _ in updates)]


@dataclass(frozen=True, slots=True, eq=False)
class Decay:
    """How fast full-batch descent closes in along each eigen-direction.

    Attributes:
        measured: Norm of the distance over the outputs, shape (steps + 1, k).
        predicted: The same by |1 - eta lambda|^step, shape (steps + 1, k).
    """

    measured: Tensor
    predicted: Tensor


def decay(dataset: Dataset, start: Parameters, learning_rate: float, steps: int) -> Decay:
    """Measure and predict the distance per eigen-direction over full-batch steps."""
    curve = spectrum(dataset.x_train, dataset.n_targets)
    best = least_squares(dataset.x_train, dataset.y_train)
    path = walk(dataset, start, learning_rate, dataset.n_samples, steps)
    measured = distances(path, best, curve.vectors).norm(dim=2)
    factor = (1 - learning_rate * curve.values).abs()
    powers = torch.arange(len(path), dtype=torch.float64)[:, None]
    return Decay(measured, measured[0] * factor**powers)


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The loss of one output in the plane of its steepest and its flattest direction.

    Attributes:
        steep: Distances along the steepest direction, shape (n,).
        flat: Distances along the flattest direction, shape (n,).
        losses: MSE there, over all outputs, shape (n, n): rows along `flat`, columns along
            `steep`; the other directions and outputs are at their best.
        path: (steep, flat) of every step, shape (steps, 2).
    """

    steep: Tensor
    flat: Tensor
    losses: Tensor
    path: Tensor

    def is_outside(self, step: int) -> bool:
        """Whether the path lies beyond the picture after a step; 0 is the start."""
        steep, flat = self.path[step].abs()
        return bool(steep > self.steep[-1] or flat > self.flat[-1])


def plane(
    dataset: Dataset, path: Sequence[Parameters], output: int, curve: Spectrum, n: int = 60
) -> Plane:
    """Cut the loss along two eigen-directions: L* + (lambda_1 u^2 + lambda_2 v^2) / 2.

    Args:
        dataset: The rows.
        path: Parameters after each step.
        output: Which output's column of W and b.
        curve: The spectrum of the training inputs.
        n: Grid points to either axis.
    """
    best = least_squares(dataset.x_train, dataset.y_train)
    two = curve.vectors[:, [-1, 0]]
    steps = distances(path, best, two)[:, :, output]
    finite = torch.isfinite(steps).all(dim=1)
    steps = steps[finite]
    reach = 1.15 * float(steps[0].abs().max().clamp(min=1e-9))
    steep = torch.linspace(-reach, reach, n, dtype=torch.float64)
    flat = _WIDER * steep
    least = dataset.train_loss(best)
    steepness, flatness = curve.values[-1], curve.values[0]
    losses = least + (steepness * steep[None] ** 2 + flatness * flat[:, None] ** 2) / 2
    return Plane(steep, flat, losses, steps)
