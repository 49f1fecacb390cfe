"""The pictures of the differences: every number drawn is one that was measured."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from perceptron.config import DTYPES
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.difference import QUANTITIES, Comparison, Difference
from perceptron.figures.agreement.rounding import central_difference_figure, limit_figure
from perceptron.figures.agreement.series import HEIGHT, LINE, UNITS, agreement_figure
from perceptron.figures.style import style_of
from perceptron.lessons.agreement.rounding import AtShare, errors_by_dtype
from perceptron.lessons.agreement.series import DtypeSeries, series
from perceptron.training import batches

EPSILON = {dtype: torch.finfo(getattr(torch, dtype)).eps for dtype in DTYPES}


@pytest.fixture(scope="module")
def example() -> dict[str, DtypeSeries]:
    return series(load_example(), EXAMPLE_TRAINING)


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("measure", UNITS)
def test_both_dtypes_stand_in_one_picture_each_beside_its_epsilon(
    example: dict[str, DtypeSeries], quantity: str, measure: str
) -> None:
    traces = {trace.name: trace for trace in agreement_figure(example, quantity, measure).data}
    for dtype, one in example.items():
        factor = 100 if measure == "percent" else 1
        assert traces[f"ε of {dtype}"].y[0] == factor * one.epsilon
        for name, points in one.points.items():
            curve = traces[f"{name}, {dtype}"]
            values = [getattr(getattr(c, quantity), measure) for _, c in points]
            assert list(curve.y) == [value or None for value in values]
            assert curve.line.dash is None, "dashes mean something else"
            assert curve.line.color == style_of(name, list(one.points).index(name)).color


def test_what_is_identical_is_a_point_below_all_curves(example: dict[str, DtypeSeries]) -> None:
    figure = agreement_figure(example)
    points = next(trace for trace in figure.data if trace.name == "identical")
    assert 0 in points.x, "the common start"
    curves = [trace for trace in figure.data if trace.mode == "lines+markers"]
    for curve in curves:
        at = [x for x, y in zip(curve.x, curve.y, strict=True) if y is None]
        assert set(at) <= set(points.x)
        assert points.y[0] < min(y for y in curve.y if y)


def test_every_curve_is_named_at_its_end_and_no_name_covers_another(
    example: dict[str, DtypeSeries],
) -> None:
    figure = agreement_figure(example)
    assert figure.layout.showlegend is False
    names = [note for note in figure.layout.annotations if note.xref == "paper"]
    told = [note.text.partition("</span> ")[2] for note in names]
    assert sorted(told) == sorted(
        [name for one in example.values() for name in one.points]
        + [f"ε of {dtype}" for dtype in example]
    )
    low, high = figure.layout.yaxis.range
    height = [note.y * HEIGHT / (high - low) for note in names]
    gaps = [b - a for a, b in zip(sorted(height), sorted(height)[1:], strict=False)]
    assert min(gaps) > LINE - 1e-6


def test_a_difference_that_is_no_number_breaks_no_axis() -> None:
    far = Difference(math.inf, math.inf, math.inf, identical=False)
    one = DtypeSeries("float64", 1e-16, {"scratch": [(-1, Comparison(far, far, far))]}, {})
    figure = agreement_figure({"float64": one})
    assert all(map(math.isfinite, figure.layout.yaxis.range))
    assert agreement_figure({"float64": replace(one, points={})}).data


def test_the_limit_figure_marks_zeros_and_those_that_were_stopped() -> None:
    points = [
        AtShare(0.5, 1, 0.0, 0.0, 100, 1, 2, False),
        AtShare(1.1, 2, 1e-9, 1e-15, 80, 1e13, 2, True),
    ]
    absolute, relative, _, identical = limit_figure(points, "float64", EPSILON["float64"]).data
    assert absolute.y == (identical.y[0], 1e-9)
    assert relative.y == (identical.y[0], 1e-15)
    assert identical.y[0] < 1e-16
    assert absolute.customdata == ("identical", "10⁻⁹, stopped")
    assert absolute.marker.symbol == ("circle", "circle-open")


def test_the_step_figure_shows_errors_estimates_and_exact_zeros() -> None:
    data = load_example()
    X, Y = next(batches(data.x_train, data.y_train, 4))
    errors = errors_by_dtype(X, Y, example_start())
    assert errors["float64"][0].error == 0  # whole numbers, h = 1: no digit is lost
    traces = {trace.name: trace for trace in central_difference_figure(errors).data}
    assert traces["float64: error"].y[0] == traces["identical"].y[0]
    assert traces["float64: error"].y[5] == errors["float64"][5].error
    assert list(traces["float32: ε L / h"].y) == [p.estimate for p in errors["float32"]]
