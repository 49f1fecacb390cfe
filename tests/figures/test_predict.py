"""The pictures of guesses, and of what the run showed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.figures.predict import choices_figure, curves_figure, numbers_figure


def test_the_pictures_hide_the_answer_until_it_is_given():
    hidden = choices_figure({"a": "A", "b": "B"}, ["a", "a"], None)
    shown = choices_figure({"a": "A", "b": "B"}, ["a", "a"], "b")
    assert list(hidden.data[0].x) == list(shown.data[0].x) == [2, 0]
    assert len(set(hidden.data[0].marker.color)) == 1
    assert [label.startswith("✓") for label in shown.data[0].y] == [False, True]
    assert [trace.name for trace in numbers_figure([4, 4, 3], None, 1, "").data] == ["guesses"]
    assert numbers_figure([4, 4, 3], 4, 1, "").data[1].name == "measured: 4"
    curves = curves_figure([0, 1, 2], [[1, 2, 3], [4, 5, 6]], [(0, 9), (1, 8), (2, 7)]).data
    assert [trace.name for trace in curves] == ["sketched", "sketched", "measured"]


CLASS = [3.0] * 17 + [4.0] * 8 + [100.0]


def test_equal_numbers_are_stacked_and_counted_and_outliers_told_in_words():
    figure = numbers_figure(CLASS, None, 0, "batches")
    bars = figure.data[0]
    assert dict(zip(bars.x, bars.text, strict=True)) == {3: "17", 4: "8"}
    assert figure.layout.xaxis.title.text == "batches; 1 guess beyond: 100"
    assert figure.layout.xaxis.range[1] < 6
    revealed = numbers_figure(CLASS, 100.0, 0, "batches").layout.xaxis
    assert revealed.range[1] > 100, "nothing is folded that lies before the answer"
    assert revealed.title.text == "batches"


def test_the_answer_covers_no_count():
    bars, line = numbers_figure(CLASS, 4.0, 0, "batches").data
    assert line.y[0] > dict(zip(bars.x, bars.y, strict=True))[4]
    assert numbers_figure(CLASS, 6.0, 0, "batches").data[1].y[0] == 0


@pytest.mark.parametrize("answer", [None, 4.0])
def test_between_whole_numbers_stands_no_tick(answer: float | None):
    for guesses in ([3.0], [3.0, 4.0], CLASS, [1.0, 1782.0]):
        axis = numbers_figure(guesses, answer, 0, "batches").layout.xaxis
        assert axis.dtick >= 1
        assert float(axis.dtick).is_integer()
    assert numbers_figure([3.0, 3.5], answer, 0, "").layout.xaxis.dtick is None


def test_many_near_numbers_are_counted_together():
    guesses = [2.1, 2.15, 2.12, 0.5, 0.51, 1.0, 3.0]
    bars = numbers_figure(guesses, 2.149, 0.6, "").data[0]
    assert sum(bars.y) == len(guesses)
    assert 2 < len(bars.x) < len(guesses)
    gaps = [after - before for before, after in pairwise(sorted(bars.x))]
    assert min(gaps) > bars.width, "no bar covers another"


@given(st.lists(st.floats(-1e299, 1e299), max_size=40), st.none() | st.floats(-1e9, 1e9))
def test_every_guess_is_drawn_or_told(guesses: list[float], answer: float | None):
    figure = numbers_figure(guesses, answer, 1.0 if answer else 0.0, "")
    told = re.search(r"(\d+) guess(es)? beyond", figure.layout.xaxis.title.text)
    assert sum(figure.data[0].y) + (int(told[1]) if told else 0) == len(guesses)
    low, high = figure.layout.xaxis.range
    assert low < high
    assert all(low <= x <= high for x in figure.data[0].x)
