"""The short test: eight items and their twins, counted, and published with its keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from perceptron.lessons.measure import (
    AFTER,
    BEFORE,
    FILE,
    MISCONCEPTIONS,
    as_markdown,
    items_of,
    n_right,
    result_of,
)
from perceptron.lessons.predict.answers import Guess, is_right, reveal
from perceptron.lessons.predict.for_room import key_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import read_items
from perceptron.lessons.predict.measures import Answer
from perceptron.lessons.predict.trial import try_item
from perceptron.lessons.predict.twins import SUFFIX
from perceptron.room.question import CHOICE
from tests.items import own_items, short_test
from tests.pages.opening import commit, open_page
from tests.pages.room import join, new_room, shown

PUBLISHED = Path(__file__).parents[2] / "docs" / "short-test.md"
FIRST, SECOND = items_of(short_test(), BEFORE), items_of(short_test(), AFTER)


def answers(right_before: int, right_after: int) -> dict[str, Guess]:
    """Answers of a student who is right so many times."""
    given: dict[str, Guess] = {}
    for items, n in ((FIRST, right_before), (SECOND, right_after)):
        for k, item in enumerate(items):
            answer = reveal(item).answer
            wrong: Guess = -1.0
            if item.options:
                wrong = next(name for name, _ in item.options if name != answer)
            given[item.name] = answer if k < n else wrong
    return given


def test_there_are_eight_pairs_each_about_one_misconception_with_its_reason() -> None:
    assert [item.name for item in FIRST] == list(MISCONCEPTIONS)
    assert len(FIRST) == len(SECOND) == 8
    assert read_items(FILE.read_text("utf-8"), try_item).problems == ()


@pytest.mark.parametrize("item", [*FIRST, *SECOND], ids=lambda item: item.name)
def test_who_holds_the_misconception_answers_both_parts_wrong_and_reads_why(item: Item) -> None:
    held = MISCONCEPTIONS[item.name.removesuffix(SUFFIX)]
    guess = held.after if item.name.endswith(SUFFIX) else held.before
    shown = reveal(item)
    if item.kind == CHOICE:
        assert guess in dict(item.options)
    assert not is_right(item, guess, shown.answer)
    assert key_of(item, shown).reason_for(guess).startswith("You may have"), "its own sentence"


def test_no_lesson_has_told_an_answer_before_the_second_part() -> None:
    """Runs of its own, and questions of its own: not those of Predict, nor of a twin there."""
    others = [one for item in own_items() for one in (item, item.twin) if one is not None]
    for item in (*FIRST, *SECOND):
        assert item.question not in {one.question for one in others}
        assert (item.measure, item.run, item.other) not in {
            (one.measure, one.run, one.other) for one in others
        }
    assert {item.name for item in (*FIRST, *SECOND)}.isdisjoint(one.name for one in others)


def fate(**settings: Any) -> Answer:
    """How a run with these settings ends."""
    run = tuple(settings.items())
    return reveal(Item("x", "?", "fate", "why", options=(("finished", "f"),), run=run)).answer


def test_what_the_questions_say_of_other_runs_is_so() -> None:
    assert fate(learning_rate=0.2) == "finished"
    assert fate(dataset="linnerud", batch_size=5, learning_rate=0.1) == "finished"
    assert fate(features=6, learning_rate=1.5) == "finished"
    assert fate(features=30, learning_rate=1.5, epochs=200) == "diverged"


def test_who_has_answered_all_of_both_parts_counts() -> None:
    whole, half = answers(2, 6), {item.name: answers(8, 8)[item.name] for item in FIRST}
    assert n_right(FIRST, whole) == 2
    found = result_of(FIRST, SECOND, [whole, half])
    assert (found.n, found.before.right, found.after.right) == (1, 2, 6)
    assert found.words == "2 of 8 right before, 6 of 8 after."
    assert "there was nothing to gain" in result_of(FIRST, SECOND, [answers(8, 8)] * 2).words
    assert "Nobody" in result_of(FIRST, SECOND, [half]).words


def test_the_published_test_is_the_one_that_is_asked() -> None:
    assert PUBLISHED.read_text("utf-8") == as_markdown(short_test())


def test_nothing_is_told_before_both_parts_are_answered() -> None:
    page = open_page("measure")
    assert not page.exception
    item = FIRST[0]
    page.text_input(key=f"ask-measure-{item.name}-1").set_value("1")
    commit(page, f"measure-{item.name}")
    assert not page.success
    assert not page.error
    assert "You said **1 %**" in " ".join(one.value for one in page.markdown)


WHICH = "if weeks lie between them, collect the codes here at the end."


def test_outside_a_room_and_where_only_the_page_is_shown_both_parts_are_answered_alone() -> None:
    here = new_room()
    here.show("measure")
    for app in (join(here, "measure"), open_page("measure")):
        assert not app.exception
        assert "now, before the lessons" in shown(app)
    assert WHICH in shown(app)
    app.text_input(key=f"ask-measure-{FIRST[0].name}-1").set_value("1")
    commit(app, f"measure-{FIRST[0].name}")
    code = "A code for your teacher, if before and after are in different rooms"
    assert code in [one.label for one in app.expander]
    assert WHICH not in shown(app), "it stands beside the keys"


def test_both_parts_are_answered_alone_and_end_with_the_gain() -> None:
    page = open_page("measure")
    given = answers(8, 8)
    for part, items in ((BEFORE, FIRST), (AFTER, SECOND)):
        if part == AFTER:
            assert not [one for one in page.expander if one.label.startswith("For teachers")]
            page.button(key="measure_begin").click().run()
        for item in items:
            key = f"ask-measure-{item.name}-1"
            if item.options:
                page.radio(key=key).set_value(given[item.name])
            else:
                page.text_input(key=key).set_value(str(given[item.name]))
            commit(page, f"measure-{item.name}")
            assert not page.exception
    assert "What you have gained" in [one.value for one in page.header]
    assert len(page.success) == 16
    assert [one for one in page.expander if one.label.startswith("For teachers")]


def test_a_question_of_the_second_part_can_be_read_alone() -> None:
    """Weeks after the first part nobody remembers what "now" or "the same" refers to."""
    pointing = ("now ", "other data", "the same with", "this time", "again")
    for item in SECOND:
        assert not item.question.lower().startswith(pointing), item.question
