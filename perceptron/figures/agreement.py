"""Differences on log axes: over the epochs, near the limit, and of central differences.

A log axis has no zero. What is exactly zero is drawn on a line of its own, "identical".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from perceptron.difference import QUANTITIES
from perceptron.figures.difference import DASHES, LABELS
from perceptron.figures.style import (
    LEGEND_BELOW,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.lessons.agreement.rounding import AtShare, ErrorAtH
from perceptron.lessons.agreement.series import DtypeSeries
from perceptron.text.numbers import number

UNITS = {
    "percent": "MAPE in %",
    "fraction": "MAPE as a fraction",
    "largest": "largest difference",
    "norm": "L2 norm of the difference",
}
_DTYPE_LOOKS = {"float64": ("#0072B2", "circle"), "float32": ("#D55E00", "square")}


def in_unit(epsilon: float, measure: str) -> float:
    """Machine epsilon in the unit of a measure: times 100 for a percentage."""
    return 100 * epsilon if measure == "percent" else epsilon


def values_of(series: DtypeSeries, measure: str) -> list[float]:
    """Every value of a measure: of all models, quantities and epochs."""
    return [
        getattr(getattr(comparison, quantity), measure)
        for points in series.points.values()
        for _, comparison in points
        for quantity in QUANTITIES
    ]


def identical_line(values: Sequence[float]) -> float:
    """Where exact zeros are drawn: a hundredth of the least value above zero."""
    return min((v for v in values if v > 0), default=1.0) / 100


def both_axes(series: Mapping[str, DtypeSeries], measure: str) -> list[float]:
    """The least and the largest level to show, equal for the dtypes that stand side by side."""
    values = [v for one in series.values() for v in values_of(one, measure)]
    values += [in_unit(one.epsilon, measure) for one in series.values()]
    return [identical_line(values), max(values)]


def dtype_figure(series: DtypeSeries, measure: str, span: Sequence[float]) -> go.Figure:
    """How far the models are from torch over the epochs, in one dtype.

    Args:
        series: The comparisons; epoch -1 is the common start.
        measure: A name in `UNITS`.
        span: The lowest level, on which exact zeros are drawn, and the highest.
    """
    figure = go.Figure()
    relative = measure in ("percent", "fraction")
    for position, (name, points) in enumerate(series.points.items()):
        look = style_of(name, position)
        for quantity, dash in DASHES.items():
            compared = [getattr(c, quantity) for _, c in points]
            values = np.array([getattr(one, measure) for one in compared])
            figure.add_scatter(
                x=[epoch + 1 for epoch, _ in points],
                y=np.where(values == 0, span[0], values),
                customdata=[
                    "identical"
                    if v == 0
                    else f"{number(v, 2)} {relative * one.warning(LABELS[quantity])}"
                    for v, one in zip(values, compared, strict=True)
                ],
                mode="lines+markers",
                name=f"{name} {LABELS[quantity]}",
                line={"color": look.color, "width": max(2.0, look.width - 4), "dash": dash},
                marker={"color": look.color, "size": 5, "symbol": look.symbol},
                hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
            )
    right = max((epoch + 1 for points in series.points.values() for epoch, _ in points), default=0)
    _lines(
        figure,
        (-0.5, right + 0.5),
        {
            f"{series.dtype} epsilon": in_unit(series.epsilon, measure),
            "identical": span[0],
        },
    )
    low, high = np.log10(span[0]), np.log10(span[-1])
    figure.layout = base_layout(
        f"{series.dtype}: difference to torch",
        hovermode="x unified",
        xaxis={
            "title": {"text": "epochs trained (0 is the common start)", "standoff": 2},
            "range": [-0.5, right + 0.5],
        },
        yaxis=log_axis(UNITS[measure], span) | {"range": [low - 0.6, high + 0.6]},
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    return figure


def limit_figure(points: Sequence[AtShare], dtype: str, epsilon: float) -> go.Figure:
    """The largest difference between the models against the share of the limit.

    Args:
        points: One for each learning rate; those that were stopped have an open marker.
        dtype: Its name.
        epsilon: Its machine epsilon, as a fraction.
    """
    values = [v for p in points for v in (p.largest, p.relative)]
    identical = identical_line([*values, epsilon])
    figure = go.Figure()
    for field, label, color, dash, symbol in (
        ("largest", "absolute", "#0072B2", "solid", "circle"),
        ("relative", "relative", "#D55E00", "dash", "square"),
    ):
        shown = [getattr(p, field) for p in points]
        figure.add_scatter(
            x=[p.share for p in points],
            y=[v or identical for v in shown],
            customdata=[
                ("identical" if v == 0 else number(v, 2)) + (", stopped" if p.diverged else "")
                for v, p in zip(shown, points, strict=True)
            ],
            mode="lines+markers",
            name=label,
            line={"color": color, "width": 3, "dash": dash},
            marker={
                "color": color,
                "size": 11,
                "symbol": [f"{symbol}-open" if p.diverged else symbol for p in points],
            },
            hovertemplate="%{x} of the limit: %{customdata}<extra></extra>",
        )
    shares = [p.share for p in points]
    low, high = min(shares) - 0.05, max(shares) + 0.05
    _lines(figure, (low, high), {f"{dtype} epsilon": epsilon, "identical": identical})
    figure.layout = base_layout(
        f"{dtype}: largest difference of W and b between models",
        xaxis={"title": {"text": "learning rate / limit", "standoff": 2}, "range": [low, high]},
        yaxis=log_axis("difference", [identical, *values]),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    figure.add_vline(
        x=1, line={"color": REFERENCE_COLOR, "width": 2}, annotation_text="limit",
        annotation_position="top left",
    )  # fmt: skip
    return figure


def central_difference_figure(errors: Mapping[str, Sequence[ErrorAtH]]) -> go.Figure:
    """The error of central differences against h, for each dtype, with the estimate as a line."""
    identical = identical_line([p.error for points in errors.values() for p in points])
    figure = go.Figure()
    for dtype, points in errors.items():
        color, symbol = _DTYPE_LOOKS[dtype]
        h = [p.h for p in points]
        figure.add_scatter(
            x=h,
            y=[p.error or identical for p in points],
            customdata=["0, exact" if p.error == 0 else number(p.error, 2) for p in points],
            mode="lines+markers",
            name=f"{dtype}: error",
            line={"color": color, "width": 3},
            marker={"color": color, "size": 8, "symbol": symbol},
            hovertemplate="h = %{x}: %{customdata}<extra></extra>",
        )
        figure.add_scatter(
            x=h,
            y=[p.estimate for p in points],
            mode="lines",
            name=f"{dtype}: ε L / h",
            line={"color": color, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )
    every = [p.h for points in errors.values() for p in points]
    shown = [v for points in errors.values() for p in points for v in (p.error, p.estimate)]
    if any(p.error == 0 for points in errors.values() for p in points):
        _lines(figure, (min(every), max(every)), {"identical": identical})
    figure.layout = base_layout(
        "Error of the gradient by central differences",
        xaxis=log_axis("h", every) | {"dtick": 4},
        yaxis=log_axis("largest error", [identical, *shown]),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    return figure


def _lines(figure: go.Figure, ends: tuple[float, float], levels: Mapping[str, float]) -> None:
    """Draw named horizontal lines."""
    for name, level in levels.items():
        dash = "dot" if name == "identical" else "longdash"
        figure.add_scatter(
            x=list(ends),
            y=[level, level],
            mode="lines",
            name=name,
            line={"color": REFERENCE_COLOR, "width": 1.5, "dash": dash},
            hoverinfo="skip",
        )
