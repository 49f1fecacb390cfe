"""How far the models are from torch, in percent, over the epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from perceptron.difference import QUANTITIES, Comparison, Difference
from perceptron.figures.labels import level_line, line_label
from perceptron.figures.style import (
    LEGEND_BELOW,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.text.language import _

LABELS = dict(zip(QUANTITIES, ("Ŷ", "W", "b"), strict=True))
DASHES = dict(zip(QUANTITIES, ("solid", "dash", "dot"), strict=True))


def identical_level(epsilon: float) -> float:
    """Where exact zeros are drawn on the log axis: well below the rounding error."""
    return epsilon / 1000


def remark(found: Difference, what: str) -> str:
    """What to say beside a percentage: that it is an exact zero, or one of nearly nothing."""
    return _("identical") if found.percent == 0 else found.warning(what)


def difference_traces(
    series: Mapping[str, Sequence[tuple[int, Comparison]]], epsilon: float
) -> list[dict[str, Any]]:
    """The moving part: MAPE of predictions, W and b of each model, in percent.

    Args:
        series: (epoch, how far from torch) of each model.
        epsilon: Machine epsilon of the dtype, in percent. Exact zeros are drawn a
            thousandth of it, on the line "identical".
    """
    traces = []
    for position, (name, points) in enumerate(series.items()):
        look = style_of(name, position)
        for quantity, dash in DASHES.items():
            found = [getattr(point, quantity) for __, point in points]
            values = np.array([one.percent for one in found])
            curve = f"{name} {LABELS[quantity]}"
            if found and found[-1].is_of_nothing:
                curve = _("{curve} (nearly 0)", curve=curve)
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers" if len(points) <= 24 else "lines",
                    "name": curve,
                    "showlegend": dash == "solid",  # the title tells the dashes
                    "x": np.array([epoch + 1 for epoch, __ in points], dtype=np.int16),
                    "y": np.where(values == 0, identical_level(epsilon), values),
                    "customdata": [remark(one, LABELS[quantity]) for one in found],
                    "line": {"color": look.color, "width": max(2.0, look.width - 4), "dash": dash},
                    "marker": {"color": look.color, "size": 4, "symbol": look.symbol},
                    "hovertemplate": "%{fullData.name} %{y} % %{customdata}<extra></extra>",
                }
            )
    return traces


def _all_values(series: Mapping[str, Sequence[tuple[int, Comparison]]]) -> list[float]:
    return [
        getattr(point, quantity).percent
        for points in series.values()
        for __, point in points
        for quantity in QUANTITIES
    ]


def difference_figure(
    series: Mapping[str, Sequence[tuple[int, Comparison]]],
    epsilon: float,
    dtype: str,
    epochs: int,
    cursor: int | None = None,
) -> go.Figure:
    """MAPE against torch over the epochs, in percent, on a log axis.

    Args:
        series: (epoch, how far from torch) of each model; epoch -1 is the start.
        epsilon: Machine epsilon of the dtype, in percent.
        dtype: Its name, for the line's label.
        epochs: Right end of the axis.
        cursor: Epoch after which to mark the axis with a vertical line; -1 is the start.
    """
    figure = go.Figure(difference_traces(series, epsilon))
    right = max(epochs, 1) + 0.5
    for level, label, dash in (
        (epsilon, _("{dtype} epsilon", dtype=dtype), "longdash"),
        (identical_level(epsilon), _("identical"), "dot"),
    ):
        figure.add_trace(level_line(label, level, (-0.5, right), dash, showlegend=False))
    figure.layout = base_layout(
        _("Difference to torch: MAPE in percent (Ŷ solid, W dashed, b dotted)"),
        hovermode="x unified",
        xaxis={
            "ticklabeloverflow": "allow",
            "title": {"text": _("epochs trained (0 is the common start)"), "standoff": 2},
            "range": [-0.5, right],
        },
        yaxis=log_axis(_("MAPE in %"), [identical_level(epsilon), epsilon, *_all_values(series)]),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
        annotations=[
            line_label(_("ε of {dtype}", dtype=dtype), right, epsilon),
            line_label(_("identical"), right, identical_level(epsilon)),
        ],
    )
    if cursor is not None:
        figure.add_vline(x=cursor + 1, line={"color": REFERENCE_COLOR, "width": 2})
    return figure
