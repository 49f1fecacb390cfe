"""What has changed since a run was made, in words, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.session.live_run import LiveRun, Wish, player
from pages.shared.session.settings import Settings, set_sidebar
from pages.shared.session.table import put_table
from pages.shared.train.own_table import clear_upload
from perceptron.data.table import Table
from perceptron.sharing.link import OWN_TABLE
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _
from perceptron.text.numbers import listed, number

_CHANGED = {  # by the name of what was changed: first of all, and besides
    "dataset": (N_("You changed the data to {value}."), N_("data is now {value}")),
    "samples": (
        N_("You changed the number of samples to {value}."),
        N_("number of samples is now {value}"),
    ),
    "features": (
        N_("You changed the number of inputs to {value}."),
        N_("number of inputs is now {value}"),
    ),
    "outputs": (
        N_("You changed the number of outputs to {value}."),
        N_("number of outputs is now {value}"),
    ),
    "noise": (N_("You changed the noise to {value}."), N_("noise is now {value}")),
    "seed": (N_("You changed the data seed to {value}."), N_("data seed is now {value}")),
    "scale": (
        N_("You changed the standardisation to {value}."),
        N_("standardisation is now {value}"),
    ),
    "batch_size": (N_("You changed the batch size to {value}."), N_("batch size is now {value}")),
    "init_seed": (N_("You changed the start seed to {value}."), N_("start seed is now {value}")),
    "device": (N_("You changed the device to {value}."), N_("device is now {value}")),
    "dtype": (
        N_("You changed the number format to {value}."),
        N_("number format is now {value}"),
    ),
    "table_table": (N_("You changed the table to {value}."), N_("table is now {value}")),
    "table_inputs": (
        N_("You changed the choice of inputs to {value}."),
        N_("choice of inputs is now {value}"),
    ),
    "table_outputs": (
        N_("You changed the choice of outputs to {value}."),
        N_("choice of outputs is now {value}"),
    ),
}
_GAPS = {
    True: N_("Rows with missing values are now left out."),
    False: N_("Rows with missing values now count."),
}
_SWITCHED = {None: N_("the default"), True: N_("on"), False: N_("off")}
_DATA = {  # datasets in a sentence; one without a line here goes by its name
    "synthetic": N_("synthetic"),
    "linnerud": "Linnerud",  # in English: a name
    "iris": N_("iris"),
    "diabetes": N_("diabetes"),
    "wine": N_("wine"),
    "breast_cancer": N_("breast cancer"),
    "example": N_("worked example"),
    OWN_TABLE: N_("your own table (CSV)"),
}


def changes_in_words(changes: Mapping[str, Any]) -> str:
    """Say what has changed, the first thing first.

    >>> changes_in_words({"dataset": "linnerud", "batch_size": 5})
    'You changed the data to Linnerud (batch size is now 5).'
    """
    rest = {name: _value(value) for name, value in changes.items() if name != "table_drop_missing"}
    gaps = _(_GAPS[changes["table_drop_missing"]]) if "table_drop_missing" in changes else ""
    if not rest:
        return gaps
    first, *others = rest
    also = listed(_(_CHANGED[name][1], value=rest[name]) for name in others)
    value = f"{rest[first]} ({also})" if also else rest[first]
    told = _(_CHANGED[first][0], value=value)
    return f"{told} {gaps}".strip()


def _value(value: Any) -> str:
    if isinstance(value, Table):
        return in_markdown(value.name)
    if isinstance(value, tuple):
        return in_markdown(", ".join(value))
    if value is None or isinstance(value, bool):
        return _(_SWITCHED[value])
    if isinstance(value, float):
        return number(value, 10)
    return _(_DATA.get(str(value), str(value)))


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
        else _("There is nothing to train on with these settings.")
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        still = _("The chart still shows the old run.")
        st.markdown(f"{words} {still}")
        if settings:
            start = player().stand_still
            st.button(_("Start a new run"), type="primary", on_click=start, args=(Wish.ANOTHER,))
        st.button(_("Undo the change"), on_click=_restore, args=(live.settings,))


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
