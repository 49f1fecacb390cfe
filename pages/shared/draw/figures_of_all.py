"""Figures as they are sent, built once for all sessions that show the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st

MOST_FIGURES = 96  # that are kept, about 10 KB each
Sent = tuple[dict[str, Any], str]
"""A figure as it is sent, and in words."""


class Figures:
    """Those that are known, by what they depend on."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Sent] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, describing: Callable[[], Sent]) -> Sent:
        """Return what is known under a key; describe it, if nothing is."""
        known = self._known.get(key)
        if known is None:
            known = describing()
            with self._lock:
                self._known[key] = known
                while len(self._known) > MOST_FIGURES:
                    self._known.pop(next(iter(self._known)))  # the oldest
        return known


@st.cache_resource
def figures_of_all() -> Figures:
    """Return the one for all sessions."""
    return Figures()
