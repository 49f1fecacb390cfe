"""Choose, commit, then reveal: one mechanism for choices and numbers."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import commit


def two_questions() -> None:
    """A page with a choice and a number, whose answers depend on the state."""
    import streamlit as st

    from pages.shared.lesson.questions import ask, ask_number

    state = st.session_state.setdefault("state", "old")
    ask("choice", "Which?", ["a", "b"], "b", "So it is.", state)
    ask_number("number", "How many?", 4.0, "So it is.", 0.1, state)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(two_questions, default_timeout=60).run()


def told(app: AppTest) -> list[str]:
    return [one.value for one in [*app.success, *app.error]]


def test_a_tap_alone_locks_nothing(app: AppTest) -> None:
    for option in ("a", "b", "a"):
        app.radio(key="ask-choice-1").set_value(option).run()
        assert not told(app)
        assert app.session_state["questions"]["choice"].guess is None
    app.text_input(key="ask-number-1").set_value("4").run()
    assert not told(app)


def test_a_guess_is_locked_then_answered_until_the_question_is_new(app: AppTest) -> None:
    app.radio(key="ask-choice-1").set_value("a")
    commit(app, "choice")
    assert told(app) == ["Not quite. You said “a”; it is “b”. So it is."]
    app.text_input(key="ask-number-1").set_value("4,3")
    commit(app, "number")
    assert [one.value for one in app.success] == ["Right: 4. So it is."]
    app.session_state["questions"]["choice"].commit("b")
    app.run()
    assert app.session_state["questions"]["choice"].guess == "a", "a late click changes nothing"
    app.session_state["state"] = "new"
    app.run()
    assert not told(app)
    assert app.radio(key="ask-choice-2").value is None


def test_an_answered_question_stays_readable_with_the_right_option_marked(app: AppTest) -> None:
    app.radio(key="ask-choice-1").set_value("a")
    commit(app, "choice")
    assert not app.radio, "a locked control is grey on grey"
    question, options = [one.value for one in app.markdown][:2]
    assert question == "Which?"
    mine, right = options.splitlines()
    assert "**a** *(your guess)*" in mine
    assert "**b** *(right)*" in right
    app.text_input(key="ask-number-1").set_value("3")
    commit(app, "number")
    assert "How many?" in [one.value for one in app.markdown]
    assert "Not quite. You said 3; it is 4. So it is." in told(app)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Choose or type an answer first"),
        ("four", "A number is needed"),
        ("1,000", "may be 1000 or"),
    ],
)
def test_what_is_no_answer_is_refused_and_can_be_mended(app, typed, words) -> None:
    app.text_input(key="ask-number-1").set_value(typed)
    commit(app, "number")
    assert words in app.warning[0].value
    assert not told(app)
    app.text_input(key="ask-number-1").set_value("4")
    commit(app, "number")
    assert not app.warning
    assert told(app) == ["Right: 4. So it is."]
