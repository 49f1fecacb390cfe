"""Reading a user's CSV file with care: every way it can be wrong has its sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from perceptron.data.errors import DataError
from perceptron.text.escape import one_line

MAX_FILE_BYTES = 10_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_VALUES = 1_000_000  # what is read in a second or so
LONGEST_NAME = 100  # characters of a column's name, and of the file's
MIN_ROWS = 10  # eight to train on, two to validate
LARGEST = 1e30  # in float32 there is little above it
_DELIMITERS = ",;\t|"
_HEADER_LINES = 50
_WIDEST = 20 * MAX_COLUMNS  # delimiters in a line; some may stand inside quotes


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table as read from a file.

    Attributes:
        name: The file's name.
        columns: Numbers of each usable column by its name; NaN where one is missing.
        problems: Why each other column can't be used.
        missing: How many values are missing in each usable column that has gaps.
    """

    name: str
    columns: Mapping[str, pd.Series[float]]
    problems: Mapping[str, str]
    missing: Mapping[str, int]

    @property
    def usable(self) -> tuple[str, ...]:
        """Names of the columns that can be inputs or outputs."""
        return tuple(self.columns)


def open_table(path: str | Path) -> Table:
    """Read a CSV file.

    Raises:
        DataError: If there is no such file, or it can't be read as a table.
    """
    path = Path(path)
    try:
        _check_size(path.name, path.stat().st_size)
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)  # a device has no size, and no end
    except OSError as error:
        raise DataError(
            f"{path} can't be read: {error.strerror}. Give the path of a CSV file."
        ) from error
    return read_table(content, path.name)


def read_table(content: bytes, name: str) -> Table:
    """Read the bytes of a CSV file: names in the first row, numbers below.

    The delimiter (comma, semicolon, tab or bar) is found by itself; with semicolons or tabs
    a decimal comma is understood.

    Args:
        content: The file, at most 10 MB.
        name: What to call it in messages.

    Raises:
        DataError: If it is too large, empty, not text, or has no columns of a table.
    """
    name = one_line(name)[:LONGEST_NAME] or "the file"
    _check_size(name, len(content))
    text = _decode(content, name)
    delimiter = _delimiter(text, name)
    _check_rows(text, delimiter, name)
    try:
        frame = pd.read_csv(io.StringIO(text), sep=delimiter, dtype=str, skipinitialspace=True)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"{name} can't be read as a table: {error}. Save it as CSV.") from error
    _check_frame(frame, name)
    columns, problems = {}, {}
    for column in frame.columns:
        try:
            columns[column] = _numbers(frame[column], decimal_comma=delimiter in ";\t")
        except DataError as error:
            problems[column] = str(error)
    missing = {c: int(values.isna().sum()) for c, values in columns.items()}
    return Table(name, columns, problems, {c: n for c, n in missing.items() if n})


def _check_size(name: str, n_bytes: int) -> None:
    if n_bytes > MAX_FILE_BYTES:
        raise DataError(
            f"{name} is {n_bytes / 1e6:.1f} MB; at most {MAX_FILE_BYTES // 10**6} MB are read. "
            "Keep fewer rows or columns."
        )


def _decode(content: bytes, name: str) -> str:
    if b"\0" in content:
        raise DataError(f"{name} is not text. Save the table as CSV (UTF-8) and try again.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # every byte has a meaning there
    if not text.strip():
        raise DataError(f"{name} is empty. Give a CSV file with names in its first row.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str, name: str) -> str:
    first, *more = text.lstrip().split("\n", _HEADER_LINES)[:_HEADER_LINES]
    header = first
    for line in more:
        if header.count('"') % 2 == 0:
            break
        header += line  # a name in quotes may have line breaks
    counts = {d: header.count(d) for d in _DELIMITERS}
    best = max(counts, key=lambda d: counts[d])
    if not counts[best]:
        raise DataError(
            f"{name} has only one column ({header[:30]!r}). A table needs an input and an output, "
            "separated by commas, semicolons, tabs or bars."
        )
    return best


def _check_rows(text: str, delimiter: str, name: str) -> None:
    """Make sure that every row has as many values as there are names; pandas would guess."""
    lines = _narrow_lines(text, delimiter, name)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    n_names = n_rows = 0
    try:
        for number, row in enumerate(reader, 1):
            n_names = n_names or len(row)
            n_rows += bool(row)
            if n_names > MAX_COLUMNS or n_rows > MAX_ROWS + 1 or n_rows * n_names > MAX_VALUES:
                raise _too_large(name)
            if row and len(row) != n_names:
                raise DataError(
                    f"Row {number} of {name} has {len(row)} values, but the first row names "
                    f"{n_names} columns. Mend that row, or check the delimiter {delimiter!r}."
                )
    except csv.Error as error:
        raise DataError(f"{name} can't be read as a table: {error}. Save it as CSV.") from error


def _narrow_lines(text: str, delimiter: str, name: str) -> Iterator[str]:
    """The lines of a text; refuses before a list of millions of values or lines is made."""
    for number, line in enumerate(io.StringIO(text)):
        if line.count(delimiter) > _WIDEST or number > 2 * MAX_ROWS:
            raise _too_large(name)
        yield line


def _too_large(name: str) -> DataError:
    return DataError(
        f"{name} may have at most {MAX_ROWS} rows, {MAX_COLUMNS} columns and {MAX_VALUES} values; "
        "it has more. Keep fewer."
    )


def _check_frame(frame: pd.DataFrame, name: str) -> None:
    longest = max(map(len, frame.columns))
    if longest > LONGEST_NAME:
        raise DataError(
            f"The name of a column may have at most {LONGEST_NAME} characters; {name} has one of "
            f"{longest}. Shorten it in the first row."
        )
    if len(frame) < MIN_ROWS:
        raise DataError(
            f"{name} must have at least {MIN_ROWS} rows below the names; it has {len(frame)}. "
            "Add rows."
        )


def _numbers(values: pd.Series[str], decimal_comma: bool) -> pd.Series[float]:
    """Turn a column of text into numbers.

    Raises:
        DataError: If it is not a usable column of numbers.
    """
    text = values.str.strip().replace("", None)
    if decimal_comma:
        text = text.str.replace(r"^([+-]?\d+),(\d+)", r"\1.\2", regex=True)
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    wrong = numbers.isna() & text.notna() & (text.str.lower() != "nan")
    if wrong.any():
        row = int(np.argmax(wrong.to_numpy()))
        raise DataError(f"not a number in row {row + 2}: {values.iloc[row][:20]!r}")
    present = numbers.dropna()
    if present.empty:
        raise DataError("all values are missing")
    if not np.isfinite(present).all() or present.abs().max() > LARGEST:
        raise DataError(f"holds a value that is infinite or beyond {LARGEST:g}")
    if present.nunique() == 1:
        raise DataError(f"constant: always {present.iloc[0]:g}")
    return numbers
