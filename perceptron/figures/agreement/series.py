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
from perceptron.figures.labels import end_labels, line_label
from perceptron.figures.style import (
    MARGIN,
    REFERENCE_COLOR,
    LineStyle,
    base_layout,
    log_axis,
    style_of,
)
from perceptron.lessons.agreement.series import DtypeSeries
from perceptron.text.language import N_, _
from perceptron.text.numbers import number

UNITS = {
    "percent": N_("MAPE in %"),
    "fraction": N_("MAPE as a fraction"),
    "largest": N_("largest difference"),
    "norm": N_("L2 norm of the difference"),
}
HEIGHT = 350  # pixels of the picture of the differences, between its axes
_SIGNS = {"circle": "●", "square": "■", "diamond": "◆"}  # markers, as letters
LINE = 17  # pixels from one name at the right end to the next
_AT_THE_EDGE: dict[str, Any] = {"xref": "paper", "xshift": 0, "font": {}}  # of a size with the rest
_BESIDE: dict[str, Any] = {"xshift": 8, "yanchor": "middle"}


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
    ends: list[tuple[str, float, float, str]] = []
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
            ends.append((_signed(name, look), 1, curve["y"][-1] or identical, ""))
            same = (getattr(comparison, quantity).identical for __, comparison in points)
            zeros += [x for x, yes in zip(curve["x"], same, strict=True) if yes]
    ends_of_lines = (-0.5, right + 0.5)
    lines = {
        _("ε of {dtype}", dtype=dtype): level for dtype, level in zip(series, levels, strict=True)
    }
    horizontals(figure, ends_of_lines, lines)
    ends += [(_inked("╌", REFERENCE_COLOR, name), 1, level, "") for name, level in lines.items()]
    at = sorted(set(zeros))
    figure.add_scatter(
        x=at, y=[identical] * len(at), mode="markers", name=_("identical"), hoverinfo="skip",
        marker={"color": REFERENCE_COLOR, "size": 9, "symbol": "circle-open"},
    )  # fmt: skip
    low, high = np.log10(identical), np.log10(max(filter(isfinite, [*seen, *levels])))
    span = [low - 0.6, high + 0.9]
    figure.layout = base_layout(
        _("How far {quantity} is from torch's", quantity=LABELS[quantity]),
        hovermode="x unified",
        showlegend=False,
        xaxis={
            "title": {"text": _("epochs trained (0 is the common start)"), "standoff": 2},
            "range": list(ends_of_lines),
        },
        yaxis=log_axis(_(UNITS[measure]), [identical, *levels, *seen]) | {"range": span},
        margin=MARGIN | {"r": 92, "b": 46},
        annotations=[
            *end_labels(ends, [10**edge for edge in span], room=LINE / HEIGHT, **_AT_THE_EDGE),
            *([line_label(_("identical"), at[-1], identical, left=True, **_BESIDE)] if at else []),
        ],
    )
    return figure


def _signed(name: str, look: LineStyle) -> str:
    return _inked(_SIGNS.get(look.symbol, "●"), look.color, name)


def _inked(sign: str, color: str, name: str) -> str:
    return f'<span style="color:{color}">{sign}</span> {name}'  # in English: a name and markup


def _values(one: DtypeSeries, quantity: str, measure: str) -> list[float]:
    every = (comparison for points in one.points.values() for __, comparison in points)
    return [getattr(getattr(comparison, quantity), measure) for comparison in every]


def _curve(
    points: Sequence[tuple[int, Comparison]], quantity: str, measure: str
) -> dict[str, list[Any]]:
    """x, y and the words of a curve; y is None where nothing differs, or more than can be drawn."""
    found = [getattr(comparison, quantity) for __, comparison in points]
    values = [getattr(one, measure) for one in found]
    relative = measure in ("percent", "fraction")
    return {
        "x": [epoch + 1 for epoch, __ in points],
        "y": [value if value and isfinite(value) else None for value in values],
        "customdata": [
            f"{number(value, 2)} {relative * one.warning(LABELS[quantity])}".rstrip()
            for value, one in zip(values, found, strict=True)
        ],
    }
