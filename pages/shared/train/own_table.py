"""A visitor's own table: upload it, choose its columns, and read what can't be used."""

from __future__ import annotations

import streamlit as st

from pages.shared.session.settings import TableChoice
from pages.shared.session.table import use_table
from perceptron.data.table import MAX_FILE_BYTES, Table
from perceptron.text.escape import in_markdown

MAX_PASTED = 100_000  # characters; only the first few KiB fit into a link


def _use_pasted() -> None:
    """Read what was pasted."""
    use_table(st.session_state["table_pasted"].encode(), "the pasted table")


def choose_table() -> TableChoice | None:
    """Show the upload and the choice of columns; None while there is no table."""
    file = st.file_uploader(
        "CSV file",
        type=["csv", "tsv", "txt"],
        max_upload_size=MAX_FILE_BYTES // 10**6,
        help="Numbers in columns, names in the first row. Your browser keeps the numbers for your "
        "next visit; Forget everything on Your runs deletes them.",
    )
    if file is not None and st.session_state.get("table_id") != file.file_id:
        st.session_state["table_id"] = file.file_id
        use_table(file.getvalue(), file.name)
    with st.popover("Paste a small table", width="stretch"):
        st.text_area(
            "Numbers in columns, names in the first row",
            key="table_pasted",
            height=160,
            placeholder="height,width,price\n1.2,3.4,5\n...",
            max_chars=MAX_PASTED,
        )
        st.button("Use it", on_click=_use_pasted)
    if error := st.session_state.get("table_error"):
        st.error(in_markdown(error), icon=":material/error:")
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
