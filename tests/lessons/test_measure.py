"""The short test: eight items and their twins, counted, and published with its keys."""

from __future__ import annotations

from pathlib import Path

from perceptron.lessons.measure import (
    AFTER,
    BEFORE,
    BELIEFS,
    as_markdown,
    items_of,
    n_right,
    result_of,
)
from perceptron.lessons.predict.answers import Guess, reveal
from tests.items import own_items
from tests.pages.opening import commit, open_page
from tests.pages.room import join, new_room, shown

PUBLISHED = Path(__file__).parents[2] / "docs" / "short-test.md"
FIRST, SECOND = items_of(own_items(), BEFORE), items_of(own_items(), AFTER)


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


def test_there_are_eight_pairs_each_about_one_belief_with_its_reason() -> None:
    assert len(FIRST) == len(SECOND) == len(BELIEFS) == 8
    for item, twin in zip(FIRST, SECOND, strict=True):
        assert twin.name != item.name
        assert (item.run, item.other) != (twin.run, twin.other), "other numbers"
        assert item.misconceptions


def test_who_has_answered_all_of_both_parts_counts() -> None:
    whole, half = answers(2, 6), {item.name: answers(8, 8)[item.name] for item in FIRST}
    assert n_right(FIRST, whole) == 2
    found = result_of(FIRST, SECOND, [whole, half])
    assert (found.n, found.before.right, found.after.right) == (1, 2, 6)
    assert found.words == "Right before: 25 %, after: 75 %. Normalised gain 0.67, n = 1."
    assert "there was nothing to gain" in result_of(FIRST, SECOND, [answers(8, 8)]).words
    assert "Nobody" in result_of(FIRST, SECOND, [half]).words


def test_the_published_test_is_the_one_that_is_asked() -> None:
    assert PUBLISHED.read_text("utf-8") == as_markdown(own_items())


def test_nothing_is_told_before_both_parts_are_answered() -> None:
    page = open_page("measure")
    assert not page.exception
    item = FIRST[0]
    page.text_input(key=f"ask-measure-{item.name}-1").set_value("1")
    commit(page, f"measure-{item.name}")
    assert not page.success
    assert not page.error
    assert "You said **1 %**" in " ".join(one.value for one in page.markdown)


def test_outside_a_room_and_where_only_the_page_is_shown_both_parts_are_answered_alone() -> None:
    here = new_room()
    here.show("measure")
    for app in (join(here, "measure"), open_page("measure")):
        assert not app.exception
        assert "now, before the lessons" in shown(app)
    app.text_input(key=f"ask-measure-{FIRST[0].name}-1").set_value("1")
    commit(app, f"measure-{FIRST[0].name}")
    code = "A code for your teacher, if before and after are in different rooms"
    assert code in [one.label for one in app.expander]
    assert "if weeks lie between them, collect the codes here at the end." in shown(app)
