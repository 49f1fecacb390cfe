"""The four-axis derivative: slices, both orders, the contraction, and its cost."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.testing import assert_close

from perceptron import ConfigError
from perceptron.data.example import load_example
from perceptron.figures.four_axes import cost_figure, flat_figure
from perceptron.figures.style import BLANK
from perceptron.gradients import predict, prediction_by_weight, weight_gradient
from perceptron.lessons.four_axes.tensor import (
    by_columns,
    by_rows,
    commutation,
    counts_to_play,
    flattenings,
    forms_agree,
    later_form,
    mixed_up,
    samples_within,
    share_of_zeros,
    slice_of,
    structural_zeros,
    weighted_sum,
)
from perceptron.sizes import (
    MIB,
    contraction_multiplications,
    first_way_multiplications,
    four_axis_bytes,
)

sizes = st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4))
over_sizes = settings(max_examples=40)


def rand(*shape: int) -> Tensor:
    """Standard normal numbers, the same for the same shape."""
    seed = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=seed, dtype=torch.float64)


@over_sizes
@given(sizes)
def test_every_slice_is_the_derivative_that_autograd_finds(size: tuple[int, int, int]) -> None:
    m, d, c = size
    X = rand(m, d)
    found = torch.func.jacrev(lambda W: predict(X, W, rand(c)))(rand(d, c))
    assert_close(later_form(X, c), found, rtol=0, atol=0)
    for i in range(m):
        for j in range(c):
            assert_close(slice_of(X, i, j, c), found[i, j], rtol=0, atol=0)


@over_sizes
@given(sizes)
def test_both_orders_are_the_tensor_flattened(size: tuple[int, int, int]) -> None:
    m, d, c = size
    X = rand(m, d)
    D = prediction_by_weight(X, torch.eye(c, dtype=X.dtype))
    assert by_rows(X, c).equal(D.reshape(m * c, d * c))
    assert by_columns(X, c).equal(D.permute(1, 0, 3, 2).reshape(m * c, d * c))
    assert forms_agree(X, c)


@over_sizes
@given(sizes)
def test_the_permutation_leads_from_one_order_to_the_other(size: tuple[int, int, int]) -> None:
    m, d, c = size
    X = rand(m, d)
    Y = rand(m, c)
    assert (commutation(m, c) @ Y.flatten()).equal(Y.T.flatten())
    i, j, p = m - 1, c - 1, d - 1
    stages = flattenings(X, c, i, j, p)
    assert stages[0].values.equal(by_rows(X, c))
    assert stages[-1].values.equal(by_columns(X, c))
    for stage in stages:
        assert stage.values[stage.row, stage.column] == X[i, p]
        assert stage.row_names[stage.row] == f"ŷ {i + 1},{j + 1}"
        assert stage.column_names[stage.column] == f"w {p + 1},{j + 1}"


@over_sizes
@given(sizes)
def test_all_slices_times_delta_add_up_to_the_gradient(size: tuple[int, int, int]) -> None:
    m, d, c = size
    X, delta = rand(m, d), rand(m, c)
    D = later_form(X, c)
    assert_close(weighted_sum(delta, D, m * c), weight_gradient(X, delta))
    assert_close(weighted_sum(delta, D, 1), delta[0, 0] * slice_of(X, 0, 0, c))
    assert weighted_sum(delta, D, 0).abs().max() == 0


def test_there_are_no_more_slices_than_predictions() -> None:
    with pytest.raises(ValueError, match=r"between 0 and the slices m c \(4\); got 5"):
        weighted_sum(rand(2, 2), later_form(rand(2, 3), 2), 5)


def test_mixed_orders_fit_and_are_wrong_unless_there_is_one_order_only() -> None:
    X, delta = rand(4, 3), rand(4, 2)
    assert mixed_up(X, delta).shape == weight_gradient(X, delta).shape
    assert not mixed_up(X, delta).allclose(weight_gradient(X, delta))
    single = rand(4, 1)
    assert mixed_up(X, single).allclose(weight_gradient(X, single))


@pytest.mark.parametrize("c", [1, 2, 5])
def test_zeros_are_counted_and_predicted(c: int) -> None:
    X = load_example().x_train
    assert share_of_zeros(later_form(X, c)) == pytest.approx(structural_zeros(c))


def test_multiplications_and_bytes_grow_as_the_lesson_says() -> None:
    assert first_way_multiplications(33, 6, 3) == 594
    assert contraction_multiplications(33, 6, 3) == 3 * 594
    assert four_axis_bytes(33, 6, 6) == 4 * four_axis_bytes(33, 6, 3)
    assert later_form(rand(5, 4), 3).nbytes == four_axis_bytes(5, 4, 3)


def test_a_page_builds_no_more_samples_than_fit() -> None:
    assert samples_within(33, 6, 3) == 33
    kept = samples_within(10_000, 50, 20)
    assert four_axis_bytes(kept, 50, 20) <= MIB < four_axis_bytes(kept + 1, 50, 20)
    with pytest.raises(ConfigError, match="Choose fewer inputs or outputs"):
        samples_within(10, 5_000, 20)


def test_zeros_are_blank_and_the_entry_is_framed() -> None:
    stage = flattenings(load_example().x_train[:4], 2, 1, 1, 2)[0]
    figure = flat_figure(stage)
    (heat,) = figure.data
    blank = sum(value == 0 for line in heat.z for value in line)
    assert blank == 8 * 6 / 2
    assert (0.5, BLANK) in heat.colorscale, "the browser puts its ground there"
    assert heat.text[3][5] == "1"
    frame = figure.layout.shapes[0]
    assert (frame.x0, frame.y0) == (4.5, 2.5) == (stage.column - 0.5, stage.row - 0.5)


@pytest.mark.parametrize("memory", [False, True])
def test_the_cost_grows_with_the_square_of_the_outputs(memory: bool) -> None:
    figure = cost_figure((33, 6, 3), "outputs", (1, 10), 1e6, memory=memory)
    four_axes, by_hand = figure.data[:2]
    assert four_axes.y[1] / four_axes.y[0] == 100
    assert by_hand.y[1] / by_hand.y[0] == 10
    assert figure.layout.shapes[0].x0 == 3


@pytest.mark.parametrize(("total", "numbers"), [(8, 6), (99, 18), (6000, 1000), (2, 10**6), (1, 1)])
def test_a_film_shows_every_slice_or_evenly_chosen_ones_of_many(total: int, numbers: int) -> None:
    counts = counts_to_play(total, numbers)
    assert counts == sorted(set(counts))
    assert counts[-1] == total
    assert counts[0] == 1
    assert len(counts) <= 120
    assert len(counts) == total or len(counts) * numbers <= 4000 + 2 * numbers
