"""Numbers as people write them: what a text is under a decimal point, and under a decimal comma."""

from __future__ import annotations

import re
from typing import Literal

from perceptron.text.language import _, decimal_sign
from perceptron.text.numbers import number

Sign = Literal["point", "comma"]
_GAPS = " \u00a0\u2009\u202f'\u2019"  # spaces and apostrophes between thousands
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"))
_POWER = re.compile(r"([+-]?)(?:([0-9]+(?:[.,][0-9]+)?)[×·])?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)").fullmatch
_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
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
    text = text if text.isascii() else _of_power(text.translate(_MINUS))
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


def _of_power(text: str) -> str:
    """Write 2.6×10⁻¹⁴, as `number` writes it, as 2.6e-14; any other text stays."""
    found = _POWER(text)
    return f"{found[1]}{found[2] or 1}e{found[3].translate(_LOWERED)}" if found else text


def typed_number(text: str) -> float:
    """The number that a visitor has typed into a field.

    The decimal sign of the language spoken here is one, as the app itself writes it; so is the
    other, unless it may as well stand between thousands: 1,250 in English.

    >>> typed_number("1,5"), typed_number("12 000"), typed_number("1.234,5"), typed_number("10⁻⁷")
    (1.5, 12000.0, 1234.5, 1e-07)

    Raises:
        ValueError: If it is no number, or may be two.
    """
    point, comma = readings(text)
    usual = decimal_sign()
    if point and comma and float(point) != float(comma) and usual not in text:
        words = {
            "text": text.strip(),
            "one": number(float(point), 10),
            "other": number(float(comma), 10),
        }
        raise ValueError(
            _(
                "{text} may be {one} or {other}. Write it without the comma, with a point as "
                "decimal sign.",
                **words,
            )
            if usual == "."
            else _(
                "{text} may be {one} or {other}. Write it without the point, with a comma as "
                "decimal sign.",
                **words,
            )
        )
    found = (comma or point) if usual == "," else (point or comma)
    if found is None or not abs(float(found)) < 1e300:
        raise ValueError(
            _(
                "A number is needed, as in {example}; got {text}.",
                example=number(0.25),
                text=repr(text.strip()[:20]),
            )
        )
    return float(found)


def in_field(value: float, digits: int = 10) -> str:
    """Write a number into a field, so that `typed_number` reads it again: 0.25, or 0,25.

    >>> in_field(0.25), in_field(-1e-07), in_field(12000.0)
    ('0.25', '-1e-07', '12000')
    """
    return f"{value:.{digits}g}".replace(".", decimal_sign())
