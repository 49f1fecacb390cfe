"""Wrong answers that name what a student may have thought, and answers that no run gives."""

from __future__ import annotations

import re

import pytest

from perceptron.lessons.predict.answers import guess_in_words, is_right, reveal
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.lessons.predict.items import read_items
from perceptron.lessons.predict.measures import MEASURES
from perceptron.lessons.predict.runs import NO_RUN, runs_in_words
from perceptron.lessons.predict.trial import try_item
from perceptron.room.question import CHOICE, CURVE, NUMBER, Key, read_key
from tests.items import own_items, short_test

EVERY = [one for item in (*own_items(), *short_test()) for one in (item, item.twin) if one]
GIVEN = """
[[item]]
name = "proof"
question = "It falls. What does that prove?"
measure = "given"
answer = "little"
why = "It is {answer}."
[item.options]
all = "All is right"
little = "Little"
[item.misconceptions]
all = "You may have trusted it."
"""


@pytest.mark.parametrize("item", EVERY, ids=lambda one: one.name)
def test_each_wrong_answer_of_ours_says_what_may_have_been_thought(item):
    told, answer = dict(item.misconceptions), reveal(item).answer
    if item.kind == CHOICE:
        varies = not item.given and MEASURES[item.measure].varies
        wrong = {name for name, _ in item.options if varies or name != answer}
        assert wrong <= set(told)
    elif item.kind == NUMBER:
        assert 2 <= len(told) <= 4
        for known in told:
            assert abs(float(known) - answer) > item.allowed(answer), known
            assert not is_right(item, float(known), answer)
    else:
        assert item.kind == CURVE
        assert not told
    for words in told.values():
        assert words.startswith("You may have ")
        assert words.endswith(".")


@pytest.mark.parametrize("item", EVERY, ids=lambda one: one.name)
def test_an_item_is_asked_in_a_room_as_on_its_page(item):
    shown, question = reveal(item), question_of(item)
    key = key_of(item, shown)
    assert (question.name, question.kind, question.prompt) == (item.name, item.kind, item.question)
    assert question.told == runs_in_words(item)
    assert question.words_of(shown.answer) == shown.words == guess_in_words(item, shown.answer)
    assert key.is_right(shown.answer)
    assert key.why == shown.why
    assert key.given is item.given
    assert question.read(list(key.answer) if item.kind == CURVE else key.answer) == key.answer
    for wrong, words in item.misconceptions:
        guess = float(wrong) if item.kind == NUMBER else wrong
        if not key.is_right(guess):
            verdict = key.verdict(question, guess)
            assert (verdict.right, verdict.reason) == (False, words)


def test_nothing_that_a_phone_gets_before_the_reveal_depends_on_the_answer(monkeypatch):
    item = next(one for one in own_items() if one.name == "batches")

    def trained(*_):
        raise AssertionError("a question is asked without its run")

    monkeypatch.setattr("perceptron.lessons.predict.answers._measured", trained)
    asked = question_of(item)
    assert asked.told
    assert not any(words in repr(asked) for words in dict(item.misconceptions).values())
    with pytest.raises(AssertionError, match="without its run"):
        reveal(item)


def test_a_wrong_number_is_known_within_the_tolerance_and_by_the_nearest():
    key = Key(25.0, allowed=1.0, reasons={"1": "rows", "33.3": "three", "32": "two"})
    assert key.known_as(33.0) == "33.3"
    assert key.known_as(32.2) == "32"
    assert key.known_as(1.0) == "1"
    assert key.known_as(1.03) == "1"
    assert key.known_as(1.3) == "", "of a small number no larger a share"
    assert key.known_as(25.5) == "", "that is right"
    assert key.known_as(40.0) == key.reason_for(40.0) == ""
    exact = Key(4.0, reasons={"3": "the rest", "0": "none"})
    assert exact.reason_for(3.0) == "the rest"
    assert exact.reason_for(3.1) == ""
    assert exact.reason_for(0.0) == "none"
    assert read_key(fields(exact)) == exact
    assert Key(4.0, allowed=9.0, reasons={"a": "?", "inf": "?", "nan": "?"}).known_as(99.0) == ""


def fields(key: Key) -> dict:
    return {name: getattr(key, name) for name in Key.__slots__}


def test_a_given_answer_needs_no_run_and_says_so():
    (item,) = read_items(GIVEN, try_item).items
    shown = reveal(item)
    assert (item.kind, item.given, shown.answer, shown.runs) == (CHOICE, True, "little", ())
    assert shown.curves == {}
    assert shown.why == "It is little."
    assert runs_in_words(item) == question_of(item).told == NO_RUN
    assert (
        key_of(item, shown)
        .verdict(question_of(item), "all")
        .words.startswith("Not quite. You said “All is right”. The answer: Little.")
    )


def test_a_given_number_is_held_against_its_tolerance():
    text = GIVEN[: GIVEN.index("[item.options]")].replace('"little"', "3")
    (item,) = read_items(text + 'tolerance = 1\nunit = "cats"\n', try_item).items
    assert (item.kind, reveal(item).words) == (NUMBER, "3 cats")
    assert is_right(item, 4.0, 3.0)
    assert not is_right(item, 4.1, 3.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('answer = "little"', 'answer = "litle"', "Line 6: 'litle' is not among the options. Did"),
        ('answer = "little"\n', "", "Line 5: a given answer is needed"),
        ('answer = "little"', "answer = true", "Line 6: answer must be an option or a number"),
        ('answer = "little"', "answer = nan", "Line 6: answer must be an option or a number"),
        ('answer = "little"', "answer = 3", "Line 8: options is for a choice"),
        ('"given"', '"fate"', "Line 6: answer is for measure = .given."),
        ("[item.options]", "[item.run]\nepochs = 1\n[item.options]", "Line 8: nothing is run"),
        ("{answer}", "{rule}", "Line 7: {rule} is the limit of a run"),
        ('all = "You may', 'al = "You may', "Line 12: there is no option 'al'. Did you mean all"),
        ('= "You may have trusted it."', "= 1", "Line 12: a misconception must be words"),
        ("[item.options]", 'unit = "cats"\n[item.options]', "Line 8: unit is for a number"),
    ],
)
def test_a_mistake_in_a_given_answer_is_found_with_its_line(old, new, message):
    assert old in GIVEN
    fine = GIVEN.replace('"proof"', '"fine"')
    (problem,) = read_items(GIVEN.replace(old, new) + fine, try_item).problems
    assert re.match(message, problem), problem


def test_a_given_answer_may_have_a_twin_with_an_answer_of_its_own():
    (item,) = read_items(GIVEN + '[item.twin]\nquestion = "?"\nanswer = "all"\n', try_item).items
    assert (item.twin.answer, item.twin.given) == ("all", True)


def test_a_curve_names_no_misconception():
    text = (
        '[[item]]\nname = "a1"\nquestion = "?"\nmeasure = "train-curve"\nwhy = "."\n'
        'epochs = [0, 1, 2]\n[item.misconceptions]\na = "You may."\n'
    )
    with pytest.raises(ValueError, match="Line 7: a curve has no misconceptions"):
        read_items(text)
