"""The items of Predict, then reveal: read from a data file, checked line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from perceptron.lessons.predict.checking import check_item
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.twins import with_twin
from perceptron.text.tables import NotTOML, Tables, TablesError, WrongKeyError

MAX_ITEMS = 200
MAX_CHARS = 400_000
FILE = Path(__file__).with_name("items.toml")
_TABLES = Tables("item", "a file of items", "docs/questions.md")


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
    try:
        _, entries = _TABLES.read(text)
    except TablesError as error:
        raise ItemError(str(error)) from error
    items: dict[str, Item] = {}
    problems: list[str] = []
    for number, (begins, entry) in enumerate(entries):
        if number >= MAX_ITEMS:
            raise ItemError(f"A file has at most {MAX_ITEMS} items; this one has more.")
        if isinstance(entry, NotTOML):
            problems.append(entry.words)
            continue
        try:
            item = check(entry)
            if item.name in items:
                raise WrongKeyError("name", f"there is an item {item.name!r} already. Rename one.")
        except WrongKeyError as wrong:
            problems.append(f"Line {_TABLES.line_of(text, begins, wrong.key)}: {wrong}")
            continue
        items[item.name] = item
        try:
            items[item.name] = with_twin(item, entry, check)
        except WrongKeyError as wrong:
            problems.append(f"Line {_TABLES.line_of(text, begins, wrong.key)}: {wrong}")
    if not items:
        raise ItemError(problems[0])
    return ItemFile(tuple(items.values()), tuple(problems))


def own_items() -> tuple[Item, ...]:
    """Return the items of the app's own file, untried; after an edit, the new ones.

    Raises:
        ItemError: If it was edited and none can be asked.
    """
    return _items_of(FILE, FILE.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _items_of(file: Path, _changed: int) -> tuple[Item, ...]:
    return read_items(file.read_text(encoding="utf-8")).items
