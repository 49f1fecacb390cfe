"""No question gives away the answer of an earlier one, whoever presses Next too early."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.measures import MEASURES
from perceptron.room.question import CHOICE, CURVE
from perceptron.text.numbers import number
from tests.items import own_items

ITEMS = own_items()
SHORTEST = 4  # letters of a word that can tell something
EVERYWHERE = {"loss", "with", "without", "three", "digits", "training", "validation"}


def words(text: str) -> set[str]:
    """The words and numbers of a text, in small letters."""
    return set(re.findall(r"\d+(?:\.\d+)?|[a-z]+\d*", text.lower()))


def shown(item: Item) -> set[str]:
    """What is read of an item before anybody has guessed."""
    told = (item.title, item.question, *dict(item.options).values(), *item.hints)
    return words(" ".join(told))


def telling(item: Item) -> set[str]:
    """What only the right answer of an item says: one of these words gives it away."""
    answer = reveal(item).answer
    if item.kind == CURVE:
        assert isinstance(answer, tuple)
        return {number(loss) for loss in answer}
    if item.kind != CHOICE:
        assert isinstance(answer, float)
        return {number(answer)}
    if not item.given and MEASURES[item.measure].varies:  # the clock decides, on each machine anew
        return set()
    options = dict(item.options)
    wrong = " ".join(text for option, text in options.items() if option != answer)
    mine = words(options[str(answer)]) - words(wrong) - words(item.question)
    return {one for one in mine if len(one) >= SHORTEST} - EVERYWHERE


def same(one: str, other: str) -> bool:
    """Whether two words are one, as 'grow' and 'grows'; a number is the same only if it is equal.

    >>> same("grow", "grows"), same("4", "40")
    (True, False)
    """
    if one[0].isdigit() or min(len(one), len(other)) < SHORTEST:
        return one == other
    return one.startswith(other) or other.startswith(one)


def given_away(before: Item, after: Item) -> set[str]:
    """The words of a later question that tell the answer of an earlier one."""
    return {told for told in shown(after) for one in telling(before) if same(one, told)}


@pytest.mark.parametrize(
    ("before", "after"), list(combinations(ITEMS, 2)), ids=lambda item: item.name
)
def test_no_later_question_tells_an_earlier_answer(before: Item, after: Item) -> None:
    assert given_away(before, after) == set()


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_no_hint_tells_the_answer_and_it_fits_the_twin_as_well(item: Item) -> None:
    assert len(item.hints) == 2
    for one in filter(None, (item, item.twin)):
        hinted = words(" ".join(one.hints))
        assert not {told for told in hinted for answer in telling(one) if same(told, answer)}


def test_what_gave_an_answer_away_would_be_seen() -> None:
    by_name = {item.name: item for item in ITEMS}
    asked = "With all 100 rows in one batch: from which learning rate on does the loss grow?"
    assert given_away(by_name["lives"], replace(by_name["limit"], question=asked)) == {"grow"}


def test_no_question_says_that_the_last_row_stands_alone() -> None:
    """Who reads that has no need to count the batches of 100 rows in slices of 33."""
    for item in ITEMS:
        assert not {"alone", "last"} & shown(item), item.name


def test_no_title_judges_what_is_asked() -> None:
    """A title stands over its own question, before anybody has guessed."""
    for item in ITEMS:
        assert not {"good", "small", "large", "rests"} & words(item.title), item.name
