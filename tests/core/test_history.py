"""What is kept of a long run: all losses, evenly thinned snapshots, bounded memory."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from perceptron import MODELS, DataConfig, Parameters, Run, TrainConfig, load
from perceptron.history import START, History
from perceptron.history import history as module
from perceptron.history.history import MAX_STEPS, SNAPSHOT_BUDGET
from perceptron.history.thinning import Thinned, thin
from perceptron.training import EpochRecord, ModelEpoch, StepRecord

MIB = 2**20


def parameters(value: float, features: int = 2, outputs: int = 1) -> Parameters:
    W = torch.full((features, outputs), value, dtype=torch.float64)
    return Parameters(W=W, b=torch.full((outputs,), value, dtype=torch.float64))


def epoch_record(epoch: int, names: tuple[str, ...] = ("a", "b")) -> EpochRecord:
    """An epoch whose every number is the epoch's."""
    done = ModelEpoch(epoch, epoch, epoch, parameters(epoch), seconds=epoch)
    return EpochRecord(epoch, 0.1, dict.fromkeys(names, done), {})


def step_record(epoch: int, batch: int, n_batches: int) -> StepRecord:
    return StepRecord(epoch, batch, n_batches, 0.1, {"a": 10.0 * epoch + batch, "b": -1.0}, {})


def budget_for(n_snapshots: int) -> int:
    return n_snapshots * 2 * parameters(0).n_bytes


def history_of(n_epochs: int) -> History:
    history = History(parameters(START), ["a", "b"])
    for epoch in range(n_epochs):
        history.append(epoch_record(epoch))
    return history


@given(st.integers(0, 5_000), st.integers(1, 300))
def test_thin_keeps_both_ends_and_an_even_stride(n: int, limit: int) -> None:
    kept = thin(n, limit)
    assert len(kept) <= limit + 1
    assert kept == sorted(set(kept))
    if n:
        assert kept[0] == 0
        assert kept[-1] == n - 1
    strides = {later - earlier for earlier, later in pairwise(kept[:-1])}
    assert len(strides) <= 1
    assert n > limit or kept == list(range(n))


@given(st.integers(1, 2_000), st.integers(1, 300))
def test_what_thin_keeps_of_a_longer_run_it_kept_before(n: int, limit: int) -> None:
    assert set(thin(n + 1, limit)) <= {*thin(n, limit), n}


@given(st.integers(1, 700), st.integers(4, 60))
def test_thinned_keeps_the_first_the_newest_and_an_even_stride(n: int, limit: int) -> None:
    thinned: Thinned[int] = Thinned(limit)
    for number in range(n):
        thinned.add(number, -number)
        assert len(thinned.items) <= limit
        assert number in thinned.items
    kept = list(thinned.items)
    assert all(thinned.items[number] == -number for number in kept)
    assert kept[0] == 0
    assert kept[:-1] == list(range(0, n - 1, thinned.stride))
    assert thinned.stride == 1 or 2 * len(kept) >= limit, "no more is dropped than needed"


def test_every_epochs_losses_are_kept() -> None:
    history = history_of(300)
    assert history.n_epochs == 300
    for kept in (history["a"].train_mse, history["b"].valid_mse, history["a"].weighted_train_mse):
        assert kept == list(range(300))
    assert history["a"].seconds == 299
    assert history.learning_rates == [0.1] * 300


def test_a_short_run_keeps_every_snapshot() -> None:
    history = history_of(5)
    assert history.snapshot_epochs == [START, 0, 1, 2, 3, 4]
    for epoch in history.snapshot_epochs:
        assert history.snapshot(epoch)["b"].W[0, 0] == epoch


@pytest.mark.parametrize("n_epochs", [9, 16, 17, 100, 1_000])
def test_snapshots_are_thinned_to_the_budget(
    monkeypatch: pytest.MonkeyPatch, n_epochs: int
) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_BUDGET", budget_for(8))
    history = history_of(n_epochs)
    start, *kept = history.snapshot_epochs
    assert start == START
    assert kept[0] == 0
    assert kept[-1] == n_epochs - 1
    strides = {later - earlier for earlier, later in pairwise(kept[:-1])}
    assert len(strides) == 1
    assert 4 <= len(kept) <= 8
    assert sum(p.n_bytes for e in kept for p in history.snapshot(e).values()) <= budget_for(8)


def test_a_dropped_epoch_shows_the_last_kept_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_BUDGET", budget_for(8))
    history = history_of(50)
    kept = history.snapshot_epochs
    for epoch in range(50):
        expected = max(e for e in kept if e <= epoch)
        assert history.snapshot(epoch)["a"].W[0, 0] == expected, epoch
    assert history.snapshot(10_000)["a"].W[0, 0] == 49


def test_before_the_first_epoch_there_is_only_the_start() -> None:
    history = history_of(0)
    assert history.n_epochs == 0
    assert history.snapshot_epochs == [START]
    assert history.batch_losses == []
    for epoch in (START, 0, 7):
        assert {name: p.W[0, 0].item() for name, p in history.snapshot(epoch).items()} == {
            "a": START,
            "b": START,
        }


def test_a_model_that_stopped_is_absent_from_then_on() -> None:
    history = history_of(2)
    history.append(epoch_record(2, names=("b",)))
    assert set(history.snapshot(1)) == {"a", "b"}
    assert set(history.snapshot(2)) == {"b"}
    assert len(history["a"].train_mse) == 2
    assert len(history["b"].train_mse) == 3


def test_batch_losses_lie_before_the_end_of_their_epoch_and_are_the_first_models() -> None:
    history = history_of(0)
    for epoch in range(2):
        for batch in range(4):
            history.append_step(step_record(epoch, batch, 4))
    positions, losses = zip(*history.batch_losses, strict=True)
    assert positions == (0.125, 0.375, 0.625, 0.875, 1.125, 1.375, 1.625, 1.875)
    assert losses == (0, 1, 2, 3, 10, 11, 12, 13)


def test_batch_losses_are_bounded() -> None:
    history = history_of(0)
    for epoch in range(200):
        for batch in range(100):
            history.append_step(step_record(epoch, batch, 100))
    kept = history.batch_losses
    assert MAX_STEPS / 2 <= len(kept) <= MAX_STEPS
    assert kept[0] == (0.005, 0)
    assert kept[-1] == (199.995, 10 * 199 + 99)
    assert [position for position, _ in kept] == sorted(position for position, _ in kept)


def test_ten_thousand_epochs_stay_within_the_budget() -> None:
    names = tuple(MODELS)
    start = parameters(START, features=12, outputs=50)
    history = History(start, names)
    for epoch in range(10_000):
        done = ModelEpoch(1.0, 1.0, 1.0, start, seconds=1.0)
        history.append(EpochRecord(epoch, 0.1, dict.fromkeys(names, done), {}))
        if epoch % 997 == 0 or epoch == 9_999:
            kept = len(history.snapshot_epochs) - 1
            assert kept * len(names) * start.n_bytes <= SNAPSHOT_BUDGET
    assert len(history["torch"].train_mse) == 10_000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_run_of_the_largest_layer_makes_the_process_grow_by_less_than_64_mib() -> None:
    """The budget holds for what the system sees, holes between the kept tensors included."""
    steps = """
import resource, torch
from perceptron import DataConfig, Run, TrainConfig, load

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

torch.set_num_threads(1)
data = load(DataConfig("synthetic", 20, features=50, outputs=20, valid=10))
run = Run(data, TrainConfig(batch_size=20, epochs=700, learning_rate=1e-3))
for _ in range(20):
    run.step()
before = resident()
run.finish()
print(resident() - before)
"""
    command, root = [sys.executable, "-c", steps], Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    assert int(done.stdout) / MIB < 64


def test_what_was_handed_out_of_an_epoch_outlives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_BUDGET", budget_for(8))
    history = history_of(2)
    handed = history.snapshot(1)["a"]
    for epoch in range(2, 50):
        history.append(epoch_record(epoch))
    assert 1 not in history.snapshot_epochs, "its room is taken by a later one"
    assert (handed.W == 1).all()
    assert (handed.b == 1).all()


def test_a_run_hands_out_snapshots_that_later_epochs_leave_alone() -> None:
    dataset = load(DataConfig("synthetic", 20, 3, 2, valid=9))
    run = Run(dataset, TrainConfig(batch_size=20, epochs=2)).finish()
    kept = {name: p.W.clone() for name, p in run.history.snapshot(1).items()}
    run.epochs = 6
    run.finish()
    for name, W in kept.items():
        assert torch.equal(run.history.snapshot(1)[name].W, W)
        assert torch.equal(run.history.snapshot(5)[name].W, run.parameters(name).W)
