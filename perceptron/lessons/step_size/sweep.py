"""Many learning rates at once: one batched tensor program instead of one run for each.

It follows the rule of `perceptron.training.train`, to which a test holds it; only W and b
have one more axis in front, the learning rates.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.data.dataset import Dataset
from perceptron.gradients import mse_derivative, predict, weight_gradient
from perceptron.parameters import Parameters
from perceptron.training import batches

N_RATES = 48
_MOST_PRODUCTS = 3 * 10**9  # of a sweep, that a visitor can wait for it
_AT_REST = 1e-10  # change in an epoch, relative to the parameters, that is rounding only


@dataclass(frozen=True, slots=True, eq=False)
class SweepRecord:
    """One epoch of all learning rates.

    Attributes:
        epoch: Number of the epoch, from 0.
        rates: The learning rates, shape (k,).
        losses: MSE over all training rows after it, shape (k,).
        change: Norm of the change of W and b in this epoch, shape (k,).
        size: Norm of W and b after it, shape (k,).
    """

    epoch: int
    rates: Tensor
    losses: Tensor
    change: Tensor
    size: Tensor


def sweep(
    dataset: Dataset, start: Parameters, rates: Tensor, batch_size: int
) -> Iterator[SweepRecord]:
    """Train with k learning rates side by side, one record an epoch, until the caller stops.

    Args:
        dataset: The rows.
        start: W (d, c) and b (c,) that all share.
        rates: Learning rates, shape (k,).
        batch_size: Rows in a batch.
    """
    k = len(rates)
    eta = rates[:, None, None]
    W, b = start.W.repeat(k, 1, 1), start.b.repeat(k, 1, 1)  # (k, d, c) and (k, 1, c)
    every_batch = list(batches(dataset.x_train, dataset.y_train, batch_size))
    for epoch in itertools.count():
        before = torch.cat([W, b], dim=1)
        for X, Y in every_batch:
            delta = mse_derivative(predict(X, W, b), Y)
            b = b - eta * delta.sum(dim=1, keepdim=True)
            W = W - eta * weight_gradient(X, delta)
        after = torch.cat([W, b], dim=1)
        squares = (((predict(X, W, b) - Y) ** 2).sum(dim=(1, 2)) for X, Y in every_batch)
        yield SweepRecord(
            epoch,
            rates,
            sum(squares, torch.zeros_like(rates)) / dataset.y_train.numel(),
            (after - before).flatten(1).norm(dim=1),
            after.flatten(1).norm(dim=1),
        )


def converges(earlier: SweepRecord, later: SweepRecord) -> Tensor:
    """Which learning rates come to rest, shape (k,), judged by two records of a sweep.

    A rate lives if the change of an epoch has shrunk between the two, or is rounding only.
    """
    shrunk = later.change < earlier.change
    at_rest = later.change <= _AT_REST * later.size
    return torch.isfinite(later.change) & (shrunk | at_rest)


def bracket(rates: Tensor, alive: Tensor) -> tuple[float, float] | None:
    """Return the last rate that lives and the first that does not; None if there is no edge."""
    dead = torch.nonzero(~alive)
    if not len(dead) or not alive[0]:
        return None
    first = int(dead[0])
    return float(rates[first - 1]), float(rates[first])


def log_rates(low: float, high: float, n: int) -> Tensor:
    """Return n learning rates from low to high, evenly spread on a log scale."""
    exponents = torch.linspace(0, 1, n, dtype=torch.float64)
    return low * (high / low) ** exponents


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Where descent was seen to begin to diverge.

    Attributes:
        rates: All learning rates of the first sweep, shape (k,).
        losses: Their MSE over all training rows after its last epoch, shape (k,).
        epochs: How many epochs each was trained.
        measured: Geometric mean of the last rate that lives and the first that does not,
            in the second sweep; None if the scale has no edge.
    """

    rates: Tensor
    losses: Tensor
    epochs: int
    measured: float | None


def n_epochs(dataset: Dataset, batch_size: int, n: int = N_RATES) -> int:
    """How many epochs a sweep of n rates trains: 20 to 120, fewer the larger the task."""
    n_batches = -(-dataset.n_samples // batch_size)
    products = n * dataset.x_train.numel() * dataset.n_targets  # multiplications of X W an epoch
    return min(120, max(20, min(6_000 // n_batches, _MOST_PRODUCTS // products)))


def search_edge(
    dataset: Dataset,
    start: Parameters,
    batch_size: int,
    low: float = 1e-3,
    high: float = 10,
    n: int = N_RATES,
) -> Iterator[SweepRecord | Edge]:
    """Find by training alone the learning rate beyond which descent diverges.

    Two sweeps of n rates: one over the whole scale, one between the last rate that lived in
    the first and the first that did not.

    Yields:
        The records of both sweeps, then the `Edge`.
    """
    epochs = n_epochs(dataset, batch_size, n)
    rates = log_rates(low, high, n)
    coarse: list[SweepRecord] = []
    for record in itertools.islice(sweep(dataset, start, rates, batch_size), epochs):
        coarse.append(record)
        yield record
    between = bracket(rates, converges(coarse[epochs // 2], coarse[-1]))
    if between is not None:
        rates_between = log_rates(*between, n)
        fine: list[SweepRecord] = []
        for record in itertools.islice(sweep(dataset, start, rates_between, batch_size), epochs):
            fine.append(record)
            yield record
        # Rounding of the ends apart, the first rate lives and the last does not.
        between = bracket(rates_between, converges(fine[epochs // 2], fine[-1])) or between
    measured = None if between is None else (between[0] * between[1]) ** 0.5
    yield Edge(rates, coarse[-1].losses, epochs, measured)
