"""What a class has gained, as the wall draws it."""

from __future__ import annotations

from perceptron.figures.room.gained import gained_figure, gained_in_words
from perceptron.room.gain import Share
from perceptron.room.short_test import Gained, Pair

CLASS = Gained(
    (
        Pair("The rate", Share(10, 20), Share(10, 20)),
        Pair("One <row>", Share(5, 20), Share(15, 20)),
        Pair("The start", Share(20, 20), Share(0, 20)),
    ),
    20,
)


def test_each_item_has_its_line_with_both_shares_beside_its_ends() -> None:
    figure = gained_figure(CLASS)
    before, after = figure.data
    assert (before.name, after.name) == ("right before, in percent", "right after, in percent")
    assert list(before.x) == [50, 25, 100]
    assert list(after.x) == [50, 75, 0]
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [(50, 50), (25, 75), (100, 0)]
    notes = [(note.text, note.xanchor) for note in figure.layout.annotations]
    assert notes == [
        ("<b>50 %</b>", "right"),
        ("before <b>25 %</b>", "right"), ("after <b>75 %</b>", "left"),
        ("<b>100 %</b>", "left"), ("<b>0 %</b>", "right"),
    ]  # fmt: skip
    assert list(figure.layout.yaxis.ticktext) == ["The rate", "One &lt;row&gt;", "The start"]
    assert figure.layout.title.text == "Right answers to each question, of 20 students"


def test_it_says_the_same_in_words() -> None:
    assert gained_in_words(CLASS) == (
        "Right of 20 students, before and after: The rate 50 %, 50 %; One <row> 25 %, 75 %; "
        "The start 100 %, 0 %."
    )
