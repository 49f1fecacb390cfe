"""The plan keeps its rule: nothing that a class sees before a step tells the answer of the step."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.lesson.trials import ask_trial
from pages.shared.room.plan import known
from pages.shared.server.rooms import rooms
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.items import own_items
from perceptron.room.plan import PAGE, QUESTION, TRIAL, Step
from perceptron.room.plan_file import DEFAULT, read_plan
from perceptron.text.numbers import number
from tests.pages.opening import follow_link, switch_to

STEPS = read_plan(DEFAULT.read_text("utf-8"), known()).plan.steps
ITEMS = {item.name: item for item in own_items()}
ANSWERS = {  # of pages, where the teacher asks aloud; and of questions, in other words
    "microscope": ("−4", "column x1 of X with column y1"),
    "lives": ("1.93", "it diverges", "too large a step", "overshoot"),
    "learning_rate": ("1.93", "1.94", "0.3 comes near", "the limit is known before training"),
    "home": ("slope times the learning rate",),
    "float32": ("6 digits", "six digits", "float32 agree"),
    "agreement": ("only by rounding", "because of rounding"),
}


def name_of(step: Step) -> str:
    return step.page or step.what


def answers(step: Step) -> list[str]:
    """The words that would tell the answer of a step."""
    told = list(ANSWERS.get(name_of(step), ()))
    if step.kind == QUESTION:
        shown = reveal(ITEMS[step.what])
        told += map(number, shown.answer) if isinstance(shown.answer, tuple) else [shown.words]
    return [one.casefold() for one in told]


@cache
def seen(step: Step) -> str:
    """All that a class reads while a step is on, with the answer and the reason of a question."""
    if step.kind == PAGE:
        page, _, query = step.what.partition("?")
        return page_words(page, query)
    if step.kind == TRIAL:
        here = rooms().teaching(*rooms().open())
        ask_trial(here, step.what)
        asked = here.state.asked[step.name]
        train, _, query = asked.question.page.partition("?")
        return "\n".join((asked.question.prompt, page_words(train, query), asked.key.why))
    item = ITEMS[step.what]
    shown = reveal(item)
    return "\n".join(
        (item.title, item.question, *dict(item.options).values(), shown.words, shown.why)
    )


def told_in(words: str, told: list[str]) -> list[str]:
    """Those of `told` that stand in `words` by themselves, not inside a longer word or number."""
    return [one for one in told if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words.casefold())]


def page_words(page: str, query: str = "") -> str:
    return words_of(follow_link(page, **dict(parse_qsl(query))))


def words_of(app: AppTest) -> str:
    """All that a page says, in its controls and charts too."""
    assert not app.exception
    parts: list[object] = []
    for one in app.main:
        parts += [getattr(one, part, "") for part in ("value", "label")]
        proto = getattr(one, "proto", None)
        if told := getattr(proto, "json", ""):
            parts += strings(json.loads(told))
    return "\n".join(str(part) for part in parts if not callable(part))


def strings(value: Any) -> Iterator[str]:
    """The texts in what a component is sent: its pictures, and what they say to who can't see."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


@pytest.mark.parametrize("k", range(1, len(STEPS)), ids=[name_of(step) for step in STEPS[1:]])
def test_no_step_tells_the_answer_of_a_later_one(k: int) -> None:
    for before in STEPS[:k]:
        words = seen(before)
        assert words
        assert told_in(words, answers(STEPS[k])) == [], name_of(before)


def test_an_answer_that_came_early_would_be_seen() -> None:
    """Home tells what 2.2 does and where the limit is: that is why it comes after both."""
    home = page_words("home", "steps=too-long")
    asked = {name_of(step): answers(step) for step in STEPS}
    assert told_in(home, asked["learning_rate"])
    assert "loss" in home


def test_a_number_inside_an_identifier_is_not_told() -> None:
    """Mounts have random names, and now and then one holds the digits of an answer."""
    assert told_in("8 864, b68864ff7e, 88640", ["8864"]) == []
    assert told_in("a loss of 8864.", ["8864"]) == ["8864"]


def test_home_as_it_is_opened_does_not_tell_where_the_limit_is() -> None:
    assert "1.93" not in page_words("home")
    assert "1.93" in page_words("home", "steps=long")


def test_whoever_waits_for_a_teacher_sees_no_answer_on_home() -> None:
    words = page_words("home", "wait=yes")
    assert "Here your teacher will show" in words
    every = [told for step in STEPS for told in answers(step)]
    assert len(every) > 20
    assert told_in(words, every) == []


def test_in_a_room_a_page_is_shut_until_its_teacher_has_been_there() -> None:
    code, key = rooms().open()
    here = rooms().teaching(code, key)
    pages = [step.page for step in STEPS if step.kind == PAGE]
    for page in [*pages, "predict", "step_size", "guide"]:
        words = words_of(follow_link(page, room=code))
        assert "Your teacher has not been to this page yet" in words
        assert told_in(words, [told for step in STEPS for told in answers(step)]) == []
    here.show("home?steps=long")
    app = follow_link("home", room=code, steps="long")
    assert "1.93" in words_of(app)
    assert "not been to this page" in words_of(follow_link("train", room=code))
    here.close()
    assert "not been to this page" not in words_of(app.run()), "the room is closed, all is open"
    assert "not been to this page" not in words_of(switch_to(app, "step_size"))
