"""Twins: the same kind of question with another answer, and alone when they can't be asked."""

from __future__ import annotations

import re

import pytest

from perceptron.lessons.predict.answers import is_right, reveal
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.lessons.predict.items import read_items
from perceptron.lessons.predict.trial import try_item
from perceptron.lessons.predict.twins import SUFFIX
from perceptron.room.question import CHOICE, NUMBER
from perceptron.room.state import Asked
from perceptron.sharing.link.query import read_link
from perceptron.text.numbers import number
from tests.items import own_items

PAIRS = [(item, item.twin) for item in own_items() if item.twin]
UNSURE = {"fastest"}  # which program wins is up to the machine: the same may win both times
ITEM = """
[[item]]
name = "slices"
title = "Slices"
question = "Slices of 33: how many batches?"
measure = "batches"
unit = "batches"
why = "{answer}."
[item.run]
batch_size = 33
epochs = 1
[item.misconceptions]
3 = "You may have left out the rest."
[item.twin]
question = "And of 15?"
[item.twin.run]
batch_size = 15
[item.twin.misconceptions]
"6.67" = "You may have divided."
"""


def test_each_measured_item_of_ours_has_a_twin():
    assert len(PAIRS) >= 14
    assert {item.name for item in own_items() if item.twin is None} == {
        item.name for item in own_items() if item.given
    }


@pytest.mark.parametrize(("item", "twin"), PAIRS, ids=lambda one: one.name)
def test_a_twin_asks_the_same_kind_of_thing_of_another_run(item, twin):
    assert (twin.measure, twin.kind, twin.unit) == (item.measure, item.kind, item.unit)
    assert [name for name, _ in twin.options] == [name for name, _ in item.options]
    assert (twin.run, twin.other) != (item.run, item.other)
    assert twin.question != item.question
    assert twin.answer is None, "it is measured"
    assert twin.twin is None


@pytest.mark.parametrize(("item", "twin"), PAIRS, ids=lambda one: one.name)
def test_who_copies_the_first_answer_is_wrong_at_the_twin(item, twin):
    first, second = reveal(item).answer, reveal(twin).answer
    copied = is_right(twin, first, second)
    assert not copied or item.name in UNSURE
    assert is_right(twin, second, second)


def test_a_twin_is_not_answered_by_what_is_said_with_its_item():
    for item, twin in PAIRS:
        shown = reveal(twin)
        if item.kind == NUMBER:
            said = f"{item.question} {reveal(item).why} {dict(item.misconceptions)}"
            for short in {f"{shown.answer:.{digits}g}" for digits in (2, 3, 4)}:
                assert not re.search(rf"(?<![\d.]){re.escape(short)}(?![\d.]*\d)", said), item.name


def test_a_twin_inherits_what_it_does_not_say():
    (item,) = read_items(ITEM, try_item).items
    twin = item.twin
    assert twin.name == f"slices{SUFFIX}"
    assert twin.title == "Again: Slices"
    assert twin.question == "And of 15?"
    assert (twin.measure, twin.unit, twin.why) == (item.measure, item.unit, item.why)
    assert dict(twin.run) == {"batch_size": 15, "epochs": 1}, "settings one by one"
    assert dict(twin.misconceptions) == {"6.67": "You may have divided."}, "not those of others"
    assert (reveal(item).answer, reveal(twin).answer) == (4.0, 7.0)


def test_a_choice_keeps_its_misconceptions_unless_its_options_are_others():
    choice = """
[[item]]
name = "lives"
question = "?"
measure = "fate"
why = "."
[item.options]
finished = "yes"
diverged = "no"
[item.misconceptions]
finished = "You may have hoped."
diverged = "You may have feared."
[item.run]
learning_rate = 2.2
[item.twin.run]
learning_rate = 0.3
"""
    (item,) = read_items(choice, try_item).items
    assert item.twin.misconceptions == item.misconceptions
    assert key_of(item, reveal(item)).reason_for("finished") == "You may have hoped."
    assert key_of(item.twin, reveal(item.twin)).reason_for("diverged") == "You may have feared."
    assert key_of(item.twin, reveal(item.twin)).reason_for("finished") == "", "that is right"
    others = choice + '[item.twin.options]\nfinished = "it falls"\ndiverged = "it does not"\n'
    (item,) = read_items(others, try_item).items
    assert item.twin.misconceptions == ()
    assert "options" in question_of(item.twin).__slots__
    assert dict(question_of(item.twin).options)["finished"] == "it falls"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\nbatch_size = 15", "\nbatch_size = 500", "Line 17: the twin of 'slices' is left out: b"),
        ("\nbatch_size = 15", "\nbatch_sise = 15", "Line 17: .*'batch_sise' is no setting"),
        ("\nbatch_size = 15", "\nepochs = 9000", "Line 16: .*at most 5000 updates"),
        ("\nbatch_size = 15", "\nbatch_size = 33", "Line 14: .*the very same run"),
        ('question = "And of 15?"', "question = 3", "Line 15: .*question must be words"),
        ('question = "And of 15?"', 'measure = "digits"', "Line 15: .*no key 'measure' of its own"),
        ('question = "And of 15?"', 'questin = "?"', "Line 15: .*Did you mean question"),
        ('"6.67" =', '"7.0" =', "Line 19: .*7.0 counts as right"),
        ('"6.67" =', '"six" =', "Line 19: .*of a number; got 'six'"),
        ('"You may have divided."', "3", "Line 19: .*must be words"),
    ],
)
def test_a_faulty_twin_drops_out_alone_with_its_line(old, new, message):
    assert ITEM.count(old) == 1
    text = ITEM.replace(old, new) + ITEM.replace('"slices"', '"again"')
    found = read_items(text, try_item)
    assert [(item.name, item.twin is None) for item in found.items] == [
        ("slices", True),
        ("again", False),
    ]
    (problem,) = found.problems
    assert re.match(message, problem), problem


def test_a_twin_that_is_no_table_is_told():
    text = ITEM[: ITEM.index("[item.run]")] + "twin = 3\n"
    found = read_items(text)
    assert found.items[0].twin is None
    assert "Line 9: " in found.problems[0]
    assert "twin must be a table [item.twin]" in found.problems[0]


def test_the_name_of_a_twin_stands_in_links_and_ballots_and_no_item_can_take_it():
    names = {twin.name for _, twin in PAIRS}
    assert len(names | {item.name for item in own_items()}) == len(own_items()) + len(PAIRS)
    for item, twin in PAIRS:
        assert re.fullmatch(r"[A-Za-z0-9._~-]+", twin.name), "needs no escape in a link"
        link, notes = read_link({"question": [twin.name]})
        assert (link.view["question"], notes) == (twin.name, [])
        asked = Asked(question_of(twin), key_of(twin, reveal(twin)))
        assert asked.ballot().startswith(f"{item.name}{SUFFIX}-")
    taken = read_items(ITEM + ITEM.replace('"slices"', f'"slices{SUFFIX}"'))
    assert "name must be small letters" in taken.problems[0]


def test_a_known_word_about_the_first_answer_names_that_answer():
    """What a twin calls the answer to the first question is that, to the digits that it is in."""
    kept = 0
    for item, twin in PAIRS:
        if item.kind == NUMBER:
            for wrong, words in twin.misconceptions:
                if "kept the answer" in words:
                    kept += 1
                    first = reveal(item).answer
                    assert number(float(wrong)) == number(float(f"{first:.3g}")) or (
                        float(wrong) == first
                    ), twin.name
        elif item.kind == CHOICE and item.name not in UNSURE:
            told = dict(twin.misconceptions)
            assert told[reveal(item).answer], "that one is wrong now, and likely"
    assert kept >= 4
