"""An item in the language spoken here; what tells it from others stays as it is in English."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.twins import again
from perceptron.text.data_words import ITEM, translated
from perceptron.text.language import SOURCE, speaking, spoken

_TABLES = ("options", "misconceptions")  # an item has them as pairs


def in_language(item: Item) -> Item:
    """Return an item, in whatever language it is, in the one spoken here.

    Words of a teacher's own file stay: only what the app calls a twin is said in this language.
    """
    first = item.identity
    if spoken() == SOURCE:
        return first
    said, twin = _worded(first), None
    if first.twin:
        twin = _worded(first.twin)
        if first.twin.title == _again_in_english(first):
            twin = replace(twin, title=again(said))
        twin = replace(twin, source=first.twin)
    return replace(said, twin=twin, source=first)


def _again_in_english(item: Item) -> str:
    with speaking(SOURCE):
        return again(item)


def _worded(item: Item) -> Item:
    """An item or a twin with its words translated, if the app's own catalogs have them."""
    if not item.ours:
        return item
    table: dict[str, Any] = {key: getattr(item, key) for key in ITEM}
    words = translated(table | {key: dict(table[key]) for key in _TABLES}, ITEM)
    return replace(item, **(words | {key: tuple(words[key].items()) for key in _TABLES}))
