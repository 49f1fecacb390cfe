"""The table that a session has: read, and remembered with the roles of its columns."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from perceptron import DataError
from perceptron.data.table import Table, default_roles, read_table
from perceptron.text.decimals import Sign


def use_table(content: bytes, name: str) -> bool:
    """Put a table in the place of the last one; one that can't be read leaves that as it is.

    Returns:
        Whether it could be read; else the session has the reason, as `table_error`.
    """
    try:
        table = read_table(content, name)
    except DataError as error:
        st.session_state["table_error"] = str(error)
        return False
    put_table(table, *default_roles(table))
    return True


def put_table(table: Table, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Put a table that was read in the place of the last one."""
    st.session_state.update(
        table=table, table_error="", table_inputs=list(inputs), table_outputs=list(outputs)
    )


def decide_sign(sign: Sign) -> None:
    """Say which decimal sign the doubtful columns of the table have."""
    table: Table = st.session_state["table"].decided(sign)
    put_table(table, *default_roles(table))


def forget_table() -> None:
    """Have no table any more."""
    for name in ("table", "table_inputs", "table_outputs", "table_error"):
        st.session_state.pop(name, None)
