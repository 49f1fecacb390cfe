"""The loss of every model over the epochs, with what is the best to be had as lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from perceptron.figures.style import (
    LEGEND_BELOW,
    MAX_POINTS,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.history import Losses
from perceptron.history.thinning import thin

_DASHES = ("dot", "dashdot", "longdash")
_FAR_BELOW = 1e-9  # of the largest: a line there would squeeze the curves together
_FEW = 24  # points so far apart that each gets a marker
_NOWHERE = (0.0, math.nan)  # keeps a curve without points in the legend, whose height then stays
_HOVER = "%{fullData.name}: %{y:.10g}<extra></extra>"


def loss_traces(
    models: Mapping[str, Losses], batch_losses: Sequence[tuple[float, float]] = ()
) -> list[dict[str, Any]]:
    """The moving part: batch losses as dots, then training and validation of each model.

    Curves of more than 100 epochs are thinned evenly; both ends stay.

    Args:
        models: The losses of each model.
        batch_losses: (position in epochs, loss) of single batches.
    """
    dots = [batch_losses[i] for i in thin(len(batch_losses), MAX_POINTS)] or [_NOWHERE]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "single batches",
            "legendrank": 1001,
            "x": np.array([x for x, _ in dots], dtype=np.float32),
            "y": np.array([loss for _, loss in dots]),
            "marker": {"color": REFERENCE_COLOR, "size": 4, "opacity": 0.6},
            "hoverinfo": "skip",
        }
    ]
    for position, (name, model) in enumerate(models.items()):
        look = style_of(name, position)
        for part, dash in (("train", "solid"), ("valid", "7px,5px")):
            x, y = _curve(model, f"{part}_mse")
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers" if len(x) <= _FEW else "lines",
                    "name": name if part == "train" else f"{name}, validation",
                    "legendgroup": name,
                    "showlegend": part == "train",
                    "x": x,
                    "y": y,
                    "line": {"color": look.color, "width": look.width, "dash": dash},
                    "marker": {"color": look.color, "size": look.width + 1},
                    "hovertemplate": _HOVER,
                }
            )
    return traces


def _curve(model: Losses, field: str) -> tuple[Any, Any]:
    losses = getattr(model, field) or [_NOWHERE[1]]
    kept = thin(len(losses), MAX_POINTS)
    return np.array(kept, dtype=np.uint16), np.array([losses[i] for i in kept])


def loss_figure(
    models: Mapping[str, Losses],
    epochs: int,
    references: Mapping[str, float],
    cursor: int | None = None,
    batch_losses: Sequence[tuple[float, float]] = (),
) -> go.Figure:
    """Loss (MSE, in squared units of Y) over the epochs, on a log axis.

    Args:
        models: The losses of each model so far.
        epochs: Right end of the axis.
        references: Named losses drawn as horizontal lines.
        cursor: Epoch to mark with a vertical line.
        batch_losses: (position in epochs, loss) of single batches, drawn as dots.
    """
    figure = go.Figure(loss_traces(models, batch_losses))
    if len(batch_losses) <= _FEW:
        figure.data[0].marker.update(size=8, opacity=1)
    right = max(epochs - 1, 1)
    lowest = _FAR_BELOW * max(references.values(), default=0)
    losses = [loss for _, loss in batch_losses]
    for model in models.values():
        losses += model.valid_mse
    for i, (name, loss) in enumerate(references.items()):
        seen = loss > lowest
        losses += [loss] if seen else []
        figure.add_scatter(
            x=[-0.5, right + 0.5],
            y=[loss, loss] if seen else [None, None],
            mode="lines",
            name=f"{name}: {loss:.4g}" + ("" if seen else " (far below)"),
            legendrank=1002 + i,
            line={"color": REFERENCE_COLOR, "width": 1.5, "dash": _DASHES[i % len(_DASHES)]},
            hoverinfo="skip",
        )
    figure.layout = base_layout(
        "Loss: solid in training, dashed in validation",
        hovermode="x unified",
        xaxis={
            "title": {"text": "epoch", "standoff": 2},
            "ticklabeloverflow": "allow",
            "range": [-0.5, right + 0.5],
        },
        yaxis=log_axis("MSE", losses),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    if cursor is not None:
        figure.add_vline(x=cursor, line={"color": REFERENCE_COLOR, "width": 2})
    return figure
