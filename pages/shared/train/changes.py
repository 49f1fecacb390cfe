"""What has changed since a run was made, in words, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.session.live_run import LiveRun, Wish, player
from pages.shared.session.settings import SPOKEN, Settings, set_sidebar
from pages.shared.session.table import put_table
from pages.shared.train.own_table import clear_upload
from pages.shared.train.sidebar import TITLES
from perceptron.data.table import Table
from perceptron.text.escape import in_markdown

_NAMES = {name: f"the {words}" for name, words in SPOKEN.items()} | {
    "table_table": "the table",
    "table_inputs": "the choice of inputs",
    "table_outputs": "the choice of outputs",
}
_GAPS = {
    True: "Rows with missing values are now left out.",
    False: "Rows with missing values now count.",
}


def changes_in_words(changes: Mapping[str, Any]) -> str:
    """Say what has changed, the first thing first.

    >>> changes_in_words({"dataset": "linnerud", "batch_size": 5})
    'You changed the data to Linnerud (batch size is now 5).'
    """
    rest = {name: _value(value) for name, value in changes.items() if name != "table_drop_missing"}
    gaps = _GAPS[changes["table_drop_missing"]] if "table_drop_missing" in changes else ""
    if not rest:
        return gaps
    first, *others = rest
    also = ", ".join(f"{_NAMES[name].removeprefix('the ')} is now {rest[name]}" for name in others)
    words = f"You changed {_NAMES[first]} to {rest[first]}{also and f' ({also})'}."
    return f"{words} {gaps}".strip()


def _value(value: Any) -> str:
    if isinstance(value, Table):
        return in_markdown(value.name)
    if isinstance(value, tuple):
        return in_markdown(", ".join(value))
    if value is None or isinstance(value, bool):
        return {None: "the default", True: "on", False: "off"}[value]
    return str(TITLES.get(str(value), value)).split(":")[0]


def tell_changed(live: LiveRun, settings: Settings | None) -> None:
    """Say that the sidebar no longer describes the run on screen, and offer the ways out.

    Args:
        live: The run on screen.
        settings: What is chosen; None if nothing can be trained with it.
    """
    changes = live.settings.changes(settings) if settings else {}
    if settings and not changes:
        return
    words = (
        changes_in_words(changes)
        if settings
        else "There is nothing to train on with these settings."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{words} The chart still shows the old run.")
        if settings:
            start = player().stand_still
            st.button("Start a new run", type="primary", on_click=start, args=(Wish.ANOTHER,))
        st.button("Undo the change", on_click=_restore, args=(live.settings,))


def _restore(settings: Settings) -> None:
    """Set the sidebar back to all that the run on screen was made from."""
    set_sidebar(settings.in_sidebar())
    chosen = settings.table
    if chosen is None:
        return
    if st.session_state.get("table") is not chosen.table:
        clear_upload()
    put_table(chosen.table, chosen.inputs, chosen.outputs)
    st.session_state["drop_missing"] = chosen.drop_missing
