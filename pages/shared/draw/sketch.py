"""A curve to sketch, point by point, by finger, mouse or arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.shared.draw.charts import ignore
from pages.shared.server.assets import SKETCH

_sketch = st.components.v2.component(
    "lab_sketch",
    js=(Path(__file__).parents[1] / "session/mount.js").read_text("utf-8"),
    isolate_styles=False,
)


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
        },
        default={"values": values},
        on_values_change=ignore,
    )
