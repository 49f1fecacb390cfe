"""What a challenge can ask of a run: each check takes a run that has ended, and its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch

from perceptron.config import DataConfig, TrainConfig
from perceptron.data import DataError
from perceptron.data.dataset import Dataset
from perceptron.device import resolve
from perceptron.difference import REFERENCE
from perceptron.history.history import START
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.run import Run
from perceptron.training import EpochRecord, train

Numbers = Mapping[str, Any]
_COURSE = DataConfig()
_VISITS = 500_000  # rows that a second run walks through, in all its epochs
_SMALL = 1e-6  # of the first loss: above, rounding has no say in the first digits
_HALVED = 0.5
_OTHER = {"float32": "float64", "float64": "float32"}


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A run that has ended, and what it was made from.

    Attributes:
        run: The run; the reference model trained to its end.
        data: Which data; None for a table of one's own.
        rows: Gives the rows as they were read, in float64 on the CPU, for a second run.
    """

    run: Run
    data: DataConfig | None
    rows: Callable[[], Dataset]

    @property
    def is_course_data(self) -> bool:
        """Whether it was trained on the course's rows as they are."""
        data = self.data
        return data is not None and not data.scaled and replace(data, scale=None) == _COURSE

    def again(self, updates: int, **changes: Any) -> tuple[Parameters, float] | None:
        """Train the reference model again with other settings; None if it diverges or is long.

        Args:
            updates: How many updates are short enough.
            changes: Fields of `TrainConfig`.

        Returns:
            The parameters and their loss over all training rows.
        """
        run, epochs = self.run, self.run.history.n_epochs
        config = replace(run.current_config, **changes)
        n_batches = -(-run.dataset.n_samples // config.batch_size)
        long = epochs * n_batches > updates or epochs * run.dataset.n_samples > _VISITS
        if long or not run.at_one_rate:
            return None
        try:
            other = Run(self.rows(), config)
        except DataError:  # float32 holds no number above 3e38
            return None
        device, dtype = resolve(config)
        model = MODELS[REFERENCE](
            other.dataset.n_features, other.dataset.n_targets,
            generator=torch.Generator().manual_seed(config.init_seed), device=device, dtype=dtype,
        )  # fmt: skip
        model.load(other.start)
        rate = config.learning_rate
        records = train({REFERENCE: model}, other.dataset, config.batch_size, lambda: rate, epochs)
        done = sum(isinstance(record, EpochRecord) and not record.diverged for record in records)
        if done < epochs:
            return None
        return model.parameters.clone(), other.dataset.train_loss(model.parameters)


def _from_course_start(tried: Tried, numbers: Numbers) -> bool:
    run, usual = tried.run, TrainConfig()
    return bool(
        tried.is_course_data
        and run.config.init_seed == usual.init_seed
        and run.first_learning_rate == usual.learning_rate
        and run.history.n_epochs <= numbers["epochs"]
        and run.final_loss <= numbers["loss"]
    )


def _near_the_limit(tried: Tried, numbers: Numbers) -> bool:
    run = tried.run
    if run.history.n_epochs < numbers["epochs"] or not run.at_one_rate or not run.limits.exact:
        return False
    share = run.learning_rate / run.limits.exact
    return bool(1 - numbers["percent"] / 100 <= share < 1)


def _formats_differ(tried: Tried, numbers: Numbers) -> bool:
    run = tried.run
    loss = run.final_loss
    if loss > _SMALL * run.reference_losses["start"]:
        return False
    other = tried.again(numbers["updates"], dtype=_OTHER[run.config.dtype])
    if other is None:
        return False
    apart = abs(loss - other[1]) / max(loss, other[1], math.ulp(0.0))
    return bool(apart > 10 ** -numbers["digits"])


def _beats_batches(tried: Tried, numbers: Numbers) -> bool:
    run = tried.run
    if not tried.is_course_data or run.dataset.n_samples % run.config.batch_size:
        return False
    if run.n_batches == 1 or run.config.batch_size == numbers["batch_size"]:
        return False
    other = tried.again(numbers["updates"], batch_size=numbers["batch_size"])
    return other is not None and run.final_loss <= other[1]


def _converges_unscaled(tried: Tried, numbers: Numbers) -> bool:
    run, data = tried.run, tried.data
    if data is None or data.dataset != numbers["dataset"] or data.scaled:
        return False
    return bool(run.final_loss <= numbers["percent"] / 100 * run.reference_losses["start"])


def _rescued(tried: Tried, numbers: Numbers) -> bool:
    run, references = tried.run, tried.run.reference_losses
    least = references["least squares"]  # in English: a key
    if run.final_loss > (1 + numbers["percent"] / 100) * least:
        return False
    kept = (epoch for epoch in run.history.snapshot_epochs if epoch != START)
    losses = (run.dataset.train_loss(run.history.snapshot(epoch)[REFERENCE]) for epoch in kept)
    return any(loss > references["start"] for loss in losses)


def _forgets_its_start(tried: Tried, numbers: Numbers) -> bool:
    run, usual = tried.run, TrainConfig().init_seed
    if run.config.init_seed == usual or run.growth:
        return False
    other = tried.again(numbers["updates"], init_seed=usual)
    if other is None:
        return False
    W, V = run.parameters(REFERENCE).W, other[0].W
    return bool((W - V).abs().max() <= 10 ** -numbers["digits"] * V.abs().max())


def _same_bits(tried: Tried, numbers: Numbers) -> bool:
    run = tried.run
    others = [name for name in MODELS if name != REFERENCE]
    if run.history.n_epochs < numbers["epochs"] or not others:
        return False
    if run.final_loss > _HALVED * run.reference_losses["start"]:
        return False
    finished = all(run.status(name) == "finished" for name in others)
    return finished and all(run.final_difference(name).W.identical for name in others)


@dataclass(frozen=True, slots=True)
class Check:
    """What can be asked of a run.

    Attributes:
        passes: Whether a run that has ended passes.
        numbers: The names in its `[challenge.with]`.
    """

    passes: Callable[[Tried, Numbers], bool]
    numbers: frozenset[str]


CHECKS: dict[str, Check] = {
    name: Check(passes, frozenset(numbers))
    for name, passes, numbers in (
        ("from-course-start", _from_course_start, ("loss", "epochs")),
        ("near-the-limit", _near_the_limit, ("percent", "epochs")),
        ("formats-differ", _formats_differ, ("digits", "updates")),
        ("beats-batches", _beats_batches, ("batch_size", "updates")),
        ("converges-unscaled", _converges_unscaled, ("dataset", "percent")),
        ("rescued", _rescued, ("percent",)),
        ("forgets-its-start", _forgets_its_start, ("digits", "updates")),
        ("same-bits", _same_bits, ("epochs",)),
    )
}
