"""On Predict a teacher's room and the codes that are pasted count each student once."""

from __future__ import annotations

from typing import Any

import pytest

from perceptron.lessons.predict.codes import write_code
from perceptron.lessons.predict.for_room import question_of
from perceptron.lessons.predict.items import own_items
from perceptron.room.keys import tag_of
from perceptron.room.question import Key
from perceptron.room.state import AGAIN, CLOSED
from perceptron.room.teaching import Teaching
from tests.pages.room import new_room, shown, teach, vote

ITEM = next(one for one in own_items() if one.name == "batches")


def collect(here: Teaching, *codes: str) -> Any:
    """Paste codes while the room is taught; return the page."""
    app = teach(here, "predict")
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    app.text_area(key="predict_codes").set_value(" ".join(codes) or "nobody").run()
    assert not app.exception
    return app


@pytest.fixture
def here() -> Teaching:
    room = new_room()
    room.ask(question_of(ITEM), Key(4.0, allowed=0.0))
    return room


def test_who_committed_in_the_room_is_not_counted_again_by_a_code(here: Teaching) -> None:
    names = [vote(here, who, "3") for who in range(3)]
    codes = [write_code(tag_of(name), {"batches": 4.0, "last-row": 1.0}) for name in names[:2]]
    codes.append(write_code("abc", {"batches": 4.0}))
    here.move(CLOSED)
    app = collect(here, *codes)
    assert "**4** of 4 students guessed here." in shown(app)
    assert "Who committed in the room counts once, as there, not by code (2)." in shown(app)
    alt = app.session_state["figures"]["guesses"]["alt"]
    assert "3" in alt, "the room is first"
    app.selectbox(key="question").set_value("last-row").run()
    assert "**2** of 3 students guessed here." in shown(app), "their codes count where no vote is"


def test_of_two_rounds_each_student_s_last_one_counts(here: Teaching) -> None:
    for who in range(3):
        vote(here, who, "3")
    here.move(CLOSED)
    here.move(AGAIN)
    vote(here, 0, "4")
    here.move(CLOSED)
    app = collect(here)
    assert "**3** of 3 students guessed here." in shown(app)


def test_votes_of_an_open_question_are_kept_back_and_their_codes_too(here: Teaching) -> None:
    code = write_code(tag_of(vote(here, 0, "3")), {"batches": 3.0})
    app = collect(here, code)
    assert "**0** of 1 student guessed here." in shown(app)
    assert "The question is open in your room (1 have committed)" in shown(app)
    assert "figures" not in app.session_state or "guesses" not in app.session_state["figures"]


def test_without_a_room_codes_count_as_ever(here: Teaching) -> None:
    code = write_code(tag_of(vote(here, 0, "3")), {"batches": 4.0})
    here.close()
    assert "**1** of 1 student guessed here." in shown(collect(here, code))
