"""What decides a question, drawn: bars, or curves and the lines that they are held against."""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go

from perceptron.figures.labels import end_labels
from perceptron.figures.style import MARGIN, REFERENCE_COLOR, base_layout, log_axis
from perceptron.lessons.predict.evidence import Bars, Lines
from perceptron.text.escape import in_figure
from perceptron.text.language import _
from perceptron.text.numbers import number

_BAR, _FAINT = "#0072B2", 0.45
_COLORS = ("#0072B2", "#C77700", "#8250C4")
_UPRIGHT = 14  # bars, from which their labels stand upright
_ROOM = 0.07  # of the height, above the curves and twice below them: words stand there


def evidence_figure(found: Bars | Lines) -> go.Figure:
    """Draw the evidence."""
    return _bars(found) if isinstance(found, Bars) else _lines(found)


def evidence_in_words(found: Bars | Lines) -> str:
    """Say what is drawn, for those who can't see it."""
    if isinstance(found, Bars):
        told = found.texts or tuple(number(value) for value in found.values)
        pairs = ", ".join(f"{a}: {b}" for a, b in zip(found.labels, told, strict=True))
        return f"{found.title}. {pairs}."
    parts = [
        _("{curve} ends at {value}", curve=name, value=number(points[-1][1]))
        for name, points in found.curves.items()
        if points
    ]
    parts += [words for words, __ in filter(None, (found.level, found.mark))]
    return f"{found.title}. {'; '.join(parts)}."


def _bars(found: Bars) -> go.Figure:
    labels = [in_figure(label) for label in found.labels]
    figure = go.Figure()
    figure.add_bar(
        x=labels,
        y=list(found.values),
        name=found.name,
        marker={
            "color": _BAR,
            "opacity": [
                1.0 if found.marked in (None, k) else _FAINT for k in range(len(found.values))
            ],
        },
        text=list(found.texts) or None,
        textposition="outside" if not found.stacked else "auto",
        textfont={"size": 13},
        cliponaxis=False,
        hovertemplate=f"%{{x}}: %{{y}}<extra>{found.name}</extra>",
    )
    if found.others:
        figure.add_bar(
            x=labels, y=list(found.others), name=found.others_name,
            marker={"color": REFERENCE_COLOR},
            hovertemplate=f"%{{x}}: %{{y}}<extra>{found.others_name}</extra>",
        )  # fmt: skip
    figure.layout = base_layout(
        in_figure(found.title),
        barmode="stack" if found.stacked else "group",
        xaxis={"type": "category"} | ({"tickangle": -90} if len(labels) > _UPRIGHT else {}),
        yaxis={"title": {"text": found.axis}},
        margin=MARGIN | {"t": 44} | ({"b": 92} if found.others else {}),
        showlegend=bool(found.others),
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
    )
    return figure


def _lines(found: Lines) -> go.Figure:
    figure = go.Figure()
    seen = [y for points in found.curves.values() for __, y in points]
    for (name, points), color in zip(found.curves.items(), _COLORS, strict=False):
        figure.add_scatter(
            x=[x for x, __ in points],
            y=[y for __, y in points],
            mode="lines" if len(points) > 1 else "markers",
            name=in_figure(name),
            line={"color": color, "width": 3.5},
            hovertemplate=f"%{{x}}: %{{y}}<extra>{in_figure(name)}</extra>",
        )
    notes: list[dict[str, Any]] = []
    many = len(found.curves) > 1
    if many:
        ends = [
            (in_figure(name), points[-1][0], points[-1][1], color)
            for (name, points), color in zip(found.curves.items(), _COLORS, strict=False)
            if points
        ]
        notes = end_labels(ends, seen, xanchor="right", xshift=0, yshift=-14)
    if found.level:
        words, y = found.level
        seen.append(y)
        figure.add_hline(y=y, line={"color": REFERENCE_COLOR, "width": 2, "dash": "dash"})
        notes.append(
            {
                "text": in_figure(words), "x": 0.99, "xref": "paper", "xanchor": "right",
                "y": math.log10(y) if found.log_y else y, "yanchor": "top",
                "showarrow": False, "font": {"size": 13},
            }
        )  # fmt: skip
    if found.mark:
        words, x = found.mark
        figure.add_vline(x=x, line={"color": REFERENCE_COLOR, "width": 2, "dash": "dash"})
        notes.append(
            {
                "text": f"<b>{in_figure(words)}</b>", "x": math.log10(x) if found.log_x else x,
                "xanchor": "right", "xshift": -6, "y": 0.98, "yref": "paper", "yanchor": "top",
                "showarrow": False, "font": {"size": 13},
            }
        )  # fmt: skip
    sizes = [math.log10(y) if found.log_y else y for y in seen if y > 0 or not found.log_y]
    low, high = min(sizes, default=0.0), max(sizes, default=1.0)
    room = _ROOM * (high - low or 1.0)
    up = log_axis(found.y, seen) if found.log_y else {"title": {"text": found.y}}
    along = {"title": {"text": found.x, "standoff": 2}}
    xs = [x for points in found.curves.values() for x, __ in points]
    figure.layout = figure.layout.update(
        base_layout(
            in_figure(found.title),
            xaxis=log_axis(found.x, xs) if found.log_x else along,
            yaxis=up | {"range": [low - 2 * room, high + room]},
            showlegend=False,
            annotations=notes,
        )
    )
    return figure
