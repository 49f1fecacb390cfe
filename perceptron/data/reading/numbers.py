"""Cells become numbers: each by what it says itself, and in doubt by what the file says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from perceptron.data.errors import DataError
from perceptron.text.decimals import Sign, readings
from perceptron.text.language import _
from perceptron.text.numbers import number

LARGEST = 1e30  # in float32 there is little above it
LEAST_SPREAD = 1e-12  # of the mean: below it a column can't be scaled
_GAPS = frozenset(
    ("", "na", "n/a", "n.a.", "n. a.", "#na", "#n/a", "#n/a n/a", "<na>", "nan", "-nan", "1.#ind",
     "-1.#ind", "1.#qnan", "-1.#qnan", "null", "none", "nil", "missing", "?", "-", "--", "---",
     "\u2013", "\u2014", ".", "..", "k.a.", "k. a.")
)  # fmt: skip
# In lower case: what statistics programs write, and people.
_TINY = 1e-150  # its square is below all that float64 has
_MARK: Mapping[Sign, str] = {"point": ".", "comma": ","}


def is_gap(cell: str) -> bool:
    """Whether a cell says that its value is missing."""
    return cell.strip().lower() in _GAPS


@dataclass(slots=True)
class Looked:
    """A column of text, as far as each cell tells by itself.

    Attributes:
        cells: Its cells, without spaces around.
        texts: What each is as Python writes numbers, by a decimal point where it may be two;
            None for a gap.
        forks: The rows that are another number by a decimal comma.
        proven: Decimal signs that some cell can only be read by, each with the first such row.
        wrong: The first row that is no number; None if all are.
    """

    cells: list[str]
    texts: list[str | None]
    forks: list[int] = field(default_factory=list)
    proven: dict[Sign, int] = field(default_factory=dict)
    wrong: int | None = None

    @property
    def marks(self) -> set[str]:
        """The signs in the cells that may be two numbers: each has one."""
        return {"," if "," in self.cells[row] else "." for row in self.forks}


def look_at(cells: Sequence[str]) -> Looked:
    """Read a column as far as its cells tell by themselves."""
    looked = Looked([cell.strip() for cell in cells], [])
    for row, cell in enumerate(looked.cells):
        point, comma = readings(cell)
        if point == comma:
            if point is None and looked.wrong is None and not is_gap(cell):
                looked.wrong = row
        elif point is None or comma is None:
            looked.proven.setdefault("comma" if point is None else "point", row)
        else:
            looked.forks.append(row)
        looked.texts.append(point or comma)
    return looked


class Evidence(NamedTuple):
    """What a whole file says about its decimal sign; columns of words don't count.

    Attributes:
        signs: The decimal signs that some cell can only be read by.
        delimiter: What stands between columns.
        commas: Whether a comma stands in a cell that may be two numbers.
    """

    signs: frozenset[Sign]
    delimiter: str
    commas: bool


def evidence_in(columns: Iterable[Looked], delimiter: str) -> Evidence:
    """Gather what the columns of a file say together."""
    numeric = [one for one in columns if one.wrong is None]
    signs = frozenset(sign for one in numeric for sign in one.proven)
    return Evidence(signs, delimiter, any("," in one.marks for one in numeric))


def sign_of(column: Looked, file: Evidence) -> Sign | None:
    """The decimal sign of a column with cells that may be two numbers; None in doubt.

    What the whole file says counts. Where it says both, only a column whose certain cells and
    doubtful ones have the same sign is clear.
    """
    marks = column.marks
    if len(file.signs) == 1:
        (sign,) = file.signs
    elif file.signs:
        if len(column.proven) != 1 or marks != {_MARK[next(iter(column.proven))]}:
            return None
        (sign,) = column.proven
    elif file.delimiter == "," and not file.commas and not _ends_by_chance(column):
        sign = "point"  # who writes decimal commas does not put commas between columns
    else:
        return None
    grouped = marks - {_MARK[sign]}
    return None if grouped and _groups_by_chance(column, sign) else sign


def _ends_by_chance(column: Looked) -> bool:
    """Whether as decimals some cells would have zeros at the end and others no sign at all."""
    zeros = any(column.cells[row].endswith("0") for row in column.forks)
    return zeros and any(cell.lstrip("+-").isdigit() for cell in column.cells)


def _groups_by_chance(column: Looked, sign: Sign) -> bool:
    """Whether a number without marks between thousands is as long as one with them."""
    other = _MARK["comma" if sign == "point" else "point"]
    lengths: dict[bool, set[int]] = {True: set(), False: set()}
    for cell in column.cells:
        whole = cell.split(_MARK[sign])[0]
        if digits := len(re.sub(r"\D", "", whole)):
            lengths[other in whole].add(digits)
    return max(lengths[False], default=0) >= min(lengths[True])


def numbers_of(column: Looked, sign: Sign | None, rows: Sequence[int]) -> pd.Series[float]:
    """Turn a column into numbers, NaN for a gap.

    Args:
        column: The column.
        sign: The decimal sign of cells that may be two numbers.
        rows: The number of each row, as a spreadsheet counts.

    Raises:
        DataError: If it is not a usable column of numbers.
    """
    if column.wrong is not None:
        cell = column.cells[column.wrong]
        raise DataError(
            _(
                "not a number in row {row}: {cell}",
                row=rows[column.wrong],
                cell=repr(cell[:20]),
            )
        )
    texts = column.texts
    if sign == "comma" and column.forks:
        texts = texts.copy()
        for row in column.forks:  # 1.250 or 1,250, in texts 1.250 or 1250
            text = texts[row] or ""
            texts[row] = text.replace(".", "") if "." in text else f"{text[:-3]}.{text[-3:]}"
    numbers = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").astype("float64")
    _check(numbers.dropna())
    return numbers


def doubt(column: Looked, rows: Sequence[int]) -> str:
    """Say which number of a column may be two, and what would decide it."""
    row = column.forks[0]
    point, comma = (float(text or "nan") for text in readings(column.cells[row]))
    return _(
        "{cell} in row {row} may be {one} or {other}: "
        "say whether the decimal sign is a point or a comma",
        cell=column.cells[row],
        row=rows[row],
        one=number(point, 10),
        other=number(comma, 10),
    )


def _check(present: pd.Series[float]) -> None:
    if present.empty:
        raise DataError(_("all values are missing"))
    if not np.isfinite(present).all() or present.abs().max() > LARGEST:
        raise DataError(
            _("holds a value that is infinite or beyond {largest}", largest=number(LARGEST))
        )
    if present.nunique() == 1:
        raise DataError(_("constant: always {value}", value=number(present.iloc[0], 10)))
    if not present.std(ddof=0) > LEAST_SPREAD * abs(present.mean()):
        spread, size = present.max() - present.min(), present.abs().max()
        raise DataError(
            _(
                "its values are {size} and smaller, too small for float64 to square: "
                "use another unit",
                size=number(size, 3),
            )
            if size < _TINY
            else _(
                "its values differ by {spread} at a size of {size}, too "
                "little for the 16 digits of float64: subtract the smallest from all",
                spread=number(spread, 3),
                size=number(size, 3),
            )
        )
