"""Labelled matrices that know which cells of which others each of their cells comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from perceptron.text.language import ngettext
from perceptron.text.numbers import number

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
        sum: Writes out what cell (i, j) is computed from, with its numbers; None if it is given.
    """

    name: str
    symbol: str
    values: Tensor
    row_names: Sequence[str] = ()
    column_names: Sequence[str] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    pickable: bool = False
    sum: Callable[[int, int], str] | None = None

    @property
    def shape(self) -> str:
        """The shape in words: '4 x 3'."""
        return " × ".join(map(str, self.values.shape))

    def cells(self) -> list[list[str]]:
        """The numbers as text, at most 64 rows of 50 columns."""
        return [[number(v) for v in row] for row in self.shown().tolist()]

    def sums(self) -> list[list[str]]:
        """What the cells that are shown are computed from, written out; empty if they are given."""
        if self.sum is None:
            return []
        rows, columns = self.shown().shape
        return [[self.sum(i, j) for j in range(columns)] for i in range(rows)]

    def shown(self) -> Tensor:
        """The part that is shown."""
        return self.values[:MAX_ROWS, :MAX_COLUMNS]

    def more(self) -> str:
        """What is not shown, in words; empty if all is."""
        rows, columns = self.values.shape
        left = []
        if rows > MAX_ROWS:
            left.append(ngettext("{n} more row", "{n} more rows", rows - MAX_ROWS))
        if columns > MAX_COLUMNS:
            left.append(ngettext("{n} more column", "{n} more columns", columns - MAX_COLUMNS))
        return ", ".join(left)
