"""What a class has answered, as the wall draws it."""

from __future__ import annotations

import json
import re

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.figures.room import spread_figure
from perceptron.figures.room.panels import RIGHT, VOTES
from perceptron.figures.room.shares import shares_figure
from perceptron.figures.room.words import spread_in_words
from perceptron.room.gain import AFTER, BEFORE, Progress, Share
from perceptron.room.question import CHOICE, CURVE, NUMBER, Key, Question
from perceptron.room.views import Vote

LIVES = Question(
    "lives", CHOICE, "What happens?", options=(("falls", "It falls"), ("grows", "It <b>grows</b>"))
)
GROWS = Key("grows", "It overshoots.", reasons={"falls": "Larger is thought to be faster."})
BATCHES = Question("batches", NUMBER, "How many?", unit="batches")
SKETCH = Question("curve", CURVE, "Sketch it.", epochs=(1, 5, 16))
FIRST = [Vote("falls", True)] * 12 + [Vote("falls", False)] * 10 + [Vote("grows", False)] * 8
SECOND = [Vote("falls", False)] * 6 + [Vote("grows", True)] * 23
BOTH = {BEFORE: FIRST, AFTER: SECOND}
CLASS = [Vote(3.0, True)] * 17 + [Vote(4.0, False)] * 8 + [Vote(100.0, True)] * 2


def bars(figure: go.Figure) -> dict[str, dict[object, int]]:
    """How high each bar is, by the name of its series and its place."""
    found = [trace for trace in figure.data if trace.type == "bar"]
    return {
        trace.name: dict(zip(trace.ids, trace.x, strict=True))
        if trace.orientation == "h"
        else dict(zip(trace.x, trace.y, strict=True))
        for trace in found
    }


def notes(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_one_round_is_counted_by_option_and_by_how_sure() -> None:
    figure = spread_figure(LIVES, {BEFORE: FIRST})
    grows = "It &lt;b&gt;grows&lt;/b&gt;"
    assert bars(figure) == {
        "sure": {"It falls": 12, grows: 0},
        "not sure": {"It falls": 10, grows: 8},
    }
    assert notes(figure) == ["<b>22</b>", "<b>8</b>", "<b>30 answers, 12 sure</b>"]
    silent = spread_figure(LIVES, {BEFORE: [Vote("falls"), Vote("grows")]})
    assert list(bars(silent)) == ["answers"], "nobody has said how sure"
    assert "sure" not in silent.to_json()


def test_two_rounds_stand_side_by_side_on_the_same_axes() -> None:
    layout = spread_figure(LIVES, BOTH).layout
    assert layout.xaxis.range == layout.xaxis2.range
    assert layout.xaxis.domain[1] < layout.xaxis2.domain[0]
    assert notes(spread_figure(LIVES, BOTH))[-2:] == [
        f"{BEFORE}: <b>30 answers, 12 sure</b>",
        f"{AFTER}: <b>29 answers, 23 sure</b>",
    ]
    narrow = spread_figure(LIVES, BOTH, wide=False)
    assert notes(narrow)[-1] == f"{AFTER}<br><b>29 answers, 23 sure</b>"
    assert narrow.layout.margin.t > layout.margin.t, "the second line has room"
    numbers = spread_figure(BATCHES, {BEFORE: CLASS, AFTER: [Vote(4.0)] * 5}).layout
    assert numbers.xaxis.range == numbers.xaxis2.range
    assert numbers.yaxis.range == numbers.yaxis2.range


def test_what_is_right_is_marked_once_it_is_revealed_and_not_before() -> None:
    hidden = spread_figure(LIVES, BOTH)
    assert "✓" not in json.dumps(hidden.to_plotly_json(), ensure_ascii=False)
    assert RIGHT not in hidden.to_json()
    shown = spread_figure(LIVES, BOTH, GROWS)
    assert [text.startswith("✓") for text in shown.layout.yaxis.ticktext] == [False, True]
    assert [trace.marker.line.color for trace in shown.data] == [(VOTES, RIGHT)] * 4
    assert [note for note in notes(shown) if "right" in note] == [
        f"{BEFORE}: <b>8 of 30 right</b>",
        f"{AFTER}: <b>23 of 29 right</b>",
    ]


def test_equal_numbers_are_stacked_and_outliers_folded_with_a_word() -> None:
    figure = spread_figure(BATCHES, {BEFORE: CLASS})
    assert bars(figure) == {"sure": {3.0: 17}, "not sure": {4.0: 8}}
    assert "2 further: 100 →" in notes(figure)
    assert figure.layout.xaxis.range[1] < 6
    low = spread_figure(BATCHES, {BEFORE: [*CLASS, Vote(-50.0)]})
    assert "← 1 further: −50" in notes(low)
    revealed = spread_figure(BATCHES, {BEFORE: CLASS}, Key(100.0))
    assert revealed.layout.xaxis.range[1] > 100, "nothing is folded that lies before the answer"
    assert not [note for note in notes(revealed) if "further" in note]


def test_a_few_numbers_are_named_under_their_columns() -> None:
    figure = spread_figure(BATCHES, {BEFORE: [Vote(1.0), Vote(25.0), Vote(1.0)]})
    assert figure.layout.xaxis.ticktext == ("1", "25")
    both = spread_figure(BATCHES, {BEFORE: CLASS, AFTER: [Vote(4.0)]}, Key(4.0))
    assert both.layout.xaxis.tickvals == both.layout.xaxis2.tickvals
    crowded = spread_figure(BATCHES, {BEFORE: [Vote(float(k)) for k in range(40)]})
    assert crowded.layout.xaxis.tickvals is None


def test_the_right_number_is_green_and_an_answer_that_nobody_gave_has_its_mark() -> None:
    figure = spread_figure(BATCHES, {BEFORE: CLASS}, Key(4.0))
    assert bars(figure) == {"right, not sure": {4.0: 8}, "sure": {3.0: 17}}
    counts = figure.data[-1]
    assert dict(zip(counts.x, counts.text, strict=True)) == {3.0: "<b>17</b>", 4.0: "<b>✓ 8</b>"}
    assert not figure.layout.shapes
    nobody = spread_figure(BATCHES, {BEFORE: CLASS}, Key(6.0, allowed=0.5))
    assert "<b>✓ 0</b>" in notes(nobody)
    band, line = nobody.layout.shapes
    assert (band.x0, band.x1, line.x0) == (5.5, 6.5, 6.0)


@given(
    st.lists(st.tuples(st.floats(-1e299, 1e299), st.booleans()), max_size=40),
    st.none() | st.floats(-1e9, 1e9),
)
def test_every_vote_for_a_number_is_drawn_or_told(
    given_: list[tuple[float, bool]], answer: float | None
) -> None:
    votes = [Vote(guess, sure) for guess, sure in given_]
    key = None if answer is None else Key(answer, allowed=1.0)
    figure = spread_figure(BATCHES, {BEFORE: votes, AFTER: votes[::2]}, key)
    told = sum(int(n) for note in notes(figure) for n in re.findall(r"(\d+) further", note))
    drawn = sum(sum(columns.values()) for columns in bars(figure).values())
    assert drawn + told == len(votes) + len(votes[::2])
    low, high = figure.layout.xaxis.range
    assert low < high
    assert all(low <= x <= high for columns in bars(figure).values() for x in columns)


def test_many_curves_are_a_band_and_the_measured_one_lies_on_top_after_the_reveal() -> None:
    votes = [Vote((10.0 * k, 5.0 * k, 1.0 * k), k > 3) for k in range(1, 6)]
    figure = spread_figure(SKETCH, {BEFORE: votes})
    assert {trace.name: list(trace.y) for trace in figure.data} == {
        "lower quartile": [20, 10, 2], "upper quartile": [40, 20, 4], "median": [30, 15, 3],
    }  # fmt: skip
    assert figure.data[1].fill == "tonexty"
    assert notes(figure) == ["<b>5 answers, 2 sure</b>"]
    key = Key((30.0, 15.0, 3.0), factor=1.2)
    shown = spread_figure(SKETCH, {BEFORE: votes, AFTER: votes[:2]}, key, ((0, 50.0), (16, 3.0)))
    panels = [[trace.name for trace in shown.data if trace.xaxis == x] for x in ("x", "x2")]
    assert panels[0][-1] == f"{BEFORE}, measured"
    assert panels[1] == [f"{AFTER}, sketch 1", f"{AFTER}, sketch 2", f"{AFTER}, measured"]
    assert shown.layout.yaxis2.matches == "y"
    assert f"{BEFORE}: <b>1 of 5 right</b>" in notes(shown)
    points = spread_figure(SKETCH, {BEFORE: votes}, key).data[-1]
    assert (points.x, points.y) == ((1, 5, 16), key.answer), "without a run, the answer's points"


@pytest.mark.parametrize("question", [LIVES, BATCHES, SKETCH])
def test_a_round_without_votes_can_be_drawn(question: Question) -> None:
    assert notes(spread_figure(question, {BEFORE: []}))[-1] == "<b>0 answers</b>"
    assert "No guess yet." in spread_in_words(question, {BEFORE: []})


def test_a_picture_is_told_in_words_with_its_numbers() -> None:
    assert spread_in_words(LIVES, BOTH, GROWS) == (
        "Before the talk: 8 of 30 right. 30 guesses: It falls (22), It <b>grows</b> (8). "
        "After the talk: 23 of 29 right. 29 guesses: It <b>grows</b> (23), It falls (6). "
        "The run: It <b>grows</b>."
    )
    votes = [Vote((10.0 * k, 5.0 * k, 1.0 * k)) for k in range(1, 6)]
    assert spread_in_words(SKETCH, {BEFORE: votes}) == (
        "5 answers. The median sketch at epochs 1, 5 and 16: 30, 15, 3."
    )


def test_three_shares_stand_beside_each_other_with_their_counts() -> None:
    figure = shares_figure(Progress(Share(8, 30), Share(23, 29), Share(0, 28)))
    assert [round(y) for y in figure.data[0].y] == [27, 79, 0]
    assert notes(figure) == [f"<b>{n}</b>" for n in ("8 of 30", "23 of 29", "0 of 28")]
    assert len(shares_figure(Progress(Share(8, 30), Share(0, 0))).data[0].y) == 1
