"""Labelled matrices that know which cells of which others each of their cells comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from torch import Tensor

MAX_ROWS, MAX_COLUMNS = 64, 50  # what a table shows by scrolling; the rest is only counted

Link = tuple[str, str]
"""The rows and the columns of another matrix that cell (i, j) comes from: 'i', 'j' or '*'."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A matrix with the names that a lesson gives to it.

    Attributes:
        name: What links call it; unique in a picture.
        symbol: What the lesson calls it.
        values: The numbers, shape (rows, columns); a vector is one row.
        row_names: Of the rows, or empty.
        column_names: Of the columns, or empty.
        links: For the names of other matrices, which of their cells a cell comes from.
        pickable: Whether a click on a cell chooses it.
    """

    name: str
    symbol: str
    values: Tensor
    row_names: Sequence[str] = ()
    column_names: Sequence[str] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    pickable: bool = False

    @property
    def shape(self) -> str:
        """The shape in words: '4 x 3'."""
        return " × ".join(map(str, self.values.shape))

    def cells(self) -> list[list[str]]:
        """The numbers as text, at most 64 rows of 50 columns."""
        return [[number(v) for v in row] for row in self.shown().tolist()]

    def shown(self) -> Tensor:
        """The part that is shown."""
        return self.values[:MAX_ROWS, :MAX_COLUMNS]

    def more(self) -> str:
        """What is not shown, in words; empty if all is."""
        rows, columns = self.values.shape
        left = [
            f"{n - limit} more {word}"
            for n, limit, word in ((rows, MAX_ROWS, "rows"), (columns, MAX_COLUMNS, "columns"))
            if n > limit
        ]
        return ", ".join(left)


def number(value: float) -> str:
    """Write a number with four digits, a whole one up to a million in full, a true minus sign.

    >>> number(-0.125), number(1 / 3), number(-0.0), number(12345.6), number(float("nan"))
    ('−0.125', '0.3333', '0', '12346', '–')
    """
    if isnan(value):
        return "–"
    text = f"{value:.0f}" if 9999.5 <= abs(value) < 1e6 else f"{value:.4g}"
    return text.replace("-", "−") if value else "0"


def factor(value: float) -> str:
    """Write a number as a factor of a product: in parentheses if it is negative.

    >>> factor(2.0), factor(-0.5)
    ('2', '(−0.5)')
    """
    return f"({number(value)})" if value < 0 else number(value)


def yes(fact: bool) -> str:
    """Write a fact as a word: 'yes' or 'no'."""
    return "yes" if fact else "no"
