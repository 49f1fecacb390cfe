"""What lessons ask, for every set of numbers: reasons, hints, and twins that can't be copied."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pages.shared.lesson.twins import TWINS_OF
from perceptron.room.from_lesson import N_HINTS, Asked
from perceptron.text.language import speaking
from tests.made_up import teach_brackets

SET_BY = [(page, name, make) for page, twins in TWINS_OF.items() for name, make in twins.items()]
EVERY = [pytest.param(make, k, id=f"{name}-{k}") for _, name, make in SET_BY for k in range(1, 7)]

SEVERAL = re.compile(  # a sum or a product of several ends in 1 as well
    r"(?<![·+] )(?<![\d.,−])\b1 (rows|inputs|outputs|samples|batches|epochs|steps)\b"
)


@pytest.mark.parametrize(("make", "k"), EVERY)
def test_every_wrong_answer_has_its_reason_and_the_right_one_none(make, k: int) -> None:
    asked: Asked = make(k)
    assert asked.is_right(asked.right)
    assert asked.key.reason_for(asked.right) == "" or not asked.options, asked.prompt
    assert asked.wrong
    for value, reason in asked.wrong:
        told = asked.verdict(value)
        if asked.is_right(value):
            assert told.startswith("Right")
            assert not reason or reason not in told
        else:
            assert asked.key.reason_for(value), f"{value} of {asked.prompt}"
            assert asked.key.reason_for(value) in told
    for code in asked.codes:
        assert asked.is_right(code) or asked.key.reason_for(code)


@pytest.mark.parametrize(("make", "k"), EVERY)
def test_two_hints_lead_there_and_do_not_say_it(make, k: int) -> None:
    asked: Asked = make(k)
    assert len(asked.hints) == len(set(asked.hints)) == N_HINTS
    for hint in asked.hints:
        told = asked.in_words(asked.right).casefold()
        assert len(told) == 1 or told not in hint.casefold().split(), "one digit may be anything"
        assert not asked.options or told not in hint.casefold()


@pytest.mark.parametrize(("make", "name"), [(make, name) for _, name, make in SET_BY])
def test_no_twin_is_answered_by_another(make, name: str) -> None:
    twins = [make(k) for k in range(1, 7)]
    for before, after in pairwise(twins):
        assert (before.prompt, before.options) != (after.prompt, after.options), name
    assert len({(one.prompt, one.options, one.right) for one in twins}) >= 4


@pytest.mark.parametrize(("make", "k"), EVERY)
def test_a_room_can_ask_it_as_text(make, k: int) -> None:
    asked: Asked = make(k)
    question, key = asked.for_room("name", k)
    told = (
        question.prompt,
        key.why,
        *key.reasons.values(),
        *(text for _, text in question.options),
    )
    assert not set("$`\\") & set("".join(told))
    assert "**" not in "".join(told)


@pytest.mark.parametrize(("make", "k"), EVERY)
def test_one_of_a_thing_is_not_called_several(make, k: int) -> None:
    asked: Asked = make(k)
    told = [asked.prompt, asked.why, *asked.hints, *(reason for _, reason in asked.wrong)]
    assert SEVERAL.search(" ".join(told)) is None


@pytest.mark.parametrize(("make", "name"), [(make, name) for _, name, make in SET_BY])
def test_an_answer_that_is_copied_is_wrong_somewhere(make, name: str) -> None:
    assert len({make(k).in_words(make(k).right) for k in range(1, 7)}) >= 2, name
    anew = getattr(make, "__wrapped__", make)  # what is cached would only be equal to itself
    assert anew(2) == anew(2), "the same in the next visit"


@pytest.mark.parametrize(("make", "k"), EVERY)
def test_in_another_language_it_is_the_same_question_in_other_words(make, k: int, monkeypatch):
    asked: Asked = make(k)
    with speaking(teach_brackets(monkeypatch)):
        other: Asked = make(k)
        assert (other.codes, other.right, other.digits) == (asked.codes, asked.right, asked.digits)
        assert [value for value, _ in other.wrong] == [value for value, _ in asked.wrong]
        said = [other.verdict(value) for value, _ in (*other.wrong, (other.right, ""))]
    reasons = [reason for value, reason in other.wrong if reason]
    for words in (other.prompt, other.why, *other.hints, *reasons, *said):
        assert words.strip(".").startswith("‹"), words
        assert words.strip(".").endswith("›"), words
    for code, words in other.options:
        assert words.startswith("‹") or words == code, "a formula is the same everywhere"
    assert make(k) == asked, "what is kept of one language is not told in another"
