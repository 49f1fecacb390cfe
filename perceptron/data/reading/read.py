"""Reading a user's CSV file with care: every way it can be wrong has its sentence."""

from __future__ import annotations

from pathlib import Path

from perceptron.data.errors import DataError
from perceptron.data.reading.header import LONGEST_NAME, columns_of
from perceptron.data.reading.rows import split_rows
from perceptron.data.reading.table import MIN_ROWS, Table, table_of
from perceptron.data.reading.text import MAX_FILE_BYTES, check_size, decode
from perceptron.text.decimals import Sign
from perceptron.text.escape import one_line
from perceptron.text.language import _


def open_table(path: str | Path, decimal: Sign | None = None) -> Table:
    """Read a CSV file.

    Args:
        path: Where it is.
        decimal: As in `read_table`.

    Raises:
        DataError: If there is no such file, or it can't be read as a table.
    """
    path = Path(path)
    try:
        check_size(path.name, path.stat().st_size)
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)  # a device has no size, and no end
    except OSError as error:
        raise DataError(
            _(
                "{path} can't be read: {reason}. Give the path of a CSV file.",
                path=path,
                reason=error.strerror,
            )
        ) from error
    return read_table(content, path.name, decimal)


def read_table(content: bytes, name: str, decimal: Sign | None = None) -> Table:
    """Read the bytes of a CSV file: names in the first row, numbers below.

    The delimiter (comma, semicolon, tab or bar) is the one that makes columns of the whole file.
    Decimal points and commas are told apart by what the columns and the file show for certain,
    and so are marks between thousands: points, commas, spaces, apostrophes. A column that may be
    read in two ways is not usable until `decimal` says which, or `Table.decided`.

    Args:
        content: The file, at most 10 MB.
        name: What to call it in messages.
        decimal: The decimal sign, where the file leaves it open.

    Raises:
        DataError: If it is too large, empty, not text, or has no columns of a table.
    """
    name = one_line(name)[:LONGEST_NAME] or _("the file")
    check_size(name, len(content))
    text, notes = decode(content, name)
    rows, delimiter = split_rows(text, name)
    columns = columns_of(rows, delimiter, name)
    if len(columns.numbers) < MIN_ROWS:
        raise DataError(
            _(
                "{table} must have at least {least} rows below the names; it has {rows}. Add rows.",
                table=name,
                least=MIN_ROWS,
                rows=len(columns.numbers),
            )
        )
    table = table_of(name, columns, delimiter, notes)
    return table.decided(decimal) if decimal else table
