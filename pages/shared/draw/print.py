"""A button that prints the page as it is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_print = st.components.v2.component(
    "lab_print",
    js=(Path(__file__).parent / "print.js").read_text("utf-8"),
    isolate_styles=False,
)


def show_print(label: str) -> None:
    """Offer to print the page, without what only a screen needs."""
    _print(key="print", data={"label": label})
