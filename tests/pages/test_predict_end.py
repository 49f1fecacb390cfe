"""Predict, then reveal: twins, hints, the end, and what a class does with it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.lessons.predict.codes import write_code
from perceptron.sharing.provenance import made_here
from tests.items import own_items
from tests.pages.opening import follow_link, open_page
from tests.pages.test_predict import answer, button, calm, words


@pytest.fixture
def app() -> AppTest:
    return open_page("predict")


def test_the_last_question_ends_with_a_score_and_jumps_nowhere() -> None:
    app = follow_link("predict", question="four-axes")
    answer(app, "four-axes", "54")
    assert button(app, "Next question") is None
    assert "That was the last question." in [one.value for one in app.header]
    assert "Your score: **0 of 1** guesses right." in words(app)
    assert "**Four axes**" in words(app)
    assert "The derivative with four axes" in [one.proto.label for one in app.get("page_link")]
    assert "14 questions are still open." in words(app)
    assert app.session_state["question"] == "four-axes"
    button(app, "Go to: How many batches?").click().run()
    answer(app, "batches", "4")
    app.session_state["question"] = "four-axes"
    app.run()
    assert "Your score: **1 of 2** guesses right." in words(app)


def test_a_guess_is_noted_once_when_it_is_revealed(app: AppTest) -> None:
    app.text_input(key="ask-predict-batches-1").set_value("3")
    button(app, "Commit").click().run()
    assert "batches" not in app.session_state["progress"].answers, "nothing is known of it yet"
    button(app, "Run it, and reveal").click().run()
    app.run()
    noted = app.session_state["progress"].answers["batches"]
    assert (noted.page, noted.first, noted.was_right, noted.tries) == (
        "predict", "3 batches", False, 1,
    )  # fmt: skip


def test_the_twin_is_asked_alone_and_told_at_once(app: AppTest) -> None:
    answer(app, "batches", "3")
    button(app, "Try one with other numbers").click().run()
    assert "**100 rows are walked in slices of 15" in words(app)
    app.text_input(key="ask-predict-batches~twin-1").set_value("7")
    next(one for one in app.button if one.label == "Commit").click().run()
    assert "Right. You said “7 batches”. The run: **7 batches**." in words(app)
    assert "Six slices of 15 rows" in words(app)
    noted = app.session_state["progress"].answers["batches"]
    assert (noted.was_right, noted.is_right, noted.tries) == (False, True, 2)
    assert "(1 of 15)" in words(app), "a code holds the questions, not their twins"
    assert not app.exception
    waiting = follow_link("predict", wait="yes", question="batches", revealed="why")
    assert button(waiting, "Try one with other numbers") is None


def test_two_hints_are_there_before_committing_and_not_after(app: AppTest) -> None:
    hints = next(item for item in own_items() if item.name == "batches").hints
    assert hints[0] not in words(app)
    button(app, "Hint").click().run()
    assert hints[0] in words(app)
    assert hints[1] not in words(app)
    button(app, "Another hint").click().run()
    assert hints[1] in words(app)
    assert button(app, "Another hint") is None
    app.text_input(key="ask-predict-batches-1").set_value("4")
    button(app, "Commit").click().run()
    assert hints[0] not in words(app)
    assert button(follow_link("predict", projector="on"), "Hint") is None


def test_the_code_is_folded_unless_a_teacher_has_asked_for_it(app: AppTest) -> None:
    def folded(one: AppTest) -> bool:
        one.text_input(key="ask-predict-batches-1").set_value("4")
        button(one, "Commit").click().run()
        assert "as a code for your teacher" in words(one)
        return "A code for your teacher" in [box.label for box in one.expander]

    assert folded(app)
    assert not folded(follow_link("predict", wait="yes"))
    assert not folded(follow_link("predict", made=made_here()))


def collect(app: AppTest, *codes: str) -> AppTest:
    """Open the teacher's tool, and paste codes into it."""
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    return app.text_area(key="predict_codes").set_value("\n".join(codes)).run()


def test_nothing_is_revealed_without_a_guess_of_one_s_own_or_of_the_class(app: AppTest) -> None:
    collect(app)
    assert button(app, "Run it, and reveal") is None
    collect(app, write_code("a", {"lives": "diverged"}))
    assert button(app, "Run it, and reveal") is None, "that is a guess at another question"
    assert "Paste codes that answer this question" in words(app)
    collect(app, write_code("a", {"batches": 3.0}))
    assert button(app, "Run it, and reveal")
    assert calm(app)


def test_without_codes_one_guess_is_committed_and_the_last_question_leads_on() -> None:
    app = follow_link("predict", projector="on")
    button(app, "Collect guesses").click().run()
    assert "under *Answer*" in words(app)
    button(app, "Next question").click().run()
    assert app.session_state["question"] == "last-row"
    app = follow_link("predict", projector="on", question="four-axes", revealed="why")
    assert button(app, "Next question") is None
    assert button(app, "Next: What I can do")
    app = follow_link("predict")
    app.text_input(key="ask-predict-batches-1").set_value("3")
    button(app, "Commit").click().run()
    assert button(app, "Run it, and reveal")
    assert calm(app)


def test_students_of_a_link_that_waits_can_only_guess() -> None:
    app = follow_link("predict", question="batches", wait="yes")
    assert "part" not in app.session_state
    assert not any("What you do" in str(one.label) for one in app.button_group)
    app.text_input(key="ask-predict-batches-1").set_value("3")
    button(app, "Commit").click().run()
    assert "Your teacher reveals the answer." in words(app)
    assert button(app, "Run it, and reveal") is None
    assert "where your teacher asks for it" in words(app)
    assert app.query_params["wait"] == "yes", "so that a reload waits too"
    assert calm(app)


def test_the_teacher_s_tool_does_not_stand_in_the_address_and_older_links_to_it_open() -> None:
    app = follow_link("predict", question="lives", part="collect-a-classs-guesses")
    assert not app.text
    assert not app.text_area
    collect(app, "nothing")
    assert "part" not in app.query_params


def test_three_sentences_stay_folded_until_each_question_has_its_guess(app: AppTest) -> None:
    def known() -> list[str]:
        return [one.label for one in app.expander if one.label.startswith("You now know")]

    assert known() == ["You now know: three sentences for after the questions"]
    for item in own_items():
        posed = app.session_state["questions"].get(f"predict-{item.name}")
        if posed is None:
            app.session_state["question"] = item.name
            app.run()
            posed = app.session_state["questions"][f"predict-{item.name}"]
        posed.guess = 1.0
    app.session_state["question"] = "batches"
    app.run()
    assert not app.exception
    assert not known()
    assert "has one lowest point" in words(app)
