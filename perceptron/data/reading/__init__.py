"""A file of a user becomes a table: its text, then its rows, then the numbers in its columns."""

from perceptron.data.reading.read import open_table, read_table
from perceptron.data.reading.table import MIN_ROWS, Table
from perceptron.data.reading.text import MAX_FILE_BYTES

__all__ = [
    "MAX_FILE_BYTES",
    "MIN_ROWS",
    "Table",  # in English: a name in Python
    "open_table",
    "read_table",
]
