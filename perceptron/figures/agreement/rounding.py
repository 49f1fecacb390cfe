"""Where rounding grows: near the largest learning rate, and in central differences as h shrinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from perceptron.figures.agreement.lines import horizontals, identical_line
from perceptron.figures.style import (
    LEGEND_BELOW,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
)
from perceptron.lessons.agreement.rounding import AtShare, ErrorAtH
from perceptron.text.language import _
from perceptron.text.numbers import number

_DTYPE_LOOKS = {"float64": ("#0072B2", "circle"), "float32": ("#D55E00", "square")}


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
        ("largest", _("absolute"), "#0072B2", "solid", "circle"),
        ("relative", _("relative"), "#D55E00", "dash", "square"),
    ):
        shown = [getattr(p, field) for p in points]
        figure.add_scatter(
            x=[p.share for p in points],
            y=[v or identical for v in shown],
            customdata=[
                _difference(v, stopped=p.diverged) for v, p in zip(shown, points, strict=True)
            ],
            mode="lines+markers",
            name=label,
            line={"color": color, "width": 3, "dash": dash},
            marker={
                "color": color,
                "size": 11,
                "symbol": [f"{symbol}-open" if p.diverged else symbol for p in points],
            },
            hovertemplate=_(
                "{share} of the limit: {difference}", share="%{x}", difference="%{customdata}"
            )
            + "<extra></extra>",
        )
    shares = [p.share for p in points]
    low, high = min(shares) - 0.05, max(shares) + 0.05
    horizontals(figure, (low, high), {_("{dtype} epsilon", dtype=dtype): epsilon})
    horizontals(figure, (low, high), {_("identical"): identical}, "dot")
    figure.layout = base_layout(
        _("{dtype}: largest difference of W and b between models", dtype=dtype),
        xaxis={
            "title": {"text": _("learning rate / limit"), "standoff": 2},
            "range": [low, high],
        },
        yaxis=log_axis(_("difference"), [identical, *values]),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    figure.add_vline(
        x=1, line={"color": REFERENCE_COLOR, "width": 2}, annotation_text=_("limit"),
        annotation_position="top left",  # in English: Plotly's word
    )  # fmt: skip
    return figure


def _difference(value: float, *, stopped: bool) -> str:
    """A difference in words, and whether its run was stopped."""
    if stopped and value == 0:
        return _("identical, stopped")
    if stopped:
        return _("{difference}, stopped", difference=number(value, 2))
    return _("identical") if value == 0 else number(value, 2)


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
            customdata=[_("0, exact") if p.error == 0 else number(p.error, 2) for p in points],
            mode="lines+markers",
            name=_("{dtype}: error", dtype=dtype),
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
        horizontals(figure, (min(every), max(every)), {_("identical"): identical}, "dot")
    figure.layout = base_layout(
        _("Error of the gradient by central differences"),
        xaxis=log_axis("h", every) | {"dtick": 4},
        yaxis=log_axis(_("largest error"), [identical, *shown]),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    return figure
