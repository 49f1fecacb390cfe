"""The items of Predict, then reveal: read from a data file, checked line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from perceptron.lessons.predict.checking import check_item
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.spoken import in_language
from perceptron.lessons.predict.twins import with_twin
from perceptron.text.language import N_, _, once_for_each_language
from perceptron.text.tables import NotTOML, Tables, TablesError, WrongKeyError

MAX_ITEMS = 200
MAX_CHARS = 400_000
FILE = Path(__file__).with_name("items.toml")
_TABLES = Tables("item", N_("a file of items"), "docs/questions.md")


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


def read_items(
    text: str, check: Callable[[object], Item] = check_item, *, ours: bool = False
) -> ItemFile:
    """Read items in TOML: tables `[[item]]` as docs/questions.md describes them.

    An item that can't be asked drops out alone, and so does a twin.

    Args:
        text: The file.
        check: What makes an item of a table, or raises `WrongKeyError`; `try_item` trains its
            run as well, which takes seconds. It makes the twins too.
        ours: Whether it is a file of the app: its words are those of the language spoken here.
            A teacher's own words are nobody's to translate.

    Raises:
        ItemError: If there is no item that can be asked; it names the line.

    >>> read_items('[[item]]' + chr(10) + 'nam = "a"')
    Traceback (most recent call last):
    perceptron.lessons.predict.items.ItemError: Line 2: an item has no key 'nam'. Did you mean name?
    """
    if len(text) > MAX_CHARS:
        raise ItemError(
            _(
                "A file of items has at most {most} characters. Keep fewer items.",
                most=MAX_CHARS,
            )
        )
    try:
        _before, entries = _TABLES.read(text)
    except TablesError as error:
        raise ItemError(str(error)) from error
    items: dict[str, Item] = {}
    problems: list[str] = []
    for number, (begins, entry) in enumerate(entries):
        if number >= MAX_ITEMS:
            raise ItemError(
                _("A file has at most {most} items; this one has more.", most=MAX_ITEMS)
            )
        if isinstance(entry, NotTOML):
            problems.append(entry.words)
            continue
        try:
            item = check(entry)
            if item.name in items:
                raise WrongKeyError(
                    "name",
                    _("there is an item {name} already. Rename one.", name=repr(item.name)),
                )
        except WrongKeyError as wrong:
            problems.append(_problem(text, begins, wrong))
            continue
        items[item.name] = item
        try:
            items[item.name] = with_twin(item, entry, check)
        except WrongKeyError as wrong:
            problems.append(_problem(text, begins, wrong))
    if not items:
        raise ItemError(problems[0])
    read = (_marked(item) if ours else item for item in items.values())
    return ItemFile(tuple(map(in_language, read)), tuple(problems))


def _problem(text: str, begins: int, wrong: WrongKeyError) -> str:
    line = _TABLES.line_of(text, begins, wrong.key)
    return _("Line {line}: {problem}", line=line, problem=wrong)


def _marked(item: Item) -> Item:
    """An item, and its twin, as ones of the app."""
    twin = replace(item.twin, ours=True) if item.twin else None
    return replace(item, twin=twin, ours=True)


def own_items() -> tuple[Item, ...]:
    """Return the items of the app's own file, untried; after an edit, the new ones.

    Raises:
        ItemError: If it was edited and none can be asked.
    """
    return _items_of(FILE, FILE.stat().st_mtime_ns)


@once_for_each_language(maxsize=8)
def _items_of(file: Path, _changed: int) -> tuple[Item, ...]:
    return read_items(file.read_text(encoding="utf-8"), ours=True).items
