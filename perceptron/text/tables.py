"""A TOML file of tables of one name, read so that a broken one drops out alone, with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from perceptron.text.language import _

_PLACE = re.compile(  # where Python says that something is wrong
    r" \(at line (\d+), column \d+\)| \(at end of document\)"  # in English: as Python says it
)


class TablesError(ValueError):
    """A file that holds no such tables. The message names line, rule and remedy."""


class WrongKeyError(ValueError):
    """What is wrong with one table, and under which key; '' is the table as a whole."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True)
class NotTOML:
    """What stands where a table should.

    Attributes:
        words: Its line, the rule, the remedy.
    """

    words: str


@dataclass(frozen=True, slots=True)
class Tables:
    """A kind of file.

    Attributes:
        name: Of its tables, `[[name]]`.
        file: What such a file is called in a sentence, as in 'a file of items'; `N_` marks it.
        see: Where it is explained.
        beside: Keys that may stand before the first table.
    """

    name: str
    file: str
    see: str
    beside: Collection[str] = ()

    def read(self, text: str) -> tuple[dict[str, Any], Iterator[tuple[int, Any]]]:
        """Read a file: what stands before its tables; then each table and the line it begins at.

        A table that is no TOML comes as `NotTOML`, and breaks no other.

        Raises:
            TablesError: If there is no such table, or something else.
        """
        lines = text.splitlines()
        heads = [at for at, words in enumerate(lines, start=1) if self.is_head(words)]
        try:
            tables = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # a number may have too many digits
            before = self._before("\n".join(lines[: heads[0] - 1])) if heads else None
            if before is None:
                raise TablesError(self._not_toml(error, 1, len(lines))) from error
            return before, self._one_by_one(lines, heads)
        before = {key: value for key, value in tables.items() if key != self.name}
        entries = tables.get(self.name, [])
        if set(before) - set(self.beside) or not isinstance(entries, list) or not entries:
            raise TablesError(self._other_keys())
        begins = heads if len(heads) == len(entries) else [1] * len(entries)
        return before, zip(begins, entries, strict=True)

    def _other_keys(self) -> str:
        if not self.beside:
            return _(
                "Line 1: {file} must hold tables {table} and nothing else.",
                file=_(self.file),
                table=f"[[{self.name}]]",
            )
        return _(
            "Line 1: {file} must hold {keys} and then tables {table} and no other key.",
            file=_(self.file),
            keys=", ".join(self.beside),
            table=f"[[{self.name}]]",
        )

    def is_head(self, words: str) -> bool:
        """Whether a line begins a table."""
        return words.partition("#")[0].strip() == f"[[{self.name}]]"

    def _before(self, text: str) -> dict[str, Any] | None:
        try:
            before = tomllib.loads(text)
        except ValueError:
            return None
        return None if set(before) - set(self.beside) else before

    def _one_by_one(self, lines: list[str], heads: list[int]) -> Iterator[tuple[int, Any]]:
        for begins, ends in zip(heads, [*heads[1:], len(lines) + 1], strict=True):
            yield begins, self._alone(lines[begins - 1 : ends - 1], begins)

    def _alone(self, lines: list[str], begins: int) -> Any:
        """One table, without those around it."""
        try:
            tables = tomllib.loads("\n".join(lines))
        except (ValueError, RecursionError) as error:
            return NotTOML(self._not_toml(error, begins, begins + len(lines) - 1))
        if set(tables) - {self.name}:
            return NotTOML(
                _(
                    "Line {line}: {file} must hold tables {table} only.",
                    line=begins,
                    file=_(self.file),
                    table=f"[[{self.name}]]",
                )
            )
        return tables[self.name][0]

    def _not_toml(self, error: Exception, begins: int, ends: int) -> str:
        """Say where a text is no TOML, in lines of the whole file."""
        words = str(error)[:200]
        at = _PLACE.search(words)
        line = begins if at is None else ends if at[1] is None else begins - 1 + int(at[1])
        why = words if at is None else words[: at.start()]
        return _(
            "Line {line}: this is not TOML: {reason}. See {page}.",
            line=line,
            reason=why,
            page=self.see,
        )

    def line_of(self, text: str, begins: int, key: str) -> int:
        """Find the line of a key in the table that begins at a line; else of the one it is in.

        Args:
            text: The file.
            begins: Where the table begins.
            key: With the names of the tables within, as in 'run.epochs'.
        """
        lines = text.splitlines()[begins:]
        while key:
            inside = ""
            for line, words in enumerate(lines, start=begins + 1):
                if self.is_head(words):
                    break
                if head := re.match(rf"\s*\[{self.name}\.([\w.]+)\]", words):
                    inside = f"{head[1]}."
                    if inside.startswith(f"{key}."):
                        return line
                name, equals, __ = words.partition("=")
                if equals and inside + name.strip().strip("\"'") == key:
                    return line
            key = key.rpartition(".")[0]
        return begins
