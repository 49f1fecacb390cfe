"""The pictures of guesses, and of what the run showed."""

from __future__ import annotations

from perceptron.figures.predict import choices_figure, curves_figure, numbers_figure


def test_the_pictures_hide_the_answer_until_it_is_given():
    hidden = choices_figure({"a": "A", "b": "B"}, ["a", "a"], None)
    shown = choices_figure({"a": "A", "b": "B"}, ["a", "a"], "b")
    assert list(hidden.data[0].x) == list(shown.data[0].x) == [2, 0]
    assert len(set(hidden.data[0].marker.color)) == 1
    assert [label.startswith("✓") for label in shown.data[0].y] == [False, True]
    assert [trace.name for trace in numbers_figure([4, 4, 3], None, 1, "").data] == ["guesses"]
    points = numbers_figure([4, 4, 3], 4, 1, "").data
    assert list(points[0].y) == [1, 2, 1], "equal guesses stand on top of each other"
    assert points[1].name == "measured: 4"
    curves = curves_figure([0, 1, 2], [[1, 2, 3], [4, 5, 6]], [(0, 9), (1, 8), (2, 7)]).data
    assert [trace.name for trace in curves] == ["sketched", "sketched", "measured"]
