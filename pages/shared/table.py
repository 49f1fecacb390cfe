"""A visitor's own table: upload it, choose its columns, and read what can't be used."""

from __future__ import annotations

import streamlit as st

from pages.shared.settings import TableChoice
from perceptron import DataError
from perceptron.data.table import MAX_BYTES, Table, default_roles, read_table


def choose_table() -> TableChoice | None:
    """Show the upload and the choice of columns; None while there is no table."""
    file = st.file_uploader(
        "CSV file",
        type=["csv", "tsv", "txt"],
        max_upload_size=MAX_BYTES // 10**6,
        help="Numbers in columns, names in the first row. It stays in this session's memory "
        "and is gone when you close the tab.",
    )
    if file is not None and st.session_state.get("table_id") != file.file_id:
        try:
            table = read_table(file.getvalue(), file.name)
        except DataError as error:  # a table that was there before stays
            st.error(str(error), icon=":material/error:")
        else:
            inputs, outputs = default_roles(table)
            st.session_state.update(
                table_id=file.file_id,
                table=table,
                table_inputs=list(inputs),
                table_outputs=list(outputs),
            )
    table: Table | None = st.session_state.get("table")
    if table is None:
        return None
    inputs = st.multiselect("Inputs", table.usable, key="table_inputs", persist_state="session")
    outputs = st.multiselect("Outputs", table.usable, key="table_outputs", persist_state="session")
    if table.problems:
        with st.popover(f"{len(table.problems)} columns can't be used"):
            for name, why in table.problems.items():
                st.text(f"{name}: {why}")
    drop_missing = bool(table.missing) and st.toggle(
        "Leave out rows with missing values", key="drop_missing", persist_state="session"
    )
    return TableChoice(table, tuple(inputs), tuple(outputs), drop_missing)
