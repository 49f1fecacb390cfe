"""What can be seen of a patient from the outside: its loss, and its gradient as a ratio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

import plotly.graph_objects as go
from torch import Tensor

from perceptron.figures.labels import end_labels
from perceptron.figures.style import (
    LEGEND_BELOW,
    MARGIN,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    ink,
    log_axis,
    style_of,
)
from perceptron.history.thinning import thin
from perceptron.text.escape import in_figure
from perceptron.text.language import N_, _

PATIENT = N_("patient")
_SPARE = 1  # of the looks for programs without one of their own
_ENDS = {"scratch": N_("both healthy")}  # one curve upon the other
_SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up", "star")
_MAX_TICKS = 14


def shown(program: str) -> str:
    """What a program is called on screen."""
    return _(PATIENT) if program == PATIENT else program


def clinic_loss_figure(losses: Mapping[str, Sequence[float]]) -> go.Figure:
    """MSE over all training rows after each epoch, on a log axis.

    Args:
        losses: Of each program; the first one is from before the first update. A program
            that was stopped has fewer. The patient is called 'patient'.
    """
    figure = go.Figure()
    for name, values in losses.items():
        look = style_of(name, _SPARE)
        figure.add_scatter(
            x=list(range(len(values))),
            y=list(values),
            mode="lines+markers" if name == PATIENT else "lines",
            name=_(PATIENT) if name == PATIENT else _("{program}, healthy", program=name),
            line={"color": look.color, "width": look.width},
            marker={"color": look.color, "size": 8, "symbol": look.symbol},
            hovertemplate="%{fullData.name}: %{y}<extra></extra>",
        )
    seen = [loss for values in losses.values() for loss in values if loss > 0]
    figure.layout = base_layout(
        _("Loss over all training rows"),
        hovermode="x unified",
        xaxis={"title": {"text": _("epochs trained"), "standoff": 2}},
        yaxis=log_axis(_("MSE"), seen),
        showlegend=False,
        margin=MARGIN | {"r": 84},
    )
    ends = [(_(_ENDS[name]) if name in _ENDS else shown(name), values, style_of(name, _SPARE).color)
            for name, values in losses.items() if name != "torch"]  # fmt: skip
    figure.layout.annotations = end_labels(
        [(text, len(values) - 1, values[-1], color) for text, values, color in ends], seen
    )
    return figure


def ratio_figure(
    weight: Tensor, bias: Tensor, feature_names: Sequence[str], target_names: Sequence[str]
) -> go.Figure:
    """The patient's gradient as a multiple of the healthy one: a dot for each entry.

    Args:
        weight: Ratios of dL/dW, shape (d, c); NaN is left out.
        bias: Ratios of dL/db, shape (c,).
        feature_names: d names; the bias stands behind them.
        target_names: c names; each output has a symbol of its own, as far as there are any.
    """
    rows = [*weight.tolist(), bias.tolist()]
    names = [*map(in_figure, feature_names), _("bias b")]
    c = len(target_names)
    figure = go.Figure()
    for j, target in enumerate(map(in_figure, target_names)):
        offset = 0.6 * ((j + 0.5) / c - 0.5)  # side by side, for equal dots to be seen
        figure.add_scatter(
            x=[i + offset for i in range(len(rows))],
            y=[None if isnan(row[j]) else row[j] for row in rows],
            ids=names,
            mode="markers",
            name=_("output {name}", name=target),
            showlegend=c <= len(_SYMBOLS),
            marker={
                "color": ink("weight_gradient"),
                "size": 10,
                "symbol": _SYMBOLS[j % len(_SYMBOLS)],
            },
            hovertemplate=_(
                "{entry} → {output}: {ratio} times", entry="%{id}", output=target, ratio="%{y}"
            )
            + "<extra></extra>",
        )
    seen = [v for row in rows for v in row if not isnan(v)]
    low, high = min([0.0, *seen]), max([1.0, *seen])
    room = 0.12 * (high - low)
    ticks = thin(len(rows), _MAX_TICKS)
    figure.layout = base_layout(
        _("First gradient: patient / healthy"),
        xaxis={
            "tickvals": ticks,
            "ticktext": [names[i] for i in ticks],
            "range": [-0.5, len(rows) - 0.5],
            "showgrid": False,
        },
        yaxis={
            "title": {"text": _("ratio (1 = healthy)")},
            "range": [low - room, high + room],
            "zeroline": True,
        },
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    figure.add_hline(y=1, line={"color": REFERENCE_COLOR, "width": 2, "dash": "dash"})
    figure.add_vline(x=len(rows) - 1.5, line={"color": REFERENCE_COLOR, "width": 1})
    return figure
