"""A curve to sketch, point by point, by finger, mouse or arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.draw.charts import ignore
from pages.shared.server.assets import SKETCH
from perceptron.text.language import _, decimal_sign

_sketch = st.components.v2.component(
    "lab_sketch",
    js=(Path(__file__).parents[1] / "session/mount.js").read_text("utf-8"),
    isolate_styles=False,
)


def words_of_paper() -> dict[str, Any]:
    """What stands on the paper, and what is heard of it; and the sign before decimals."""
    return {
        "decimal": decimal_sign(),
        "words": {
            "loss": _("loss"),
            "epochs": _("epochs trained"),
            "fields": _("The same points as numbers"),
            "field": _("Loss at epoch {epoch}, a number"),
            "epoch": _("epoch {epoch}"),
            "handle": _("Loss after {epochs} epochs"),
        },
    }


def sketch(
    name: str, epochs: Sequence[int], span: tuple[float, float], middle: float, *, key: str
) -> None:
    """Show the paper; the points' heights are kept in the session under `key` as 'values'.

    Args:
        name: Of what is sketched; another name is another sketch.
        epochs: Where the points stand.
        span: The lowest and the highest loss on the paper, on a log axis.
        middle: The loss that every untouched point shows.
        key: Of the component.
    """
    values = [middle] * len(epochs)
    low, high = span
    _sketch(
        key=key,
        data={
            "code": SKETCH.address,
            "part": "sketch",
            "name": name,
            "epochs": epochs,
            "low": low,
            "high": high,
            "values": values,
            **words_of_paper(),
        },
        default={"values": values},
        on_values_change=ignore,
    )
