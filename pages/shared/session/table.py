"""The table that a session has: read, and remembered with the roles of its columns."""

from __future__ import annotations

import streamlit as st

from perceptron import DataError
from perceptron.data.table import Table, csv_of, default_roles, read_table
from perceptron.sharing.link import MAX_TABLE
from perceptron.text.decimals import Sign


def use_table(content: bytes, name: str) -> None:
    """Put a table in the place of the last one; one that can't be read leaves that as it is."""
    try:
        table = read_table(content, name)
    except DataError as error:
        st.session_state["table_error"] = str(error)
        return
    inputs, outputs = default_roles(table)
    st.session_state.update(
        table=table,
        table_error="",
        table_text=_for_a_link(content),
        table_inputs=list(inputs),
        table_outputs=list(outputs),
    )


def decide_sign(sign: Sign) -> None:
    """Say which decimal sign the doubtful columns of the table have."""
    table: Table = st.session_state["table"].decided(sign)
    inputs, outputs = default_roles(table)
    st.session_state.update(
        table=table,
        table_text=_for_a_link(csv_of(table).encode()),  # where nothing is left open
        table_inputs=list(inputs),
        table_outputs=list(outputs),
    )


def _for_a_link(content: bytes) -> str:
    """The text of a table that fits into a class link; else empty."""
    if len(content) > MAX_TABLE:
        return ""
    try:
        return content.decode()
    except UnicodeDecodeError:  # read in an older encoding, which a link does not carry
        return ""
