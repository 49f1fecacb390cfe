"""Three numbers, added in two orders: where the difference between the programs begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import torch

from perceptron.text.language import _, decimal_sign, ngettext
from perceptron.text.numbers import number

Terms = tuple[float, float, float]
SUMS: Mapping[str, Terms] = {  # by their names in the address
    "decimals": (0.1, 0.2, 0.3),
    "halves": (0.5, 0.25, 0.125),
    "far-apart": (1e16, -1e16, 1.0),
}
MOST_DIGITS = 20
_FEWEST_PLACES = -5  # the exponent of ten below which a number is written with a power


@dataclass(frozen=True, slots=True)
class TwoOrders:
    """What (a + b) + c and a + (b + c) are in one number format.

    Attributes:
        terms: a, b and c, as they were given.
        dtype: 'float64' or 'float32'.
        left: (a + b) + c, rounded after each addition.
        right: a + (b + c), likewise.
        epsilon: The gap between 1 and the next number of the format.
        neighbours: Whether no number of the format lies between the two.
        exact: Whether nothing was rounded in either.
    """

    terms: Terms
    dtype: str
    left: float
    right: float
    epsilon: float
    neighbours: bool
    exact: bool

    @property
    def identical(self) -> bool:
        """Whether both are the same number."""
        return self.left == self.right

    @property
    def apart(self) -> float:
        """How far they are apart."""
        return abs(self.left - self.right)

    @property
    def epsilons(self) -> float:
        """The same, counted in epsilons."""
        return self.apart / self.epsilon


def two_orders(terms: Terms, dtype: str) -> TwoOrders:
    """Add three numbers in two orders, as the programs add: rounded after each addition.

    >>> found = two_orders((0.1, 0.2, 0.3), "float64")
    >>> found.left, found.right, found.epsilons
    (0.6000000000000001, 0.6, 0.5)
    >>> two_orders((0.5, 0.25, 0.125), "float64").exact
    True
    """
    number_format = getattr(torch, dtype)
    a, b, c = (torch.tensor(term, dtype=number_format) for term in terms)
    left, right = (a + b) + c, a + (b + c)
    whole = sum((Fraction(one.item()) for one in (a, b, c)), Fraction())
    return TwoOrders(
        terms=terms,
        dtype=dtype,
        left=left.item(),
        right=right.item(),
        epsilon=torch.finfo(number_format).eps,
        neighbours=bool(left.nextafter(right) == right) and not left.equal(right),
        exact=Fraction(left.item()) == Fraction(right.item()) == whole,
    )


def written(value: float, digits: int) -> str:
    r"""Write as many digits of a number as asked for, of the very number that is stored, in LaTeX.

    >>> written(0.1, 3), written(0.1, 20), written(0.0, 4)
    ('0.100', '0.10000000000000000555', '0')
    >>> written(-1e16, 2)
    '-1.0\\cdot 10^{16}'
    """
    if not value:
        return "0"
    stored = Decimal(value)
    mantissa, power = f"{stored:.{digits - 1}e}".split("e")
    exponent = int(power)
    if _FEWEST_PLACES <= exponent < digits:
        return f"{stored:.{digits - 1 - exponent}f}"
    return rf"{mantissa}\cdot 10^{{{exponent}}}"


def equations(found: TwoOrders, digits: int) -> str:
    """Both sums with their brackets, below each other, in LaTeX; what differs is underlined."""
    a, b, c = (_term(term) for term in found.terms)
    left, right = written(found.left, digits), written(found.right, digits)
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    if left != right:
        left, right = _marked(left, same), _marked(right, same)
    lines = rf"({a}+{b})+{c} &= {left} \\ {a}+({b}+{c}) &= {right}"
    # LaTeX puts a gap after a bare comma: it takes it for one of a list.
    lines = lines.replace(".", "." if decimal_sign() == "." else f"{{{decimal_sign()}}}")
    return rf"\begin{{aligned}} {lines} \end{{aligned}}"


def _marked(text: str, same: int) -> str:
    """Underline a number from a place on; one with a power of ten is underlined whole."""
    same = 0 if "^" in text else same
    return f"{text[:same]}\\underline{{\\mathbf{{{text[same:]}}}}}" if text[same:] else text


def _term(value: float) -> str:
    """A number as it was given: as few digits as tell it, a negative one in brackets."""
    size = abs(value)
    mantissa, _sign, power = f"{size!r}".partition("e")
    shown = mantissa.removesuffix(".0")
    if size >= 1e6 and Decimal(size) == 10 ** Decimal(size).adjusted():
        shown = f"10^{{{Decimal(size).adjusted()}}}"
    elif power:
        shown = rf"{shown}\cdot 10^{{{int(power)}}}"
    return f"(-{shown})" if value < 0 else shown


def orders_in_words(found: TwoOrders) -> str:
    """Say whether two sums are the same number, and if not, how far apart they are.

    >>> orders_in_words(two_orders((0.5, 0.25, 0.125), "float32"))
    'The two sums are **bit-identical** in float32: nothing had to be rounded.'
    >>> print(orders_in_words(two_orders((0.1, 0.2, 0.3), "float64")))
    The two sums are **not bit-identical** in float64: they differ by **1.11×10⁻¹⁶**, that is \
**0.5 epsilon**. They are neighbours: no float64 number lies between them.
    """
    if found.identical:
        return (
            _(
                "The two sums are **bit-identical** in {dtype}: nothing had to be rounded.",
                dtype=found.dtype,
            )
            if found.exact
            else _(
                "The two sums are **bit-identical** in {dtype}: both were rounded to one number.",
                dtype=found.dtype,
            )
        )
    words = ngettext(
        "The two sums are **not bit-identical** in {dtype}: they differ by **{apart}**, that is "
        "**{epsilons} epsilon**.",
        "The two sums are **not bit-identical** in {dtype}: they differ by **{apart}**, that is "
        "**{epsilons} epsilons**.",
        1 if found.epsilons <= 1 else 2,  # half an epsilon is one, too
        dtype=found.dtype,
        apart=number(found.apart, 3),
        epsilons=number(found.epsilons, 3),
    )
    if not found.neighbours:
        return words
    beside = _("They are neighbours: no {dtype} number lies between them.", dtype=found.dtype)
    return f"{words} {beside}"
