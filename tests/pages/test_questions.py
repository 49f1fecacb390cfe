"""Choose, commit, then reveal: one mechanism for choices and numbers."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.made_up import teach_brackets
from tests.pages.opening import commit


def two_questions() -> None:
    """A page with a choice and a number, whose answers depend on the state."""
    import streamlit as st

    from pages.shared.lesson.questions import pose
    from perceptron.room.from_lesson import Asked

    state = st.session_state.setdefault("state", "old")
    wrong = (("a", "You may have thought of a."), (2.0, "You may have taken half."))
    pose(
        "choice",
        Asked("Which?", "b", "So it is.", (("a", "a"), ("b", "b")), wrong[:1], ("One.", "Two.")),
        state,
    )
    pose("number", Asked("How many?", 4.0, "So it is.", wrong=wrong[1:], tolerance=0.1), state)


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
    assert told(app) == ["Not quite. You said “a”; it is “b”. You may have thought of a. So it is."]
    app.text_input(key="ask-number-1").set_value("4,3")
    commit(app, "number")
    assert [one.value for one in app.success] == [
        "Right, near enough. You said 4.3; computed, it is 4. So it is."
    ]
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


def test_a_wrong_number_that_a_wrong_rule_gives_hears_its_reason(app: AppTest) -> None:
    app.text_input(key="ask-number-1").set_value("2")
    commit(app, "number")
    assert told(app) == ["Not quite. You said 2; it is 4. You may have taken half. So it is."]


def test_two_hints_come_one_after_the_other_and_go_with_the_guess(app: AppTest) -> None:
    for n, label in ((1, "Hint"), (2, "Another hint")):
        button = app.button(key="hint-ask-choice-1")
        assert button.label == label
        button.click().run()
        assert len(app.info) == n
    assert [one.value for one in app.info] == ["One.", "Two."]
    assert "hint-ask-choice-1" not in [one.key for one in app.button]
    app.radio(key="ask-choice-1").set_value("a")
    commit(app, "choice")
    assert not app.info


def questions_of_a_lesson() -> None:
    """A choice and a number with a decimal sign, in the language that the session tells."""
    import streamlit as st

    from pages.shared.lesson.questions import pose
    from perceptron.lessons.agreement.questions import cube_question, repeat_question
    from perceptron.text.language import speak

    speak(st.session_state.setdefault("language", "en"))
    pose("agreement-repeat", repeat_question())
    pose("agreement-cube", cube_question())


def test_a_guess_outlives_a_change_of_language(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_function(questions_of_a_lesson, default_timeout=60).run()
    app.radio(key="ask-agreement-repeat-1").set_value("far")
    commit(app, "agreement-repeat")
    app.text_input(key="ask-agreement-cube-1").set_value("0.02")
    commit(app, "agreement-cube")
    in_english = told(app)
    assert in_english[0].startswith("Not quite. You said “by a percent or more”; it is “not at all")
    known = dict(app.session_state["questions"])
    kept = {name: (one.guess, one.kept_of, one.round) for name, one in known.items()}
    assert kept["agreement-repeat"][0] == "far"
    app.session_state["language"] = teach_brackets(monkeypatch)
    app.run()
    assert not app.exception
    found = app.session_state["questions"]
    assert {name: (one.guess, one.kept_of, one.round) for name, one in found.items()} == kept
    choice, number = told(app)
    assert choice.startswith("‹Not quite. You said “‹by a percent or more›”; it is “‹not at all")
    assert number.startswith("‹Not quite. You said 0,02; it is 0,01.›")
    options = next(one.value for one in app.markdown if "your guess" in one.value)
    assert "‹**‹by a percent or more›** *(your guess)*›" in options
    app.session_state["language"] = "en"
    app.run()
    assert told(app) == in_english


def test_what_the_browser_keeps_of_a_guess_is_known_in_any_language(monkeypatch) -> None:
    marks = []
    for language in ("en", teach_brackets(monkeypatch)):
        app = AppTest.from_function(questions_of_a_lesson, default_timeout=60)
        app.session_state["language"] = language
        app.run()
        marks.append({k: one.kept_of for k, one in app.session_state["questions"].items()})
    assert marks[0] == marks[1]
    assert len(set(marks[0].values())) == 2
