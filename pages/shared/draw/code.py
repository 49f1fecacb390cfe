"""The app's own code, as a page shows it."""

from __future__ import annotations

import inspect
from typing import Any

import streamlit as st


def show_code(*parts: Any, wrap_lines: bool = True) -> None:
    """Show the source of each function, class or module.

    Args:
        parts: What is shown, one below the other.
        wrap_lines: Whether long lines are broken; else they are scrolled.
    """
    for part in parts:
        st.code(inspect.getsource(part), wrap_lines=wrap_lines)
