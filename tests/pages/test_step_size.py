"""The lesson on the learning rate: its figures by their data, and the page."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import streamlit as st
import torch
from streamlit.testing.v1 import AppTest

from pages.shared.lesson import step_size
from pages.shared.lesson.step_size import nearest_rate
from pages.shared.lesson.step_size_words import other_limits, which_theory
from pages.shared.server.seat import Seat
from perceptron import DataConfig, Parameters, Run, TrainConfig, load
from perceptron.data.example import example_start, load_example
from perceptron.figures.step_size import (
    decay_figure,
    factor_figure,
    scale_figure,
    sweep_traces,
)
from perceptron.figures.surface import outside_in_words, surface_figure
from perceptron.lessons.step_size.limits import verdicts
from perceptron.lessons.step_size.path import decay, plane, walk
from perceptron.lessons.step_size.sweep import Edge, log_rates, n_epochs, search_edge
from perceptron.theory import EpochMap, Limits, least_squares, spectrum
from tests.pages.opening import open_page, switch_to


def test_losses_that_overflow_lie_on_the_ceiling() -> None:
    losses = torch.tensor([4.0, 1.0, math.inf, math.nan], dtype=torch.float64)
    (trace,) = sweep_traces(log_rates(0.01, 10, 4), losses, {"start": 5.0})
    assert trace["y"].tolist() == [4, 1, 5000, 5000]


def test_the_scale_draws_verdicts_references_and_marks() -> None:
    rates = log_rates(0.001, 10, 9)
    verdicts = ["slow"] * 4 + ["works"] * 4 + ["diverges"]
    figure = scale_figure(rates, torch.ones(9), verdicts, {"start": 9.0}, {"limit": 2.0}, 120)
    strip = next(trace for trace in figure.data if trace.type == "heatmap")
    assert list(strip.z[0]) == [0] * 4 + [1] * 4 + [2]
    words = [note.text for note in figure.layout.annotations]
    assert words[:2] == ["<b>slow</b>", "<b>works</b>"], "one cell is too narrow for its word"
    assert words[2:] == ["<b>limit 2</b>", "start 9"], "lines are named where they are"
    assert not figure.layout.showlegend
    mark = next(trace for trace in figure.data if trace.name == "limit: 2")
    assert list(mark.x) == [2.0, 2.0]


def test_no_mark_s_line_runs_through_the_name_of_another() -> None:
    """On a phone the name of the limit reaches from its line across that of the visitor's rate."""
    rates, marks = log_rates(0.001, 10, 9), {"your rate": 0.3, "limit": 1.93}
    figure = scale_figure(rates, torch.ones(9), ["works"] * 9, {"start": 9.0}, marks, 120)
    lowest = min(note.yshift for note in figure.layout.annotations if note.text.startswith("<b>l"))
    low, high = figure.layout.yaxis.range
    height = 270  # of the picture in pixels, as the page shows it
    for name in ("your rate: 0.3", "limit: 1.93"):
        line = next(trace for trace in figure.data if trace.name == name)
        room = (high - math.log10(max(line.y))) / (high - low) * height
        assert room > 18 - lowest, "it ends below both names"


def test_decay_pairs_a_line_and_markers_for_each_direction() -> None:
    data = load_example()
    curve = spectrum(data.x_train, 2)
    figure = decay_figure(decay(data, example_start(), 0.2, 5), curve.values)
    lines, dots = figure.data[::2], figure.data[1::2]
    assert [d.mode for d in dots] == ["markers"] * 4
    for line, dot in zip(lines, dots, strict=True):
        assert list(line.y) == pytest.approx(list(dot.y), rel=1e-6)


def test_each_direction_is_named_at_its_end() -> None:
    data = load_example()
    curve = spectrum(data.x_train, 2)
    figure = decay_figure(decay(data, example_start(), 0.2, 5), curve.values)
    named = [note.text for note in figure.layout.annotations]
    assert sorted(named) == sorted({trace.name for trace in figure.data})
    heights = sorted(note.y for note in figure.layout.annotations)
    assert min(b - a for a, b in pairwise(heights)) > 0.05, "none over another"


def test_one_limit_opens_the_page_and_no_other_stands_beside_it(page: AppTest) -> None:
    told = [one.value for one in page.markdown]
    opening = next(words for words in told if "rates above" in words)
    assert "rates above 1.93 [diverge](#term-converge-diverge)" in opening
    assert "The rate chosen below, 0.01, is slow" in opening
    assert told.index(opening) < 3
    marks = [
        note["text"]
        for note in page.session_state["figures"]["scale"]["figure"]["layout"]["annotations"]
    ]
    assert [one for one in marks if "limit" in one] == ["<b>limit 1.93</b>"]
    for words in ("2.15", "0.252"):
        assert not any(words in one for one in marks)
    page.select_slider(key="step_size_rate").set_value(0.3).run()
    assert any("The rate chosen below, 0.3, works." in one.value for one in page.markdown)
    page.select_slider(key="step_size_rate").set_value(2.0).run()
    assert any("The rate chosen below, 2, diverges." in one.value for one in page.markdown)


def test_the_surface_has_its_path_on_top() -> None:
    data = load_example()
    path = walk(data, example_start(), 0.2, 4, 2)
    figure = surface_figure(plane(data, path, 0, spectrum(data.x_train, 2)), "y1")
    assert [trace.type for trace in figure.data] == ["contour", *["scatter"] * 3]
    assert len(figure.data[1].x) == len(path) == 7


def test_the_surface_is_to_scale_and_long_along_the_flattest_direction() -> None:
    data = load(DataConfig(valid=9))
    curve = spectrum(data.x_train, 3)
    start = Parameters(W=data.true.W + 3, b=data.true.b + 3)
    cut = plane(data, walk(data, start, 0.3, 33, 2), 0, curve)
    layout = surface_figure(cut, "y1").layout
    assert layout.yaxis.scaleanchor == "x"
    assert layout.yaxis.scaleratio in (None, 1)
    assert (layout.xaxis.constrain, layout.yaxis.constrain) == ("domain", "domain")
    assert layout.xaxis.title.text == "flattest direction"
    contour = surface_figure(cut, "y1").data[0]
    z = 10 ** np.array(contour.z)
    least, middle = data.train_loss(least_squares(data.x_train, data.y_train)), len(z) // 2
    low = z < least + 0.5 * (z[:, middle].max() - least)
    across = np.ptp(np.array(contour.x)[low.any(axis=0)])
    up = np.ptp(np.array(contour.y)[low.any(axis=1)])
    assert across / up == pytest.approx(curve.elongation, rel=0.1)


def test_a_ball_that_has_left_the_picture_waits_at_its_edge_with_a_word() -> None:
    data = load(DataConfig(valid=9))
    run = Run(data, TrainConfig(learning_rate=2.2, epochs=6))
    path = walk(data, run.start, 2.2, 33, 6)
    cut = plane(data, path, 0, spectrum(data.x_train, 3))
    figure = surface_figure(cut, "y1")
    ball, axes = figure.data[2], figure.layout
    assert abs(cut.path[-1]).max() > axes.xaxis.range[1]
    assert axes.xaxis.range[0] < ball.x[0] < axes.xaxis.range[1]
    assert axes.yaxis.range[0] < ball.y[0] < axes.yaxis.range[1]
    assert "the ball is outside the picture" in figure.data[3].text[0]
    assert outside_in_words(cut).endswith("leaves the picture. The ball waits at its edge.")
    calm = plane(data, walk(data, run.start, 0.1, 33, 6), 0, spectrum(data.x_train, 3))
    assert outside_in_words(calm) == ""
    assert list(surface_figure(calm, "y1").data[3].text) == [""]


def test_the_strip_and_the_curve_count_the_same_epochs() -> None:
    data = load_example()
    *_, edge = search_edge(data, example_start(), 4)
    assert edge.epochs == n_epochs(data, 4) == 120
    least = data.train_loss(least_squares(data.x_train, data.y_train))
    ended = edge.losses[edge.losses.isfinite()]
    assert (ended >= least * (1 - 1e-12)).all(), "no loss lies below the least possible"
    strip = verdicts(EpochMap(data.x_train, 2, 4), edge.rates.tolist(), edge.epochs)
    lowest = ended.argmin()
    assert strip[lowest] == "works", "the curve is at its lowest there"
    assert "slow" not in strip[lowest:]


def test_the_factor_figure_marks_the_factor() -> None:
    figure = factor_figure([1, 10], [2.0, 0.02], 10)
    assert figure.layout.shapes[0].x0 == 10
    assert list(figure.data[0].y) == [2.0, 0.02]


def test_the_words_name_the_theory_that_holds() -> None:
    assert "limit is exactly $2 / \\lambda_{\\max}$" in which_theory(Limits(2.0, 2.0, 2.0, 1))
    assert other_limits(Limits(2.0, 2.0, 2.0, 1)) == ""
    four = Limits(2.0, 1.9, 0.3, 4)
    assert "product of 4 different steps" in which_theory(four)
    assert "$2 / \\lambda_{\\max}$ = 2." in other_limits(four)
    assert "Below 0.3," in other_limits(four)
    assert which_theory(Limits(2.0, None, 0.3, 999)) == "", "the opening says so"


def test_a_click_takes_a_rate_that_the_train_page_offers() -> None:
    assert nearest_rate(0.29) == 0.3
    assert nearest_rate(1e9) == 10


@pytest.fixture
def page() -> AppTest:
    """The lesson, freshly opened."""
    return open_page("step_size")


def test_the_measured_edge_stands_beside_the_predicted_limit(page: AppTest) -> None:
    assert not page.exception
    words = next(c.value for c in page.caption if "Training diverges" in c.value)
    gap = float(words.split("(")[1].split("%")[0].replace("−", "-"))
    assert abs(gap) < 3
    assert "48 learning rates" in words


def test_a_sweep_gives_way_to_others_and_to_a_second_script_run(monkeypatch) -> None:
    breathed = []

    def breathe(*_: object) -> None:  # after each epoch others may compute
        breathed.append(1)
        if len(breathed) == 30:  # as the script run of a click, in another thread
            st.session_state["sweep_turns"].enter()

    monkeypatch.setattr(Seat, "breathe", breathe)
    page = open_page("step_size")
    assert len(breathed) == 30
    assert not any("Training diverges" in c.value for c in page.caption)
    page.run()
    assert any("Training diverges" in c.value for c in page.caption)
    assert len(breathed) > 30 + 2 * 100, "both sweeps, from their beginning"


def test_a_sweep_without_an_edge_is_drawn_to_its_end(monkeypatch) -> None:
    search, ends = step_size.search_edge, []

    def without_edge(*args: object, **scale: float) -> Iterator[object]:
        for found in search(*args, **scale):
            if isinstance(found, Edge):
                found = replace(found, measured=None)
                ends.extend(sweep_traces(found.rates, found.losses, {"start": 1e9}))
            yield found

    monkeypatch.setattr(step_size, "search_edge", without_edge)
    page = open_page("step_size")
    assert any("No edge was seen" in c.value for c in page.caption)
    curve = page.session_state["figures"]["scale"]["figure"]["data"][0]["y"]
    drawn = np.frombuffer(base64.b64decode(curve["bdata"]))
    assert drawn[0] == ends[0]["y"][0]


@pytest.mark.parametrize("part", ["directions", "loss surface", "feature scaling"])
@pytest.mark.parametrize("scene", ["worked example", "notebook's data"])
def test_every_part_opens(page: AppTest, part: str, scene: str) -> None:
    page.segmented_control(key="scene_on_step_size").set_value(scene).run()
    page.segmented_control(key="step_size_part").set_value(part).run()
    assert not page.exception
    assert not page.error


def test_the_rate_goes_to_the_train_page(page: AppTest) -> None:
    page.select_slider(key="step_size_rate").set_value(0.3).run()
    switch_to(page, "train")
    assert page.select_slider(key="learning_rate").value == 0.3
