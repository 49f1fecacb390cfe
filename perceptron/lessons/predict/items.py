"""The items of Predict, then reveal: read from a data file, checked line by line."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from perceptron.lessons.predict.checking import WrongKeyError, check_item
from perceptron.lessons.predict.item import Item

MAX_ITEMS = 200
MAX_CHARS = 400_000
FILE = Path(__file__).with_name("items.toml")


class ItemError(ValueError):
    """An item that can't be asked. The message names the line, the rule and the remedy."""


def read_items(text: str) -> tuple[Item, ...]:
    """Read items in TOML: tables `[[item]]` as docs/questions.md describes them.

    Raises:
        ItemError: If it is not TOML, or an item can't be asked; it names the line.

    >>> read_items('[[item]]' + chr(10) + 'nam = "a"')
    Traceback (most recent call last):
    perceptron.lessons.predict.items.ItemError: Line 2: an item has no key 'nam'. Did you mean name?
    """
    if len(text) > MAX_CHARS:
        raise ItemError(f"A file of items has at most {MAX_CHARS} characters. Keep fewer items.")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number may have too many digits for Python
        raise ItemError(f"This is not TOML: {str(error)[:200]}. See docs/questions.md.") from error
    entries = tables.get("item", [])
    if set(tables) - {"item"} or not isinstance(entries, list) or not entries:
        raise ItemError("Line 1: a file of items must hold tables [[item]] and nothing else.")
    if len(entries) > MAX_ITEMS:
        raise ItemError(f"A file has at most {MAX_ITEMS} items; this one has {len(entries)}.")
    items: list[Item] = []
    for number, entry in enumerate(entries):
        try:
            item = check_item(entry)
            if any(item.name == earlier.name for earlier in items):
                raise WrongKeyError("name", f"there is an item {item.name!r} already. Rename one.")
        except WrongKeyError as wrong:
            raise ItemError(f"Line {_line_of(text, number, wrong.key)}: {wrong}") from wrong
        items.append(item)
    return tuple(items)


def own_items() -> tuple[Item, ...]:
    """Return the items of the app's own file; after an edit, the new ones.

    Raises:
        ItemError: If it was edited and can't be read.
    """
    return _items_of(FILE, FILE.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _items_of(file: Path, _changed: int) -> tuple[Item, ...]:
    return read_items(file.read_text(encoding="utf-8"))


def _line_of(text: str, number: int, key: str) -> int:
    """Find the line of a key in the item of this number, from 0; else where the item begins."""
    table, _, name = key.rpartition(".")
    found, seen, inside = 1, -1, ""
    for line, words in enumerate(text.splitlines(), start=1):
        words = words.strip()
        if words == "[[item]]":
            seen, inside = seen + 1, ""
            found = line if seen == number else found
        elif seen == number and re.fullmatch(r"\[item\.\w+\]", words):
            inside = words[6:-1]
            if key == inside:
                return line
        elif seen == number and inside == table and re.match(rf"{re.escape(name)}\s*=", words):
            return line
    return found
