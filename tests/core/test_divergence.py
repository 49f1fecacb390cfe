"""What stops a model: a loss that runs away, or a tensor that is too large."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice

import pytest
import torch
from torch import Tensor

from perceptron import MODELS, DataConfig, Dataset, Run, TrainConfig, load
from perceptron.models import EinsumPerceptron, Perceptron, ScratchPerceptron
from perceptron.sizes import four_axis_bytes
from perceptron.text.numbers import in_bytes
from perceptron.theory import learning_rate_limit
from perceptron.training import DIVERGED, EpochRecord, StepRecord, train


class Overshooting(ScratchPerceptron):
    """A model whose steps are a million times too long."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step too far."""
        return super().step(X, Y, 1e6 * learning_rate)


class Overflowing(ScratchPerceptron):
    """A model that writes infinity into W in its third step."""

    steps_left = 3

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step; overflow when no steps are left."""
        loss = super().step(X, Y, learning_rate)
        self.steps_left -= 1
        if not self.steps_left:
            self.W = self.W + math.inf
        return loss


class Scripted(ScratchPerceptron):
    """A model that reports the losses it is told to, and then its own."""

    losses: tuple[float, ...] = ()

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step; return the next loss of the script."""
        loss = super().step(X, Y, learning_rate)
        if not self.losses:
            return loss
        told, *rest = self.losses
        self.losses = tuple(rest)
        return told


def small(samples: int = 20, features: int = 3, outputs: int = 2) -> Dataset:
    return load(DataConfig("synthetic", samples, features, outputs, valid=9))


def made(kind: type[Perceptron], dataset: Dataset) -> Perceptron:
    generator, cpu = torch.Generator().manual_seed(0), torch.device("cpu")
    sizes = dataset.n_features, dataset.n_targets
    return kind(*sizes, generator=generator, device=cpu, dtype=torch.float64)


def stops(*losses: float) -> list[tuple[int, str]]:
    """(number of the record, reason) of every stop of a model with scripted batch losses.

    Of each three records, the first two are batches and the third is the epoch.
    """
    dataset = small()
    model = made(Scripted, dataset)
    model.losses = losses
    records = islice(train({"it": model}, dataset, 10, lambda: 0.01), 30)
    return [(k, reason) for k, record in enumerate(records) for reason in record.diverged.values()]


@pytest.mark.parametrize("batch_size", [5, 20])
def test_above_the_limit_every_model_stops_and_says_why(batch_size: int) -> None:
    dataset = small()
    limit = learning_rate_limit(dataset.x_train, dataset.n_targets)
    run = Run(dataset, TrainConfig(learning_rate=3 * limit, batch_size=batch_size, epochs=500))
    run.finish()
    assert run.done
    for name in MODELS:
        assert run.status(name) == "diverged"
        assert run.limits.rule in run.reasons[name]
        assert run.limits.rule == f"With these batches rates above {run.limits.exact:.3g} diverge."
        assert run.reasons[name].startswith("The steps were too long: the loss grew to ")
        assert run.parameters(name).is_finite()
        assert len(run.history[name].train_mse) == len(run.history[name].valid_mse) > 0
        assert all(math.isfinite(loss) for loss in run.history[name].train_mse)
        assert all(math.isfinite(loss) for loss in run.history[name].valid_mse)
    before = run.steps_done
    run.step()  # does nothing
    assert run.steps_done == before


def test_the_limit_that_is_told_is_that_of_the_batches() -> None:
    dataset = small()
    whole = learning_rate_limit(dataset.x_train, dataset.n_targets)
    run = Run(dataset, TrainConfig(learning_rate=0.99 * whole, batch_size=1, epochs=2_000)).finish()
    assert run.status("torch") == "diverged"
    assert run.limits.exact < 0.9 * whole, "a batch of one row has a smaller limit of its own"
    assert f"rates above {run.limits.exact:.3g} diverge" in run.reasons["torch"]
    assert f"{whole:.3g}" not in run.reasons["torch"]


def test_the_rate_to_try_learns() -> None:
    config = TrainConfig(learning_rate=2.0)
    run = Run(load(DataConfig()), config).finish()
    better = run.limits.rate_to_try(2.0)
    assert better == 0.3
    again = Run(load(DataConfig()), replace(config, learning_rate=better)).finish()
    assert again.final_loss < 1.1
    assert run.limits.rate_to_try(0.1) == 0.05, "below a rate that was too large all the same"


def test_a_run_that_ends_above_its_start_says_so_though_it_finished() -> None:
    run = Run(load(DataConfig()), TrainConfig(learning_rate=2.0)).finish()
    assert run.status("torch") == "finished"
    assert run.growth == (
        "The steps were too long: the loss grew from 11\u202f503 to 2.6×10⁷. "
        "With these batches rates above 1.93 diverge. Try 0.3."
    )
    assert not Run(load(DataConfig()), TrainConfig(learning_rate=1.9)).growth, "before it trains"
    assert not Run(load(DataConfig()), TrainConfig(learning_rate=0.3)).finish().growth


def test_with_too_many_batches_to_know_the_limit_a_safe_rate_is_told() -> None:
    dataset = small(1_000)
    run = Run(dataset, TrainConfig(learning_rate=9.0, batch_size=1, epochs=2)).finish()
    assert run.limits.exact is None
    exact = min(learning_rate_limit(x[None], dataset.n_targets) for x in dataset.x_train)
    assert run.limits.single_batch == pytest.approx(exact), "a single row has one curvature only"
    assert "1000 batches are too many to know their limit" in run.reasons["torch"]
    assert f"rates below {exact:.3g} are safe. Try 0." in run.reasons["torch"]


def test_where_no_rate_in_bounds_is_low_enough_the_columns_are_to_blame() -> None:
    dataset = small()
    huge = replace(dataset, x_train=1e4 * dataset.x_train, x_valid=1e4 * dataset.x_valid)
    run = Run(huge, TrainConfig(learning_rate=0.1, batch_size=20, epochs=9)).finish()
    assert run.reasons["torch"].endswith("diverge. Standardise the columns.")


def test_one_that_diverges_does_not_disturb_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, config = small(), TrainConfig(batch_size=7, epochs=4)
    alone = Run(dataset, config).finish()
    monkeypatch.setitem(MODELS, "broken", Overshooting)
    run = Run(dataset, config)
    for _ in range(4 * run.n_batches):
        run.step()
    assert run.status("broken") == "diverged"
    assert run.parameters("broken").is_finite()
    assert "broken" not in run.history.snapshot(3)
    for name in ("scratch", "torch", "einsum"):
        assert run.status(name) == "finished"
        assert run.history[name].train_mse == alone.history[name].train_mse
        assert torch.equal(run.parameters(name).W, alone.parameters(name).W)


def test_parameters_that_overflow_go_back_to_the_last_finite_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(MODELS, "broken", Overflowing)
    run = Run(small(), TrainConfig(batch_size=10, epochs=4)).finish()
    assert run.status("broken") == "diverged"
    assert "the loss grew beyond all numbers" in run.reasons["broken"]
    kept = run.history.snapshot(0)["broken"]
    assert torch.equal(run.parameters("broken").W, kept.W)
    assert len(run.history["broken"].train_mse) == 1
    assert len(run.history["torch"].train_mse) == 4


def test_overflow_that_only_validation_sees_stops_the_model() -> None:
    dataset = small()
    broken = made(Overflowing, dataset)
    broken.steps_left = 2  # the last batch of the first epoch
    *_, last = train({"it": broken}, dataset, 10, lambda: 0.01, epochs=2)
    assert isinstance(last, EpochRecord)
    assert last.models == {}
    assert "the loss grew beyond all numbers" in last.diverged["it"]
    assert broken.parameters.is_finite()


@pytest.mark.parametrize("first", [math.nan, math.inf])
def test_a_first_loss_that_is_not_finite_stops_at_once(first: float) -> None:
    ((number, reason),) = stops(first)
    assert number == 0
    assert "the loss grew beyond all numbers" in reason


def test_a_first_loss_of_zero_is_no_divergence_as_long_as_all_is_finite() -> None:
    assert stops(0.0) == []
    assert stops(0.0, 5.0, 1e300) == []
    ((number, _),) = stops(0.0, 5.0, math.nan)
    assert number == 3


def test_the_line_is_drawn_above_1e12_times_the_first_loss() -> None:
    assert stops(2.0, 2.0 * DIVERGED) == []
    ((number, reason),) = stops(2.0, 2.1 * DIVERGED)
    assert number == 1
    assert "the loss grew to 2.1×10¹²." in reason


def test_training_ends_with_the_last_model() -> None:
    dataset = small()
    model = made(Scripted, dataset)
    model.losses = (1.0, math.nan)
    records = list(train({"it": model}, dataset, 10, lambda: 0.01, epochs=2))
    assert [type(record) for record in records] == [StepRecord, StepRecord]


def test_too_large_a_tensor_is_refused_before_it_is_built_and_the_others_train(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> Tensor:
        raise AssertionError("the refused model was asked for a step")

    monkeypatch.setattr(EinsumPerceptron, "step", never)
    dataset = small(1_000, 50, 20)
    run = Run(dataset, TrainConfig(batch_size=1_000, epochs=2, einsum_budget=100)).finish()
    expected = dict.fromkeys(MODELS, "finished") | {"einsum": "refused"}
    assert {name: run.status(name) for name in MODELS} == expected
    needed = four_axis_bytes(1_000, 50, 20)
    for part in (in_bytes(needed), "100 MiB", "Lower the batch size"):
        assert part in run.reasons["einsum"]
    assert {*run.history.models} == {*MODELS} - {"einsum"}
    assert len(run.history["torch"].train_mse) == 2


def test_the_budget_is_about_the_four_axis_tensor_only() -> None:
    dataset = small(10_000, 2, 20)  # predictions alone take 1.5 MiB
    run = Run(dataset, TrainConfig(batch_size=10_000, epochs=1, einsum_budget=1)).finish()
    assert run.status("scratch") == run.status("torch") == "finished"
    assert run.status("einsum") == "refused"
