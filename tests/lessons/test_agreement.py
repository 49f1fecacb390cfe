"""How far apart the models are: the measures, near the limit, central differences, and sums."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from perceptron import MODELS, DataConfig, Dataset, Run, TrainConfig, load
from perceptron.config import DTYPES
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.difference import QUANTITIES, compare, difference
from perceptron.lessons.agreement.order import (
    MOST_DIGITS,
    SUMS,
    Terms,
    equations,
    orders_in_words,
    two_orders,
    written,
)
from perceptron.lessons.agreement.rounding import errors_by_dtype, errors_by_h, near_limit
from perceptron.lessons.agreement.series import series
from perceptron.lessons.shortened import shortened
from perceptron.metrics import mape
from perceptron.parameters import Parameters
from perceptron.text.language import speaking
from perceptron.theory import learning_rate_limit
from perceptron.training import batches

EPSILON = {dtype: torch.finfo(getattr(torch, dtype)).eps for dtype in DTYPES}


@pytest.fixture(scope="module")
def notebook() -> Dataset:
    return load(DataConfig(valid=200))


def test_every_measure_by_hand() -> None:
    found = difference(torch.tensor([11.0, 0.0, 7.0]), torch.tensor([10.0, 4.0, 7.0]))
    assert found.percent == pytest.approx(100 * (0.1 + 1 + 0) / 3)
    assert found.fraction == pytest.approx((0.1 + 1 + 0) / 3)
    assert found.largest == 4
    assert found.norm == pytest.approx(math.sqrt(17))
    assert not found.identical


def test_one_last_bit_is_enough_not_to_be_identical() -> None:
    one = torch.ones(3, dtype=torch.float64)
    assert difference(one, one.clone()).identical
    other = one.clone()
    other[1] += EPSILON["float64"]
    found = difference(other, one)
    assert not found.identical
    assert found.largest == EPSILON["float64"]


def test_shapes_that_would_broadcast_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        difference(torch.ones(2, 2), torch.ones(2))


def test_a_comparison_tells_predictions_weights_and_bias_apart() -> None:
    reference = example_start()
    moved = Parameters(W=reference.W, b=reference.b + 2)
    found = compare(moved, reference, load_example().x_valid)
    assert found.W.identical
    assert found.b.largest == found.predictions.largest == 2


def test_the_percentages_are_those_of_the_run(notebook: Dataset) -> None:
    config = TrainConfig(epochs=5)
    found = series(notebook, config)
    assert list(found) == list(DTYPES)
    for dtype, one in found.items():
        assert one.epsilon == EPSILON[dtype]
        run = Run(notebook, replace(config, dtype=dtype)).finish()
        for name in ("scratch", "einsum"):
            assert [epoch for epoch, _ in one.points[name]] == [-1, 0, 1, 2, 3, 4]
            for epoch, point in one.points[name]:
                kept = run.history.snapshot(epoch)
                model, torch_model = kept[name], kept["torch"]
                assert point.W.percent == mape(model.W, torch_model.W)
                assert point.b.percent == mape(model.b, torch_model.b)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_models_start_identical_and_stay_within_rounding(notebook: Dataset, dtype: str) -> None:
    one = series(notebook, TrainConfig())[dtype]
    for points in one.points.values():
        epoch, first = points[0]
        assert epoch == -1
        assert all(getattr(first, quantity).identical for quantity in QUANTITIES)
        last = points[-1][1]
        assert last.W.fraction < 100 * one.epsilon
        assert not last.predictions.identical


def test_a_model_that_is_refused_is_left_out_and_told(notebook: Dataset) -> None:
    wide = load(DataConfig(samples=600, features=30, outputs=8, valid=20))
    one = series(wide, TrainConfig(batch_size=600, epochs=2, einsum_budget=1))["float64"]
    assert {*one.points} == {*MODELS} - {"torch", "einsum"}
    assert "Lower the batch size" in one.reasons["einsum"]


def test_large_tasks_are_cut_and_the_notebooks_is_not(notebook: Dataset) -> None:
    rows, config = shortened(notebook, TrainConfig())
    assert (rows.n_samples, config.batch_size, config.epochs) == (100, 33, 16)
    assert config == TrainConfig(einsum_budget=4)
    large = load(DataConfig(samples=3_000, valid=12_000))
    rows, config = shortened(large, TrainConfig(batch_size=2_000, epochs=10_000))
    assert (rows.n_samples, config.batch_size, config.epochs) == (1_000, 1_000, 500)
    for part, most in (("train", 1_000), ("valid", 10_000)):
        for name in (f"x_{part}", f"y_{part}"):
            assert getattr(rows, name).equal(getattr(large, name)[:most]), "the first rows"
    assert shortened(large, TrainConfig(batch_size=1, epochs=9))[1].epochs == 1
    assert shortened(large, TrainConfig(batch_size=300, epochs=999))[1].epochs == 500 // 4
    assert shortened(large, TrainConfig(einsum_budget=2))[1].einsum_budget == 2


def test_beyond_the_limit_all_are_wrong_together(notebook: Dataset) -> None:
    points = {p.share: p for p in near_limit(notebook, TrainConfig())}
    limit = learning_rate_limit(notebook.x_train, notebook.n_targets)
    for share, p in points.items():
        assert p.learning_rate == pytest.approx(share * limit)
        assert (p.loss > p.start_loss) == (share > 1)
        assert p.relative < 1e-12  # 2.7e-15 at most when this was written
    assert points[1.1].diverged
    assert points[1.1].epochs < 100
    assert not points[0.99].diverged
    assert points[0.99].epochs == 100
    assert points[1.01].largest > 10 * points[0.5].largest
    assert points[1.1].largest > 1e4 * points[1.01].largest


def test_rates_beyond_the_bounds_of_the_widgets_can_be_tried() -> None:
    tiny = load_example()
    tiny = replace(tiny, x_train=tiny.x_train[:, :] * 1e-4)
    assert near_limit(tiny, EXAMPLE_TRAINING, shares=[0.5], epochs=2)[0].epochs == 2
    steep = replace(tiny, x_train=tiny.x_train * 1e8)
    [point] = near_limit(steep, EXAMPLE_TRAINING, shares=[0.5], epochs=2)
    assert point.learning_rate < 1e-6


def slope(points: list[tuple[float, float]]) -> float:
    """Of the least-squares line through the logarithms."""
    x, y = (torch.tensor(v, dtype=torch.float64).log10() for v in zip(*points, strict=True))
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / (x * x).sum())


@pytest.mark.parametrize("start", [0, 1, 2])
def test_the_error_of_central_differences_only_grows_as_h_shrinks(
    notebook: Dataset, start: int
) -> None:
    at = Run(notebook, TrainConfig(init_seed=start)).start
    X, Y = next(batches(notebook.x_train, notebook.y_train, 33))
    errors = list(errors_by_h(X, Y, at))
    assert [p.h for p in errors] == [10.0**-k for k in range(15)]
    assert slope([(p.h, p.error) for p in errors]) == pytest.approx(-1, abs=0.1)
    assert all(p.estimate / 10 < p.error < 10 * p.estimate for p in errors)


def test_where_h_is_lost_in_float32_the_error_is_the_gradient() -> None:
    data = load_example()
    found = errors_by_dtype(data.x_train, data.y_train, example_start())
    ends = [p.error for p in found["float32"][-3:]]
    assert ends[0] == ends[1] == ends[2] > 1
    assert found["float64"][-1].error < ends[0]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("terms", [*SUMS.values(), (1 / 3, 1e-9, -7.0), (0.1, 0.2, -0.3)])
def test_sums_are_those_of_the_number_format(dtype: str, terms: Terms) -> None:
    found = two_orders(terms, dtype)
    kind = {"float64": np.float64, "float32": np.float32}[dtype]
    a, b, c = map(kind, terms)
    assert (found.left, found.right) == (float((a + b) + c), float(a + (b + c)))
    assert found.epsilon == float(np.finfo(kind).eps)
    assert found.neighbours == (
        found.left != found.right
        and np.nextafter(kind(found.left), kind(found.right)) == found.right
    )
    assert ("not bit-identical" in orders_in_words(found)) == (found.left != found.right)


def test_the_first_sum_shows_what_the_order_does_and_others_that_it_need_not() -> None:
    first = two_orders(SUMS["decimals"], "float64")
    assert (first.left, first.right) == (0.1 + 0.2 + 0.3, 0.1 + (0.2 + 0.3))
    assert not first.identical
    assert first.epsilons == 0.5
    assert two_orders(SUMS["decimals"], "float32").identical
    assert two_orders(SUMS["halves"], "float64").exact
    far = two_orders(SUMS["far-apart"], "float64")
    assert (far.left, far.right) == (1.0, 0.0), "the whole answer is lost"


def test_digits_are_those_of_the_stored_number_and_what_differs_is_underlined() -> None:
    found = two_orders(SUMS["decimals"], "float64")
    for digits in range(1, MOST_DIGITS + 1):
        assert float(written(found.left, digits)) == float(f"{found.left:.{digits - 1}e}")
        same = written(found.left, digits) == written(found.right, digits)
        assert (digits < 16) == same
        assert ("underline" in equations(found, digits)) != same
    assert r"0.600000000000000\underline{\mathbf{1}}" in equations(found, 16)
    assert "underline" not in equations(two_orders(SUMS["halves"], "float64"), 20)


def test_a_formula_has_the_decimal_sign_that_is_spoken_without_a_gap() -> None:
    found = two_orders(SUMS["decimals"], "float64")
    with speaking("es"):
        there = equations(found, 16)
    assert "(0{,}1+0{,}2)+0{,}3 &= 0{,}6" in there
    assert there.replace("{,}", ".") == equations(found, 16)
