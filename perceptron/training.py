"""The one loop: a generator that trains any number of models in lockstep.

The caller owns it: stop is `break`, step is `next()`, a test is `list(...)`.
"""

from __future__ import annotations

import itertools
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import mul

import torch
from torch import Tensor

from perceptron.config import check_batch_size
from perceptron.data.dataset import Dataset
from perceptron.models.base import Perceptron
from perceptron.parameters import Parameters
from perceptron.text.language import _
from perceptron.text.numbers import in_bytes, large, number
from perceptron.theory import Limits, limits_of

DIVERGED = 1e12  # times the first loss


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One update of every model that still trains.

    Attributes:
        epoch: Number of the epoch, from 0.
        batch: Number of the batch in its epoch, from 0.
        n_batches: Batches in an epoch.
        learning_rate: The rate this update used.
        batch_mse: Loss of each model on the batch, before the update.
        diverged: Why each model that diverged on this batch was stopped.
    """

    epoch: int
    batch: int
    n_batches: int
    learning_rate: float
    batch_mse: Mapping[str, float]
    diverged: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class ModelEpoch:
    """What one model did in one epoch.

    Attributes:
        train_mse: Unweighted mean of the batch losses, as in the notebook.
        weighted_train_mse: The same, each batch weighted by its number of samples.
        valid_mse: MSE over all validation rows, after the epoch.
        parameters: Copies of W (d, c) and b (c,) after the epoch.
        seconds: Time this model has spent on steps and validation since the start.
    """

    train_mse: float
    weighted_train_mse: float
    valid_mse: float
    parameters: Parameters
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class EpochRecord:
    """One finished epoch of every model that still trains.

    Attributes:
        epoch: Number of the epoch, from 0.
        learning_rate: The rate of its last update.
        models: What each model did; models that were stopped are absent.
        diverged: Why each model that diverged in validation was stopped.
    """

    epoch: int
    learning_rate: float
    models: Mapping[str, ModelEpoch]
    diverged: Mapping[str, str]


def batches(X: Tensor, Y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Walk the rows in order in slices of `batch_size`; the last, shorter slice is kept."""
    return zip(torch.split(X, batch_size), torch.split(Y, batch_size), strict=True)


class _Lane:
    """One model's lane: its clock, its losses of this epoch, its last finite parameters.

    Args:
        name: The model's name.
        model: The model.
        beyond: Takes the name when a loss has diverged.
    """

    def __init__(self, name: str, model: Perceptron, beyond: list[str]) -> None:
        self.name, self.model, self.beyond = name, model, beyond
        self.seconds = 0.0
        self.losses: list[float] = []
        self.highest = -math.inf  # a loss beyond it has diverged; known from the first batch on
        self.finite = model.parameters.clone()

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        started = time.perf_counter()
        loss = self.model.step(X, Y, learning_rate)
        self.seconds += time.perf_counter() - started
        self.losses.append(loss)
        if not loss <= self.highest:
            self.exceeded(loss)
        return loss

    def validate(self, dataset: Dataset) -> float:
        started = time.perf_counter()
        loss = self.model.loss(dataset.x_valid, dataset.y_valid)
        self.seconds += time.perf_counter() - started
        if not loss <= self.highest:
            self.exceeded(loss)
        return loss

    def exceeded(self, loss: float) -> None:
        if self.highest == -math.inf:
            self.highest = min(DIVERGED * (loss or math.inf), sys.float_info.max)
        # Not "loss > highest": a loss that is no number is neither above nor below.
        if not loss <= self.highest:
            self.beyond.append(self.name)

    def finish_epoch(self, valid_mse: float, batch_sizes: list[int], n_rows: int) -> ModelEpoch:
        losses, self.losses = self.losses, []
        self.finite = self.model.parameters.clone()
        return ModelEpoch(
            train_mse=sum(losses) / len(losses),
            weighted_train_mse=sum(map(mul, losses, batch_sizes)) / n_rows,
            valid_mse=valid_mse,
            parameters=self.finite,
            seconds=self.seconds,
        )

    def back_to_finite(self) -> None:
        if not self.model.parameters.is_finite():
            self.model.load(self.finite)


def explain_divergence(loss: float, rate: float, limits: Limits) -> str:
    """Say in words why a model was stopped, with the limit of its batches and a rate to try."""
    if math.isfinite(loss):
        grown = _("The steps were too long: the loss grew to {loss}.", loss=large(loss))
    else:
        grown = _("The steps were too long: the loss grew beyond all numbers.")
    return f"{grown} {limits.advice(rate)}"


def explain_growth(start: float, end: float, rate: float, limits: Limits) -> str:
    """Say that the loss has ended above its start, and which rate to try."""
    grown = _(
        "The steps were too long: the loss grew from {start} to {end}.",
        start=large(start),
        end=large(end),
    )
    return f"{grown} {limits.advice(rate)}"


def explain_refusal(needed: float, batch_size: int, budget: float) -> str:
    """Say why a model was refused: a step would take too many bytes for a budget in MiB."""
    return _(
        "A step would build a tensor of {size} for batches of {rows}; the limit is "
        "{limit} MiB. Lower the batch size, the features or the outputs.",
        size=in_bytes(needed),
        rows=batch_size,
        limit=number(budget, 6),
    )


def train(
    models: Mapping[str, Perceptron],
    dataset: Dataset,
    batch_size: int,
    learning_rate: Callable[[], float],
    epochs: int | None = None,
    order: Callable[[int], Tensor] | None = None,
) -> Iterator[StepRecord | EpochRecord]:
    """Train the models side by side, by the notebook's rule.

    For each epoch, for each batch in order: predict, take the batch MSE, then update.
    After an epoch, one MSE over all validation rows. A model whose loss stops being finite
    or exceeds 1e12 times its first one is stopped and keeps its last finite parameters;
    the others go on.

    Args:
        models: The models by name; all take the same batch before the next one is cut.
        dataset: Rows on the models' device, in their dtype.
        batch_size: Rows in a batch, between 1 and the number of training rows.
        learning_rate: Asked before each update, so that it may change during a run.
        epochs: How many epochs; None goes on until the caller stops.
        order: Gives the row numbers of an epoch, shape (rows,), in the order to walk them;
            None is the notebook's rule, all rows as they stand.

    Yields:
        A `StepRecord` after every batch and an `EpochRecord` after the last of an epoch.

    Raises:
        ConfigError: If `batch_size` does not fit the number of training rows.
    """
    check_batch_size(batch_size, dataset.n_samples)
    every_batch = list(batches(dataset.x_train, dataset.y_train, batch_size))
    batch_sizes = [len(X) for X, _ in every_batch]
    beyond: list[str] = []  # the models that have just diverged
    lanes = {name: _Lane(name, model, beyond) for name, model in models.items()}

    def stop(losses: Mapping[str, float]) -> dict[str, str]:
        limits = limits_of(dataset.x_train, dataset.n_targets, batch_size)
        for name in beyond:
            lanes.pop(name).back_to_finite()
        reasons = {name: explain_divergence(losses[name], rate, limits) for name in beyond}
        beyond.clear()
        return reasons

    for epoch in itertools.count() if epochs is None else range(epochs):
        if order is not None:
            rows = order(epoch)
            every_batch = list(batches(dataset.x_train[rows], dataset.y_train[rows], batch_size))
            batch_sizes = [len(X) for X, _ in every_batch]
        n_batches = len(every_batch)
        for batch, (X, Y) in enumerate(every_batch):
            rate = learning_rate()
            batch_mse = {name: lane.step(X, Y, rate) for name, lane in lanes.items()}
            diverged = stop(batch_mse) if beyond else {}
            yield StepRecord(epoch, batch, n_batches, rate, batch_mse, diverged)
            if not lanes:
                return

        valid_mse = {name: lane.validate(dataset) for name, lane in lanes.items()}
        diverged = stop(valid_mse) if beyond else {}
        n_rows = sum(batch_sizes)
        done = {
            name: lane.finish_epoch(valid_mse[name], batch_sizes, n_rows)
            for name, lane in lanes.items()
        }
        yield EpochRecord(epoch, rate, done, diverged)
        if not lanes:
            return
