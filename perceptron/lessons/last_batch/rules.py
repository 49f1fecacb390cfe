"""What the last, shorter batch does: its weight in the epoch's loss, and in the updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.config import TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.models.fused import FusedScratch
from perceptron.parameters import Parameters
from perceptron.text.language import N_, _
from perceptron.training import StepRecord, train


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to cut the rows into batches and to average the losses of an epoch.

    Attributes:
        words: What it does: `_` translates it where it is shown.
        weighted: Whether a batch counts by its number of samples; else all count alike.
        drop_last: Whether a last batch that is not full is left out.
        shuffle: Whether the rows are drawn in another order in each epoch.
    """

    words: str
    weighted: bool = False
    drop_last: bool = False
    shuffle: bool = False


NOTEBOOK_RULE = "notebook's mean"
RULES = {
    NOTEBOOK_RULE: Rule(
        N_("Rows in order, every batch counts alike: the sum of losses / their number.")
    ),
    N_("weighted"): Rule(
        N_("Rows in order, a batch counts by its number of samples."), weighted=True
    ),
    N_("drop last"): Rule(N_("A last batch that is not full is left out."), drop_last=True),
    N_("shuffle"): Rule(
        N_("Another order of the rows in each epoch; batches count alike."), shuffle=True
    ),
}
_SHOWN = {NOTEBOOK_RULE: N_("plain mean")}  # links and what browsers keep have the older name


def shown(rule: str) -> str:
    """The name of a rule on screen.

    >>> shown("notebook's mean"), shown("weighted")
    ('plain mean', 'weighted')
    """
    return _(_SHOWN.get(rule, rule))


@dataclass(frozen=True, slots=True)
class EpochOfBatches:
    """One epoch, batch by batch.

    Attributes:
        epoch: Number of the epoch, from 0.
        sizes: Samples in each batch.
        losses: MSE of each batch, before its update.
        moved: Length of each update: the L2 norm of the change of W and b.
        weights: Of each batch in the epoch's loss, a fraction; they add up to 1.
        train_mse: The epoch's loss under the rule.
        loss_after: MSE over all training rows, with W and b as they are after the epoch.
    """

    epoch: int
    sizes: tuple[int, ...]
    losses: tuple[float, ...]
    moved: tuple[float, ...]
    weights: tuple[float, ...]
    train_mse: float
    loss_after: float


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A training under one rule.

    Attributes:
        epochs: All of them, in order; fewer than asked for if it diverged.
        end: The parameters it reached.
    """

    epochs: tuple[EpochOfBatches, ...]
    end: Parameters


def row_order(rule: Rule, n_rows: int, batch_size: int, seed: int) -> Callable[[int], Tensor]:
    """Return the function that gives an epoch's row numbers, for `train`.

    Args:
        rule: The rule.
        n_rows: Training rows.
        batch_size: Rows in a batch.
        seed: Of the shuffling.
    """
    kept = n_rows - n_rows % batch_size if rule.drop_last else n_rows
    generator = torch.Generator().manual_seed(seed)

    def order(epoch: int) -> Tensor:
        rows = torch.randperm(n_rows, generator=generator) if rule.shuffle else torch.arange(n_rows)
        return rows[:kept]

    return order


def weights_in_mean(sizes: tuple[int, ...], weighted: bool) -> tuple[float, ...]:
    """What each batch counts in the mean of an epoch, as a fraction.

    >>> weights_in_mean((2, 1, 1), weighted=True), weights_in_mean((3, 1), weighted=False)
    ((0.5, 0.25, 0.25), (0.5, 0.5))
    """
    if weighted:
        return tuple(size / sum(sizes) for size in sizes)
    return (1 / len(sizes),) * len(sizes)


def follow(
    rule: Rule, dataset: Dataset, start: Parameters, config: TrainConfig, seed: int = 0
) -> Followed:
    """Train the scratch model under a rule and keep every batch.

    Args:
        rule: The rule.
        dataset: The rows.
        start: W (d, c) and b (c,).
        config: Its learning rate, batch size and epochs are used.
        seed: Of the shuffling.
    """
    m, rate = dataset.n_samples, config.learning_rate
    model = FusedScratch.starting_from(start)
    order = row_order(rule, m, config.batch_size, seed)
    used = len(order(0)) if rule.drop_last else m
    sizes = tuple(len(rows) for rows in torch.split(torch.arange(used), config.batch_size))
    weights = weights_in_mean(sizes, rule.weighted)
    losses: list[float] = []
    moved: list[float] = []
    epochs: list[EpochOfBatches] = []
    before = model.parameters.clone()
    models = {"scratch": model}
    for record in train(models, dataset, config.batch_size, lambda: rate, config.epochs, order):
        if isinstance(record, StepRecord):
            now = model.parameters.clone()
            losses.append(record.batch_mse["scratch"])
            moved.append(distance(now, before))
            before = now
        else:
            done = record.models.get("scratch")
            if done is None:
                break
            mean = done.weighted_train_mse if rule.weighted else done.train_mse
            by_batch = sizes, tuple(losses), tuple(moved), weights
            after = dataset.train_loss(done.parameters)
            epochs.append(EpochOfBatches(record.epoch, *by_batch, mean, after))
            losses, moved = [], []
    return Followed(tuple(epochs), model.parameters.clone())


def distance(one: Parameters, other: Parameters) -> float:
    """L2 norm of the difference of all entries of W and b."""
    change = torch.cat([(one.W - other.W).flatten(), one.b - other.b])
    return float(change.norm())


def same_end(one: Followed, other: Followed) -> bool:
    """Whether two trainings ended at bit-identical W and b."""
    return one.end.W.equal(other.end.W) and one.end.b.equal(other.end.b)


def mean_of(epoch: EpochOfBatches, *, weighted: bool) -> float:
    """The mean of an epoch's batch losses, whatever its rule: plain, or by the rows of each."""
    weights = weights_in_mean(epoch.sizes, weighted)
    return sum(weight * loss for weight, loss in zip(weights, epoch.losses, strict=True))


def gap(plain: EpochOfBatches, weighted: EpochOfBatches) -> float:
    """How far the plain mean of an epoch is above the weighted one, as a fraction."""
    return plain.train_mse / weighted.train_mse - 1
