"""The short test in a room: phones hand in item by item, the wall shows what was gained."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.lesson.short_test import ask_part
from pages.shared.server.rooms import rooms
from perceptron.lessons.measure import items_of, result_of
from perceptron.lessons.predict.answers import Guess, reveal
from perceptron.lessons.predict.item import Item
from perceptron.room.errors import StoreError
from perceptron.room.handing_in import hand_in
from perceptron.room.keys import STUDENT, named_by
from perceptron.room.question import CHOICE
from perceptron.room.short_test import AFTER, BEFORE, PARTS, name_of
from perceptron.room.state import ANSWER, ASKED, CLOSED
from perceptron.room.teaching import Teaching
from tests.items import short_test
from tests.pages.opening import commit, new_session, switch_to
from tests.pages.room import buttons, new_room, shown, teach

ITEMS = {part: items_of(short_test(), part) for part in PARTS}
N = len(ITEMS[BEFORE])
GAIN = "2 of 8 right before, 6 of 8 after."
TOLD = ("The run: **", "ight before", "Normalised gain", "Not quite", "You have gained")


def guess_at(item: Item, *, right: bool = False) -> Guess:
    answer = reveal(item).answer
    if right:
        return answer
    return next(name for name, _ in item.options if name != answer) if item.options else -1.0


def student(here: Teaching, **query: str) -> AppTest:
    """The page of a phone whose key the session knows, run once."""
    app = new_session(**query)
    app.session_state["room"] = here.room
    app.session_state["student_key"] = secrets.token_urlsafe(16)
    return switch_to(app, "measure")


def answer(app: AppTest, item: Item, *, right: bool = False) -> AppTest:
    key, guess = f"ask-measure-{item.name}-1", guess_at(item, right=right)
    if item.kind == CHOICE:
        app.radio(key=key).set_value(guess)
    else:
        app.text_input(key=key).set_value(repr(guess))
    return commit(app, f"measure-{item.name}")


def answer_all(app: AppTest, part: str, n_right: int) -> AppTest:
    for k, item in enumerate(ITEMS[part]):
        answer(app, item, right=k < n_right)
    return app


def give(here: Teaching, part: str, n_right: int, key: str) -> dict[str, Guess]:
    """Hand in a whole part, as the page of a phone does."""
    given = {item.name: guess_at(item, right=k < n_right) for k, item in enumerate(ITEMS[part])}
    hand_in(here.store, here.room, key, here.state.ballot, given)
    return given


def mine(here: Teaching, app: AppTest, part: str) -> Any:
    name = named_by(app.session_state["student_key"], STUDENT)
    return here.answers(name_of(part)).get(name, {})


def asked() -> Teaching:
    """A room that takes the first part."""
    here = new_room()
    ask_part(here, BEFORE)
    return here


def test_each_answer_goes_to_the_room_at_once_and_is_told_nothing() -> None:
    here = asked()
    app = student(here)
    first, second, *_ = ITEMS[BEFORE]
    assert f"Handed in to your class: 0 of {N}." in shown(app)
    assert not [one for one in app.radio if "~" in (one.key or "")], "the twins come later"
    answer(app, first)
    assert mine(here, app, BEFORE) == {first.name: guess_at(first)}
    answer(app, second)
    assert mine(here, app, BEFORE) == {one.name: guess_at(one) for one in (first, second)}
    assert f"Handed in to your class: 2 of {N}." in shown(app)
    assert "You said" in shown(app)
    assert not [told for told in TOLD if told in shown(app)]


@pytest.mark.usefixtures("keeping_browser")
def test_a_phone_that_reloads_is_the_same_student_and_hands_in_what_is_missing() -> None:
    here = asked()
    app = student(here)
    app.session_state["memory"].put("student", app.session_state["student_key"])
    first, second, *_ = ITEMS[BEFORE]
    answer(app, first)
    again = new_session(room=here.room)
    again.session_state["room"] = here.room
    switch_to(again, "measure")
    assert "Connecting to your class" in shown(again)
    assert len(here.answers(name_of(BEFORE))) == 1, "nobody is counted before it is known who"
    again.session_state["test_store"] = json.dumps(dict(app.session_state["memory"].entries))
    again.run().run()
    assert f"Handed in to your class: 1 of {N}." in shown(again)
    answer(again, second)
    assert mine(here, again, BEFORE).keys() == {first.name, second.name}
    assert len(here.answers(name_of(BEFORE))) == 1


def test_a_phone_that_reloads_before_its_browser_wrote_an_answer_has_it_from_the_room() -> None:
    here = asked()
    first, second, *_ = ITEMS[BEFORE]
    app, again = answer(answer(student(here), first), second), student(here)
    again.session_state["student_key"] = app.session_state["student_key"]
    assert not {one.key for one in again.run().radio} & {f"ask-measure-{second.name}-1"}
    assert f"answer-measure-{first.name}" in again.session_state["memory"].entries, "kept from now"


def test_another_room_is_handed_what_this_phone_has_answered_before() -> None:
    here, other = asked(), asked()
    first, *_ = ITEMS[BEFORE]
    app = answer(student(here), first)
    app.session_state["room"] = other.room
    app.run()
    assert mine(here, app, BEFORE) == mine(other, app, BEFORE) == {first.name: guess_at(first)}


def test_what_a_room_could_not_take_is_handed_in_later(monkeypatch: pytest.MonkeyPatch) -> None:
    here = asked()
    app = student(here)
    first, *_ = ITEMS[BEFORE]

    def away(*_: object) -> None:
        raise StoreError("The rooms can't be reached for the moment.")

    with monkeypatch.context() as broken:
        broken.setattr(type(rooms().store), "read", away)
        answer(app, first)
        assert [one.value for one in app.toast]
        assert "The rooms can't be reached" in shown(app)
        assert f"ask-measure-{ITEMS[AFTER][0].name}-1" not in {one.key for one in app.text_input}
    assert mine(here, app, BEFORE) == {}
    app.button(key="measure_again").click().run()
    assert mine(here, app, BEFORE) == {first.name: guess_at(first)}


def test_a_run_of_the_script_asks_the_store_no_more_than_it_must(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = asked()
    app = student(here)
    answer(app, ITEMS[BEFORE][0])
    calls: list[str] = []
    for name in ("read", "committed", "commit"):
        real = getattr(here.store, name)

        def counted(*args: Any, name: str = name, real: Any = real) -> Any:
            calls.append(name)
            return real(*args)

        monkeypatch.setattr(here.store, name, counted)
    app.run()
    assert calls == ["read", "read"], "which pages are open, and which part is on"
    calls.clear()
    answer(app, ITEMS[BEFORE][1])
    assert calls == ["read", "read", "read", "committed", "commit"]


def test_a_part_that_is_closed_takes_nothing_and_says_what_it_has() -> None:
    here = asked()
    app = answer(student(here), ITEMS[BEFORE][0])
    late = student(here)
    here.move(CLOSED)
    answer(late, ITEMS[BEFORE][0])  # pressed before the page was drawn anew
    assert f"This part is closed. Your class has 0 of your {N} answers." in shown(late)
    assert mine(here, late, BEFORE) == {}
    app.run()
    assert f"This part is closed. Your class has 1 of your {N} answers." in shown(app)
    assert not buttons(app, "commit-ask-")
    assert not [told for told in TOLD if told in shown(app)]


def test_a_phone_walks_both_parts_and_hears_its_own_gain_when_the_class_sees_its() -> None:
    here = asked()
    app = answer_all(student(here), BEFORE, 2)
    assert f"All {N} are handed in. Look at the projector." in shown(app)
    here.move(CLOSED)
    assert "This part is closed" in shown(app.run())
    ask_part(here, AFTER)
    answer_all(app.run(), AFTER, 6)
    for stage in (ASKED, CLOSED):
        if stage == CLOSED:
            here.move(stage)
        assert not [told for told in TOLD if told in shown(app.run())], stage
    here.move(ANSWER)
    app.run()
    assert GAIN in shown(app)
    assert "The run: **" in shown(app)
    reloaded = student(here)
    reloaded.session_state["student_key"] = app.session_state["student_key"]
    assert GAIN in shown(reloaded.run()), "the room has what its browser may have lost"
    other = student(here)
    assert "You have not answered all of both parts." in shown(other)
    assert "The run: **" not in shown(other)


def test_the_wall_asks_closes_and_shows_what_was_gained_at_a_press_and_not_before() -> None:
    here = asked()
    wall = teach(here, "teach")
    assert "first part of a short test" in wall.header[0].value
    given = give(here, BEFORE, 2, "student-number-one")
    give(here, BEFORE, 8, "student-number-two")
    wall.button(key="move_closed").click().run()
    assert "The first part is closed." in shown(wall)
    assert buttons(wall, "move_") == []
    ask_part(here, AFTER)
    given |= give(here, AFTER, 6, "student-number-one")
    wall.run()
    assert [one.label for one in wall.button if one.key == "move_closed"] == ["Close this part"]
    wall.button(key="move_closed").click().run()
    assert wall.button(key="move_answer").label == "Show what was gained"
    assert not [told for told in TOLD if told in shown(wall)]
    assert "figures" not in wall.session_state, "nothing is drawn yet"
    wall.button(key="move_answer").click().run()
    assert not wall.exception
    assert GAIN in shown(wall)
    assert "With 1 student one more right answer would move the gain by 0.17." in shown(wall)
    assert "Right of 1 student, before and after" in wall.session_state["figures"]["gained"]["alt"]
    assert result_of(ITEMS[BEFORE], ITEMS[AFTER], [given]).words == GAIN, "as codes would count it"


def test_a_room_without_a_first_part_says_where_codes_are_counted() -> None:
    here = new_room()
    ask_part(here, AFTER)
    give(here, AFTER, 6, "student-number-one")
    here.move(CLOSED)
    here.move(ANSWER)
    assert "Nobody has answered all of both parts in this room." in shown(teach(here, "teach"))
