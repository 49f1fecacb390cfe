"""Figures by their data: what is drawn is what was trained, and it stays small."""

from __future__ import annotations

import numpy as np
import pytest

from perceptron import MODELS, DataConfig, Parameters, Run, TrainConfig, load
from perceptron.difference import Comparison, Difference
from perceptron.figures import (
    difference_figure,
    difference_traces,
    loss_figure,
    loss_traces,
    weights_figure,
    weights_traces,
)
from perceptron.figures.difference import identical_level
from perceptron.figures.style import STYLES, log_axis
from perceptron.theory import best_parameters, reference_losses


@pytest.fixture(scope="module")
def run() -> Run:
    return Run(load(DataConfig()), TrainConfig()).finish()


def current(run: Run) -> dict[str, Parameters]:
    return {name: run.parameters(name) for name in MODELS}


def test_loss_curves_hold_the_losses_of_each_model(run: Run) -> None:
    figure = loss_figure(run.curves(100), run.epochs, reference_losses(run.dataset, run.start))
    curves = {trace.name: trace for trace in figure.data}
    for name in MODELS:
        assert list(curves[name].x) == list(range(17)), "epochs trained, from the start on"
        for epoch, loss in enumerate(curves[name].y, start=-1):
            assert loss == run.dataset.train_loss(run.history.snapshot(epoch)[name])
        assert curves[name].y[-1] == run.loss(name)
        assert list(curves[f"{name}, validation"].y) == run.history[name].valid_mse
        assert list(curves[f"{name}, validation"].x) == list(range(1, 17))
    assert figure.layout.yaxis.type == "log"


def test_the_epoch_that_is_looked_back_to_is_marked(run: Run) -> None:
    (mark,) = loss_figure(run.curves(100), run.epochs, {}, cursor=3).layout.shapes
    assert mark.x0 == mark.x1 == 4, "after epoch 3, counted from 0, four are trained"
    assert not loss_figure(run.curves(100), run.epochs, {}).layout.shapes


def test_no_curve_lies_below_the_least_loss_that_it_stands_beside() -> None:
    run = Run(load(DataConfig()), TrainConfig(learning_rate=0.3, epochs=60)).finish()
    figure = loss_figure(run.curves(100), run.epochs, run.reference_losses)
    drawn = {trace.name.split(":")[0]: min(trace.y) for trace in figure.data if len(trace.y)}
    assert min(drawn[name] for name in MODELS) >= drawn["least squares"] > 0
    assert drawn["start"] == loss_figure(run.curves(100), 60, {}).data[1].y[0]
    assert "on all training rows" in figure.layout.title.text
    assert min(run.history["torch"].train_mse) < drawn["least squares"], "the notebook's mean does"


def test_coinciding_curves_differ_in_width_and_colour() -> None:
    assert len({style.width for style in STYLES.values()}) == len(STYLES)
    assert len({style.color for style in STYLES.values()}) == len(STYLES)


def test_a_reference_far_below_the_curves_is_named_but_not_drawn(run: Run) -> None:
    figure = loss_figure(run.curves(100), 16, {"start": 1.0, "least squares": 1e-30})
    lines = {trace.name.split(":")[0]: trace for trace in figure.data}
    assert lines["start"].y[0] == 1.0
    assert lines["least squares"].y[0] is None


def test_the_heatmap_holds_w_b_the_truth_and_the_differences(run: Run) -> None:
    best, name = best_parameters(run.dataset)
    (trace,) = weights_traces(current(run), best)
    numbers = trace["customdata"]
    W, b = run.parameters("scratch").W.numpy(), run.parameters("scratch").b.numpy()
    assert np.array_equal(numbers[:6, :3], W)
    assert np.array_equal(numbers[6, :3], b)
    below = numbers[-7:, :3]
    assert np.array_equal(below[:6], W - run.parameters("torch").W.numpy())
    assert np.array_equal(numbers[-7:-1, 4:7], best.W.numpy())
    assert name == "true W, b"
    assert np.nanmax(np.abs(trace["z"])) == 1  # symmetric: shares of the largest


def test_the_heatmap_writes_exact_zero_as_zero_and_no_number_that_does_not_fit(run: Run) -> None:
    best, _ = best_parameters(run.dataset)
    same = dict.fromkeys(MODELS, run.start)
    (trace,) = weights_traces(same, best)
    assert trace["text"][-1][0] == "0"
    wide = load(DataConfig(features=40, outputs=12, valid=5))
    best, _ = best_parameters(wide)
    (trace,) = weights_traces(dict.fromkeys(MODELS, best), best)
    assert "text" not in trace


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_rounding_is_pale_and_real_disagreement_is_not(dtype: str) -> None:
    run = Run(load(DataConfig()), TrainConfig(learning_rate=0.3, dtype=dtype)).finish()
    best, _ = best_parameters(run.dataset)
    (trace,) = weights_traces(current(run), best)
    below = trace["z"][-7:]
    rounded = np.delete(below, slice(3, 8), axis=1)  # the best stands in the middle
    assert 0 < np.nanmax(np.abs(rounded)) < 0.05
    wrong = run.parameters("scratch")
    wrong.W[0, 0] *= 1.01
    (trace,) = weights_traces({**current(run), "scratch": wrong}, best)
    assert abs(trace["z"][-7, 0]) > 0.3


def test_many_numbers_are_left_out_while_they_move() -> None:
    data = load(DataConfig(features=10, outputs=5, valid=5))
    three = ("scratch", "torch", "einsum")
    same = dict.fromkeys(three, data.true)
    (still,) = weights_traces(same, data.true)
    (moving,) = weights_traces(same, data.true, moving=True)
    assert still["texttemplate"] == "%{text}"
    assert moving["texttemplate"] == ""
    small = load(DataConfig(valid=5))
    (few,) = weights_traces(dict.fromkeys(three, small.true), small.true, moving=True)
    assert few["texttemplate"] == "%{text}"


def test_the_weights_figure_names_all_panels_and_columns(run: Run) -> None:
    best, name = best_parameters(run.dataset)
    data = run.dataset
    figure = weights_figure(current(run), best, name, data.feature_names, data.target_names)
    titles = [note.text for note in figure.layout.annotations]
    assert len(titles) == 2 * len(MODELS)
    assert "<b>einsum − torch</b>" in titles
    assert figure.layout.yaxis.ticktext[:7] == (*data.feature_names, "bias b")


def test_exact_zeros_are_drawn_as_identical() -> None:
    zero = Difference(percent=0, largest=0, norm=0, identical=True)
    apart = Difference(percent=1e-14, largest=1, norm=1, identical=False)
    series = {"scratch": [(-1, Comparison(zero, zero, zero)), (0, Comparison(apart, zero, apart))]}
    traces = difference_traces(series, epsilon=2e-14)
    assert list(traces[0]["y"]) == [identical_level(2e-14), 1e-14]
    assert traces[0]["customdata"] == ["identical", ""]
    figure = difference_figure(series, 2e-14, "float64", 16)
    names = [trace.name for trace in figure.data]
    assert any(name.startswith("float64 epsilon") for name in names)


def test_a_narrow_log_axis_has_whole_numbers_between_the_powers_of_ten() -> None:
    narrow = log_axis("MSE", [4500.0, 12000.0])
    shown = dict(zip(narrow["ticktext"], narrow["tickvals"], strict=True))
    assert shown["5000"] == 5000
    assert shown["10\u202f000"] == 10000
    assert sum(4500 <= tick <= 12000 for tick in narrow["tickvals"]) >= 4
    assert log_axis("MSE", [1.0, 1e4])["dtick"] == 1
    assert "tickvals" not in log_axis("MSE", [4017.1, 4017.3]), "none of them would be in sight"
    assert "tickvals" in log_axis("MSE", [4017.1]), "one value has a decade around it"
    assert log_axis("MSE", [1e-20, 1.0])["dtick"] == 3


def test_a_curve_without_points_keeps_its_place_in_the_legend() -> None:
    run = Run(load(DataConfig(samples=20, valid=10)), TrainConfig(batch_size=10, epochs=2))
    before = loss_traces(run.curves(100), run.history.batch_losses)
    run.finish()
    after = loss_traces(run.curves(100), run.history.batch_losses)
    assert [len(trace["x"]) for trace in before] == [1] * len(after)
    pointless = [trace for trace in before if trace["name"] not in MODELS]
    assert all(np.isnan(trace["y"]).all() for trace in pointless)
    assert len(pointless) == 1 + len(MODELS)
    assert not any(np.isnan(trace["y"]).any() for trace in after)


def test_names_beside_the_weights_are_cut_only_where_there_is_no_room() -> None:
    run = Run(load(DataConfig(dataset="iris")), TrainConfig(batch_size=30))
    figure = weights_figure(
        current(run), run.start, "start", run.dataset.feature_names, ["petal length", "petal width"]
    )
    assert figure.layout.xaxis.ticktext[:2] == ("petal<br>length", "petal<br>width")
    tiles = figure.layout.meta["tiles"]
    assert [tile["name"] for tile in tiles] == list(MODELS)
    assert all(tile["to"] - tile["from"] == 2 for tile in tiles)
