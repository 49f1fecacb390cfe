"""The notebook's table of epochs on the Train page."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.link.controls import fold
from perceptron import Run
from perceptron.sharing.write import epoch_csv, epoch_table
from perceptron.text.language import N_, _

TABLE_ROWS = 200
_COLUMNS = {
    "train_mse": N_("{model} MSE"),
    "valid_mse": N_("{model} MSE on validation rows"),
    "weighted_train_mse": N_("{model} MSE weighted by rows"),
}


def show_epoch_table(run: Run) -> DeltaGenerator | None:
    """Offer the notebook's table of epochs as a file; show it where its fold is open.

    Returns:
        Its place; None while the fold is closed: what is not in sight is not sent.
    """
    place = None
    part = fold(_("Epoch table: three losses for each epoch"), "epoch_table", key="epoch_table")
    with part:
        if part.open:
            place = st.empty()
            fill_epoch_table(place, run)
        st.download_button(
            _("Download as CSV"),
            lambda: epoch_csv(run.history),
            "epochs.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    return place


def fill_epoch_table(place: DeltaGenerator, run: Run) -> None:
    """Fill the table of epochs with the newest rows; the file has all of them."""
    rows = epoch_table(run.history, last=TABLE_ROWS)
    if not rows:
        place.caption(_("No epoch is trained yet: each one becomes a row."))
        return
    columns = {
        f"{name}_{key}": st.column_config.NumberColumn(_(label, model=name), format="%.6g")
        for name in run.history.models
        for key, label in _COLUMNS.items()
    }
    named = {"epoch": _("epoch"), "learning_rate": _("learning rate")}
    place.dataframe(
        rows,
        column_config={**named, **columns},
        hide_index=True,
        height=300,
        alt=_("Means of each model's batch losses, and its validation loss, one row an epoch."),
    )
