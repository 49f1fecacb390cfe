"""What the figures share: a log axis has no zero, so what is exactly zero has a line of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from perceptron.figures.labels import level_line


def identical_line(values: Sequence[float]) -> float:
    """Where exact zeros are drawn: a hundredth of the least value above zero."""
    return min((v for v in values if v > 0), default=1.0) / 100


def horizontals(
    figure: go.Figure,
    ends: tuple[float, float],
    levels: Mapping[str, float],
    dash: str = "longdash",
) -> None:
    """Draw named horizontal lines."""
    for name, level in levels.items():
        figure.add_trace(level_line(name, level, ends, dash))
