"""The race on log axes: time and memory of a step against the size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from perceptron.figures.labels import line_label
from perceptron.figures.style import MARGIN, REFERENCE_COLOR, base_layout, log_axis, style_of
from perceptron.lessons.cost.race import Course, Leg
from perceptron.text.language import _
from perceptron.text.numbers import in_bytes, in_time

_NAMED = {"einsum": "top center", "scratch": "bottom center"}  # in English: Plotly's words
_SECONDS = (1e-5, 2e-2)  # what the axis spans before there is anything to draw
_ABOVE = 2  # times the budget, where the axis ends: what is larger is refused
_HOVER = "%{fullData.name}: %{customdata}<extra></extra>"
_IN_THE_MIDDLE = {
    "x": 0.5,
    "y": 0.5,
    "xref": "paper",
    "yref": "paper",
    "showarrow": False,
}


def race_traces(
    names: Iterable[str], course: Course, legs: Sequence[Leg], *, memory: bool
) -> list[dict[str, Any]]:
    """The moving part: a curve for each model, as far as it has come.

    Args:
        names: The models.
        course: Gives the numbers on the horizontal axis.
        legs: What is known so far.
        memory: Bytes that a step allocates; else seconds.
    """
    traces = []
    for position, name in enumerate(names):
        look = style_of(name, position)
        points = [
            (course.grown[leg.number], found[name])
            for leg in legs
            if name in (found := values_of(leg, memory=memory))
        ]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "name": name,
                "x": np.array([x for x, _ in points], dtype=np.float64),
                "y": np.array([y for _, y in points], dtype=np.float64),
                "line": {"color": look.color, "width": look.width},
                "marker": {"size": 7 + look.width, "symbol": look.symbol, "color": look.color},
                "text": [*[""] * (len(points) - 1), f"<b>{name}</b>"][-len(points) or 1 :],
                "textposition": _NAMED.get(name, "middle right"),  # in English: Plotly's word
                "textfont": {"size": 13},
                "cliponaxis": False,
                "customdata": [in_bytes(y) if memory else in_time(y) for _, y in points],
                "hovertemplate": _HOVER,
            }
        )  # fmt: skip
    return traces


def values_of(leg: Leg, *, memory: bool) -> Mapping[str, float]:
    """Bytes or seconds of a step, by model."""
    return leg.allocated if memory else leg.seconds


def race_figure(
    names: Iterable[str],
    course: Course,
    legs: Sequence[Leg],
    budget: float,
    *,
    memory: bool,
    done: bool = False,
) -> go.Figure:
    """Time or memory of a step against the size; the bytes of the tensor are known before.

    Args:
        names: The models.
        course: The sizes.
        legs: What is known so far; may be empty.
        budget: Bytes above which a model is refused.
        memory: Bytes that a step allocates; else seconds.
        done: Whether no more is measured: then the axis ends where the times do.
    """
    figure = go.Figure(race_traces(names, course, legs, memory=memory))
    values = [v for leg in legs for v in values_of(leg, memory=memory).values()]
    invitation = _("Start the race:<br>each point appears here<br>when it has been measured.")
    notes = [] if legs or memory else [_IN_THE_MIDDLE | {"text": invitation}]
    if memory:
        predicted = [size.tensor_bytes for size in course.sizes]
        values += [*(v for v in predicted if v <= budget), _ABOVE * budget, 24.0]
        for name, y, dash in (
            (_("{tensor}, predicted", tensor="∂Ŷ/∂W"), predicted, "dash"),
            (_("budget"), [budget] * len(predicted), "dot"),
        ):
            figure.add_scatter(
                x=list(course.grown), y=y, mode="lines", name=name,
                line={"color": REFERENCE_COLOR, "width": 2, "dash": dash},
                customdata=[in_bytes(v) for v in y], hovertemplate=_HOVER,
            )  # fmt: skip
        notes = [
            line_label(
                _("budget: {bytes}", bytes=in_bytes(budget)),
                course.grown[0],
                budget,
                left=True,
                log_x=True,
            ),
            line_label(
                _("{tensor}, predicted", tensor="∂Ŷ/∂W"), course.grown[1], predicted[1], log_x=True
            ),
        ]
    elif not done or not values:
        values += _SECONDS
    low, high = np.log10(min(values)), np.log10(max(values))
    left, right = np.log10(course.grown[0]), np.log10(course.grown[-1])
    figure.layout = base_layout(
        _("Memory a step allocates, in bytes") if memory else _("Time of a step, in seconds"),
        hovermode="x unified",
        xaxis=log_axis(_(course.axis), course.grown) | {"range": _widened(left, right)},
        yaxis=log_axis(_("bytes") if memory else _("seconds"), values)
        | {"range": _widened(low, high)},
        showlegend=False,
        margin=MARGIN | {"r": 64},
        annotations=notes,
    )
    return figure


def _widened(low: float, high: float) -> list[float]:
    room = 0.06 * (high - low)
    return [low - room, high + room]
