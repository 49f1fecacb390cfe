"""The items of the app's own files, untried: their runs are not trained to read them."""

from __future__ import annotations

from perceptron.lessons.measure import FILE
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import own_items, read_items

__all__ = ["own_items", "short_test"]


def short_test() -> tuple[Item, ...]:
    """The items of the short test, before and after."""
    return read_items(FILE.read_text(encoding="utf-8")).items
