"""Whatever is sent to a door is taken within its bounds, or refused in words: soon, and cheaply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from tests.fuzz import strategies
from tests.fuzz.budget import GROWTH, resident, timed
from tests.fuzz.doors import DOORS

SENT: dict[str, SearchStrategy[Any]] = {
    "link": strategies.queries,
    "settings": strategies.all_settings,
    "csv": strategies.contents,
    "run": strategies.files,
    "questions": strategies.question_texts,
    "plan": strategies.plan_texts,
    "codes": strategies.pasted,
}


def fuzzed(name: str, door: Callable[[Any], str], sent: SearchStrategy[Any]) -> None:
    @settings(settings.get_profile("fuzz"))
    @given(sent)
    def one(content: Any) -> None:
        timed(name, lambda: door(content))

    one()


@pytest.mark.parametrize("name", DOORS)
def test_whatever_comes_is_a_value_in_bounds_or_a_sentence(name: str) -> None:
    before = resident()
    fuzzed(name, DOORS[name], SENT[name])
    assert resident() - before < GROWTH
