"""Numbers as a lesson writes them: with few digits, a unit, or as a word."""

from __future__ import annotations

from math import inf, isnan


def number(value: float) -> str:
    """Write a number with four digits, a whole one up to a million in full, a true minus sign.

    >>> number(-0.125), number(1 / 3), number(-0.0), number(-12345.6), number(float("nan"))
    ('−0.125', '0.3333', '0', '−12\u202f346', '–')
    """
    if isnan(value):
        return "–"
    if 9999.5 <= abs(value) < 1e6:
        return count(round(value))
    return f"{value:.4g}".replace("-", "−") if value else "0"


def count(n: int) -> str:
    """Write a whole number; from five digits on with narrow spaces between thousands.

    >>> count(1024), count(10000), count(-1234567)
    ('1024', '10\u202f000', '−1\u202f234\u202f567')
    """
    text = f"{n:,}" if abs(n) >= 10_000 else str(n)
    return text.replace(",", "\u202f").replace("-", "−")


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def large(value: float) -> str:
    """Write a number that may be enormous: from a million on with a power of ten.

    >>> large(4017.4), large(5.7e6), large(3.05e17), large(float("inf"))
    ('4017', '5.7·10⁶', '3·10¹⁷', 'inf')
    """
    if not 1e6 <= abs(value) < inf:
        return number(value)
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{float(mantissa):g}·10{str(int(exponent)).translate(_RAISED)}"


def factor(value: float) -> str:
    """Write a number as a factor of a product: in parentheses if it is negative.

    >>> factor(2.0), factor(-0.5)
    ('2', '(−0.5)')
    """
    return f"({number(value)})" if value < 0 else number(value)


def yes(fact: bool) -> str:
    """Write a fact as a word: 'yes' or 'no'."""
    return "yes" if fact else "no"


def in_bytes(n_bytes: float) -> str:
    """Write a number of bytes with a fitting unit.

    >>> in_bytes(14256), in_bytes(160e6)
    ('13.9 KiB', '152.6 MiB')
    """
    for unit in ("B", "KiB", "MiB"):
        if n_bytes < 1024:
            return f"{n_bytes:.0f} B" if unit == "B" else f"{n_bytes:.1f} {unit}"
        n_bytes /= 1024
    return f"{n_bytes:.1f} GiB"


def in_time(seconds: float) -> str:
    """Write a time with a fitting unit.

    >>> in_time(3.21e-5), in_time(0.0034), in_time(2.5)
    ('32.1 µs', '3.4 ms', '2.5 s')
    """
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


def compared(one: float, other: float) -> str:
    """Say how a time compares with another.

    >>> compared(1.0, 3.0), compared(10.0, 2.0), compared(1.02, 1.0)
    ('3.0 times faster than', '5.0 times slower than', 'about as fast as')
    """
    if max(one, other) < 1.1 * min(one, other):
        return "about as fast as"
    if one < other:
        return f"{other / one:.1f} times faster than"
    return f"{one / other:.1f} times slower than"
