"""The text of a file becomes rows of cells, by the delimiter that fits the whole file best."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from perceptron.data.errors import DataError
from perceptron.text.language import _

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_VALUES = 1_000_000  # what is read in a second or so
DELIMITERS = ",;\t|"
_WIDEST = 20 * MAX_COLUMNS  # delimiters in a line; some may stand inside quotes
_END = "\ue000end"
_SEP = re.compile(r'\s*"?sep=([^\w"\n.+-])"?[,;\t|]*(?:\n|$)', re.IGNORECASE)  # Excel obeys it
_LIKE_A_NUMBER = re.compile(
    r"[-+\u2212]?[0-9., \u00a0\u202f'\u2019]*(?:[eE][-+]?[0-9]+)?"
).fullmatch


class Row(NamedTuple):
    """The cells of a row, and its number as a spreadsheet counts, from 1."""

    number: int
    cells: list[str]


def split_rows(text: str, name: str) -> tuple[list[Row], str]:
    """Return the rows of a file that are not empty, and the delimiter between their cells.

    Quotes count as CSV has them. A first line `sep=;` is obeyed, and is no row.

    Raises:
        DataError: If there is but one column, or the file is too large.
    """
    if told := _SEP.match(text):
        return _parse(text[told.end() :], told[1], name), told[1]
    tried: list[tuple[float, list[Row], str]] = []
    refused: DataError | None = None
    present = [d for d in DELIMITERS if d in text]
    for delimiter in present:
        try:
            rows = _parse(text, delimiter, name)
        except DataError as error:
            refused = refused or error
            continue
        fit = _fit(rows, delimiter) if len(present) > 1 else 1.0
        tried.append((fit, rows, delimiter))
    if refused and not any(one[0] for one in tried):
        raise refused
    # Where nothing looks like columns of numbers, the row of names decides.
    best = max(tried, key=lambda one: (one[0], len(one[1][0].cells) if one[1] else 0), default=None)
    if best is None or not any(len(row.cells) > 1 for row in best[1]):
        first = text.strip().split("\n")[0]
        raise DataError(
            _(
                "{table} has only one column ({first}). A table needs an input and an output, "
                "separated by commas, semicolons, tabs or bars.",
                table=name,
                first=repr(first[:30]),
            )
        )
    return best[1], best[2]


def _fit(rows: list[Row], delimiter: str) -> float:
    """How well a delimiter makes columns: the share of good cells, in rows as wide as most are.

    A cell of words with another delimiter in it is not good; a number is a little better than
    words.
    """
    widths = Counter(len(row.cells) for row in rows)
    width = max(widths, key=lambda w: widths[w], default=0)
    if width < 2:
        return 0.0
    others = re.compile(f"[{''.join(set(DELIMITERS) - {delimiter})}]").search
    good = 0.0
    for row in rows:
        if len(row.cells) == width:
            for cell in row.cells:
                good += 1 if _LIKE_A_NUMBER(cell) else 0 if others(cell) else 0.9
    return good / sum(w * n for w, n in widths.items())


def _parse(text: str, delimiter: str, name: str) -> list[Row]:
    lines = _narrow_lines(text, delimiter, name)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    rows: list[Row] = []
    n_values = 0
    try:
        for number, cells in enumerate(reader, 1):
            if cells == [_END]:
                return rows
            if not any(map(str.strip, cells)) and (rows or len(cells) < 2):
                continue  # empty; a first row of delimiters alone is one of empty names
            rows.append(Row(number, cells))
            n_values += len(cells)
            if len(cells) > MAX_COLUMNS or len(rows) > MAX_ROWS + 1 or n_values > MAX_VALUES:
                raise _too_large(name)
    except csv.Error as error:
        raise DataError(
            _(
                "{table} can't be read as a table: {reason}. Save it as CSV.",
                table=name,
                reason=error,
            )
        ) from error
    raise DataError(
        _(
            "{table} can't be read as a table: the quote that opens in row {row} is never "
            "closed. Close or remove it.",
            table=name,
            row=rows[-1].number,
        )
    )


def _narrow_lines(text: str, delimiter: str, name: str) -> Iterator[str]:
    """The lines of a text; refuses before a list of millions of values or lines is made."""
    for number, line in enumerate(io.StringIO(text)):
        if line.count(delimiter) > _WIDEST or number > 2 * MAX_ROWS:
            raise _too_large(name)
        yield line
    yield _END  # a quote that is still open would swallow it


def _too_large(name: str) -> DataError:
    return DataError(
        _(
            "{table} may have at most {rows} rows, {columns} columns and {values} values; "
            "it has more. Keep fewer.",
            table=name,
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
            values=MAX_VALUES,
        )
    )
