"""A teacher in one language asks phones in others: lessons, the short test, and the wall."""

from __future__ import annotations

import json
import re

import pytest

from pages.shared.frame import toolbar
from pages.shared.lesson.short_test import ask_part
from pages.shared.server.rooms import rooms
from pages.shared.session import language as session
from perceptron.room.short_test import BEFORE, name_of
from perceptron.room.state import ANSWER, CLOSED, SPREAD
from perceptron.text.language import speaking
from tests.pages.opening import switch_to
from tests.pages.room import join, new_room, shown, teach, vote
from tests.room.asking import student_name
from tests.room.tongues import ONE, OTHER, let_speak


@pytest.fixture(autouse=True)
def sessions_speak_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a script run says is in one made-up language; phones name their own."""
    let_speak(monkeypatch)
    for module in (session, toolbar):
        monkeypatch.setattr(module, "of_browser", lambda: OTHER)


def in_marks(marks: str, english: str) -> str:
    """A question of three counts, as a made-up language says it."""
    if not marks:
        return english
    begin, end = marks
    counts = r"(\d+ (?:samples|inputs|outputs))"
    marked = re.sub(counts, lambda found: f"{begin}{found[1]}{end}", english)
    return f"{begin}{marked}{end}"


def test_a_question_of_a_lesson_stands_in_the_room_in_every_language() -> None:
    here = new_room()
    app = teach(here, "notation")
    app.button(key="room-ask-notation-shape").click().run()
    assert not app.exception
    now = here.state.now
    assert now is not None
    english = now.question.prompt
    assert not set("‹›«»") & set(english), "what it is counted by is English"
    assert set(now.words) == {ONE, OTHER}
    assert app.header[0].value == in_marks("«»", english)
    name = vote(here, 1, "a")
    for code, marks in (("en", ""), (ONE, "‹›"), (OTHER, "«»")):
        with speaking(code):
            asked = rooms().view(here.room, name)["question"]["prompt"]
        assert asked == in_marks(marks, english)
    for stage in (CLOSED, SPREAD, ANSWER):
        here.move(stage)
    with speaking(ONE):
        told = rooms().view(here.room, name)["verdict"]["words"]
    assert "‹" in told
    assert "«" not in told
    switch_to(app, "teach")
    assert not app.exception
    assert "«The answer" in shown(app), "the wall is in the teacher's language"


def test_the_buttons_of_the_wall_and_the_plan_are_in_the_language_of_the_teacher() -> None:
    app = teach(new_room(), "teach")
    labels = [one.label for one in app.button]
    assert "«Take out»" in labels
    assert not any("‹" in label for label in labels)
    assert "«A lesson of 45 minutes»" in shown(app)


def test_a_plan_that_its_teacher_has_changed_stays_as_it_is_written() -> None:
    app = teach(new_room(), "teach")
    app.session_state["plan"] = (
        'title = "Mine"\n[[step]]\nquestion = "batches"\nnote = "They will say 1 %."\n'
    )
    app.session_state["plan_answers"] = True
    app.run()
    assert "**Mine**" in shown(app)
    assert "They will say 1 %." in shown(app).splitlines()


def test_a_part_of_the_short_test_is_named_in_the_language_of_each() -> None:
    here = new_room()
    ask_part(here, BEFORE)
    english = here.state.asked[name_of(BEFORE)].question.prompt
    assert english.startswith("The first part of a short test: 8 questions")
    for code, asked in (("en", english), (ONE, f"‹{english}›"), (OTHER, f"«{english}»")):
        with speaking(code):
            assert rooms().view(here.room, student_name(0))["question"]["prompt"] == asked
    assert switch_to(teach(here, "teach"), "teach").header[0].value == f"«{english}»"


def test_a_phone_is_handed_its_words_and_the_language_of_its_page() -> None:
    app = join(new_room(), "join")
    (card,) = (one.proto for one in app.get("bidi_component") if "room" in one.proto.id)
    told = json.loads(card.json)
    assert told["language"] == OTHER
    assert told["words"]["guessIn"] == "«Your answer, in {unit}»", "JavaScript fills it in"
