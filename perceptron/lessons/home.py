"""The first picture: the whole loss as a bowl, to scale, and the updates that roll into it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.config import TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.models.fused import FusedScratch
from perceptron.parameters import Parameters
from perceptron.text.language import N_
from perceptron.theory import hessian, least_squares
from perceptron.training import StepRecord, train

RATES = {  # by how long the steps are
    N_("short"): 0.02,
    N_("good"): 0.3,
    N_("long"): 1.2,
    N_("too long"): 2.2,
}
_ROOM = 1.15  # times as far as the start, to each side
_POINTS = 61  # of the grid, on either axis
_FAR = 1.5  # times as far as the start: what lies beyond decides no more where to look from


@dataclass(frozen=True, slots=True, eq=False)
class Bowl:
    """The loss of all outputs over a plane of W and b through the best, and a training's way to it.

    The plane is the one that the way strays from least (principal directions of its points,
    measured from the best; one that is far off counts no more than one at some distance).

    Attributes:
        axis: Distances from the best along either direction, shape (n,); both on one scale.
        losses: MSE over all training rows and outputs, shape (n, n): rows along the second one.
        path: Where each update has led, as far as it is seen from above, shape (steps + 1, 2).
        first_loss: MSE over all training rows before the first update.
        last_loss: The same after the last one.
        least: The least possible one.
    """

    axis: Tensor
    losses: Tensor
    path: Tensor
    first_loss: float
    last_loss: float
    least: float

    @property
    def n_steps(self) -> int:
        """Updates that were done."""
        return len(self.path) - 1

    def is_outside(self, step: int) -> bool:
        """Whether the way lies beyond the picture after an update; 0 is the start."""
        return bool(self.path[step].abs().max() > self.axis[-1])


def roll(dataset: Dataset, start: Parameters, learning_rate: float, config: TrainConfig) -> Bowl:
    """Train the scratch model, and look at its way from above.

    L(best + v) = L(best) + tr(V^T H V) / 2 with V the (d + 1, c) matrix of v and H the Hessian of
    one output, because the loss is quadratic and its outputs don't meet.

    Args:
        dataset: The rows.
        start: W (d, c) and b (c,).
        learning_rate: eta.
        config: Its batch size and epochs are used.
    """
    model = FusedScratch.starting_from(start)
    records = train(
        {"scratch": model}, dataset, config.batch_size, lambda: learning_rate, config.epochs
    )
    updates = (record for record in records if isinstance(record, StepRecord))
    way = [start, *(model.parameters.clone() for _ in updates)]
    best = least_squares(dataset.x_train, dataset.y_train)
    away = torch.stack([_joined(one) - _joined(best) for one in way])  # (steps + 1, d + 1, c)
    away = away[torch.isfinite(away).flatten(1).all(1)]
    flat = away.flatten(1)
    lengths = flat.norm(dim=1, keepdim=True)
    nearer = flat * (_FAR * lengths[0] / lengths.clamp(min=1e-300)).clamp(max=1)
    directions = torch.linalg.svd(nearer).Vh
    plane = directions[:2]
    plane = plane * torch.sign(plane @ flat[0])[:, None]  # so that the start is at the upper right
    H = hessian(dataset.x_train, dataset.n_targets)
    V = plane.reshape(2, *away.shape[1:])
    Q = torch.einsum("apc,pq,bqc->ab", V, H, V)
    reach = _ROOM * float(flat[0].norm())
    axis = torch.linspace(-reach, reach, _POINTS, dtype=torch.float64)
    x, y = axis[None], axis[:, None]
    least = dataset.train_loss(best)
    losses = least + (Q[0, 0] * x**2 + 2 * Q[0, 1] * x * y + Q[1, 1] * y**2) / 2
    return Bowl(
        axis,
        losses,
        flat @ plane.T,
        dataset.train_loss(way[0]),
        dataset.train_loss(way[-1]),
        least,
    )


def _joined(one: Parameters) -> Tensor:
    """W with b below it, shape (d + 1, c)."""
    return torch.cat([one.W, one.b[None]])
