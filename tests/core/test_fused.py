"""The fast forms against the readable ones that the lessons show."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.testing import assert_close

from perceptron import MODELS, Parameters
from perceptron.data.dataset import stored_by_columns
from perceptron.gradients import mse, predict
from perceptron.models.fused import KEPT_BYTES, FusedEinsum, rows_mse

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


def test_a_small_tensor_is_built_in_the_same_memory_and_a_large_one_in_new() -> None:
    small = FusedEinsum.starting_from(Parameters(numbers(0, 3, 2), numbers(1, 2)))
    small.step(numbers(2, 5, 3), numbers(3, 5, 2), 0.1)
    room = small._room
    small.step(numbers(2, 4, 3), numbers(3, 4, 2), 0.1)
    assert small._room is room
    d, c = 50, 20
    m = KEPT_BYTES // (8 * c * d * c) + 1
    large = FusedEinsum.starting_from(Parameters(numbers(0, d, c), numbers(1, c)))
    large.step(numbers(2, m, d), numbers(3, m, c), 1e-3)
    assert large._room is None
