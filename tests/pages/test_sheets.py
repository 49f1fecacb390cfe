"""The plan of a room on paper."""

from __future__ import annotations

from pages.shared.lesson.plan import asked_by
from perceptron.room.plan import TEST, Plan, Step
from perceptron.room.short_test import AFTER
from perceptron.room.worksheet import answer_key, worksheet
from tests.pages.test_short_test import ITEMS, N


def test_a_sheet_of_a_plan_has_the_items_of_the_test_too_and_only_the_key_has_answers() -> None:
    plan = Plan("", (Step(TEST, AFTER),))
    pairs = list(asked_by(plan, {}))
    assert [question.name for question, _ in pairs] == [item.name for item in ITEMS[AFTER]]
    sheet = worksheet("Test", (question for question, _ in pairs))
    assert sheet.count("<h2>") == N
    for key in ("Measured in the run.", "You may have", "9.09"):
        assert key not in sheet
        assert key in answer_key("Test", pairs)
