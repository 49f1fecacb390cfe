"""Which misconception a class holds."""

from __future__ import annotations

from perceptron.room.question import CHOICE, Key, Question
from perceptron.room.tally import misconceptions
from perceptron.room.views import Vote

ROW = Question("row", CHOICE, "Which?", options=tuple((x, x) for x in ("x1", "x4", "x5", "x6")))


def test_misconceptions_are_counted_the_most_frequent_first() -> None:
    key = Key("x4", reasons={"x1": "The first is special.", "x5": "No.", "x6": "The last is."})
    votes = [Vote("x1")] * 3 + [Vote("x6")] * 5 + [Vote("x4")] * 9
    told = misconceptions(ROW, key, votes)
    assert [(one.words, one.count, one.misconception) for one in told] == [
        ("x6", 5, "The last is."),
        ("x1", 3, "The first is special."),
    ]
