"""Numbers as people write them: what a text is under a decimal point, and under a decimal comma."""

from __future__ import annotations

import re
from typing import Literal

from perceptron.text.numbers import number

Sign = Literal["point", "comma"]
_GAPS = " \u00a0\u2009\u202f'\u2019"  # spaces and apostrophes between thousands
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"))
_SHORT = re.compile(r"[+-]?([0-9]*)(?:([.,])([0-9]*))?").fullmatch  # what most cells are


def _written(sign: str, thousands: str) -> re.Pattern[str]:
    """Every way to write a number with a decimal sign and another one between thousands."""
    grouped = rf"[1-9][0-9]{{0,2}}([{thousands}{_GAPS}])[0-9]{{3}}(?:\1[0-9]{{3}})*"
    plain = rf"(?:[0-9]+(?:{sign}[0-9]*)?|{sign}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    return re.compile(rf"[+-]?(?:{grouped}(?:{sign}[0-9]*)?|{plain}|(?i:inf(?:inity)?))")


_POINT, _COMMA = _written(r"\.", ","), _written(",", r"\.")


def readings(text: str) -> tuple[str | None, str | None]:
    """What a text is under a decimal point and under a decimal comma, as Python writes numbers.

    None where it is no number. Both are the same where no decimal sign is needed to tell.

    >>> readings("1.234,56"), readings("1,250"), readings("1 000"), readings("12 h")
    ((None, '1234.56'), ('1250', '1.250'), ('1000', '1000'), (None, None))
    """
    text = text.strip()
    text = text if text.isascii() else text.translate(_MINUS)
    if (short := _SHORT(text)) and (short[1] or short[3]):
        whole, mark, part = short.groups()
        if not mark:
            return text, text
        group = len(part) == 3 and 0 < len(whole) < 4 and not whole.startswith("0")
        joined = text.replace(mark, "") if group else None
        return (text, joined) if mark == "." else (joined, text.replace(",", "."))
    point, comma = _POINT.fullmatch(text), _COMMA.fullmatch(text)
    return (
        text.replace(point[1] or "", "") if point else None,
        text.replace(comma[1] or "", "").replace(",", ".") if comma else None,
    )


def typed_number(text: str) -> float:
    """The number that a visitor has typed into a field.

    A point is a decimal sign, as the app itself writes it; so is a comma, unless it may as well
    stand between thousands.

    >>> typed_number("1,5"), typed_number("12 000"), typed_number("1.234,5")
    (1.5, 12000.0, 1234.5)

    Raises:
        ValueError: If it is no number, or may be two.
    """
    point, comma = readings(text)
    if point and comma and float(point) != float(comma) and "," in text:
        raise ValueError(
            f"{text.strip()} may be {number(float(point), 10)} or {number(float(comma), 10)}. "
            "Write it without the comma, with a point as decimal sign."
        )
    found = point or comma
    if found is None or not abs(float(found)) < 1e300:
        raise ValueError(f"A number is needed, as in 0.25; got {text.strip()[:20]!r}.")
    return float(found)
