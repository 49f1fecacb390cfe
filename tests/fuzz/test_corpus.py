"""What has been sent on purpose: each case with its sentence, its time and its memory."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.fuzz.budget import timed, weighed
from tests.fuzz.conftest import MANY
from tests.fuzz.corpus import CORPUS, made
from tests.fuzz.doors import DOORS

QUICK = 0.15  # seconds; to be weighed, the slower ones take ten times as long: `make fuzz` does it
CASES = [
    pytest.param(door, content, words, id=f"{door}: {name}")
    for door, cases in CORPUS.items()
    for name, content, words in cases
]


@pytest.mark.parametrize(("door", "content", "words"), CASES)
def test_each_case_is_taken_or_refused_in_words(door: str, content: Any, words: str) -> None:
    sent = made(content)
    started = time.process_time()
    said = timed(door, lambda: DOORS[door](sent))
    assert words in said
    if not words:
        assert said == ""
    quick = time.process_time() - started < QUICK
    if callable(content) and (quick or MANY):
        weighed(door, lambda: DOORS[door](sent))
