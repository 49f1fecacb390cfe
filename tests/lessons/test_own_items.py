"""A teacher's own questions: one mistake costs one question, and each is held against its run."""

from __future__ import annotations

import re

import pytest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import (
    FILE,
    ItemError,
    ItemFile,
    read_items,
)
from perceptron.lessons.predict.measures import MEASURES
from perceptron.lessons.predict.trial import try_item
from perceptron.room.question import NUMBER
from tests.items import own_items

ITEMS = own_items()
GOOD = """
[[item]]
name = "rate"
question = "Does it live?"
measure = "fate"
why = "Because {answer}."
[item.options]
finished = "yes"
diverged = "no"
[item.run]
learning_rate = 2.2
"""


def test_a_teacher_s_item_is_read():
    (item,) = read_items(GOOD).items
    assert item == Item(
        "rate", "Does it live?", "fate", "Because {answer}.",
        options=(("finished", "yes"), ("diverged", "no")), run=(("learning_rate", 2.2),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "rate"', 'name = "Rate!"', r"Line 3: name must be small letters"),
        ('name = "rate"', 'nam = "rate"', r"Line 3: an item has no key 'nam'. Did you mean name"),
        ('question = "Does it live?"\n', "", r"Line 2: this item has no question"),
        ('"fate"', '"fat"', r"Line 5: there is no measure 'fat'. Did you mean fate"),
        ('diverged = "no"\n', "", r"Line 7: a choice needs"),
        ('"fate"', '"fastest"', r"Line 7: the answer may be 'scratch'; add it"),
        ('why = "', f'title = "{"x" * 41}"\nwhy = "', r"Line 6: title must have at most 40"),
        ("learning_rate = 2.2", "learning_rate = 22", r"Line 11: learning_rate must be a number"),
        ("learning_rate = 2.2", "learning_rte = 2", r"Line 11: 'learning_rte' is no setting"),
        ("learning_rate = 2.2", "epochs = 9000", r"Line 10: a run of an item has at most 5000"),
        ('why = "', 'tolerance = 3\nwhy = "', r"Line 6: tolerance is for a number"),
        ('why = "', 'epochs = [1, 2]\nwhy = "', r"Line 6: epochs must be three or more"),
        ("learning_rate = 2.2", "learning_rate = ", r"Line 11: this is not TOML: "),
        ("[item.run]", "[item.other]", r"Line 10: this measure needs one run only"),
        ('why = "Because {answer}."', "why = 3", r"Line 6: why must be words"),
    ],
)
def test_a_mistake_is_found_with_its_line(old, new, message):
    assert old in GOOD
    with pytest.raises(ItemError, match=message):
        read_items(GOOD.replace(old, new))


def test_a_key_is_looked_for_in_its_own_table():
    curve = GOOD.replace('"fate"', '"train-curve"\nepochs = [0, 1, 2]').replace(
        '[item.options]\nfinished = "yes"\ndiverged = "no"\n', ""
    )
    assert read_items(curve).items[0].epochs == (0, 1, 2)
    with pytest.raises(ItemError, match="Line 10: epochs must be a whole number"):
        read_items(curve + "epochs = 0\n")


@pytest.mark.parametrize("text", ["", "item = 3", "[item]\nname='a'", "item = [3]", "x = 1" + GOOD])
def test_a_file_without_items_is_refused(text):
    with pytest.raises(ItemError):
        read_items(text)


SECOND = GOOD.replace('"rate"', '"again"')


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (SECOND.replace("2.2", '"much"'), "Line 22: learning_rate must be a number"),
        (GOOD, "Line 14: there is an item 'rate' already"),
        (SECOND.replace('"no"', '"no'), "Line 20: this is not TOML: "),
        (SECOND + "learning_rate = 2", "Line 23: this is not TOML: "),
        (SECOND + 'x = """', "Line 23: this is not TOML: "),
    ],
)
def test_one_bad_item_drops_out_alone_with_its_line(second, message):
    third = GOOD.replace('"rate"', '"third"')
    found = read_items(GOOD + second + third)
    assert [item.name for item in found.items] == ["rate", "third"]
    (problem,) = found.problems
    assert problem.startswith(message)


def tried(text):
    """What a trial of each item against its own run finds wrong in a file."""
    return read_items(GOOD.replace('"rate"', '"fine"') + text, try_item).problems


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("learning_rate = 2.2", "learning_rate = 2", "Line 18: this run gives 'grows', which"),
        ('finished = "yes"', 'grows = "slowly"', ""),
        ('finished = "yes"', 'sleeps = "it stands still"', ""),
        (
            'diverged = "no"',
            'diverge = "no"',
            "Line 18: this run gives 'diverged', which is not among",
        ),
        (
            "learning_rate = 2.2",
            'dataset = "iris"\nbatch_size = 500',
            "Line 23: batch_size must be",
        ),
        ('measure = "fate"\n', 'measure = "smallest-row"\n', "Line 18: this run gives 'x"),
    ],
)
def test_an_item_is_held_against_its_own_run(old, new, message):
    assert old in GOOD
    problems = tried(GOOD.replace(old, new))
    assert "\n".join(problems).startswith(message)
    assert len(problems) == bool(message)


@pytest.mark.parametrize(
    ("measure", "run", "message"),
    [
        ('"final-train-mse"', "learning_rate = 10\nbatch_size = 1", "diverges in its first epoch"),
        ('"digits"', "learning_rate = 10", ""),
        ('"train-curve"\nepochs = [0, 1, 9]', "learning_rate = 10", "a loss at 2 of these 3"),
        ('"train-curve"\nepochs = [0, 1, 9]', "learning_rate = 0.1", ""),
    ],
)
def test_a_run_that_has_no_such_number_is_told(measure, run, message):
    words = '[[item]]\nname = "a1"\nquestion = "?"\nwhy = "."\n'
    text = f"{words}measure = {measure}\n[item.run]\n{run}\n"
    assert message in "\n".join(tried(text))
    assert len(tried(text)) == bool(message)


def test_a_loss_that_ends_above_its_start_grows():
    fates = {}
    for rate in (0.3, 1.9, 2.0, 2.2):
        run = Run(load(DataConfig()), TrainConfig(learning_rate=rate)).finish()
        fates[rate] = MEASURES["fate"].of(run)
    assert fates == {0.3: "finished", 1.9: "finished", 2.0: "grows", 2.2: "diverged"}


def test_every_item_of_the_app_answers_as_its_words_say():
    assert read_items(FILE.read_text("utf-8"), try_item) == ItemFile(ITEMS, ())


def test_no_question_gives_a_later_answer_away():
    """In the order of the list, which is that of the lesson plan."""
    said = ""
    for item in ITEMS:
        shown = reveal(item)
        said += f" {item.question}"
        if item.kind == NUMBER:
            short = {f"{shown.answer:.{digits}g}" for digits in (3, 4, 5)}
            for number in {one for one in short if len(one) > 1}:
                assert not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", said), item.name
        said += f" {shown.why} {' '.join(dict(item.options).values())}"


def test_each_item_has_a_title_of_its_own():
    assert len({item.title for item in ITEMS}) == len(ITEMS)
    assert all(item.title for item in ITEMS)
