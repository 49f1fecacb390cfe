"""The loss seen from above, to scale, with the path of descent over it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from torch import Tensor

from perceptron.figures.style import base_layout
from perceptron.lessons.step_size.path import Plane
from perceptron.text.escape import in_figure
from perceptron.text.language import _

_NOTE = 0.9  # of the way up, where a note stands
_EDGE = 0.95  # of the way to the edge, where a ball waits that has left the picture


def path_traces(cut: Plane, n_points: int | None = None) -> list[dict[str, Any]]:
    """The moving part: the path so far, a ball where it is now, and a note.

    A ball that has left the picture waits at its edge; the note says so.

    Args:
        cut: The surface with the whole path.
        n_points: How many points of the path to draw; None for all.
    """
    path = cut.path[:n_points]
    steep, flat = path[:, 0].numpy(), path[:, 1].numpy()
    ball = _inside(flat[-1:], cut.flat), _inside(steep[-1:], cut.steep)
    outside, note = cut.is_outside(len(path) - 1), _("the ball is outside the picture")
    return [
        {
            "type": "scatter", "mode": "lines+markers", "name": _("path, one point a batch"),
            "x": flat, "y": steep, "line": {"color": "#D55E00", "width": 2},
            "marker": {"size": 5, "color": "#D55E00"},
            "hovertemplate": "(%{x}, %{y})<extra></extra>",
        },
        {
            "type": "scatter", "mode": "markers", "name": _("now"), "x": ball[0], "y": ball[1],
            "marker": {"size": 13, "color": "#E69F00", "line": {"width": 2, "color": "#000000"}},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter", "mode": "text", "showlegend": False, "hoverinfo": "skip",
            "x": [0], "y": [_NOTE * float(cut.steep[-1])], "textfont": {"color": "#FFFFFF"},
            "text": [f"<b>{note}</b>" if outside else ""],
        },
    ]  # fmt: skip


def _inside(values: Any, axis: Tensor) -> Any:
    reach = _EDGE * float(axis[-1])
    return values if (abs(values) <= float(axis[-1])).all() else np.clip(values, -reach, reach)


def surface_figure(cut: Plane, target: str) -> go.Figure:
    """Contours of the loss in two eigen-directions, both on one scale, and the path over them."""
    figure = go.Figure()
    figure.add_contour(
        x=cut.flat.numpy(), y=cut.steep.numpy(), z=np.log10(cut.losses.T.numpy()),
        colorscale="Cividis",  # in English: Plotly's name
        reversescale=True, ncontours=18, opacity=0.75,
        colorbar={"title": {"text": _("log₁₀ MSE")}, "thickness": 12}, hoverinfo="skip",
        line={"width": 0.5},
    )  # fmt: skip
    figure.add_traces(path_traces(cut))
    across, up = ([float(axis[0]), float(axis[-1])] for axis in (cut.flat, cut.steep))
    to_scale = {"constrain": "domain"}
    figure.layout = base_layout(
        _(
            "Loss when only the weights of {output} are off; best at {best}",
            output=in_figure(target),
            best="(0, 0)",
        ),
        xaxis={"title": {"text": _("flattest direction"), "standoff": 2}, "range": across}
        | to_scale,
        yaxis={"title": {"text": _("steepest direction")}, "range": up, "scaleanchor": "x"}
        | to_scale,
        showlegend=False,
        annotations=[_start_word(cut)],
    )
    return figure


def _start_word(cut: Plane) -> dict[str, Any]:
    """Where the path begins."""
    steep, flat = (float(value) for value in cut.path[0])
    start = _("start")
    return {
        "x": flat, "y": steep, "text": f"<b>{start}</b>", "showarrow": False,
        "font": {"size": 13, "color": "#FFFFFF"}, "bgcolor": "rgba(0,0,0,0.55)",
        "yanchor": "bottom" if steep >= 0 else "top", "yshift": 6 if steep >= 0 else -6,
    }  # fmt: skip


def outside_in_words(cut: Plane) -> str:
    """Say that the path has left the picture, and where it ends; empty if it has not."""
    first = next((k for k in range(len(cut.path)) if cut.is_outside(k)), None)
    if first is None:
        return ""
    if cut.is_outside(len(cut.path) - 1):
        return _("Step {number} leaves the picture. The ball waits at its edge.", number=first)
    return _("Step {number} leaves the picture; the path comes back later.", number=first)
