"""Numbers as a lesson writes them: with few digits, a unit, or as a word."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isnan

from perceptron.text.language import N_, _, decimal_sign, once_for_each_language, pgettext
from perceptron.text.whole import grouped

FASTER, ALIKE, SLOWER = N_("faster"), N_("about as fast"), N_("slower")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """Write a number with a few digits, in full from a millionth to a million.

    A minus sign is a true one, thousands are as `count` writes them, and whatever is smaller or
    larger has a power of ten.

    >>> number(-0.125), number(1 / 3), number(-0.0), number(-12345.6), number(float("nan"))
    ('−0.125', '0.3333', '0', '−12\u202f346', '–')
    >>> number(0.00009), number(1e-7), number(-2.6e-14), number(1e6), number(0.012345, 2)
    ('0.00009', '10⁻⁷', '−2.6×10⁻¹⁴', '10⁶', '0.012')
    """
    if isnan(value):
        return "–"
    if abs(value) == inf or not value:
        return "0" if not value else "∞" if value > 0 else "−∞"
    exponent = int(f"{value:.{max(digits, 6) - 1}e}".partition("e")[2])
    if not -6 <= exponent < 6:
        return _with_power(value, digits)
    text = f"{value:,.{max(0, digits - 1 - _exponent(value, digits))}f}"
    whole, point, part = text.partition(".")
    return grouped(whole) + in_prose(f"{point}{part}".rstrip("0").rstrip("."))


@once_for_each_language(maxsize=4096)
def in_full(value: float) -> str:
    """Write a number that is chosen, with all its digits up to ten.

    What was written is kept: a slider asks for each of its hundreds at each script run.

    >>> in_full(0.123456), in_full(2048)
    ('0.123456', '2048')
    """
    return number(value, 10)


def listed(parts: Iterable[str]) -> str:
    """Join parts that hold numbers by what can't be taken for a decimal sign.

    >>> listed(["0.3", "2 epochs"])
    '0.3, 2 epochs'
    """
    return pgettext("between the parts of a list", ", ").join(parts)


def in_prose(text: str) -> str:
    """Write a number as people read it: with a true minus sign, and the decimal sign spoken here.

    >>> in_prose("-0.25")
    '−0.25'
    """
    return text.replace("-", "−").replace(".", decimal_sign())


def _exponent(value: float, digits: int) -> int:
    return int(f"{value:.{digits - 1}e}".partition("e")[2])


def _with_power(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = f"10{str(int(exponent)).translate(_RAISED)}"
    sign, size = "−" if value < 0 else "", in_prose(f"{abs(float(mantissa)):.{digits}g}")
    return f"{sign}{power}" if size == "1" else f"{sign}{size}×{power}"


def large(value: float) -> str:
    """Write a number that may be enormous: from a million on with two digits and a power of ten.

    >>> large(4017.4), large(5.7e6), large(3.05e17), large(float("inf"))
    ('4017', '5.7×10⁶', '3×10¹⁷', '∞')
    """
    return number(value, 2 if 1e6 <= abs(value) < inf else 4)


def percent(share: float, decimals: int = 1, *, signed: bool = False) -> str:
    """Write a share of 1 as a percentage; with its sign, for a difference.

    >>> percent(0.25), percent(0.875, 0), percent(-0.164, signed=True), percent(0.2, signed=True)
    ('25.0 %', '88 %', '−16.4 %', '+20.0 %')
    """
    return f"{fixed(100 * share, decimals, signed=signed)} %"


def fixed(value: float, decimals: int, *, signed: bool = False) -> str:
    """Write a number with so many decimals, whatever its size.

    >>> fixed(2.5, 2), fixed(-1.04, 1), fixed(3.0, 0, signed=True)
    ('2.50', '−1.0', '+3')
    """
    return in_prose(f"{value:{'+' if signed else ''}.{decimals}f}")


def factor(value: float) -> str:
    """Write a number as a factor of a product: in parentheses if it is negative.

    >>> factor(2.0), factor(-0.5)
    ('2', '(−0.5)')
    """
    return f"({number(value)})" if value < 0 else number(value)


def yes(fact: bool) -> str:
    """Write a fact as a word: 'yes' or 'no'."""
    return _("yes") if fact else _("no")


def in_bytes(n_bytes: float) -> str:
    """Write a number of bytes with a fitting unit.

    >>> in_bytes(14256), in_bytes(160e6)
    ('13.9 KiB', '152.6 MiB')
    """
    for unit in ("B", "KiB", "MiB"):
        if n_bytes < 1024:
            return f"{fixed(n_bytes, 0 if unit == 'B' else 1)} {unit}"
        n_bytes /= 1024
    return f"{fixed(n_bytes, 1)} GiB"


def in_time(seconds: float) -> str:
    """Write a time with a fitting unit.

    >>> in_time(3.21e-5), in_time(0.0034), in_time(2.5)
    ('32.1 µs', '3.4 ms', '2.5 s')
    """
    if seconds < 1e-3:
        return f"{fixed(seconds * 1e6, 1)} µs"
    return f"{fixed(seconds * 1e3, 1)} ms" if seconds < 1 else f"{fixed(seconds, 1)} s"


def compared(one: float, other: float) -> tuple[str, str]:
    """Return how a time compares with another, and how many times: each has a sentence of its own.

    >>> compared(1.0, 3.0), compared(10.0, 2.0), compared(1.02, 1.0)
    (('faster', '3.0'), ('slower', '5.0'), ('about as fast', '1.0'))
    """
    least, most = sorted((one, other))
    how = ALIKE if most < 1.1 * least else FASTER if one < other else SLOWER
    return how, fixed(most / least, 1)
