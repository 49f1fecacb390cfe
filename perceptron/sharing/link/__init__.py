"""Class links: what an address says, checked."""

from perceptron.sharing.link.packed import MAX_TABLE, SharedTable, no_table, pack_table
from perceptron.sharing.link.query import ClassLink, read_link, unknown_name, write_link
from perceptron.sharing.link.settings import DEFAULTS, NEWCOMER, OWN_TABLE
from perceptron.sharing.link.table import share_table

__all__ = [
    "DEFAULTS",
    "MAX_TABLE",
    "NEWCOMER",
    "OWN_TABLE",
    "ClassLink",
    "SharedTable",
    "no_table",
    "pack_table",
    "read_link",
    "share_table",
    "unknown_name",
    "write_link",
]
