"""The first picture: descent rolls into the bowl of the loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from perceptron.figures.style import base_layout
from perceptron.lessons.home import Bowl
from perceptron.text.language import _
from perceptron.text.whole import count

_EDGE = 0.94  # of the way to the edge, where a ball waits that has left the picture
_DOT, _BALL = "#10161D", "#E69F00"
_HUE = ("#F7FBFF", "#08519C")  # from the least loss to the largest


def bowl_traces(bowl: Bowl, n_points: int | None = None) -> list[dict[str, Any]]:
    """The moving part: a dot for each update so far, and a ball where W and b are now.

    Args:
        bowl: The loss with the whole way.
        n_points: How many points of the way to draw; None for all.
    """
    way = bowl.path[:n_points].numpy()
    reach = _EDGE * float(bowl.axis[-1])
    ball = way[-1:] if not bowl.is_outside(len(way) - 1) else np.clip(way[-1:], -reach, reach)
    return [
        {
            "type": "scatter", "mode": "lines+markers", "name": _("updates"),
            "x": way[:, 0], "y": way[:, 1], "hoverinfo": "skip",
            "line": {"color": _DOT, "width": 1}, "marker": {"size": 5, "color": _DOT},
        },
        {
            "type": "scatter", "mode": "markers", "name": _("now"),
            "x": ball[:, 0], "y": ball[:, 1],
            "marker": {"size": 15, "color": _BALL, "line": {"width": 2, "color": "#000000"}},
            "hoverinfo": "skip",
        },
    ]  # fmt: skip


def bowl_figure(bowl: Bowl) -> go.Figure:
    """The loss of all outputs from above, both directions on one scale, and the way over it."""
    axis = bowl.axis.numpy()
    decades = range(int(np.log10(bowl.least)), int(np.log10(float(bowl.losses.max()))) + 1)
    figure = go.Figure()
    figure.add_contour(
        x=axis, y=axis, z=np.log10(bowl.losses.numpy()), hoverinfo="skip",
        contours={"start": 0, "end": 5, "size": 0.25},
        colorscale=[(0, _HUE[0]), (1, _HUE[1])], line={"width": 0.5, "color": "#FFFFFF"},
        colorbar={
            "title": {"text": _("loss")}, "thickness": 10,
            "tickvals": list(decades), "ticktext": [count(10**k) for k in decades],
        },
    )  # fmt: skip
    figure.add_traces(bowl_traces(bowl))
    bare = {
        "showticklabels": False, "ticks": "", "showgrid": False, "zeroline": False,
        "constrain": "domain",
        "range": [float(axis[0]), float(axis[-1])], "fixedrange": True,
    }  # fmt: skip
    figure.layout = base_layout(
        _("The loss for other W and b, from above"),
        xaxis=bare,
        yaxis=bare | {"scaleanchor": "x"},
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 34, "b": 8},
    )
    return figure


def bowl_film(bowl: Bowl) -> list[list[dict[str, Any]]]:
    """Frames for `bowl_figure`: the way grows by an update from frame to frame, to its end."""
    ground: dict[str, Any] = {}  # stays as it is
    return [[ground, *bowl_traces(bowl, n)] for n in range(1, len(bowl.path) + 1)]
