"""The picture of the layer: drawn by the browser, lit up part by part, moved by live frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from perceptron.figures.layer import ABOUT, PARTS, Layer, layer_in_words, layer_picture
from perceptron.text.language import _, ngettext

_layer = st.components.v2.component(
    "lab_layer",
    js=(Path(__file__).parent / "layer.js").read_text("utf-8"),
    isolate_styles=False,
)


def show_layer(layer: Layer, lit: Sequence[str] = (), *, plays: bool = False) -> None:
    """Show the layer with the numbers of one row; there is one such picture on a page.

    Args:
        layer: The layer and the row.
        lit: Which of `PARTS` are lit up until the visitor chooses another one.
        plays: Whether the parts light up one after the other, until one is chosen; who has asked
            for less motion sees them all.
    """
    picture = layer_picture(layer)
    _layer(
        key="layer",
        data={
            **picture,
            "more": [ngettext("… {n} more", "… {n} more", n) if n else "" for n in picture["more"]],
            "words": layer_in_words(layer),
            "parts": {part: _(name) for part, name in PARTS.items()},
            "about": {part: _(text) for part, text in ABOUT.items()},
            "lit": list(lit),
            "plays": plays,
        },
    )
