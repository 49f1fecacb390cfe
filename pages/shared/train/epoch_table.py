"""The notebook's table of epochs on the Train page."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron import Run
from perceptron.sharing.write import epoch_csv, epoch_table

TABLE_ROWS = 200
_COLUMNS = {
    "train_mse": "MSE",
    "valid_mse": "MSE on validation rows",
    "weighted_train_mse": "MSE weighted by rows",
}


def show_epoch_table(run: Run) -> DeltaGenerator:
    """Show the notebook's table of epochs, offer it as a file, and return its place."""
    with st.expander("Epoch table: three losses for each epoch"):
        place = st.empty()
        fill_epoch_table(place, run)
        st.download_button(
            "Download as CSV",
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
        place.caption("No epoch is trained yet: each one becomes a row.")
        return
    columns = {
        f"{name}_{key}": st.column_config.NumberColumn(f"{name} {label}", format="%.6g")
        for name in run.history.models
        for key, label in _COLUMNS.items()
    }
    place.dataframe(
        rows,
        column_config={"learning_rate": "learning rate", **columns},
        hide_index=True,
        height=300,
        alt="Means of each model's batch losses, and its validation loss, one row an epoch.",
    )
