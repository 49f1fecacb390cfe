"""What can be known before training: curvature, the largest learning rate, the best answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.config import BOUNDS
from perceptron.data.dataset import Dataset
from perceptron.parameters import Parameters
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

_FLAT = 1e-12  # of the largest eigenvalue: below, the loss does not answer to that direction
_GROWTH = 1.02  # from one learning rate to the next while the limit of an epoch is searched
MAX_BATCHES = 400  # beyond, the product of an epoch takes too long to search
_ROUND = (5, 3, 2, 1)  # first digits of a learning rate that one would try
_DECADES = range(-7, 2)  # of the learning rates that there are
_WELL_BELOW = 4  # times below its limit a rate learns steadily, with short batches too


def with_ones(X: Tensor) -> Tensor:
    """[X 1], shape (m, d + 1): the bias as the weight of an input that is always 1."""
    return torch.cat([X, X.new_ones(len(X), 1)], dim=1)


def hessian(X: Tensor, n_targets: int) -> Tensor:
    """H = 2 / (m c) [X 1]^T [X 1], shape (d + 1, d + 1).

    The Hessian of the loss by (W, b) is one such block for each output, because the
    outputs share their inputs and nothing else.
    """
    A = with_ones(X)
    return 2 / (len(X) * n_targets) * A.T @ A


def learning_rate_limit(X: Tensor, n_targets: int) -> float:
    """Largest learning rate at which full-batch descent converges: 2 / lambda_max of H.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Number of outputs c.
    """
    H = hessian(X.detach().cpu().double(), n_targets)
    return 2 / float(torch.linalg.eigvalsh(H)[-1])


def least_squares(X: Tensor, Y: Tensor) -> Parameters:
    """The parameters of least training loss, in closed form (minimum norm if not unique).

    Args:
        X: Training inputs, shape (m, d).
        Y: Training targets, shape (m, c).
    """
    A = with_ones(X.detach().cpu().double())
    solution = torch.linalg.lstsq(A, Y.detach().cpu().double(), driver="gelsd").solution
    return Parameters(W=solution[:-1], b=solution[-1])


def best_parameters(dataset: Dataset) -> tuple[Parameters, str]:
    """What training should reach, and its name: the true parameters or the least squares.

    The name is in English: `_` translates it where it is shown.
    """
    if dataset.true is not None:
        return dataset.true, N_("true W, b")
    return least_squares(dataset.x_train, dataset.y_train), N_("least squares")


def reference_losses(dataset: Dataset, start: Parameters) -> dict[str, float]:
    """Training losses (MSE) to measure a run against, by name.

    'start' is the loss before the first update; 'least squares' the least of all;
    'noise floor' what the true parameters leave over on rows without end. `_` translates these
    names where they are shown.
    """
    best = least_squares(dataset.x_train, dataset.y_train)
    references = {
        N_("start"): dataset.train_loss(start),
        N_("least squares"): dataset.train_loss(best),
    }
    if dataset.noise_floor is not None:
        references[N_("noise floor")] = dataset.noise_floor
    return references


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Eigenvalues and directions of H = 2 / (m c) [X 1]^T [X 1], flat ones left out.

    Attributes:
        values: lambda, ascending, shape (k,), k <= d + 1.
        vectors: The directions as columns, shape (d + 1, k); the last row is the bias.
    """

    values: Tensor
    vectors: Tensor

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
        """Condition number lambda_max / lambda_min: how long and narrow the bowl is."""
        return float(self.values[-1] / self.values[0])

    @property
    def elongation(self) -> float:
        """How many times as long as wide a line of equal loss is: the root of `condition`."""
        return math.sqrt(self.condition)


def spectrum(X: Tensor, n_targets: int) -> Spectrum:
    """Return the eigenvalues and directions of the loss of X (m, d) with c outputs."""
    values, vectors = torch.linalg.eigh(hessian(X.detach().cpu().double(), n_targets))
    steep = values > _FLAT * values[-1]
    return Spectrum(values[steep], vectors[:, steep])


@dataclass(frozen=True, slots=True)
class Limits:
    """Learning rates beyond which descent can't converge.

    Attributes:
        full_batch: 2 / lambda_max of all rows: exact if an epoch is one batch.
        epoch: Where the product of the batches' steps stops shrinking: exact for batches;
            None if there are too many batches to search for it.
        single_batch: The smallest 2 / lambda_max of any batch, or a little less if there are
            too many batches: below it every step of every batch shrinks the distance.
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

    @property
    def rule(self) -> str:
        """The limit of these batches in words, the same on every page."""
        if self.exact is None:
            return ngettext(
                "{n} batch is too many to know its limit beforehand; rates below {rate} are safe.",
                "{n} batches are too many to know their limit beforehand; rates below {rate} are "
                "safe.",
                self.n_batches,
                rate=number(self.single_batch, 3),
            )
        return _("With these batches rates above {rate} diverge.", rate=number(self.exact, 3))

    def rate_to_try(self, rate: float) -> float:
        """A round learning rate well below the limit, and below one that was too large."""
        most = min((self.exact or self.single_batch) / _WELL_BELOW, rate / 2)
        decade = math.floor(math.log10(most))
        rounded = (float(f"{digit}e{k}") for k in (decade, decade - 1) for digit in _ROUND)
        return next(one for one in rounded if one <= most)

    @property
    def good_rate(self) -> float:
        """A round learning rate that learns steadily with these batches."""
        return self.rate_to_try(math.inf)

    @property
    def rate_that_diverges(self) -> float | None:
        """A round learning rate a little above the limit; None where it is not known."""
        if self.exact is None:
            return None
        rounded = (float(f"{digit}e{k}") for k in _DECADES for digit in reversed(_ROUND))
        found = (one for one in rounded if self.exact < one <= BOUNDS["learning_rate"].high)
        return next(found, None)

    def advice(self, rate: float) -> str:
        """The rule, and the rate to try instead of one that was too large."""
        better = self.rate_to_try(rate)
        if better < BOUNDS["learning_rate"].low:
            return self.rule + " " + _("Standardise the columns.")
        return self.rule + " " + _("Try {rate}.", rate=number(better))


class EpochMap:
    """What an epoch does to the distance from the best parameters.

    The loss is quadratic, so one step multiplies that distance by the matrix I - eta H, and an
    epoch of batches by the product of their matrices. It shrinks if and only if no eigenvalue
    of that product is 1 or more in size.

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
        return Limits(self.spectrum.limit, self._epoch_limit(single), single, len(self.blocks))

    def _epoch_limit(self, safe: float) -> float:
        """Search from a safe rate on for the one at which the product stops to shrink."""
        low = high = safe
        while self.radius(high) < 1:
            low, high = high, high * _GROWTH
        for __ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self.radius(middle) < 1 else (low, middle)
        return (low + high) / 2


def limits_of(X: Tensor, n_targets: int, batch_size: int) -> Limits:
    """Return the limits of the learning rate for X (m, d) in batches, with c outputs."""
    n_batches = -(-len(X) // batch_size)
    if n_batches <= MAX_BATCHES:
        return EpochMap(X, n_targets, batch_size).limits()
    # No eigenvalue of a batch's H is above its trace, which needs no matrix for each batch.
    squares = with_ones(X.detach().cpu().double()).square().sum(dim=1)
    traces = [float(2 / n_targets * part.mean()) for part in torch.split(squares, batch_size)]
    return Limits(learning_rate_limit(X, n_targets), None, 2 / max(traces), n_batches)
