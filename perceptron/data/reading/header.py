"""Which row names the columns, and what each column is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from perceptron.data.errors import DataError
from perceptron.data.reading.numbers import is_gap
from perceptron.data.reading.rows import Row
from perceptron.text.decimals import readings
from perceptron.text.escape import one_line
from perceptron.text.language import _, ngettext

LONGEST_NAME = 100  # characters of a column's name, and of the file's
_LOOKED_AT = 200  # rows that show whether a column is one of numbers
_NOBODY_NAMED = re.compile(r"Unnamed: \d+|row[._ ]?names?", re.IGNORECASE)  # by pandas, by R
_YEARS = range(1000, 3000)


class Columns(NamedTuple):
    """The cells of a table by column.

    Attributes:
        names: One a column, no two the same.
        cells: The cells of each column.
        numbers: The number of each row below the names, as a spreadsheet counts.
        row_numbers: Names of columns that only number the rows.
        notes: What was understood and stands nowhere else, in words.
    """

    names: list[str]
    cells: list[list[str]]
    numbers: list[int]
    row_numbers: tuple[str, ...]
    notes: list[str]


def columns_of(rows: list[Row], delimiter: str, name: str) -> Columns:
    """Find the names above the rows, and check that each row has a cell for each.

    Raises:
        DataError: If it doesn't, or the first row may be names as well as numbers.
    """
    rows, notes = _without_titles(rows)
    heads, body = list(rows[0].cells), rows[1:]
    short = _is_short_by_row_names(heads, body)
    if short:
        heads = ["", *heads]
    else:
        body = [_as_wide(row, len(heads), delimiter, name) for row in body]
    if _holds_no_names(heads, body, name):
        notes.append(
            _(
                "The first row holds numbers, so it counts as data and the columns have no names. "
                "Put a row of names above it to have them."
            )
        )
        # As links and documents have these names, no language changes them.
        heads = [f"column {k + 1}" for k in range(len(heads))]  # in English: a name of a column
        body = [rows[0], *body]
    cells = [list(column) for column in zip(*(row.cells for row in body), strict=True)]
    cells = cells or [[] for __ in heads]
    named = [k for k, head in enumerate(heads) if head.strip() or any(map(str.strip, cells[k]))]
    names = _distinct(
        [_short(head) or f"Unnamed: {k}" for k, head in enumerate(heads)]  # in English: as pandas
    )
    if any(len(head) > LONGEST_NAME for head in heads):
        notes.append(
            _(
                "Names of over {most} characters are shown without their ends.",
                most=LONGEST_NAME,
            )
        )
    someone_named = any(map(str.strip, heads))
    numbering = names[:1] if short or (someone_named and _numbers_rows(names[0], cells[0])) else []
    return Columns(
        [names[k] for k in named],
        [cells[k] for k in named],
        [row.number for row in body],
        tuple(numbering),
        notes,
    )


def spoken(name: str) -> str:
    """A name as the command line can give it: composed letters, each gap a single space."""
    return unicodedata.normalize("NFC", one_line(_short(name)))


def _short(head: str) -> str:
    return head if len(head) <= LONGEST_NAME else head[: LONGEST_NAME - 1] + "…"


def _is_number(cell: str) -> bool:
    return any(readings(cell))


def _without_titles(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """Leave out lines above the names: fewer words than there are columns, and names below."""
    notes = []
    while len(rows) > 2:
        title = [cell.strip() for cell in rows[0].cells if cell.strip()]
        below = [cell for cell in rows[1].cells if cell.strip()]
        wordy = not any(map(_is_number, (*title, *below)))
        if not (wordy and len(title) < len(below) and len(below) == len(rows[2].cells)):
            break
        if words := one_line(" ".join(title))[:40]:
            notes.append(
                _(
                    "Row {row} ({words}) was taken for a title and left out.",
                    row=rows[0].number,
                    words=repr(words),
                )
            )
        rows = rows[1:]
    return rows, notes


def _is_short_by_row_names(heads: Sequence[str], body: Sequence[Row]) -> bool:
    """Whether R's `write.table` wrote it: names of rows, and no name above them."""
    if not body or any(len(row.cells) != len(heads) + 1 for row in body):
        return False
    firsts = [row.cells[0].strip() for row in body]
    if len(set(firsts)) < len(firsts) or any(map(_is_number, heads)):
        return False
    if not any(map(_is_number, firsts)):
        return all(firsts)
    split = all(re.fullmatch(r"\d{3}", row.cells[1]) for row in body)  # 1,000 may be 1 and 000
    return not split and firsts == [str(k) for k in range(1, len(body) + 1)]


def _as_wide(row: Row, width: int, delimiter: str, name: str) -> Row:
    cells = row.cells
    if len(cells) > width and not any(map(str.strip, cells[width:])):
        return Row(row.number, cells[:width])
    if len(cells) != width:
        words = ngettext(
            "Row {row} of {table} has {n} value, but the first row names {columns} columns. "
            "Mend that row, or check the delimiter {delimiter}.",
            "Row {row} of {table} has {n} values, but the first row names {columns} columns. "
            "Mend that row, or check the delimiter {delimiter}.",
            len(cells),
            row=row.number,
            table=name,
            columns=width,
            delimiter=repr(delimiter),
        )
        if delimiter == ",":
            words += " " + _("A decimal comma needs quotes there.")
        raise DataError(words)
    return row


def _holds_no_names(heads: Sequence[str], body: Sequence[Row], name: str) -> bool:
    """Whether the first row is one of data, as where names stand elsewhere.

    Years and numbers from 0 on are names; other whole numbers may be either.
    """
    numeric = [k for k in range(len(heads)) if _is_column_of_numbers(k, body[:_LOOKED_AT])]
    given = [heads[k] for k in numeric]
    if not given or not all(map(_is_number, given)):
        return False
    if not all(re.fullmatch(r"\s*[+-]?\d+\s*", head) for head in given):
        return True
    whole = [int(head) for head in given]
    in_turn = all(b - a == 1 for a, b in pairwise(whole)) and len(whole) > 1
    if in_turn and (all(year in _YEARS for year in whole) or (whole[0] == 0 and len(whole) > 2)):
        return False
    raise DataError(
        _(
            "The first row of {table} holds numbers ({numbers}) where names are needed. If it is "
            "data, put a row of names above it; if these are names, begin each with a letter.",
            table=name,
            numbers=", ".join(given[:3]),
        )
    )


def _is_column_of_numbers(k: int, rows: Sequence[Row]) -> bool:
    present = [row.cells[k] for row in rows if not is_gap(row.cells[k])]
    return bool(present) and all(map(_is_number, present))


def _numbers_rows(name: str, cells: Sequence[str]) -> bool:
    """Whether a first column without a name of its own has another whole number in each row."""
    whole: Callable[[str], object] = re.compile(r"\s*\d+\s*").fullmatch
    return (
        _NOBODY_NAMED.fullmatch(name) is not None
        and len(set(cells)) == len(cells)
        and all(map(whole, cells))
    )


def _distinct(names: Sequence[str]) -> list[str]:
    """Number the names that were there before, as pandas does."""
    taken, found = set(names), list[str]()
    for name in names:
        again = name
        k = 1
        while again in found or (again != name and again in taken):
            again, k = f"{name}.{k}", k + 1
        found.append(again)
    return found
