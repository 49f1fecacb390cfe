"""What pages ask, and the twins of it: each wrong answer has its reason, the right one has none."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pages.shared.lesson.twins import TWINS
from perceptron.room.from_lesson import N_HINTS, Asked
from perceptron.text.numbers import number

KS = range(1, 7)


def shown(asked: Asked) -> tuple[object, ...]:
    return asked.prompt, asked.options


@pytest.mark.parametrize("name", TWINS)
def test_each_wrong_answer_has_its_reason(name: str) -> None:
    for k in KS:
        asked = TWINS[name](k)
        assert asked.why
        assert not asked.key.reason_for(asked.right), "no reason is told to a right answer"
        for value, reason in asked.wrong:
            wrong = value if isinstance(value, str) else float(value)
            if not asked.is_right(wrong):
                assert reason
                assert asked.key.reason_for(wrong), (k, wrong)
        if asked.options:
            assert {value for value, _ in asked.wrong} | {asked.right} == set(asked.options)
        else:
            assert sum(not asked.is_right(float(value)) for value, _ in asked.wrong) >= 1


@pytest.mark.parametrize("name", TWINS)
def test_two_hints_say_more_and_more_and_not_the_answer(name: str) -> None:
    for k in KS:
        asked = TWINS[name](k)
        assert len(asked.hints) == N_HINTS
        assert len(set(asked.hints)) == N_HINTS
        if not asked.options and len(number(float(asked.right))) > 1:  # a digit is in many a hint
            numbers = set(re.findall(r"\d+(?:\.\d+)?", " ".join(asked.hints)))
            assert number(float(asked.right)) not in numbers


@pytest.mark.parametrize("name", TWINS)
def test_a_copied_answer_is_wrong_somewhere(name: str) -> None:
    twins = [TWINS[name](k) for k in KS]
    assert len({shown(one) for one in twins}) >= 3, "other numbers each time"
    assert len({one.right for one in twins}) >= 2
    for one, other in pairwise(twins):
        assert (shown(one), one.right) != (shown(other), other.right)


def test_a_twin_is_the_same_in_the_next_visit() -> None:
    for make in TWINS.values():
        assert make(2) == make(2)
