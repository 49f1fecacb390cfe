"""Several runs over each other."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from perceptron.figures.style import LEGEND_BELOW, ROOM_BELOW, base_layout, log_axis
from perceptron.history import Curves
from perceptron.text.escape import in_figure
from perceptron.text.language import _

COLORS = ("#0072B2", "#E69F00", "#6B5B95", "#CC79A7", "#D55E00", "#56B4E9", "#8A8F98")
_NARROW, _WIDE = 3.0, 11.0  # lines: each lies on a wider one, so that equal curves are all seen
_DASHES = ("solid", "dot", "dash", "longdash", "dashdot")


def runs_figure(runs: Mapping[str, Curves], *, validation: bool = False) -> go.Figure:
    """The loss of each run after its epochs, on a log axis; told apart by colour, width and dash.

    Args:
        runs: Losses by the name of their run.
        validation: Whether to draw the losses on validation rows, not on all training rows.
    """
    figure = go.Figure()
    values: list[float] = []
    step = min(4.0, (_WIDE - _NARROW) / max(len(runs) - 1, 1))
    for i, (name, curves) in enumerate(runs.items()):
        points = curves.valid if validation else curves.train
        losses = [loss for __, loss in points]
        values += losses
        older = curves.of_batches and not validation
        figure.add_scatter(
            x=[epochs for epochs, __ in points],
            y=losses,
            mode="lines+markers" if len(points) < 2 else "lines",
            name=_("{run} (mean over batches)", run=in_figure(name)) if older else in_figure(name),
            line={
                "color": COLORS[i % len(COLORS)],
                "dash": _DASHES[i // len(COLORS) % len(_DASHES)],
                "width": _NARROW + step * (len(runs) - 1 - i),
            },
            hovertemplate="%{fullData.name}: %{y}<extra></extra>",
        )
    figure.layout = base_layout(
        _("Loss after each epoch, on validation rows")
        if validation
        else _("Loss after each epoch, on all training rows"),
        hovermode="x unified",
        xaxis={"title": {"text": _("epochs trained"), "standoff": 2}},
        yaxis=log_axis(_("MSE"), values),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
        showlegend=True,
    )
    return figure
