"""The four-axis derivative as a matrix in both orders, and its cost as sizes grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import get_colorscale

from perceptron.figures.style import (
    BLANK,
    DIVERGING,
    LEGEND_BELOW,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.lessons.four_axes.tensor import Flattened
from perceptron.sizes import contraction_multiplications, first_way_multiplications, four_axis_bytes
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import in_bytes, number

_NUMBERED = 120  # cells, beyond which their numbers would not be legible

# Blank is the page's ground, which the browser knows: digits on it are then light or dark as it is.
_COLORS = get_colorscale(DIVERGING)
_MIDDLE = len(_COLORS) // 2
_BLANK_AT_ZERO = [
    *_COLORS[:_MIDDLE],
    [0.5 - 1e-6, _COLORS[_MIDDLE][1]],
    [0.5, BLANK],
    [0.5 + 1e-6, _COLORS[_MIDDLE][1]],
    *_COLORS[_MIDDLE + 1 :],
]


def flat_figure(flat: Flattened) -> go.Figure:
    """A flattened derivative as a heatmap: zeros are left blank, the followed entry is framed."""
    matrix = flat.values.numpy()
    rows, columns = matrix.shape
    few = rows * columns <= _NUMBERED
    largest = float(np.abs(matrix).max()) or 1.0
    figure = go.Figure(
        go.Heatmap(
            z=matrix,
            zmin=-largest,
            zmax=largest,
            colorscale=_BLANK_AT_ZERO,
            showscale=False,
            xgap=1 if columns <= 60 else 0,
            ygap=1 if rows <= 60 else 0,
            text=[[number(v) for v in line] for line in matrix.tolist()] if few else None,
            texttemplate="%{text}" if few else "",
            hovertemplate="%{z:.4~r}<extra></extra>",
            x=list(range(columns)),
            y=list(range(rows)),
        )
    )
    ticks = {"showgrid": False, "constrain": "domain", "tickangle": 0}
    figure.layout = base_layout(
        flat.title,
        xaxis=ticks
        | _labels(flat.column_names, 7)
        | {"range": [-0.5, columns - 0.5], "side": "top"},
        yaxis=ticks | _labels(flat.row_names, 16) | {"range": [rows - 0.5, -0.5]},
        margin={"l": 46, "r": 6, "t": 52, "b": 8},
    )
    figure.add_shape(
        type="rect",
        x0=flat.column - 0.5,
        x1=flat.column + 0.5,
        y0=flat.row - 0.5,
        y1=flat.row + 0.5,
        line={"color": "#009E73", "width": 4},
    )
    return figure


def _labels(names: list[str], most: int) -> dict[str, Any]:
    """Every name of a row or column, or evenly chosen ones."""
    kept = range(0, len(names), -(-len(names) // most))
    return {"tickvals": list(kept), "ticktext": [names[k] for k in kept]}


GROWING = {
    "samples": N_("samples in a batch, m"),
    "inputs": N_("inputs, d"),
    "outputs": N_("outputs, c"),
}


def grown_to(grows: str, count: int) -> str:
    """Say where a size has grown to.

    >>> grown_to("outputs", 100)
    'At 100 outputs'
    """
    if grows == "samples":
        return ngettext("At {n} sample", "At {n} samples", count)
    if grows == "inputs":
        return ngettext("At {n} input", "At {n} inputs", count)
    return ngettext("At {n} output", "At {n} outputs", count)


def costs(size: tuple[int, int, int], grows: str, count: int, *, memory: bool) -> dict[str, float]:
    """What each of the two ways costs when one of the three sizes is `count`; see `cost_figure`."""
    place = list(GROWING).index(grows)
    m, d, c = (count if k == place else v for k, v in enumerate(size))
    if memory:
        return {
            _("{tensor}, four axes", tensor="∂Ŷ/∂W"): four_axis_bytes(m, d, c),
            _("{tensor}, two axes", tensor="δ"): 8 * m * c,
        }
    return {
        _("joining slices"): contraction_multiplications(m, d, c),
        "Xᵀδ": first_way_multiplications(m, d, c),
    }


def cost_figure(
    size: tuple[int, int, int], grows: str, counts: Sequence[int], budget: float, *, memory: bool
) -> go.Figure:
    """What the two ways cost when one of the three sizes grows, on log axes.

    Args:
        size: m, d and c as they are now.
        grows: A key of `GROWING`.
        counts: The values that it takes.
        budget: Bytes that the four-axis tensor may have.
        memory: Bytes of the derivative that is passed on; else multiplications for dL/dW.
    """
    at = [costs(size, grows, count, memory=memory) for count in counts]
    names = list(at[0])
    four_axes, by_hand = ([cost[name] for cost in at] for name in names)
    figure = go.Figure()
    for name, model, values in (
        (names[0], "einsum", four_axes),
        (names[1], "scratch", by_hand),
    ):
        look = style_of(model)
        figure.add_scatter(
            x=list(counts), y=values, mode="lines+markers", name=name,
            line={"color": look.color, "width": 3},
            marker={"size": 7, "symbol": look.symbol},
            customdata=[in_bytes(value) if memory else number(value) for value in values],
            hovertemplate="%{x}: %{customdata}<extra>" + name + "</extra>",
        )  # fmt: skip
    if memory:
        figure.add_scatter(
            x=[counts[0], counts[-1]], y=[budget, budget], mode="lines", name=_("budget"),
            line={"color": REFERENCE_COLOR, "width": 2, "dash": "dot"}, hoverinfo="skip",
        )  # fmt: skip
    shown = log_axis(_(GROWING[grows]), counts) | {
        "tickvals": list(counts), "ticktext": [number(n) for n in counts],
    }  # fmt: skip
    figure.layout = base_layout(
        _("Memory in bytes") if memory else _("Multiplications for {gradient}", gradient="∂L/∂W"),
        xaxis=shown,
        yaxis=log_axis(_("bytes") if memory else _("multiplications"), [*four_axes, *by_hand]),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    figure.add_vline(
        x=size[list(GROWING).index(grows)], line={"color": REFERENCE_COLOR, "width": 2}
    )
    return figure
