"""The short test in the plan of a room, and what else is closed meanwhile."""

from __future__ import annotations

from pages.shared.lesson.short_test import ask_part
from perceptron.lessons.measure import items_of
from perceptron.room.plan import TEST, Step
from perceptron.room.short_test import BEFORE, TITLES
from perceptron.room.state import CLOSED
from tests.items import short_test
from tests.pages.opening import switch_to
from tests.pages.room import new_room, shown, teach
from tests.pages.test_short_test import student

N = len(items_of(short_test(), BEFORE))


def test_the_plan_asks_both_parts_and_a_teacher_can_add_them() -> None:
    app = teach(new_room(), "teach")
    for part, title in TITLES.items():
        app.selectbox(key="plan_question").select(Step(TEST, part)).run()
        app.button(key="plan_add_question").click().run()
        step = next(one for one in app.button if one.label == title)
        step.click().run()
        assert not app.exception
        which = "first" if part == BEFORE else "second"
        assert f"The {which} part of a short test: {N} questions" in app.header[0].value


def test_a_page_that_is_closed_while_a_part_is_open_says_that_it_is_for_the_test() -> None:
    here = new_room()
    ask_part(here, BEFORE)
    app = switch_to(student(here), "train")
    assert "Closed while the test runs." in shown(app)
    assert "Your teacher has not been" not in shown(app)
    here.move(CLOSED)
    assert "Your teacher has not been to this page yet" in shown(app.run())
