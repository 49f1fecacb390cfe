"""Several runs over each other."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from perceptron.figures.style import LEGEND_BELOW, MAX_POINTS, ROOM_BELOW, base_layout, log_axis
from perceptron.history import Losses
from perceptron.history.thinning import thin
from perceptron.text.escape import in_figure

COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8A8F98")
_NARROW, _WIDE = 3.0, 11.0  # lines: each lies on a wider one, so that equal curves are all seen
_DASHES = ("solid", "dot", "dash", "longdash", "dashdot")


def runs_figure(runs: Mapping[str, Losses], *, validation: bool = False) -> go.Figure:
    """The loss of each run over the epochs, on a log axis; told apart by colour, width and dash.

    Args:
        runs: Losses by the name of their run.
        validation: Whether to draw the validation losses instead of the training losses.
    """
    part = "valid_mse" if validation else "train_mse"
    figure = go.Figure()
    values: list[float] = []
    step = min(4.0, (_WIDE - _NARROW) / max(len(runs) - 1, 1))
    for i, (name, curves) in enumerate(runs.items()):
        losses = getattr(curves, part)
        kept = thin(len(losses), MAX_POINTS)
        values += losses
        figure.add_scatter(
            x=kept,
            y=[losses[k] for k in kept],
            mode="lines+markers" if len(kept) < 2 else "lines",
            name=in_figure(name),
            line={
                "color": COLORS[i % len(COLORS)],
                "dash": _DASHES[i // len(COLORS) % len(_DASHES)],
                "width": _NARROW + step * (len(runs) - 1 - i),
            },
            hovertemplate="%{fullData.name}: %{y:.8g}<extra></extra>",
        )
    words = "validation" if validation else "training"
    figure.layout = base_layout(
        f"Loss in {words}",
        hovermode="x unified",
        xaxis={"title": {"text": "epoch", "standoff": 2}},
        yaxis=log_axis("MSE", values),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
        showlegend=True,
    )
    return figure
