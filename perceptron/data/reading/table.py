"""A table as read from a file, and what is to be known about how it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pandas as pd

from perceptron.data.errors import DataError
from perceptron.data.reading.header import Columns
from perceptron.data.reading.numbers import Looked, doubt, evidence_in, look_at, numbers_of, sign_of
from perceptron.data.reading.strays import strays
from perceptron.text.decimals import Sign

MIN_ROWS = 10  # eight to train on, two to validate
SIGNS: tuple[Sign, ...] = ("point", "comma")
SHOWN = 5  # rows whose text is kept, so that it can be shown beside what was read
Outcome: TypeAlias = "pd.Series[float] | str"  # the numbers of a column, or why it has none


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table as read from a file.

    Attributes:
        name: The file's name.
        columns: Numbers of each usable column by its name; NaN where one is missing.
        problems: Why each other column can't be used.
        missing: How many values are missing in each usable column that has gaps.
        names: All columns, as they stand in the file.
        rows: The number of each row, as a spreadsheet counts them, from 1.
        first: The cells of the first rows of each column.
        row_numbers: Usable columns that only number the rows: they are not offered.
        delimiter: What stands between columns.
        signs: The decimal signs that numbers were read by.
        doubts: What a column may be, by the decimal sign, where the file leaves it open.
        notes: What else was understood, in words.
        decimal: What was said of the doubtful columns; None as long as they are.
    """

    name: str
    columns: Mapping[str, pd.Series[float]]
    problems: Mapping[str, str]
    missing: Mapping[str, int]
    names: tuple[str, ...]
    rows: tuple[int, ...]
    first: Mapping[str, tuple[str, ...]]
    row_numbers: tuple[str, ...]
    delimiter: str
    signs: frozenset[Sign]
    doubts: Mapping[str, Mapping[Sign, Outcome]]
    notes: tuple[str, ...]
    decimal: Sign | None = None

    @property
    def usable(self) -> tuple[str, ...]:
        """Names of the columns that can be inputs or outputs; a class link counts them."""
        return tuple(self.columns)

    @property
    def offered(self) -> tuple[str, ...]:
        """Names of the usable columns that do not just number the rows."""
        return tuple(name for name in self.columns if name not in self.row_numbers)

    def decided(self, sign: Sign) -> Table:
        """The same table once it is said which decimal sign its doubtful columns have."""
        if not self.doubts:
            return self
        found: dict[str, Outcome] = {**self.columns, **self.problems}
        found |= {name: outcomes[sign] for name, outcomes in self.doubts.items()}
        parts = _sorted({name: found[name] for name in self.names})
        others = self.signs - {self.decimal}
        return replace(self, **parts, signs=others | {sign}, decimal=sign)


def table_of(name: str, columns: Columns, delimiter: str, notes: Sequence[str]) -> Table:
    """Read the numbers of each column, each by the decimal sign that the file proves."""
    looked = {n: look_at(cells) for n, cells in zip(columns.names, columns.cells, strict=True)}
    file = evidence_in(looked.values(), delimiter)
    found: dict[str, Outcome] = {}
    doubts: dict[str, Mapping[Sign, Outcome]] = {}
    signs = set(file.signs)
    for one, column in looked.items():
        sign: Sign | None = "point"
        if column.forks and column.wrong is None:
            sign = sign_of(column, file)
            signs |= {sign} if sign else set()
        if sign is None:
            doubts[one] = {sign: _outcome(column, sign, columns.numbers) for sign in SIGNS}
            found[one] = doubt(column, columns.numbers)
        else:
            found[one] = _outcome(column, sign, columns.numbers)
    parts = _sorted(found)
    return Table(
        name,
        **parts,
        names=tuple(columns.names),
        rows=tuple(columns.numbers),
        first={n: tuple(one.cells[:SHOWN]) for n, one in looked.items()},
        row_numbers=tuple(n for n in columns.row_numbers if n in parts["columns"]),
        delimiter=delimiter,
        signs=frozenset(signs),
        doubts=doubts,
        notes=(*notes, *columns.notes, *strays(parts["columns"])),
    )


def _outcome(column: Looked, sign: Sign, rows: Sequence[int]) -> Outcome:
    try:
        return numbers_of(column, sign, rows)
    except DataError as error:
        return str(error)


def _sorted(found: Mapping[str, Outcome]) -> dict[str, Any]:
    columns = {name: one for name, one in found.items() if not isinstance(one, str)}
    missing = {name: int(values.isna().sum()) for name, values in columns.items()}
    return {
        "columns": columns,
        "problems": {name: one for name, one in found.items() if isinstance(one, str)},
        "missing": {name: n for name, n in missing.items() if n},
    }
