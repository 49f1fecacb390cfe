"""Bring into view what a click has opened further down."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_scroll = st.components.v2.component(
    "lab_scroll", js=(Path(__file__).parent / "scroll.js").read_text("utf-8"), isolate_styles=False
)


def scroll_here(times: int) -> None:
    """Scroll to this place.

    Args:
        times: How often it was asked for; the page moves when there is one more.
    """
    _scroll(key="scroll_here", data=times, height=1)
