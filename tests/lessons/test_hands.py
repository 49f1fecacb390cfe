"""Raised hands: read as they were typed, or refused in words."""

from __future__ import annotations

import pytest

from perceptron.lessons.predict.answers import as_guess
from perceptron.lessons.predict.hands import MOST_HANDS, read_hands
from tests.items import own_items

ITEMS = {item.name: item for item in own_items()}


def test_each_number_counts_as_often_as_hands_were_raised() -> None:
    assert read_hands("") == []
    assert read_hands("3:2;4 × 1\n-0,5 = 1;") == [3.0, 3.0, 4.0, -0.5]
    assert read_hands("25 %: 2", "%") == [25.0, 25.0]


@pytest.mark.parametrize("text", ["3", "3: many", "x: 3", f"3: {MOST_HANDS + 1}", "3:1;" * 51])
def test_what_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"colon|hands|number|numbers"):
        read_hands(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lives", "maybe"), ("lives", 3), ("batches", True), ("batches", "4"), ("batches", [4.0]),
        ("batches", float("nan")), ("batches", 1e301), ("curve", [1.0, 2.0]),
        ("curve", [1.0, 2.0, 3.0, 0.0]), ("curve", None),
    ],
)  # fmt: skip
def test_one_rule_says_what_can_be_a_guess(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"^it "):
        as_guess(ITEMS[name], value)
