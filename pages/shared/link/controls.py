"""Controls of a lesson whose values stand in the address, so that a class link carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared.link.address import offer
from perceptron.text.language import _


def choose(
    label: str, name: str, options: Sequence[Any], *, key: str, default: Any = None, **more: Any
) -> Any:
    """A row of options, of which one is always chosen.

    Args:
        label: What is chosen, on screen.
        name: The same in the address.
        options: What there is to choose from; words as they are marked by `N_`, which the
            address has in English and the screen in the language spoken here.
        key: Of the control in the session.
        default: What an untouched page shows; None is the first.
        more: For `st.segmented_control`.
    """
    default = options[0] if default is None else default
    offer(name, options, default, key)
    if st.session_state.setdefault(key, default) not in options:
        st.session_state[key] = default
    more.setdefault("format_func", lambda one: _(one) if isinstance(one, str) else str(one))
    return st.segmented_control(
        label, options, key=key, required=True, persist_state="session", **more
    )


def switch(label: str, name: str, *, key: str, **more: Any) -> bool:
    """A switch, off on an untouched page; 'yes' in the address means on."""
    offer(name, {"yes": True}, False, key)
    st.session_state.setdefault(key, False)
    return st.toggle(label, key=key, persist_state="session", **more)


def count(
    label: str,
    name: str,
    low: int,
    high: int,
    *,
    key: str,
    default: int | None = None,
    linked_from: int | None = None,
    **more: Any,
) -> int:
    """A slider over whole numbers; an untouched page shows `low`, unless told.

    Args:
        label: What is counted, on screen.
        name: The same in the address.
        low: The least.
        high: The most.
        key: Of the slider in the session.
        default: What an untouched page shows.
        linked_from: What stands for `low` in the address, where links count otherwise.
        more: For `st.slider`.
    """
    default = low if default is None else default
    at = low if linked_from is None else linked_from
    options = {str(k - low + at): k for k in range(low, high + 1)}
    offer(name, options, default, key, glides=True)
    if not low <= st.session_state.setdefault(key, default) <= high:
        st.session_state[key] = default
    value: int = st.slider(label, low, high, key=key, persist_state="session", **more)
    return value


def entry(name: str, n_rows: int, n_columns: int, *, key: str) -> tuple[int, int]:
    """The entry of a matrix that was clicked, from (0, 0); in the address it counts from 1."""
    cells = {f"{i + 1}.{j + 1}": (i, j) for i in range(n_rows) for j in range(n_columns)}
    offer(name, cells, (0, 0), key)
    i, j = st.session_state.get(key, (0, 0))
    return min(i, n_rows - 1), min(j, n_columns - 1)


def fold(label: str, name: str, *, key: str) -> Any:
    """A part that is made only while it is open, which its `open` tells; 'yes' in the address.

    Args:
        label: What is in it, on screen.
        name: The same in the address.
        key: Of the part in the session.
    """
    offer(name, {"yes": True}, False, key)
    return st.expander(label, key=key, on_change="rerun")
