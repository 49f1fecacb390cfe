"""What was read from a visitor's own table: shown, and asked, before anything is trained."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared.session.table import decide_sign
from perceptron.data.preview import first_rows, summaries, understood
from perceptron.data.table import Table
from perceptron.sharing.link import OWN_TABLE
from perceptron.text.decimals import Sign
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

_SIGNS: dict[Sign, str] = {"point": N_("point"), "comma": N_("comma")}
_COLUMNS = 12  # side by side; the list of columns has all of them
_ROWS, _HEIGHT = 8, 320  # of that list; where it has more, it scrolls


def _ask_for_sign(table: Table) -> None:
    """Ask which decimal sign a table has where it may be either."""
    if not table.doubts:
        return
    key = "table_sign"
    st.session_state[key] = table.decimal

    def decide() -> None:
        if sign := st.session_state[key]:
            decide_sign(sign)

    if table.decimal is None:
        name = next(iter(table.doubts))
        st.warning(in_markdown(f"{name}: {table.problems[name]}."), icon=":material/help:")
    st.segmented_control(
        _("Decimal sign of this file"),
        list(_SIGNS),
        key=key,
        format_func=lambda sign: _(_SIGNS[sign]),
        on_change=decide,
    )


def tell_unusable(table: Table) -> None:
    """Name the columns that can't be used, each with its reason."""
    names = list(table.problems)
    if not names:
        return
    if len(names) == 1:
        title = _("1 column can't be used: {name}", name=names[0])
    else:
        n = len(names)
        title = ngettext("{n} column can't be used", "{n} columns can't be used", n)
    with st.popover(in_markdown(title)):
        for name, why in table.problems.items():
            st.text(f"{name}: {why}")


def show_what_was_read(open_it: bool) -> None:
    """Show the first rows of the chosen table and the range of each column.

    Args:
        open_it: Whether it is open unless the visitor closes it, as before a training.
    """
    table: Table | None = st.session_state.get("table")
    if table is None or st.session_state.get("dataset") != OWN_TABLE:
        return
    title = in_markdown(_("What was read from {name}", name=table.name))
    with st.expander(title, expanded=open_it or bool(table.doubts and not table.decimal)):
        _ask_for_sign(table)
        st.markdown(understood(table))
        for note in table.notes:
            st.markdown(f":material/info: {in_markdown(note)}")
        numeric = {_("row"), *table.columns}
        left, right = st.columns(2)
        read = summaries(table)
        with left:
            _table(
                [
                    (_("column"), [in_markdown(one.name) for one in read]),
                    (_("lowest"), ["" if one.low is None else number(one.low) for one in read]),
                    (_("highest"), ["" if one.high is None else number(one.high) for one in read]),
                    (_("gaps"), ["" if one.gaps is None else str(one.gaps) for one in read]),
                    (_("remark"), [in_markdown(one.remark) for one in read]),
                ],
                _("Each column: its range, its gaps, and why it can't be used"),
            )
        with right:
            _table(
                [
                    (in_markdown(name), cells if name in numeric else list(map(in_markdown, cells)))
                    for name, cells in first_rows(table)[: _COLUMNS + 1]
                ],
                _("The first rows, as they were read"),
            )


def _table(columns: list[tuple[str, list[str]]], alt: str) -> None:
    cells: dict[str, list[str]] = {}
    for name, texts in columns:
        while name in cells:
            name += "\u2060"  # has no width: two names may look the same
        cells[name] = texts
    st.table(
        pd.DataFrame(cells, dtype=object),
        hide_index=True,
        border="horizontal",
        height=_HEIGHT if len(columns[0][1]) > _ROWS else "content",
        alt=alt,
    )
