"""Twins: the same kind of question with other data, so that a copied answer is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from perceptron.config import did_you_mean, quoted
from perceptron.lessons.predict.checking import OF_RUNS
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.measures import GIVEN
from perceptron.room.question import CHOICE
from perceptron.text.language import SOURCE, _, speaking
from perceptron.text.tables import WrongKeyError

SUFFIX = "~twin"  # no name in the file may hold it
_ITS_OWN = (
    "question", "title", "why", "unit", "options", "tolerance", "tolerance_percent", "factor",
    "epochs", "run", "other", "answer", "misconceptions", "hints", "page",
)  # fmt: skip


def with_twin(item: Item, entry: Mapping[str, Any], check: Callable[[object], Item]) -> Item:
    """Return an item with the twin that its table has, if it has one.

    Args:
        item: As it was made of the table.
        entry: The table.
        check: What makes an item of a table.

    Raises:
        WrongKeyError: If the twin can't be asked; the item still can.
    """
    if "twin" not in entry:
        return item
    try:
        twin = check(_table(entry, item.kind))
    except WrongKeyError as wrong:
        key = f"twin.{wrong.key}" if wrong.key else "twin"
        told = _("the twin of {item} is left out: {reason}", item=repr(item.name), reason=wrong)
        raise WrongKeyError(key, told) from wrong
    with speaking(SOURCE):
        title = dict(entry["twin"]).get("title") or again(item)
    return replace(item, twin=replace(twin, name=f"{item.name}{SUFFIX}", title=title))


def again(item: Item) -> str:
    """Return what lists call the twin of an item that has no title of its own."""
    return _("Again: {title}", title=item.title or item.name)


def _table(entry: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What a twin says itself, and the rest from its item; settings are taken one by one."""
    own = entry["twin"]
    if not isinstance(own, dict):
        raise WrongKeyError("", _("twin must be a table {table}.", table="[item.twin]"))
    for key in own:
        if key not in _ITS_OWN:
            near = did_you_mean(key, _ITS_OWN)
            raise WrongKeyError(
                key, _("a twin has no key {key} of its own.", key=quoted(key)) + near
            )
    table = {key: value for key, value in entry.items() if key != "twin"}
    if kind != CHOICE or "options" in own:
        table.pop("misconceptions", None)  # they were about other numbers, or other words
    for key, value in own.items():
        merged = key in (*OF_RUNS, "misconceptions") and isinstance(value, dict)
        table[key] = {**table.get(key, {}), **value} if merged else value
    if entry["measure"] != GIVEN and all(table.get(key) == entry.get(key) for key in OF_RUNS):
        raise WrongKeyError(
            "",
            _(
                "it asks for the very same run. Change a setting in {table}.",
                table="[item.twin.run]",
            ),
        )
    return table
