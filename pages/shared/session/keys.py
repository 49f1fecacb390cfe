"""Keys that work by one press: who speaks to the computer, or types by accident, can do without.

WCAG 2.1.4 asks for a way to switch them off. Tab, Enter and what a focused control does stay.
"""

from __future__ import annotations

import streamlit as st

KEY = "single_keys"


def are_on() -> bool:
    """Whether a single key does something, wherever the focus is."""
    return bool(st.session_state.setdefault(KEY, True))


def shortcut(key: str) -> str | None:
    """Return the key for a button's shortcut; None while single keys are switched off."""
    return key if are_on() else None
