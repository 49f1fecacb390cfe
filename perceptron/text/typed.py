"""A number that somebody has typed: understood as it was meant, or refused with a sentence."""

from __future__ import annotations

import re

LONGEST = 40  # characters
_SPACES = "\u00a0\u2007\u2009\u202f '\u2019"  # what may stand between groups of three digits
_MINUS = str.maketrans("\u2212\u2013\uff0d", "---")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?P<mark>.)\d{3}((?P=mark)\d{3})*", re.ASCII)


def typed_number(text: str) -> float:
    """Read a number with a point or a comma before its decimals, grouped or not.

    A comma that could part thousands as well as decimals is not guessed at.

    Args:
        text: What was typed.

    Raises:
        ValueError: If it is no number, or could be two; the message says how to write it.

    >>> [typed_number(text) for text in ("0,3", "12 000", "1.234,56", "1,234.5", "-4", "1e-3")]
    [0.3, 12000.0, 1234.56, 1234.5, -4.0, 0.001]
    >>> typed_number("1,782")
    Traceback (most recent call last):
    ValueError: “1,782” could be 1782 or 1.782. Type the one that you mean.
    """
    shown = f"“{text.strip()[:LONGEST]}”"
    plain = _with_a_point(text.strip().translate(_MINUS), shown)
    if len(plain) > LONGEST or not _PLAIN.fullmatch(plain) or abs(float(plain)) >= 1e300:
        raise ValueError(f"{shown} is not a number here. Type one, as in 12 or 0.3.")
    return float(plain)


def _with_a_point(text: str, shown: str) -> str:
    """Take out what parts thousands, and put a point before the decimals."""
    whole = re.split(r"[.,](?=\d*$)", text)[0]
    for mark in _SPACES:
        if (found := _GROUPED.fullmatch(whole)) and found["mark"] == mark:
            text = text.replace(mark, "")
    commas, points = text.count(","), text.count(".")
    if not commas and points < 2:
        return text
    if commas and points:  # the last of them stands before the decimals
        part, point = (",", ".") if text.rindex(".") > text.rindex(",") else (".", ",")
        groups, _, decimals = text.rpartition(point)
        found = _GROUPED.fullmatch(groups)
        return f"{groups.replace(part, '')}.{decimals}" if found and found["mark"] == part else text
    mark = "," if commas else "."
    if not (found := _GROUPED.fullmatch(text)) or found["mark"] != mark:
        return text.replace(",", ".") if commas == 1 else text
    if text.count(mark) > 1:
        return text.replace(mark, "")
    if text.lstrip("+-").startswith("0"):
        return text.replace(",", ".")
    raise ValueError(
        f"{shown} could be {text.replace(',', '')} or {text.replace(',', '.')}. "
        "Type the one that you mean."
    )
