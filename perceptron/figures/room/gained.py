"""What a class has gained in a short test: each item's share of right answers, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from perceptron.figures.room.panels import RIGHT
from perceptron.figures.style import REFERENCE_COLOR, base_layout
from perceptron.room.gain import Share
from perceptron.room.short_test import Gained, Pair
from perceptron.text.escape import in_figure
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import percent

_LINE = 26  # characters of a title in one line
_ENDS = [-16, 122]  # percent: room for the numbers at both ends


def gained_figure(gained: Gained) -> go.Figure:
    """One line an item, from its share before, in grey, to that of its twin after.

    Args:
        gained: Of a class of which somebody has answered all of both parts.
    """
    rows = list(range(len(gained.pairs)))
    before, after = (
        [_percent(share) for share in shares]
        for shares in (
            [pair.before for pair in gained.pairs],
            [pair.after for pair in gained.pairs],
        )
    )
    titles = [in_figure(pair.title) for pair in gained.pairs]
    figure = go.Figure()
    figure.add_scatter(
        x=before, y=rows, ids=titles, mode="markers", name=_("right before, in percent"),
        marker={"color": REFERENCE_COLOR, "size": 19}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=after, y=rows, ids=titles, mode="markers", name=_("right after, in percent"),
        marker={"color": RIGHT, "size": 13}, hoverinfo="skip",
    )  # fmt: skip
    figure.layout = base_layout(
        ngettext(
            "Right answers to each question, of {n} student",
            "Right answers to each question, of {n} students",
            gained.n,
        ),
        xaxis={"range": _ENDS, "visible": False},
        yaxis={
            "range": [len(rows) - 0.5, -0.5], "tickvals": rows, "automargin": True,
            "ticktext": [
                "<br>".join(map(in_figure, wrap(pair.title, _LINE))) for pair in gained.pairs
            ],
            "tickfont": {"size": 14}, "ticklabeloverflow": "allow", "showgrid": False,
            "zeroline": False,
        },
        margin={"l": 12, "r": 12, "t": 34, "b": 6},
        shapes=[_way(*ends, row) for row, ends in enumerate(zip(before, after, strict=True))],
        annotations=_notes(gained.pairs),
        showlegend=False,
    )  # fmt: skip
    figure.update_layout(font={"size": 14})
    return figure


def gained_in_words(gained: Gained) -> str:
    """Say in a sentence what the chart shows.

    >>> gained_in_words(Gained((Pair("Rate", Share(1, 4), Share(3, 4)),), 4))
    'Right of 4 students, before and after: Rate 25 %, 75 %.'
    """
    each = (
        f"{pair.title} {percent(pair.before.right / pair.before.n, 0)}, "
        f"{percent(pair.after.right / pair.after.n, 0)}"
        for pair in gained.pairs
    )
    return ngettext(
        "Right of {n} student, before and after: {shares}.",
        "Right of {n} students, before and after: {shares}.",
        gained.n,
        shares="; ".join(each),
    )


def _percent(share: Share) -> float:
    return 100 * share.right / share.n


def _way(start: float, end: float, row: int) -> dict[str, Any]:
    """The line from what was before to what is after."""
    line = {"color": REFERENCE_COLOR, "width": 3}
    return {
        "type": "line", "x0": start, "x1": end, "y0": row, "y1": row,
        "layer": "below", "line": line,
    }  # fmt: skip


def _notes(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Each number beyond its own end, or one where both are equal.

    The first row where they differ says which is which.
    """
    ends = [(_percent(pair.before), _percent(pair.after)) for pair in pairs]
    differ = [row for row, (first, second) in enumerate(ends) if first != second]
    notes = []
    for row, (first, second) in enumerate(ends):
        before, after = (f"<b>{percent(one / 100, 0)}</b>" for one in (first, second))
        if first == second:
            notes.append(_note(row, first, before, right=first < 50))
            continue
        if row == differ[0]:
            before, after = _("before {share}", share=before), _("after {share}", share=after)
        notes.append(_note(row, first, before, right=second < first))
        notes.append(_note(row, second, after, right=first < second))
    return notes


def _note(row: int, at: float, text: str, *, right: bool) -> dict[str, Any]:
    return {
        "x": at, "y": row, "showarrow": False, "text": text,
        "xanchor": "left" if right else "right", "xshift": 14 if right else -14,
    }  # fmt: skip
