"""The questions of the app's own file, untried: their runs are not trained to read them."""

from __future__ import annotations

from perceptron.lessons.predict.items import own_items

__all__ = ["own_items"]
