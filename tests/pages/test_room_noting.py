"""What was answered in a room counts as the student's own progress, once the room has revealed."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.server.rooms import rooms
from pages.shared.session.progress import KEY
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import own_items
from perceptron.room.question import CHOICE, Key, Question
from perceptron.room.state import AGAIN, ANSWER, CLOSED
from perceptron.room.teaching import Teaching
from perceptron.sharing.progress import Answered
from tests.pages.opening import switch_to
from tests.pages.room import join, new_room, shown, teach

LIVES = next(item for item in own_items() if item.name == "lives")


def phone(here: Teaching, *, taken: bool = True) -> AppTest:
    app = join(here, "join")
    app.session_state["student_key"] = "student-000000000001"
    app.session_state["memory"].taken = taken
    return app


def ask(here: Teaching, item: Item) -> None:
    here.ask(question_of(item), key_of(item, reveal(item)))


def commit(here: Teaching, app: AppTest, guess: object) -> None:
    rooms().commit(here.room, app.session_state["student_key"], here.state.ballot, 1, guess, True)


def noted(app: AppTest) -> dict[str, Answered]:
    assert not app.run().exception
    return dict(app.session_state[KEY].answers) if KEY in app.session_state else {}


def test_both_rounds_are_noted_once_and_only_after_the_reveal() -> None:
    here = new_room()
    app = phone(here)
    ask(here, LIVES)
    commit(here, app, "finished")
    assert not noted(app)
    for stage in (CLOSED, AGAIN):
        here.move(stage)
        assert not noted(app)
    commit(here, app, "diverged")
    here.move(CLOSED)
    assert not noted(app), "nothing is told early"
    here.move(ANSWER)
    one = noted(app)["lives"]
    assert (one.page, one.was_right, one.is_right, one.tries) == ("predict", False, True, 2)
    assert one.first == dict(LIVES.options)["finished"]
    assert LIVES.twin is not None
    ask(here, LIVES.twin)
    commit(here, app, "finished")
    for stage in (CLOSED, ANSWER):
        here.move(stage)
    assert noted(app)["lives"].tries == 3, "a twin is the same question once more"
    assert noted(app)["lives"].tries == 3
    here.close()
    assert "1 question answered" in shown(switch_to(app.run(), "progress"))


def test_a_reload_notes_nothing_twice_and_waits_for_what_the_browser_keeps() -> None:
    here = new_room()
    app = phone(here)
    ask(here, LIVES)
    commit(here, app, "diverged")
    for stage in (CLOSED, ANSWER):
        here.move(stage)
    before = noted(app)
    again = phone(here, taken=False)
    assert not noted(again), "it could overwrite what the browser keeps"
    again.session_state["memory"].taken = True
    again.session_state[KEY] = app.session_state[KEY]
    assert noted(again) == before


def test_who_has_not_answered_and_a_teacher_s_own_question_note_nothing() -> None:
    here = new_room()
    app = phone(here)
    ask(here, LIVES)
    for stage in (CLOSED, ANSWER):
        here.move(stage)
    own = Question("own", CHOICE, "Which?", options=(("a", "one"), ("b", "two")))
    here.ask(own, Key("a", "So.", given=True))
    commit(here, app, "a")
    for stage in (CLOSED, ANSWER):
        here.move(stage)
    assert not noted(app)


@pytest.mark.parametrize(
    ("page", "button", "name"),
    [("cost", "room-ask-cost-", "cost-"), ("clinic", "room-ask-clinic-diagnosis", "clinic-")],
)
def test_a_lesson_s_question_is_noted_on_its_page(page: str, button: str, name: str) -> None:
    here = new_room()
    app = phone(here)
    teacher = teach(here, page)
    next(one for one in teacher.button if (one.key or "").startswith(button)).click().run()
    assert here.state.now is not None
    answer = here.state.now.key.answer
    commit(here, app, answer if isinstance(answer, str) else str(answer))
    for stage in (CLOSED, ANSWER):
        here.move(stage)
    ((known_by, one),) = noted(app).items()
    assert known_by.startswith(name)
    assert (one.page, one.is_right) == (page, True)
    if page == "clinic":
        patient, _ = teacher.session_state["clinic_patient"]
        assert known_by == f"clinic-{patient.replace('_', '-')}"
        assert one.last == BUGS[patient].sentence


def test_pages_that_were_followed_count() -> None:
    here = new_room()
    teach(here, "microscope")
    app = switch_to(phone(here), "microscope")
    assert "microscope" in app.session_state[KEY].pages
