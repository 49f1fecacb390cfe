"""MAPE as the notebook defines it, in percent, and the agreement of two models."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from perceptron import DataConfig, Parameters, Run, TrainConfig, load, mape
from perceptron.difference import Difference, compare, difference, epsilon_percent
from perceptron.text.numbers import number

numbers = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9)
values = st.lists(numbers, min_size=1, max_size=12)


def tensor(*entries: float) -> Tensor:
    return torch.tensor(entries, dtype=torch.float64)


@given(numbers)
def test_facts_of_the_notebook_for_numbers(a: float) -> None:
    assert mape(a, a) == 0
    if a != 0:
        assert mape(0.0, a) == 100
        assert mape(-a, a) == 200


@given(values)
def test_facts_of_the_notebook_for_tensors(entries: list[float]) -> None:
    a = tensor(*(entry or 1.0 for entry in entries))
    assert mape(a, a) == 0
    assert mape(torch.zeros_like(a), a) == pytest.approx(100, rel=1e-14)
    assert mape(-a, a) == pytest.approx(200, rel=1e-14)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_is_the_mean_over_entries_in_percent(pairs: list[tuple[float, float]]) -> None:
    shares = [abs(t - p) / abs(t) if t != 0 else abs(p) for p, t in pairs]
    pred, true = tensor(*(p for p, _ in pairs)), tensor(*(t for _, t in pairs))
    expected = 100 * math.fsum(shares) / len(shares)
    assert mape(pred, true) == pytest.approx(expected, rel=1e-12)
    column = mape(pred.reshape(-1, 1), true.reshape(-1, 1))
    assert column == pytest.approx(expected, rel=1e-12)


def test_is_a_percentage_of_the_true_value_not_of_the_predicted() -> None:
    assert mape(9.0, 10.0) == pytest.approx(10)
    assert mape(10.0, 9.0) == pytest.approx(100 / 9)
    assert mape(tensor(9.0, 30.0), tensor(10.0, 20.0)) == pytest.approx((10 + 50) / 2)


def test_where_true_is_exactly_zero_the_prediction_itself_counts() -> None:
    assert mape(0.5, 0.0) == 50
    assert mape(-0.5, -0.0) == 50
    assert mape(tensor(0.5, 2.0), tensor(0.0, 2.0)) == 25
    assert mape(tensor(0.0), tensor(0.0)) == 0
    assert mape(2e-300, 1e-300) == pytest.approx(100), "tiny is not zero"


@pytest.mark.parametrize("true", [1e-12, -1e-12])
def test_does_not_explode_or_turn_negative_near_zero(true: float) -> None:
    assert mape(2 * true, true) == pytest.approx(100)


def test_takes_whole_numbers_too() -> None:
    assert mape(9, 10) == pytest.approx(10)
    assert mape(torch.tensor([9, 30]), torch.tensor([10, 0])) == pytest.approx((10 + 3_000) / 2)


def test_a_number_and_a_tensor_are_a_type_error() -> None:
    with pytest.raises(TypeError, match="two numbers or two tensors; got Tensor and float"):
        mape(tensor(1.0), 1.0)
    with pytest.raises(TypeError, match="got float and Tensor"):
        mape(1.0, tensor(1.0))


@pytest.mark.parametrize(
    ("pred", "true"), [((3, 1), (3,)), ((2, 3), (3, 2)), ((1,), (4,)), ((), (1,))]
)
def test_tensors_of_two_shapes_are_an_error_that_names_both(
    pred: tuple[int, ...], true: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="one shape") as error:
        mape(torch.ones(pred), torch.ones(true))
    assert f"got {pred} and {true}" in str(error.value)


def test_empty_tensors_are_an_error() -> None:
    with pytest.raises(ValueError, match="at least one entry"):
        mape(torch.ones(0, 3), torch.ones(0, 3))


def test_what_is_not_finite_is_not_hidden() -> None:
    assert math.isnan(mape(math.nan, 1.0))
    assert math.isnan(mape(tensor(1.0, math.nan), tensor(1.0, 1.0)))
    assert mape(math.inf, 1.0) == math.inf


def test_models_are_compared_by_predictions_weights_and_bias() -> None:
    reference = Parameters(W=tensor(2.0, 4.0).reshape(2, 1), b=tensor(10.0))
    model = Parameters(W=tensor(2.2, 4.0).reshape(2, 1), b=tensor(9.0))
    X = tensor(1.0, 0.0, 0.0, 1.0).reshape(2, 2)  # predictions 11.2, 13 against 12, 14
    found = compare(model, reference, X)
    assert found.W.percent == pytest.approx((10 + 0) / 2)
    assert found.b.percent == pytest.approx(10)
    assert found.predictions.percent == pytest.approx((100 * 0.8 / 12 + 100 / 14) / 2)
    same = compare(reference, reference, X)
    assert same.predictions == same.W == same.b
    nothing = Difference(percent=0, largest=0, norm=0, identical=True)
    assert nothing == same.W


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_epsilon_is_the_gap_after_one_in_percent(dtype: torch.dtype) -> None:
    one = torch.ones((), dtype=dtype)
    gap = (torch.nextafter(one, 2 * one) - one).item()
    assert epsilon_percent(dtype) == 100 * gap


def test_a_percentage_of_nearly_nothing_is_known_and_no_other() -> None:
    run = Run(load(DataConfig("linnerud")), TrainConfig(1.0, batch_size=16, epochs=100)).finish()
    for name in ("scratch", "einsum"):
        found = run.final_difference(name)
        assert found.b.percent > 1 > 1e10 * found.b.largest
        assert found.b.is_of_nothing
        assert found.warnings == [
            f"b is nearly 0 here: the largest difference is {number(found.b.largest, 2)}"
        ]
    plain = Run(load(DataConfig()), TrainConfig(0.3, epochs=100)).finish()
    assert plain.final_difference("scratch").warnings == []
    assert not difference(torch.ones(2), torch.ones(2)).is_of_nothing
    wrong = difference(torch.tensor([1.0, 2.0]), torch.tensor([0.1, 2.0]))
    assert not wrong.is_of_nothing, "a real difference is large in every measure"
