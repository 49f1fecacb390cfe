"""The one loop: the notebook's rule, its records, and who owns it."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from perceptron import MODELS, ConfigError, DataConfig, Dataset, Run, TrainConfig, load
from perceptron.models import Perceptron, ScratchPerceptron
from perceptron.training import EpochRecord, StepRecord, train

RATE = 0.1


def small(samples: int = 20, features: int = 3, outputs: int = 2, seed: int = 0) -> Dataset:
    return load(DataConfig("synthetic", samples, features, outputs, valid=9, seed=seed))


def model(dataset: Dataset, kind: type[Perceptron] = ScratchPerceptron) -> Perceptron:
    generator, cpu = torch.Generator().manual_seed(0), torch.device("cpu")
    sizes = dataset.n_features, dataset.n_targets
    return kind(*sizes, generator=generator, device=cpu, dtype=torch.float64)


def epochs_of(records: Iterator[StepRecord | EpochRecord]) -> list[EpochRecord]:
    return [record for record in records if isinstance(record, EpochRecord)]


def notebook(run: Run, epochs: int) -> list[tuple[float, float, float]]:
    """(mean of batch losses, weighted by samples, validation loss) an epoch, in plain NumPy."""
    data, eta, size = run.dataset, run.config.learning_rate, run.config.batch_size
    x, y, x_valid, y_valid = (
        getattr(data, name).numpy() for name in ("x_train", "y_train", "x_valid", "y_valid")
    )
    W, b = run.start.W.numpy().copy(), run.start.b.numpy().copy()
    rows = []
    for _ in range(epochs):
        losses, sizes = [], []
        for first in range(0, len(x), size):
            x_batch, y_batch = x[first : first + size], y[first : first + size]
            residual = x_batch @ W + b - y_batch
            losses.append(np.mean(residual**2))
            sizes.append(len(x_batch))
            W = W - eta * x_batch.T @ (2 / residual.size * residual)
            b = b - eta * np.sum(2 / residual.size * residual, axis=0)
        valid = np.mean((x_valid @ W + b - y_valid) ** 2)
        rows.append((float(np.mean(losses)), float(np.average(losses, weights=sizes)), valid))
    return rows


@pytest.mark.parametrize("batch_size", [1, 7, 20, 33, 100])
def test_every_model_trains_by_the_notebooks_rule(batch_size: int) -> None:
    dataset = small(samples=max(20, batch_size), seed=3) if batch_size < 33 else small(100, 6, 3)
    run = Run(dataset, TrainConfig(batch_size=batch_size, epochs=6, learning_rate=0.05)).finish()
    expected = np.array(notebook(run, 6))
    for name in MODELS:
        kept = run.history[name]
        rows = np.array([kept.train_mse, kept.weighted_train_mse, kept.valid_mse]).T
        np.testing.assert_allclose(rows, expected, rtol=1e-10, err_msg=name)


def test_batches_come_in_order_and_the_last_short_one_is_kept() -> None:
    seen: list[Tensor] = []

    class Watching(ScratchPerceptron):
        def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
            seen.append(X)
            return super().step(X, Y, learning_rate)

    dataset = small(samples=100)
    (epoch,) = epochs_of(
        train({"it": model(dataset, Watching)}, dataset, 33, lambda: RATE, epochs=1)
    )
    assert [len(X) for X in seen] == [33, 33, 33, 1]
    assert torch.equal(torch.cat(seen), dataset.x_train)
    assert epoch.models["it"].train_mse != epoch.models["it"].weighted_train_mse


@settings(max_examples=30)
@given(st.integers(20, 50), st.integers(1, 20), st.integers(0, 4))
def test_records_count_batches_and_epochs(samples: int, batch_size: int, epochs: int) -> None:
    dataset = small(samples)
    records = list(train({"it": model(dataset)}, dataset, batch_size, lambda: RATE, epochs))
    n_batches = math.ceil(samples / batch_size)
    steps = [(r.epoch, r.batch) for r in records if isinstance(r, StepRecord)]
    assert steps == list(itertools.product(range(epochs), range(n_batches)))
    assert [r.epoch for r in records if isinstance(r, EpochRecord)] == list(range(epochs))
    assert all(r.n_batches == n_batches for r in records if isinstance(r, StepRecord))


def test_the_caller_owns_the_loop() -> None:
    dataset = small()
    scratch = model(dataset)
    start = scratch.parameters.clone()
    records = train({"it": scratch}, dataset, 10, lambda: RATE)
    assert torch.equal(scratch.parameters.W, start.W), "nothing happens before next()"
    first = next(records)
    assert isinstance(first, StepRecord)
    after_one = scratch.parameters.clone()
    assert not torch.equal(after_one.W, start.W)
    for record in records:
        assert isinstance(record, StepRecord)
        break
    two_steps = scratch.parameters.clone()
    records.close()
    assert not torch.equal(two_steps.W, after_one.W)
    assert torch.equal(scratch.parameters.W, two_steps.W), "break stops the training"


def test_a_batch_size_that_does_not_fit_is_refused() -> None:
    dataset = small()
    for batch_size in (0, 21):
        with pytest.raises(ConfigError, match=f"batch_size .*20.*got {batch_size}"):
            next(train({"it": model(dataset)}, dataset, batch_size, lambda: RATE))
    with pytest.raises(ConfigError, match="got 21"):
        Run(dataset, TrainConfig(batch_size=21))


def test_records_are_frozen_and_never_change_afterwards() -> None:
    dataset = small()
    models = {name: model(dataset, kind) for name, kind in MODELS.items()}
    records = train(models, dataset, 10, lambda: RATE)
    step, _, epoch = next(records), next(records), next(records)
    assert isinstance(epoch, EpochRecord)
    losses = dict(step.batch_mse)
    copies = {name: done.parameters.clone() for name, done in epoch.models.items()}
    for _ in itertools.islice(records, 12):
        pass
    assert step.batch_mse == losses
    for name, copy in copies.items():
        assert torch.equal(epoch.models[name].parameters.W, copy.W)
        assert torch.equal(epoch.models[name].parameters.b, copy.b)
    for frozen in (step, epoch, epoch.models["torch"], epoch.models["torch"].parameters):
        field = dataclasses.fields(frozen)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(frozen, field, None)


def test_a_new_learning_rate_holds_from_the_next_update_on() -> None:
    run = Run(small(), TrainConfig(batch_size=10, learning_rate=0.1))
    run.step()
    before = {name: run.parameters(name) for name in MODELS}
    run.learning_rate = 1e-6
    run.step()
    assert run.last_step is not None
    assert run.last_step.learning_rate == 1e-6
    for name, old in before.items():
        moved = (run.parameters(name).W - old.W).abs().max()
        assert 0 < moved < 1e-3, name
    assert run.history.learning_rates == [1e-6]


def test_step_by_step_is_the_same_as_finish() -> None:
    dataset, config = small(), TrainConfig(batch_size=7, epochs=4, learning_rate=RATE)
    finished, stepped = Run(dataset, config).finish(), Run(dataset, config)
    for count in range(1, 4 * stepped.n_batches + 1):
        assert not stepped.done
        assert stepped.status("torch") == "training"
        stepped.step()
        assert stepped.steps_done == count
    assert stepped.done
    stepped.step()  # does nothing
    for name in MODELS:
        assert stepped.status(name) == finished.status(name) == "finished"
        assert stepped.history[name].train_mse == finished.history[name].train_mse
        assert stepped.history[name].valid_mse == finished.history[name].valid_mse
        assert torch.equal(stepped.parameters(name).W, finished.parameters(name).W)


def test_epochs_can_be_added_after_the_end() -> None:
    dataset = small()
    run = Run(dataset, TrainConfig(batch_size=7, epochs=2)).finish()
    run.epochs = 5
    assert not run.done
    assert run.status("scratch") == "training"
    run.finish()
    whole = Run(dataset, TrainConfig(batch_size=7, epochs=5)).finish()
    assert run.history["einsum"].train_mse == whole.history["einsum"].train_mse
    assert len(run.history["einsum"].train_mse) == 5


def test_seconds_grow_with_every_epoch() -> None:
    run = Run(small(), TrainConfig(batch_size=10, epochs=5))
    seconds = [0.0]
    while not run.done:
        run.step()
        if run.history["torch"].seconds > seconds[-1]:
            seconds.append(run.history["torch"].seconds)
    assert len(seconds) == 1 + 5


def test_seconds_are_a_models_steps_and_validation_without_the_callers_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]

    class Timed(ScratchPerceptron):
        def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
            clock[0] += 1
            return super().step(X, Y, learning_rate)

        def loss(self, X: Tensor, Y: Tensor) -> float:
            clock[0] += 0.25
            return super().loss(X, Y)

    monkeypatch.setattr("perceptron.training.time", SimpleNamespace(perf_counter=lambda: clock[0]))
    dataset = small()
    models = {"one": model(dataset, Timed), "other": model(dataset, Timed)}
    seconds = []
    for record in train(models, dataset, 10, lambda: RATE, epochs=2):
        clock[0] += 100  # the caller draws
        if isinstance(record, EpochRecord):
            seconds.append([done.seconds for done in record.models.values()])
    assert seconds == [[2.25, 2.25], [4.5, 4.5]]
