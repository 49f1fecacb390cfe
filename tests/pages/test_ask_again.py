"""A question that was answered before another class is asked again, and hands are counted."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.session.remembered import ANSWER
from tests.pages.opening import commit, follow_link, open_page, switch_to
from tests.pages.test_predict import button, calm, words
from tests.pages.test_predict_end import collect
from tests.pages.test_questions import two_questions

REVEALED = "The run: **4 batches**"
KEPT = f"{ANSWER}predict-batches"


def revealed() -> AppTest:
    """A session that has committed to a guess and seen the answer."""
    app = open_page("predict")
    app.text_input(key="ask-predict-batches-1").set_value("3")
    for press in ("Commit", "Run it, and reveal"):
        button(app, press).click().run()
    assert REVEALED in words(app)
    return app


def test_a_revealed_question_is_asked_again_and_the_browser_forgets_its_answer() -> None:
    app = revealed()
    assert json.loads(app.session_state["memory"].entries[KEPT])["stage"] == "answer"
    button(app, "Ask again").click().run()
    assert calm(app)
    assert REVEALED not in words(app)
    assert button(app, "Run it, and reveal") is None, "the guess is gone too"
    assert app.text_input(key="ask-predict-batches-2").value == ""
    assert KEPT not in app.session_state["memory"].entries
    assert button(app, "Ask again") is None
    assert "as a code" not in words(app)
    switch_to(switch_to(app, "notation"), "predict")
    assert REVEALED not in words(app)


def test_to_ask_again_can_be_undone_until_something_else_is_committed_to() -> None:
    app = revealed()
    button(app, "Ask again").click().run()
    button(app, "Undo: show the answer again").click().run()
    assert REVEALED in words(app)
    assert json.loads(app.session_state["memory"].entries[KEPT])["guess"] == 3
    button(app, "Ask again").click().run()
    app.text_input(key="ask-predict-batches-2").set_value("4")
    button(app, "Commit").click().run()
    assert button(app, "Undo: show the answer again") is None
    assert "Your guess: **4 batches**" in words(app)


def test_the_view_of_a_class_asks_again_as_well_also_without_a_guess_of_one_s_own() -> None:
    app = follow_link("predict", question="lives", revealed="why")
    collect(app)
    assert "Measured: **The loss grows without end**" in words(app)
    button(app, "Ask again").click().run()
    assert "Measured" not in words(app)
    button(app, "Undo: show the answer again").click().run()
    assert "overshoots" in words(app)
    assert calm(app)


def test_who_waits_for_the_teacher_takes_no_guess_back() -> None:
    app = follow_link("predict", question="lives", revealed="why", wait="yes")
    assert button(app, "Ask again") is None


def test_the_questions_of_a_lesson_are_asked_again_one_by_one() -> None:
    app = AppTest.from_function(two_questions).run()
    for name in ("choice", "number"):
        (app.radio if name == "choice" else app.text_input)(key=f"ask-{name}-1").set_value(
            "a" if name == "choice" else "3"
        )
        commit(app, name)
    app.button(key="again-ask-choice-1").click().run()
    assert app.radio(key="ask-choice-2").value is None
    assert [one.value for one in app.error] == ["Not quite. You said 3; it is 4. So it is."]
    app.button(key="undo-ask-choice-2").click().run()
    assert len(app.error) == 2


@pytest.mark.parametrize("question", ["batches", "lives", "curve"])
def test_a_collection_of_nothing_has_no_empty_axes(question: str) -> None:
    app = collect(follow_link("predict", question=question))
    assert "figures" not in app.session_state
    assert "no hand is counted yet" in words(app)


def test_counted_hands_are_drawn_and_let_the_answer_be_revealed() -> None:
    app = collect(follow_link("predict", question="lives"))
    key = "ask-predict-lives-1-hands-"
    app.number_input(key=f"{key}finished").set_value(17)
    app.number_input(key=f"{key}diverged").set_value(1).run()
    assert "**18** hands raised." in words(app)
    assert app.session_state["figures"]["guesses"]["alt"].startswith(
        "18 guesses: The loss falls (17), The loss grows without end (1)."
    )
    button(app, "Run it, and reveal").click().run()
    assert "Measured: **The loss grows without end**" in words(app)
    button(app, "Ask again").click().run()
    assert "no hand is counted yet" in words(app), "they were those of another class"
    assert calm(app)


def test_hands_for_numbers_are_read_or_refused_in_words() -> None:
    app = collect(follow_link("predict", question="batches"))
    field = app.text_input(key="ask-predict-batches-1-hands")
    field.set_value("3: 17; 4 batches: 8").run()
    assert (
        app.session_state["figures"]["guesses"]["alt"]
        == "25 guesses: 3 batches (17), 4 batches (8)."
    )
    field = app.text_input(key="ask-predict-batches-1-hands")
    field.set_value("seventeen").run()
    assert "a semicolon between two" in words(app)
    assert calm(app)
