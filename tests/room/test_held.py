"""Which misconception a class holds, and how sure it is."""

from __future__ import annotations

from perceptron.room.held import Held, misconceptions
from perceptron.room.question import CHOICE, NUMBER, Key, Question
from perceptron.room.views import Vote

ROW = Question("row", CHOICE, "Which?", options=(("x1", "x1"), ("x4", "x4"), ("x6", "x6")))


def test_misconceptions_are_counted_the_most_frequent_first() -> None:
    key = Key("x4", reasons={"x1": "The first is thought special.", "x6": "The last is."})
    votes = [Vote("x1")] * 3 + [Vote("x6")] * 5 + [Vote("x4")] * 9
    assert misconceptions(ROW, key, votes) == (
        Held(("x6",), "The last is.", 5),
        Held(("x1",), "The first is thought special.", 3),
    )


def test_answers_that_tell_of_the_same_misconception_are_counted_together() -> None:
    question = Question("n", NUMBER, "How many?", unit="batches")
    key = Key(4.0, reasons={"3": "A part is left out.", "33": "Rows.", "2": "A part is left out."})
    votes = [Vote(33.0)] * 4 + [Vote(3.0)] * 3 + [Vote(2.0)] * 2 + [Vote(7.0)] + [Vote(4.0)]
    assert misconceptions(question, key, votes) == (
        Held(("3 batches", "2 batches"), "A part is left out.", 5),
        Held(("33 batches",), "Rows.", 4),
    )
