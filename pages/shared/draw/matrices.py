"""Matrices on screen: tables with numbers, linked by what they are computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.draw.blanks import Blanks
from pages.shared.draw.charts import ignore
from pages.shared.server.assets import MATRICES
from perceptron.figures.style import ink
from perceptron.lessons.matrices import Link, Matrix
from perceptron.text.language import _

_matrices = st.components.v2.component(
    "lab_matrices",
    js=(Path(__file__).parents[1] / "session/mount.js").read_text("utf-8"),
    isolate_styles=False,
)


def show_matrices(
    name: str,
    items: Sequence[Matrix | str],
    picked: tuple[str, int, int] | None = None,
    on_pick: Callable[[], None] | None = None,
    blanks: Blanks | None = None,
    on_typed: Callable[[], None] | None = None,
    lit: Mapping[str, Link] | None = None,
) -> None:
    """Show matrices with signs between them, side by side as far as the width allows.

    Args:
        name: Unique on the page.
        items: Matrices, and the signs between them.
        picked: A matrix's name, row and column to light up with what it comes from.
        on_pick: Called after a click on a cell of a pickable matrix; `picked_cell` tells which.
        blanks: The entries that are fields; their numbers are not sent to the browser.
        on_typed: Called when something else stands in them; `typed_texts` tells what.
        lit: Rows and columns of other matrices that light up with the picked cell; None for those
            that it comes from.
    """
    blanks = blanks or Blanks()
    described = [item if isinstance(item, str) else _described(item, blanks) for item in items]
    words = _words()
    _matrices(
        key=f"matrices-{name}",
        data={
            "code": MATRICES.address,
            "part": "default",
            "items": described,
            "picked": picked,
            "version": str(hash(repr((described, blanks.task, blanks.version, words)))),
            **blanks.described(),
            "name": name,
            "lit": lit and _links(lit),
            "words": words,
        },
        on_pick_change=on_pick or ignore,
        on_typed_change=on_typed or ignore,
    )


def _words() -> dict[str, str]:
    """What a browser says of the numbers and of what they are computed from."""
    return {
        "hint": _("Point at a number, or tap it: what it is computed from is written here."),
        "from": _("computed from {parts}"),
        "and": _("{some} and {last}"),
        "whole": "{matrix}",
        "row": "{matrix} ({row})",
        "column": "{matrix} ({column})",
        "cell": "{matrix} ({row}, {column})",
        "sign": _("Change the sign of the number that is typed"),
    }


def picked_cell(name: str) -> Mapping[str, Any] | None:
    """Return the matrix, i and j of the cell that was clicked just now."""
    pick: Mapping[str, Any] | None = st.session_state.get(f"matrices-{name}", {}).get("pick")
    return pick


def _described(matrix: Matrix, blanks: Blanks) -> dict[str, Any]:
    rows, columns = matrix.shown().shape
    cells, sums = matrix.cells(), matrix.sums()
    for one in blanks.fields:
        if one.matrix == matrix.name:
            cells[one.i][one.j] = ""
            if sums:
                sums[one.i][one.j] = ""
    return {
        "name": matrix.name,
        "symbol": matrix.symbol,
        "shape": matrix.shape,
        "color": ink(matrix.name),
        "cells": cells,
        "sums": sums,
        "rows": list(matrix.row_names[:rows]),
        "columns": list(matrix.column_names[:columns]),
        "links": _links(matrix.links),
        "pickable": matrix.pickable,
        "more": matrix.more(),
    }


def _links(links: Mapping[str, Link]) -> dict[str, list[str]]:
    return {other: list(link) for other, link in links.items()}
