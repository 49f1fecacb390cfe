"""Raised hands: how many there were for each answer, typed by who counted them."""

from __future__ import annotations

import re

from perceptron.room.question import FARTHEST
from perceptron.text.decimals import typed_number
from perceptron.text.language import N_, _

MOST_HANDS = 500  # for one answer
MOST_ANSWERS = 50
_PAIR = re.compile(r"(.+?)\s*(?::|=|×)\s*([0-9]{1,4})").fullmatch
RULE = N_(
    "Write each number with its hands behind a colon, and a semicolon between two: 3: 17; 4: 8."
)


def read_hands(text: str, unit: str = "") -> list[float]:
    """Return each guessed number as often as hands were raised for it.

    Args:
        text: As in '3: 17; 4: 8'.
        unit: What the numbers count; it may stand behind them.

    >>> read_hands("3: 2; 0,25: 1")
    [3.0, 3.0, 0.25]

    Raises:
        ValueError: If it can't be read, or there are too many.
    """
    guesses: list[float] = []
    pairs = [one.strip() for one in re.split(r"[;\n]", text) if one.strip()]
    if len(pairs) > MOST_ANSWERS:
        told = _(
            "At most {most} numbers can be counted; these are {n}.", most=MOST_ANSWERS, n=len(pairs)
        )
        raise ValueError(told)
    for pair in pairs:
        if (found := _PAIR(pair)) is None:
            raise ValueError(_(RULE))
        hands = int(found[2])
        if hands > MOST_HANDS:
            told = _(
                "At most {most} hands count for one number; got {n}.", most=MOST_HANDS, n=hands
            )
            raise ValueError(told)
        value = typed_number(found[1].removesuffix(unit))
        if not abs(value) < FARTHEST:
            raise ValueError(_(RULE))
        guesses += [value] * hands
    return guesses
