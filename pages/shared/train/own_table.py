"""A visitor's own table: upload it, choose its columns, and read what can't be used."""

from __future__ import annotations

import streamlit as st

from pages.shared.session.settings import TableChoice
from pages.shared.session.table import forget_table, use_table
from pages.shared.train.what_was_read import tell_unusable
from perceptron.data.table import MAX_FILE_BYTES, Table
from perceptron.text.escape import in_markdown
from perceptron.text.language import _, pgettext

MAX_PASTED = 100_000  # characters


def clear_upload() -> None:
    """Take new fields: another table is in place of what they held, and the popover is closed."""
    st.session_state["table_round"] = st.session_state.get("table_round", 0) + 1


def _take_file(key: str) -> None:
    """Read the file that was uploaded; one that was taken away is not used any more."""
    file = st.session_state[key]
    if file is None:
        forget_table()
    else:
        use_table(file.getvalue(), file.name)


def _use_pasted() -> None:
    """Read what was pasted."""
    text = st.session_state["table_pasted"]
    if text.strip() and use_table(text.encode(), _("the pasted table")):
        clear_upload()


def _remove() -> None:
    forget_table()
    clear_upload()


def choose_table() -> TableChoice | None:
    """Show the upload and the choice of columns; None while there is no table."""
    table_round = st.session_state.get("table_round", 0)
    key = f"table_file_{table_round}"
    st.file_uploader(
        _("CSV file"),
        type=["csv", "tsv", "txt"],
        key=key,
        max_upload_size=MAX_FILE_BYTES // 10**6,
        help=_(
            "Numbers in columns, names in the first row. Your browser keeps the numbers for your "
            "next visit; Forget everything on Your runs deletes them. The address never holds "
            "them."
        ),
        on_change=_take_file,
        args=(key,),
    )
    paste = _("Paste a small table")
    # Told to close one, a browser may not know yet that it is open, and leave it so.
    with st.popover(paste, width="stretch", key=f"table_paste_{table_round}"):
        st.text_area(
            _("Numbers in columns, names in the first row"),
            key="table_pasted",
            height=160,
            placeholder="height,width,price\n1.2,3.4,5\n...",
            max_chars=MAX_PASTED,
            on_change=_use_pasted,
        )
        st.button(_("Use it"), on_click=_use_pasted)
    if error := st.session_state.get("table_error"):
        st.error(in_markdown(error), icon=":material/error:")
    table: Table | None = st.session_state.get("table")
    if table is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("In use: **{name}**", name=in_markdown(table.name)), width="stretch")
        st.button(
            _("Remove the table"), key="table_remove", icon=":material/close:", type="tertiary",
            on_click=_remove,
        )  # fmt: skip
    inputs = _roles(table, "inputs", _("Inputs"))
    outputs = _roles(table, "outputs", _("Outputs"))
    tell_unusable(table)
    gaps = any(name in table.missing for name in (*inputs, *outputs))
    drop_missing = gaps and st.toggle(
        _("Leave out rows with missing values"), key="drop_missing", persist_state="session"
    )
    return TableChoice(table, inputs, outputs, drop_missing)


def _roles(table: Table, role: str, label: str) -> tuple[str, ...]:
    """Choose the columns of a role: what numbers the rows is offered only if a link chose it."""
    key = f"table_{role}"
    chosen = st.session_state.get(key, [])
    options = [name for name in table.usable if name in table.offered or name in chosen]
    none = pgettext("nothing is chosen", "none")
    return tuple(st.multiselect(label, options, key=key, placeholder=none, persist_state="session"))
