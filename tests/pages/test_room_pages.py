"""Questions of lessons: a teacher asks the room by them, and a phone in it is told no answer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.pages import PAGES
from pages.shared.server.rooms import rooms
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.room.from_lesson import Asked, name_in_rooms, plain
from perceptron.room.question import CHOICE
from perceptron.room.state import ANSWER, CLOSED, WHY
from perceptron.sharing.provenance import check_of_text
from tests.pages.opening import commit, follow_link, switch_to
from tests.pages.room import buttons, join, new_room, shown, teach, vote, written

LESSONS = ("microscope", "last_batch", "step_size", "four_axes", "agreement", "cost", "clinic",
           "write", "notation")  # fmt: skip
WAITS = "Your teacher reveals the answer."


def asked_by(here: Any, page: str) -> list[Any]:
    """Ask a room each question of a page, from its button; return what is asked."""
    app = teach(here, page)
    assert not app.exception
    for key in buttons(app, "room-ask-"):
        app.button(key=key).click().run()
        assert not app.exception
        assert app.session_state["address"].page == "teach", "there the answers come in"
        switch_to(app, page)
    return list(here.state.asked.values())


@pytest.mark.parametrize("page", LESSONS)
def test_every_question_of_a_lesson_can_be_asked_in_a_room(page: str) -> None:
    here = new_room()
    asked = asked_by(here, page)
    assert len(asked) >= (4 if page == "clinic" else 2)
    for one in asked:
        question, key = one.question, one.key
        assert question.page.partition("?")[0] == page
        assert question.prompt
        told = question.prompt + key.why + "".join(words for _, words in question.options)
        assert not set("$`\\") & set(told), "phones show text"
        assert "**" not in told
        guess = key.answer if question.kind == CHOICE else str(key.answer)
        assert key.is_right(question.read(guess))
        assert key.why
        assert key.given, "no run is trained for it"
        if question.kind == CHOICE:
            assert all(words for _, words in question.options)
            assert [name for name, _ in question.options] == list("abcdef")[: len(question.options)]


def test_no_lesson_is_forgotten() -> None:
    others = {"home", "train", "runs", "predict", "progress", "measure", "glossary"}
    outside = others | {"teach", "join", "guide"}
    assert {page.name for page in PAGES} - outside == set(LESSONS)


def test_only_who_teaches_a_room_can_ask_it() -> None:
    for app in (follow_link("notation"), join(new_room(), "notation")):
        assert not buttons(app, "room-ask-")


def test_what_phones_are_told_is_the_same_whichever_answer_is_right() -> None:
    wrong = (("x", "why x"), ("y", "why y"))
    options = (("x", "x"), ("y", "y"))
    made = [Asked("Which?", right, right, options, wrong).for_room("q", 1) for right in "xy"]
    (one, one_key), (other, other_key) = made
    assert one == other
    assert one_key != other_key
    assert plain("**a** `b` \\_c") == "a b _c"
    assert name_in_rooms("q", "old") != name_in_rooms("q", "new")


def test_other_numbers_are_another_question_and_the_same_ones_go_on() -> None:
    here = new_room()
    app = teach(here, "microscope")
    ballots = []
    for batch in ("1", "2", "1"):
        app = teach(here, "microscope", batch=batch)
        app.button(key="room-ask-microscope-longer").click().run()
        ballots.append(here.state.ballot)
        assert here.state.now is not None
        _, _, query = here.state.now.question.page.partition("?")
        assert dict(parse_qsl(query)).get("batch", "1") == batch
    assert ballots[0] == ballots[2] != ballots[1]


def test_a_class_answers_the_clinic_and_each_phone_hears_its_verdict_after_the_reveal() -> None:
    here = new_room()
    app = teach(here, "clinic")
    patient, _ = app.session_state["clinic_patient"]
    app.button(key="room-ask-clinic-diagnosis").click().run()
    name = vote(here, 1, "abcdef"[list(BUGS).index(patient)])
    told = json.dumps(rooms().view(here.room, name))
    assert "verdict" not in told
    assert BUGS[patient].look not in told
    here.move(CLOSED)
    here.move(ANSWER)
    here.move(WHY)
    view = rooms().view(here.room, name)
    assert view["verdict"]["right"] is True
    assert BUGS[patient].look in view["why"]


def test_a_room_that_is_closed_meanwhile_is_told_in_a_sentence() -> None:
    here = new_room()
    app = teach(here, "notation")
    here.close()
    app.button(key="room-ask-notation-shape").click().run()
    assert not app.exception
    assert any("There is no room with this code" in one.value for one in app.warning)


def two_questions() -> None:
    """A page with a choice and a number; which answers are right is up to the session."""
    import streamlit as st

    from pages.shared.lesson.questions import pose
    from perceptron.room.from_lesson import Asked

    right, number = st.session_state.setdefault("right", ("b", 4.0))
    options, wrong = (("a", "a"), ("b", "b")), (("a", "A."), ("b", "B."))
    pose("choice", Asked("Which?", right, f"So it is: {right}.", options, wrong), "state")
    pose("number", Asked("How many?", number, f"So it is: {number}.", tolerance=0.1), "state")


def answered(right: tuple[str, float], room: str) -> AppTest:
    app = AppTest.from_function(two_questions)
    app.session_state["right"] = right
    app.session_state["room"] = room
    app.run()
    app.radio(key="ask-choice-1").set_value("a")
    commit(app, "choice")
    app.text_input(key="ask-number-1").set_value("4")
    return commit(app, "number")


def sent(app: AppTest) -> tuple[str, str]:
    """All that the browser is sent: the page, and what it is to keep."""
    protos = [str(getattr(one, "proto", "")) for one in app.main]
    return "\n".join(protos), json.dumps(app.session_state["memory"].message()["changes"])


def test_a_phone_in_a_room_keeps_a_commit_and_hears_the_same_whatever_is_right() -> None:
    pages = [sent(answered(right, "ABCDE")) for right in (("a", 4.0), ("b", 9.0))]
    assert pages[0] == pages[1]
    assert pages[0][0].count(WAITS) == 2
    assert "(your guess)" in pages[0][0]
    free = [sent(answered(right, "")) for right in (("a", 4.0), ("b", 9.0))]
    assert free[0] != free[1], "else this shows nothing"


def test_when_the_room_is_left_all_is_as_before_with_the_guesses() -> None:
    app = answered(("b", 4.0), "")
    assert "Not quite. You said “a”; it is “b”. A. So it is: b." in shown(app)
    before = shown(app)
    app.session_state["room"] = "ABCDE"
    app.run()
    assert "So it is" not in shown(app)
    assert shown(app).count(WAITS) == 2
    assert "a** *(your guess)*" in shown(app)
    app.session_state["room"] = ""
    app.run()
    assert shown(app) == before


@pytest.mark.parametrize("page", LESSONS)
def test_on_no_lesson_a_phone_in_a_room_is_led_on_or_asked_again(page: str) -> None:
    here = new_room()
    here.show(page)
    app = join(here, page)
    assert not app.exception
    for one in list(app.radio):
        if one.key and one.key.startswith("ask-"):
            one.set_value(one.options[0])
    for key in buttons(app, "commit-ask-"):
        app.button(key=key).click()
    app.run()
    assert not app.exception
    assert not app.success
    assert "Not quite" not in shown(app)
    assert not buttons(app, "again-")
    assert not any("Next:" in str(getattr(one, "label", "")) for one in app.main)


def test_in_the_clinic_a_phone_in_a_room_gets_no_diagnosis_and_chooses_no_patient() -> None:
    here = new_room()
    here.show("clinic")
    app = join(here, "clinic")
    radio = next(one for one in app.radio if one.label.startswith("What is wrong"))
    radio.set_value("wrong_sign")
    commit(app, "clinic-diagnosis", app.session_state["questions"]["clinic-diagnosis"].round)
    assert WAITS in shown(app)
    assert not app.code
    assert not app.table
    assert "clinic_teacher" not in [one.key for one in app.selectbox]
    here.close()  # then it is as before
    app.run().run()
    assert "What gives it away" in shown(app)


def test_in_a_room_no_address_stands_for_a_bug_that_could_be_tried_out() -> None:
    here, other = new_room(), new_room()
    told = []
    for room in (here, other):
        teacher = teach(room, "clinic")
        name, _ = teacher.session_state["clinic_patient"]
        ask_button = next(one for one in teacher.button if one.key == "room-ask-clinic-diagnosis")
        case = written(teacher)["case"]
        assert case == check_of_text(name), "the teacher's own address can be shared anywhere"
        ask_button.click().run()
        view = rooms().view(room.room, "nobody")
        told.append(str(view))
        assert not [bug for bug in BUGS if check_of_text(bug) in str(view)]
        page, _, query = view["question"]["page"].partition("?")
        phone = join(room, page, **dict(parse_qsl(query)))
        assert phone.session_state["clinic_patient"][0] == name
        assert written(phone)["case"] == dict(parse_qsl(query))["case"] != case
        shared = join(room, page, case=case)  # a link from before the lesson
        assert shared.session_state["clinic_patient"][0] == name
    assert told[0] != told[1]


def test_on_predict_no_address_and_no_earlier_visit_reveals_in_a_room() -> None:
    here = new_room()
    here.show("predict")
    app = join(here, "predict", question="lives", revealed="why")
    assert "Measured" not in shown(app)
    assert not [one for one in app.button if one.label in ("Run it, and reveal", "Why?")]
    app = follow_link("predict", question="lives", revealed="why")
    assert "Measured" in shown(app)
    app.session_state["room"] = here.room
    app.run().run()
    assert "Measured" not in shown(app)
    app.session_state["room"] = ""
    app.run().run()
    assert "Measured" in shown(app), "when it is left all is as before"
