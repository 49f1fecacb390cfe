"""How long a step may be: the spectrum of the loss, and three limits of the learning rate.

The loss is quadratic, so one step of gradient descent multiplies the distance to the best
parameters by the matrix I - eta H, and an epoch of batches by the product of their matrices.
It shrinks if and only if no eigenvalue of that product is 1 or more in size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.theory import hessian

_FLAT = 1e-12  # of the largest eigenvalue: below, the loss does not answer to that direction
_GROWTH = 1.02  # from one learning rate to the next while the limit of an epoch is searched
MAX_BATCHES = 400  # beyond, the product of an epoch takes too long to search


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Eigenvalues and directions of H = 2 / (m c) [X 1]^T [X 1], flat ones left out.

    Attributes:
        values: lambda, ascending, shape (k,), k <= d + 1.
        vectors: The directions as columns, shape (d + 1, k); the last row is the bias.
        n_flat: Directions in which the loss does not change at all.
    """

    values: Tensor
    vectors: Tensor
    n_flat: int

    @property
    def limit(self) -> float:
        """Largest full-batch learning rate that converges: 2 / lambda_max."""
        return 2 / float(self.values[-1])

    @property
    def best_rate(self) -> float:
        """The constant full-batch rate that converges fastest: 2 / (lambda_min + lambda_max)."""
        return 2 / float(self.values[0] + self.values[-1])

    @property
    def condition(self) -> float:
        """Condition number lambda_max / lambda_min: how long and narrow the valley is."""
        return float(self.values[-1] / self.values[0])


def spectrum(X: Tensor, n_targets: int) -> Spectrum:
    """Return the eigenvalues and directions of the loss of X (m, d) with c outputs."""
    values, vectors = torch.linalg.eigh(hessian(X.detach().cpu().double(), n_targets))
    steep = values > _FLAT * values[-1]
    return Spectrum(values[steep], vectors[:, steep], int((~steep).sum()))


@dataclass(frozen=True, slots=True)
class Limits:
    """Learning rates beyond which descent can't converge.

    Attributes:
        full_batch: 2 / lambda_max of all rows: exact if an epoch is one batch.
        epoch: Where the product of the batches' steps stops shrinking: exact for batches;
            None if there are too many batches to search for it.
        single_batch: The smallest 2 / lambda_max of any batch: below it every step of
            every batch shrinks the distance, so it is always safe.
        n_batches: Batches in an epoch.
    """

    full_batch: float
    epoch: float | None
    single_batch: float
    n_batches: int

    @property
    def exact(self) -> float | None:
        """The limit that holds for these batches."""
        return self.full_batch if self.n_batches == 1 else self.epoch


class EpochMap:
    """What an epoch does to the distance from the best parameters.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Outputs c.
        batch_size: Rows in a batch.
    """

    def __init__(self, X: Tensor, n_targets: int, batch_size: int) -> None:
        X = X.detach().cpu().double()
        self.spectrum = spectrum(X, n_targets)
        basis = self.spectrum.vectors  # no batch moves the parameters out of their span
        blocks = [hessian(rows, n_targets) for rows in torch.split(X, batch_size)]
        self.blocks = [basis.T @ H @ basis for H in blocks]

    def radius(self, learning_rate: float) -> float:
        """Largest |eigenvalue| of the product of (I - eta H_b): what is left after an epoch."""
        eye = torch.eye(len(self.spectrum.values), dtype=torch.float64)
        product = eye
        for H in self.blocks:
            product = (eye - learning_rate * H) @ product
        if not product.isfinite().all():  # LAPACK may crash on these, and the process with it
            return math.inf
        return float(torch.linalg.eigvals(product).abs().max())

    def limits(self) -> Limits:
        """Return the three limits."""
        single = min(2 / float(torch.linalg.eigvalsh(H)[-1]) for H in self.blocks)
        searched = len(self.blocks) <= MAX_BATCHES
        return Limits(
            full_batch=self.spectrum.limit,
            epoch=self._epoch_limit(single) if searched else None,
            single_batch=single,
            n_batches=len(self.blocks),
        )

    def _epoch_limit(self, safe: float) -> float:
        low = high = safe
        while self.radius(high) < 1:
            low, high = high, high * _GROWTH
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self.radius(middle) < 1 else (low, middle)
        return (low + high) / 2


def verdicts(epoch_map: EpochMap, rates: Sequence[float], epochs: int) -> list[str]:
    """Return 'works', 'slow' or 'diverges' for each learning rate.

    'slow': after all epochs more than a tenth of the slowest part of the distance is left.
    """
    found = []
    for rate in rates:
        left = epoch_map.radius(rate)
        found.append("diverges" if left >= 1 else "slow" if left**epochs > 0.1 else "works")
    return found


def limits_by_factor(
    X: Tensor, n_targets: int, factors: Sequence[float], column: int = 0
) -> list[float]:
    """Full-batch limits when one feature is multiplied by each factor.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Outputs c.
        factors: What to multiply by.
        column: Which feature.
    """
    limits = []
    for factor in factors:
        scaled = X.clone()
        scaled[:, column] *= factor
        limits.append(spectrum(scaled, n_targets).limit)
    return limits


def fall_of_limit(X: Tensor, n_targets: int, factor: float) -> float:
    """How many times lower the full-batch limit is when the first feature is scaled."""
    once, scaled = limits_by_factor(X, n_targets, [1, factor])
    return once / scaled
