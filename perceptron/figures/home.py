"""The first picture: descent rolls over the loss."""

from __future__ import annotations

from typing import Any

from perceptron.figures.surface import path_traces
from perceptron.lessons.step_size.path import Plane


def surface_film(cut: Plane) -> list[list[dict[str, Any]]]:
    """Frames for `surface_figure`: the path grows by a step from frame to frame, to its end."""
    contours: dict[str, Any] = {}  # stay as they are
    return [[contours, *path_traces(cut, n)] for n in range(1, len(cut.path) + 1)]
