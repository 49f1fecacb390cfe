"""The questions of the app's own file, untried: their runs are not trained to read them."""

from __future__ import annotations

from functools import cache

from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import FILE, read_items


@cache
def own_items() -> tuple[Item, ...]:
    """Every question of the file, which a test requires to be without a mistake."""
    return read_items(FILE.read_text(encoding="utf-8")).items
