"""What a session keeps of its own: made once, at the first call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

_T = TypeVar("_T")


def of_session(key: str, make: Callable[[], _T]) -> _T:
    """Return what the session keeps under a key; `setdefault` would make another one at each call.

    Args:
        key: In the session.
        make: Makes the first.
    """
    try:
        kept: _T = st.session_state[key]
    except KeyError:
        kept = st.session_state[key] = make()
    return kept
