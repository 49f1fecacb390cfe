"""The fast forms against the readable ones that the lessons show."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.testing import assert_close

from perceptron import MODELS, DataConfig, Parameters, Run, TrainConfig, load
from perceptron.data.dataset import stored_by_columns
from perceptron.gradients import mse, predict, prediction_by_bias, prediction_by_weight
from perceptron.models import EinsumPerceptron, ScratchPerceptron
from perceptron.models.fused import COPIED_BYTES, KEPT_BYTES, FusedEinsum, rows_mse

TIGHT = {"rtol": 1e-12, "atol": 1e-12}
FAST = [name for name, model in MODELS.items() if model.readable() is not model]
shapes = st.tuples(st.integers(1, 40), st.integers(1, 12), st.integers(1, 8))


def numbers(seed: int, *shape: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def test_scratch_and_einsum_have_a_fast_form_and_torch_has_none() -> None:
    assert FAST == ["scratch", "einsum"]


@pytest.mark.parametrize("name", FAST)
@settings(max_examples=60)
@given(shapes, st.integers(0, 99), st.floats(1e-4, 0.05))
def test_a_fast_form_takes_the_steps_of_the_readable_one(
    name: str, shape: tuple[int, int, int], seed: int, learning_rate: float
) -> None:
    m, d, c = shape
    X, Y = numbers(seed, 2 * m, d), numbers(seed + 1, 2 * m, c)
    start = Parameters(numbers(seed + 2, d, c), numbers(seed + 3, c))
    fast = MODELS[name].starting_from(start)
    readable = MODELS[name].readable().starting_from(start)
    for rows in (slice(0, m), slice(m, 2 * m), slice(0, max(1, m // 2))):  # a shorter one last
        batch = X[rows], Y[rows], learning_rate
        assert fast.step(*batch) == pytest.approx(readable.step(*batch), rel=1e-12)
        assert_close(fast.parameters.W, readable.parameters.W, **TIGHT)
        assert_close(fast.parameters.b, readable.parameters.b, **TIGHT)
    assert fast.loss(X, Y) == pytest.approx(readable.loss(X, Y), rel=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_a_start_that_is_loaded_is_not_trained_along(name: str) -> None:
    start = Parameters(numbers(0, 3, 2), numbers(1, 2))
    kept = start.clone()
    MODELS[name].starting_from(start).step(numbers(2, 5, 3), numbers(3, 5, 2), 0.1)
    assert torch.equal(start.W, kept.W)
    assert torch.equal(start.b, kept.b)


@settings(max_examples=60)
@given(shapes, st.integers(0, 99), st.booleans())
def test_the_loss_of_many_rows_does_not_depend_on_how_they_are_stored(
    shape: tuple[int, int, int], seed: int, columns: bool
) -> None:
    m, d, c = shape
    X, Y, W, b = numbers(seed, m, d), numbers(seed, m, c), numbers(seed, d, c), numbers(seed, c)
    expected = mse(predict(X, W, b), Y).item()
    stored = (stored_by_columns(X), stored_by_columns(Y)) if columns else (X, Y)
    assert all(torch.equal(one, other) for one, other in zip(stored, (X, Y), strict=True))
    assert rows_mse(*stored, W, b) == pytest.approx(expected, rel=1e-12)


@settings(max_examples=20)
@given(shapes, st.integers(0, 99))
def test_both_ways_to_step_by_hand_are_that_of_the_readable_form(
    shape: tuple[int, int, int], seed: int
) -> None:
    """Beyond `COPIED_BYTES` of inputs nothing is copied; each step goes on from the last."""
    m, d, c = shape
    many = COPIED_BYTES // (8 * d) + m
    start = Parameters(numbers(seed, d, c), numbers(seed + 1, c))
    fast, readable = MODELS["scratch"].starting_from(start), ScratchPerceptron.starting_from(start)
    X, Y = numbers(seed + 2, many, d), numbers(seed + 3, many, c)
    for rows in (slice(0, many), slice(0, m), slice(0, many)):
        batch = X[rows], Y[rows], 0.01
        assert fast.step(*batch) == pytest.approx(readable.step(*batch), rel=1e-12)
        assert_close(fast.parameters.W, readable.parameters.W, **TIGHT)
        assert_close(fast.parameters.b, readable.parameters.b, **TIGHT)


@pytest.mark.parametrize("name", FAST)
def test_a_batch_steps_to_the_same_bits_whatever_was_stepped_before(name: str) -> None:
    """A room that a larger batch, or one without an end, has left is written over."""
    start = Parameters(numbers(0, 3, 2), numbers(1, 2))
    fresh, used = (MODELS[name].starting_from(start) for _ in range(2))
    batch = numbers(2, 5, 3), numbers(3, 5, 2), 0.1
    for m in (9, 5):
        used.step(torch.full((m, 3), torch.inf, dtype=torch.float64), numbers(4, m, 2), 0.1)
    used.load(start)
    assert used.step(*batch) == fresh.step(*batch)
    assert torch.equal(used.parameters.W, fresh.parameters.W)
    assert torch.equal(used.parameters.b, fresh.parameters.b)


def test_loaded_parameters_are_new_tensors_and_the_old_ones_stay() -> None:
    model = MODELS["scratch"].starting_from(Parameters(numbers(0, 3, 2), numbers(1, 2)))
    before = model.parameters
    kept = before.clone()
    model.load(Parameters(numbers(2, 3, 2), numbers(3, 2)))
    model.step(numbers(2, 5, 3), numbers(3, 5, 2), 0.1)
    assert torch.equal(before.W, kept.W)
    assert torch.equal(before.b, kept.b)


@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 4), st.integers(0, 99))
def test_the_tensor_that_is_built_is_the_one_of_the_lesson(
    m: int, d: int, c: int, seed: int
) -> None:
    """All m c d c numbers stand in memory after a step, and beside them those of dY_hat/db."""
    model = FusedEinsum.starting_from(Parameters(numbers(seed, d, c), numbers(seed + 1, c)))
    for k in range(2):  # the second time in the same memory
        X = numbers(seed + k, m, d)
        model.step(X, numbers(seed + 2, m, c), 0.1)
        assert model._tensor is not None
        whole = model._tensor.transpose(2, 3)  # (m, c, d + 1, c)
        eye = torch.eye(c, dtype=torch.float64)
        assert torch.equal(whole[:, :, :d], prediction_by_weight(X, eye))
        assert torch.equal(whole[:, :, d], prediction_by_bias(m, eye))


def test_a_small_tensor_is_built_in_the_same_memory_and_a_large_one_in_new() -> None:
    small = FusedEinsum.starting_from(Parameters(numbers(0, 3, 2), numbers(1, 2)))
    small.step(numbers(2, 5, 3), numbers(3, 5, 2), 0.1)
    tensor = small._tensor
    small.step(numbers(2, 4, 3), numbers(3, 4, 2), 0.1)
    assert small._tensor is tensor
    d, c = 50, 20
    m = KEPT_BYTES // (8 * c * d * c) + 1
    start = Parameters(numbers(0, d, c), numbers(1, c))
    large, readable = FusedEinsum.starting_from(start), EinsumPerceptron.starting_from(start)
    batch = numbers(2, m, d), numbers(3, m, c), 1e-3
    for _ in range(2):
        assert large.step(*batch) == pytest.approx(readable.step(*batch), rel=1e-12)
    assert large._tensor is None
    large.step(numbers(2, 1, d), numbers(3, 1, c), 0.0)
    assert large._tensor is None, "not for the short batch at the end of an epoch either"
    assert_close(large.parameters.W, readable.parameters.W, **TIGHT)
    assert_close(large.parameters.b, readable.parameters.b, **TIGHT)


def test_a_finished_run_keeps_no_memory_for_steps_and_can_go_on() -> None:
    run = Run(load(DataConfig(samples=40)), TrainConfig(epochs=2, batch_size=16)).finish()
    einsum = run._models["einsum"]
    assert isinstance(einsum, FusedEinsum)
    assert einsum._tensor is None
    assert einsum._X_1.numel() == 0
    run.epochs = 3
    longer = Run(load(DataConfig(samples=40)), TrainConfig(epochs=3, batch_size=16)).finish()
    assert run.finish().parameters("einsum").W.equal(longer.parameters("einsum").W)


def test_a_run_that_was_given_up_keeps_no_memory_for_steps() -> None:
    run = Run(load(DataConfig(samples=40)), TrainConfig(epochs=2, batch_size=16))
    run.step()
    run.give_up("No memory is left.")
    einsum = run._models["einsum"]
    assert isinstance(einsum, FusedEinsum)
    assert (einsum._tensor, einsum._rooms) == (None, {})


def test_what_models_are_compared_with_differs_from_itself_by_nothing() -> None:
    run = Run(load(DataConfig(samples=40)), TrainConfig(epochs=2, batch_size=16)).finish()
    for name in ("torch", "einsum"):
        assert [epoch for epoch, _ in run.differences(name, 10)] == [-1, 0, 1]
    assert all(point.W.identical for _, point in run.differences("torch", 10))
