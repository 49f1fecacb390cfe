"""Commit, then reveal: one mechanism for choices, numbers and curves."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def two_questions() -> None:
    """A page with a choice and a number, whose answers depend on the state."""
    import streamlit as st

    from pages.shared.lesson.questions import ask, ask_number

    state = st.session_state.setdefault("state", "old")
    ask("choice", "Which?", ["a", "b"], "b", "So it is.", state)
    ask_number("number", "How many?", 4.0, "So it is.", 0.1, state)


def test_a_guess_is_locked_then_answered_until_the_question_is_new() -> None:
    app = AppTest.from_function(two_questions).run()
    assert not [*app.success, *app.info]
    app.radio(key="ask-choice-1").set_value("a").run()
    assert [info.value for info in app.info] == ["Not “a” but “b”. So it is."]
    assert not app.number_input(key="ask-number-1").disabled
    app.number_input(key="ask-number-1").set_value(4.3).run()
    assert [success.value for success in app.success] == ["Right: 4. So it is."]
    locked = [app.radio(key="ask-choice-1-locked"), app.number_input(key="ask-number-1-locked")]
    assert [(one.value, one.disabled) for one in locked] == [("a", True), (4.3, True)]
    app.session_state["questions"]["choice"].commit("b")
    app.run()
    assert app.radio(key="ask-choice-1-locked").value == "a", "a late click changes nothing"
    app.session_state["state"] = "new"
    app.run()
    assert not [*app.success, *app.info]
    assert app.radio(key="ask-choice-2").value is None
