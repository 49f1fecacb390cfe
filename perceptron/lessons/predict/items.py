"""The items of Predict, then reveal: read from a data file, checked line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perceptron.lessons.predict.checking import WrongKeyError, check_item
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.twins import with_twin

MAX_ITEMS = 200
MAX_CHARS = 400_000
FILE = Path(__file__).with_name("items.toml")
_HEAD = "[[item]]"


class ItemError(ValueError):
    """A file without an item that can be asked. The message names line, rule and remedy."""


@dataclass(frozen=True, slots=True)
class ItemFile:
    """What a file of items holds.

    Attributes:
        items: Those that can be asked.
        problems: Why each other one, or a twin, can't: its line, the rule, the remedy.
    """

    items: tuple[Item, ...]
    problems: tuple[str, ...] = ()


def read_items(text: str, check: Callable[[object], Item] = check_item) -> ItemFile:
    """Read items in TOML: tables `[[item]]` as docs/questions.md describes them.

    An item that can't be asked drops out alone, and so does a twin.

    Args:
        text: The file.
        check: What makes an item of a table, or raises `WrongKeyError`; `try_item` trains its
            run as well, which takes seconds. It makes the twins too.

    Raises:
        ItemError: If there is no item that can be asked; it names the line.

    >>> read_items('[[item]]' + chr(10) + 'nam = "a"')
    Traceback (most recent call last):
    perceptron.lessons.predict.items.ItemError: Line 2: an item has no key 'nam'. Did you mean name?
    """
    if len(text) > MAX_CHARS:
        raise ItemError(f"A file of items has at most {MAX_CHARS} characters. Keep fewer items.")
    items: dict[str, Item] = {}
    problems: list[str] = []
    for number, (begins, entry) in enumerate(_entries(text)):
        if number >= MAX_ITEMS:
            raise ItemError(f"A file has at most {MAX_ITEMS} items; this one has more.")
        if isinstance(entry, _NotTOML):
            problems.append(entry.words)
            continue
        try:
            item = check(entry)
            if item.name in items:
                raise WrongKeyError("name", f"there is an item {item.name!r} already. Rename one.")
        except WrongKeyError as wrong:
            problems.append(f"Line {_line_of(text, begins, wrong.key)}: {wrong}")
            continue
        items[item.name] = item
        try:
            items[item.name] = with_twin(item, entry, check)
        except WrongKeyError as wrong:
            problems.append(f"Line {_line_of(text, begins, wrong.key)}: {wrong}")
    if not items:
        raise ItemError(problems[0])
    return ItemFile(tuple(items.values()), tuple(problems))


@dataclass(frozen=True, slots=True)
class _NotTOML:
    """What stands where a table should."""

    words: str


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """Each item's table and the line where it begins; what is no TOML breaks one item only."""
    lines = text.splitlines()
    heads = [at for at, words in enumerate(lines, start=1) if _is_head(words)]
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number may have too many digits for Python
        if not heads or not _is_empty("\n".join(lines[: heads[0] - 1])):
            raise ItemError(_not_toml(error, 1, len(lines))) from error
        for begins, ends in zip(heads, [*heads[1:], len(lines) + 1], strict=True):
            yield begins, _alone(lines[begins - 1 : ends - 1], begins)
        return
    entries = tables.get("item", [])
    if set(tables) - {"item"} or not isinstance(entries, list) or not entries:
        raise ItemError("Line 1: a file of items must hold tables [[item]] and nothing else.")
    for number, entry in enumerate(entries):
        yield heads[number] if len(heads) == len(entries) else 1, entry


def _is_head(words: str) -> bool:
    return words.partition("#")[0].strip() == _HEAD


def _is_empty(text: str) -> bool:
    try:
        return not tomllib.loads(text)
    except ValueError:
        return False


def _alone(lines: list[str], begins: int) -> Any:
    """The table of one item, without those around it."""
    try:
        tables = tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        return _NotTOML(_not_toml(error, begins, begins + len(lines) - 1))
    if set(tables) - {"item"}:
        return _NotTOML(f"Line {begins}: a file of items must hold tables [[item]] only.")
    return tables["item"][0]


def _not_toml(error: Exception, begins: int, ends: int) -> str:
    """Say where a text is no TOML, in lines of the whole file."""
    words = str(error)[:200]
    at = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", words)
    line = begins if at is None else ends if at[1] is None else begins - 1 + int(at[1])
    why = words if at is None else words[: at.start()]
    return f"Line {line}: this is not TOML: {why}. See docs/questions.md."


def _line_of(text: str, begins: int, key: str) -> int:
    """Find the line of a key in the item that begins at a line; else of the table it is in."""
    lines = text.splitlines()[begins:]
    while key:
        inside = ""
        for line, words in enumerate(lines, start=begins + 1):
            if _is_head(words):
                break
            if head := re.match(r"\s*\[item\.([\w.]+)\]", words):
                inside = f"{head[1]}."
                if inside.startswith(f"{key}."):
                    return line
            name, equals, _ = words.partition("=")
            if equals and inside + name.strip().strip("\"'") == key:
                return line
        key = key.rpartition(".")[0]
    return begins
