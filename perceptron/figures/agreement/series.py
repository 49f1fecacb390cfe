"""How far the programs are apart over the epochs, in each number format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np
import plotly.graph_objects as go

from perceptron.difference import Comparison
from perceptron.figures.agreement.lines import horizontals, identical_line
from perceptron.figures.difference import LABELS
from perceptron.figures.style import (
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.lessons.agreement.series import DtypeSeries
from perceptron.text.numbers import number

UNITS = {
    "percent": "MAPE in %",
    "fraction": "MAPE as a fraction",
    "largest": "largest difference",
    "norm": "L2 norm of the difference",
}
HEIGHT = 350  # pixels of the picture of the differences, between its axes
_SIGNS = {"circle": "●", "square": "■", "diamond": "◆"}  # markers, as letters
LINE = 17  # pixels from one name at the right end to the next


def in_unit(epsilon: float, measure: str) -> float:
    """Machine epsilon in the unit of a measure: times 100 for a percentage."""
    return 100 * epsilon if measure == "percent" else epsilon


def agreement_figure(
    series: Mapping[str, DtypeSeries], quantity: str = "W", measure: str = "percent"
) -> go.Figure:
    """How far the programs are from torch over the epochs, in each dtype, above its epsilon.

    Every curve and line is named where it ends. What is exactly zero, as at the common start, is
    a point below all curves and no part of one.

    Args:
        series: The comparisons by dtype; epoch -1 is the common start.
        quantity: A name in `QUANTITIES`.
        measure: A name in `UNITS`.
    """
    seen = [v for one in series.values() for v in _values(one, quantity, measure)]
    levels = [in_unit(one.epsilon, measure) for one in series.values()]
    identical = identical_line([*seen, *levels])
    figure = go.Figure()
    ends: list[tuple[str, str, str, float]] = []
    zeros: list[int] = []
    last = [points[-1][0] for one in series.values() for points in one.points.values() if points]
    right = max(last, default=-1) + 1
    for one in series.values():
        for position, (name, points) in enumerate(one.points.items()):
            look = style_of(name, position)
            curve = _curve(points, quantity, measure)
            figure.add_scatter(
                **curve,
                mode="lines+markers",
                name=f"{name}, {one.dtype}",
                line={"color": look.color, "width": max(2.0, look.width - 4)},
                marker={"color": look.color, "size": 6, "symbol": look.symbol},
                hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
            )
            sign = _SIGNS.get(look.symbol, "●")
            ends.append((name, sign, look.color, curve["y"][-1] or identical))
            same = (getattr(comparison, quantity).identical for _, comparison in points)
            zeros += [x for x, yes in zip(curve["x"], same, strict=True) if yes]
    ends_of_lines = (-0.5, right + 0.5)
    lines = {f"ε of {dtype}": level for dtype, level in zip(series, levels, strict=True)}
    horizontals(figure, ends_of_lines, lines)
    ends += [(name, "╌", REFERENCE_COLOR, level) for name, level in lines.items()]
    at = sorted(set(zeros))
    figure.add_scatter(
        x=at, y=[identical] * len(at), mode="markers", name="identical", hoverinfo="skip",
        marker={"color": REFERENCE_COLOR, "size": 9, "symbol": "circle-open"},
    )  # fmt: skip
    low, high = np.log10(identical), np.log10(max(filter(isfinite, [*seen, *levels])))
    span = [low - 0.6, high + 0.9]
    figure.layout = base_layout(
        f"How far {LABELS[quantity]} is from torch's",
        hovermode="x unified",
        showlegend=False,
        xaxis={
            "title": {"text": "epochs trained (0 is the common start)", "standoff": 2},
            "range": list(ends_of_lines),
        },
        yaxis=log_axis(UNITS[measure], [identical, *levels, *seen]) | {"range": span},
        margin=ROOM_BELOW | {"r": 92, "b": 46},
        annotations=[
            *_at_ends(ends, HEIGHT / (span[1] - span[0])),
            *([_beside("identical", at[-1], identical)] if at else []),
        ],
    )
    return figure


def _values(one: DtypeSeries, quantity: str, measure: str) -> list[float]:
    every = (comparison for points in one.points.values() for _, comparison in points)
    return [getattr(getattr(comparison, quantity), measure) for comparison in every]


def _curve(
    points: Sequence[tuple[int, Comparison]], quantity: str, measure: str
) -> dict[str, list[Any]]:
    """x, y and the words of a curve; y is None where nothing differs, or more than can be drawn."""
    found = [getattr(comparison, quantity) for _, comparison in points]
    values = [getattr(one, measure) for one in found]
    relative = measure in ("percent", "fraction")
    return {
        "x": [epoch + 1 for epoch, _ in points],
        "y": [value if value and isfinite(value) else None for value in values],
        "customdata": [
            f"{number(value, 2)} {relative * one.warning(LABELS[quantity])}".rstrip()
            for value, one in zip(values, found, strict=True)
        ],
    }


def _at_ends(ends: Sequence[tuple[str, str, str, float]], decade: float) -> list[dict[str, Any]]:
    """Name curves at their right ends, apart enough to be read.

    Args:
        ends: Name, sign, colour and last value of each.
        decade: Its height in pixels.
    """
    labels: list[dict[str, Any]] = []
    last = -np.inf
    for name, sign, color, value in sorted(ends, key=lambda end: end[-1]):
        place = np.log10(value) * decade
        last = max(place, last + LINE)
        labels.append(
            {
                "text": f'<span style="color:{color}">{sign}</span> {name}',
                "x": 1, "xref": "paper", "xanchor": "left", "y": np.log10(value),
                "yshift": round(last - place), "showarrow": False,
            }
        )  # fmt: skip
    return labels


def _beside(words: str, x: float, level: float) -> dict[str, Any]:
    """Name a point on its right."""
    return {
        "text": words, "x": x, "xanchor": "left", "xshift": 8, "y": np.log10(level),
        "showarrow": False,
    }  # fmt: skip
