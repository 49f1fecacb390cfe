"""What a student reads after the reveal: the thought behind the very answer that was chosen."""

from __future__ import annotations

import pytest

from tests.items import own_items
from tests.pages.opening import follow_link
from tests.pages.test_predict import button, words

ITEMS = {item.name: item for item in own_items()}


@pytest.mark.parametrize(
    ("name", "typed", "known"),
    [("last-row", "33", "33.3"), ("last-row", "1", "1"), ("batches", "3", "3"),
     ("batches", "5", ""), ("batches", "4", "")],
)  # fmt: skip
def test_a_wrong_number_is_told_what_may_have_been_thought(name, typed, known) -> None:
    app = follow_link("predict", question=name)
    app.text_input(key=f"ask-predict-{name}-1").set_value(typed)
    button(app, "Commit").click().run()
    assert "You may have" not in words(app)
    button(app, "Run it, and reveal").click().run()
    told = dict(ITEMS[name].misconceptions)
    shown = {wrong for wrong, reason in told.items() if reason in words(app)}
    assert shown == ({known} if known else set())
    assert not app.exception


def test_an_answer_that_no_run_gives_is_marked_as_such() -> None:
    app = follow_link("predict", question="falling")
    mark = "The answer was given by the author of the question, no run has measured it."
    assert mark in words(app)
    app.radio[0].set_value("factor").run()
    button(app, "Commit").click().run()
    assert button(app, "Run it, and reveal") is None, "nothing is run"
    button(app, "Reveal the answer").click().run()
    assert "The answer: **Only that the steps lead downhill**" in words(app)
    told = dict(ITEMS["falling"].misconceptions)
    assert told["factor"] in words(app)
    assert told["right"] not in words(app)
    assert "The run" not in words(app)
    assert "figures" not in app.session_state
    assert "less than a right angle" in words(app)
    assert not app.exception
    app = follow_link("predict", question="falling", revealed="answer")
    assert "The answer: **" in words(app)
    assert "Measured" not in words(app)


def test_the_twin_of_a_question_is_not_among_those_that_are_listed() -> None:
    app = follow_link("predict", question="batches~twin")
    assert "question must be one of batches" in app.text[0].value
    assert not any("Again:" in one for one in app.selectbox(key="question").options)
