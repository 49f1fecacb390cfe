"""What a learner types into a blank, and when it counts as a number.

Right is what a careful learner would type: the number to three significant digits. With fewer
digits it is right if it is rounded as it was typed, has two significant digits at least, and half
a unit of the last one is no more than 1 % of the number: 9.6 for 9.625, but not 1.3 for 1.25.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from perceptron.text.decimals import readings, typed_number

_FEWEST, _LOOSEST = 2, 0.01  # significant digits, and the share that half of the last one may be
_ROUNDING = 1e-9  # of the largest number beside it: what is off by less is off by rounding alone


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as it was typed.

    Attributes:
        value: The number.
        digits: How many significant digits it has.
        half: Half a unit of the last of them.
    """

    value: float
    digits: int
    half: float


def read(text: str) -> Typed:
    """Read what was typed into a blank.

    >>> read("0,25"), read("-12.0")
    (Typed(value=0.25, digits=2, half=0.005), Typed(value=-12.0, digits=3, half=0.05))

    Raises:
        ValueError: If it is no number, or may be two; it says what is wrong.
    """
    value = typed_number(text)
    written = next(one for one in readings(text) if one is not None and float(one) == value)
    parts = Decimal(written).as_tuple()
    half = 0.5 * 10.0 ** int(parts.exponent)
    return Typed(value, len(parts.digits), half)


def _half_of_third(value: float) -> float:
    """Half a unit of the third significant digit of a number that is not 0."""
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - 2)


def agrees(typed: Typed, value: float, scale: float) -> bool:
    """Whether what was typed is a number, as exactly as it has to be.

    Args:
        typed: What was typed.
        value: The number.
        scale: The largest number beside it, without its sign: for it, 1e-17 is 0.

    >>> agrees(read("9.6"), 9.625, 10), agrees(read("1.3"), 1.25, 10), agrees(read("0"), 1e-17, 10)
    (True, False, True)
    """
    off = abs(typed.value - value)
    if off <= _ROUNDING * scale:
        return True
    if not math.isfinite(value) or abs(value) <= _ROUNDING * scale:
        return False
    allowed = _half_of_third(value)
    if typed.digits >= _FEWEST and typed.half <= _LOOSEST * abs(value):
        allowed = max(allowed, typed.half)
    return off <= allowed * (1 + _ROUNDING)


def same(one: float, other: float, scale: float) -> bool:
    """Whether two numbers are one to a learner: equal to three significant digits."""
    off = abs(one - other)
    if off <= _ROUNDING * scale or abs(other) <= _ROUNDING * scale:
        return off <= _ROUNDING * scale
    return off <= _half_of_third(other) * (1 + _ROUNDING)
