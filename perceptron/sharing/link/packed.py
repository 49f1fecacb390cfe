"""A small table that travels inside a link: packed, and read again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from perceptron.config import ConfigError, quoted
from perceptron.text.language import _
from perceptron.text.packing import pack, unpack_sent

MAX_TABLE = 4_096  # bytes of a table inside a link, before it is packed
_COLUMNS = re.compile(r"\d{1,3}(\.\d{1,3}){0,199}")


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A small table that travels inside a link.

    Attributes:
        text: The CSV text, at most `MAX_TABLE` bytes in UTF-8.
        inputs: Positions of the input columns among the usable ones; empty for the default.
        targets: Positions of the output columns; empty for the default.
        drop_missing: Whether rows with missing values are left out.
    """

    text: str
    inputs: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    drop_missing: bool = False


def no_table() -> str:
    """Say that the table of a link is not in the link."""
    return _(
        "This link was made with a table of one's own that is not in the link (a link carries "
        "up to {bytes} bytes). Upload the same file, or choose other data.",
        bytes=MAX_TABLE,
    )


def pack_table(text: str) -> str:
    """Return a small CSV text in characters that an address may have.

    Raises:
        ConfigError: If it has more than `MAX_TABLE` bytes.
    """
    n_bytes = len(text.encode())
    if n_bytes > MAX_TABLE:
        raise ConfigError(
            _(
                "A link carries a table of up to {most} bytes; this one has {bytes}. "
                "Paste fewer rows, or choose one of the bundled sets.",
                most=MAX_TABLE,
                bytes=n_bytes,
            )
        )
    return pack(text)


def _columns(name: str, text: str) -> tuple[int, ...]:
    if not _COLUMNS.fullmatch(text):
        raise ConfigError(
            _(
                "{name} must be numbers of columns, as in 0.1.2; got {value}.",
                name=name,
                value=quoted(text),
            )
        )
    return tuple(map(int, text.split(".")))


def read_shared_table(take: Callable[..., Any]) -> SharedTable | None:
    """Read the table of a link; None if it has none.

    Args:
        take: Reads a name of the link, by a function, or gives what it is without it.
    """
    text = take("table", _packed_table, None)
    if text is None:
        return None
    return SharedTable(
        text,
        take("inputs", _columns, ()),
        take("targets", _columns, ()),
        take("drop_missing", lambda __, text: text == "yes", False),
    )


def _packed_table(name: str, text: str) -> str:
    try:
        return unpack_sent(text, MAX_TABLE)
    except ValueError as error:
        raise ConfigError(
            _(
                "The {name} in this link is damaged or too large and was left out. "
                "Ask for the link again, or choose other data.",
                name=name,
            )
        ) from error
