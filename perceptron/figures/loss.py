"""The loss of every model after its epochs, with what is the best to be had as lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from perceptron.figures.labels import level_line, line_label
from perceptron.figures.style import (
    LEGEND_BELOW,
    MAX_POINTS,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.history import Curves
from perceptron.history.curves import Points
from perceptron.history.thinning import thin
from perceptron.text.language import N_, _
from perceptron.text.numbers import number

_DASHES = ("dot", "dashdot", "longdash")
_FAR_BELOW = 1e-9  # of the largest: a line there would squeeze the curves together
_FEW = 24  # points so far apart that each gets a marker
LEAST = N_("least squares")  # the lowest of all: its name stands below it
_NOWHERE = (0.0, math.nan)  # keeps a curve without points in the legend, whose height then stays
_HOVER = "%{fullData.name}: %{y}<extra></extra>"


def loss_traces(
    models: Mapping[str, Curves], batch_losses: Sequence[tuple[float, float]] = ()
) -> list[dict[str, Any]]:
    """The moving part: batch losses as dots, then training and validation of each model.

    Args:
        models: The losses of each model after its epochs.
        batch_losses: (epochs trained, loss) of single batches, before their update.
    """
    dots = [batch_losses[i] for i in thin(len(batch_losses), MAX_POINTS)] or [_NOWHERE]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("single batches"),
            "legendrank": 1001,
            "x": np.array([x for x, __ in dots], dtype=np.float32),
            "y": np.array([loss for __, loss in dots]),
            "marker": {"color": REFERENCE_COLOR, "size": 4, "opacity": 0.9},
            "hoverinfo": "skip",
        }
    ]
    for position, (name, model) in enumerate(models.items()):
        look = style_of(name, position)
        for part, dash in (("train", "solid"), ("valid", "7px,5px")):
            x, y = _curve(getattr(model, part))
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers" if len(x) <= _FEW else "lines",
                    "name": name if part == "train" else _("{model}, validation", model=name),
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


def _curve(points: Points) -> tuple[Any, Any]:
    shown: Sequence[tuple[float, float]] = points or [_NOWHERE]
    return np.array([x for x, __ in shown], dtype=np.uint16), np.array([y for __, y in shown])


def loss_figure(
    models: Mapping[str, Curves],
    epochs: int,
    references: Mapping[str, float],
    cursor: int | None = None,
    batch_losses: Sequence[tuple[float, float]] = (),
) -> go.Figure:
    """Loss (MSE, in squared units of Y) by the epochs trained, on a log axis.

    The references are losses over all training rows, as the solid curves are.

    Args:
        models: The losses of each model after its epochs so far.
        epochs: Right end of the axis.
        references: Losses drawn as horizontal lines, by names of `theory.reference_losses`.
        cursor: Epoch after which to mark the axis with a vertical line; -1 is the start.
        batch_losses: (epochs trained, loss) of single batches, drawn as dots.
    """
    figure = go.Figure(loss_traces(models, batch_losses))
    if len(batch_losses) <= _FEW:
        figure.data[0].marker.update(size=8, opacity=1)
    right = max(epochs, 1)
    lowest = _FAR_BELOW * max(references.values(), default=0)
    losses = [loss for __, loss in batch_losses]
    for model in models.values():
        losses += [loss for __, loss in (*model.train, *model.valid)]
    named = {name: _(name) for name in references}
    for i, (name, loss) in enumerate(references.items()):
        seen = loss > lowest
        losses += [loss] if seen else []
        words = f"{named[name]}: {number(loss)}"
        words = words if seen else _("{reference} (far below)", reference=words)
        shown: dict[str, Any] = {"legendrank": 1002 + i, "showlegend": not seen}
        shown |= {} if seen else {"y": [None, None]}
        dash = _DASHES[i % len(_DASHES)]
        figure.add_trace(level_line(words, loss, (-0.5, right + 0.5), dash, **shown))
    of_batches = any(model.of_batches for model in models.values())
    figure.layout = base_layout(
        _("Loss over the batches of each epoch (dashed: validation)")
        if of_batches
        else _("Loss on all training rows (dashed: validation)"),
        hovermode="x unified",
        xaxis={
            "title": {"text": _("epochs trained"), "standoff": 2},
            "ticklabeloverflow": "allow",
            "range": [-0.5, right + 0.5],
        },
        yaxis=log_axis(_("MSE"), losses),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
        annotations=[
            line_label(f"{named[name]} {number(loss)}", -0.4, loss, below=name == LEAST, left=True)
            if name != "start"
            else line_label(f"{named[name]} {number(loss)}", right + 0.5, loss)
            for name, loss in references.items()
            if loss > lowest
        ],
    )
    if cursor is not None:
        figure.add_vline(x=cursor + 1, line={"color": REFERENCE_COLOR, "width": 2})
    return figure
