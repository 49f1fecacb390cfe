"""What is kept of a run: every epoch's losses, and as many snapshots as fit the memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from perceptron.history.snapshots import Snapshots
from perceptron.history.thinning import Thinned
from perceptron.parameters import Parameters
from perceptron.training import EpochRecord, StepRecord

SNAPSHOT_BUDGET = 48 * 2**20  # bytes a run; with the losses beside them it stays under 64 MiB
MAX_STEPS = 4_096  # batch losses kept; every second one is dropped beyond
RECENT = 256  # batches that are thinned together, while the code for it is at hand
START = -1  # the epoch number of the parameters before training


class Losses(Protocol):
    """A model's losses, one entry an epoch: as they grow in a run, or as a record of it."""

    @property
    def train_mse(self) -> Sequence[float]:
        """Of the training rows."""

    @property
    def valid_mse(self) -> Sequence[float]:
        """Of the validation rows."""


@dataclass(slots=True)
class ModelHistory:
    """One model's losses, one entry an epoch.

    Attributes:
        train_mse: Unweighted mean of the batch losses.
        weighted_train_mse: Sample-weighted mean of the batch losses.
        valid_mse: MSE over the validation rows.
        seconds: Time spent on steps and validation so far; drawing is not in it.
    """

    train_mse: list[float] = field(default_factory=list)
    weighted_train_mse: list[float] = field(default_factory=list)
    valid_mse: list[float] = field(default_factory=list)
    seconds: float = 0.0


class History:
    """The losses of all epochs, snapshots of the parameters, and thinned batch losses.

    Args:
        start: The parameters all models start from.
        names: The models that train.

    Attributes:
        models: What each model did, by its name.
        learning_rates: The rate of each epoch's last update.
        rate_changes: (number of the update from 0, rate) wherever the rate became another.
    """

    def __init__(self, start: Parameters, names: Iterable[str]) -> None:
        self.models = {name: ModelHistory() for name in names}
        self.learning_rates: list[float] = []
        self.rate_changes: list[tuple[int, float]] = []
        self._start = dict.fromkeys(self.models, start)
        self._snapshots = Snapshots(start, list(self.models), SNAPSHOT_BUDGET)
        # Those kept, and those that have just come: changed as one, for who reads them meanwhile.
        self._batches: tuple[Thinned[tuple[float, float]], list[StepRecord]]
        self._batches = Thinned(MAX_STEPS), []
        self._rate = math.nan  # of the newest batch

    def __getitem__(self, name: str) -> ModelHistory:
        return self.models[name]

    @property
    def n_epochs(self) -> int:
        """Finished epochs."""
        return len(self.learning_rates)

    @property
    def snapshot_epochs(self) -> list[int]:
        """The epochs whose parameters are kept, in order, from the start (-1) on."""
        return [START, *self._snapshots.epochs]

    def snapshot(self, epoch: int) -> Mapping[str, Parameters]:
        """Return each model's parameters after `epoch`, or after the last kept one before.

        A model that has stopped is absent from then on.
        """
        epochs = self._snapshots.epochs
        if epoch not in epochs:
            epoch = max((kept for kept in epochs if kept <= epoch), default=START)
        return self._start if epoch == START else self._snapshots.get(epoch)

    @property
    def batch_losses(self) -> list[tuple[float, float]]:
        """(epochs trained, loss) of the batches kept, of the first model that trained.

        The batches of epoch k lie evenly between k and k + 1, before its end.
        """
        return list(self._thinned().items.values())

    def append_step(self, record: StepRecord) -> None:
        """Take up one batch."""
        self._batches[1].append(record)
        if record.learning_rate != self._rate:
            self._rate = record.learning_rate
            self.rate_changes.append((_number(record), self._rate))
        if len(self._batches[1]) == RECENT:
            self._batches = self._thinned(), []

    def _thinned(self) -> Thinned[tuple[float, float]]:
        """The batches kept, with those that have just come: what reads them changes nothing."""
        kept, recent = self._batches
        steps = kept.copy()
        for record in recent:
            loss = next(iter(record.batch_mse.values()))
            position = record.epoch + (record.batch + 0.5) / record.n_batches
            steps.add(_number(record), (position, loss))
        return steps

    def append(self, record: EpochRecord) -> None:
        """Take up one finished epoch."""
        self.learning_rates.append(record.learning_rate)
        for name, done in record.models.items():
            model = self.models[name]
            model.train_mse.append(done.train_mse)
            model.weighted_train_mse.append(done.weighted_train_mse)
            model.valid_mse.append(done.valid_mse)
            model.seconds = done.seconds
        after = {name: done.parameters for name, done in record.models.items()}
        self._snapshots.add(record.epoch, after)


def _number(record: StepRecord) -> int:
    """How many updates came before."""
    return record.epoch * record.n_batches + record.batch
