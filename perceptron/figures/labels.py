"""Level lines, and words at the ends of lines, in place of a legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from perceptron.figures.style import REFERENCE_COLOR

_ROOM = 0.07  # of the height of a log axis: from one line of words to the next


def end_labels(
    ends: Sequence[tuple[str, float, float, str]],
    seen: Iterable[float],
    *,
    log_x: bool = False,
    room: float = _ROOM,
    **look: Any,
) -> list[dict[str, Any]]:
    """Name lines at their right ends, on a log axis; words that would overlap move apart.

    Args:
        ends: What each is called, x and y of its last point, and its colour.
        seen: All values on the axis: they tell how high it is.
        log_x: Whether the axis of x is a log axis as well.
        room: From one line of words to the next, as a share of the height.
        look: What Plotly shall know of each that differs from what stands here.

    >>> [round(one["y"], 2) for one in end_labels([("a", 1, 10, ""), ("b", 1, 10, "")], [1, 100])]
    [1.07, 0.93]
    """
    sizes = [math.log10(v) for v in seen if 0 < v < math.inf]
    height = max(sizes, default=1.0) - min(sizes, default=0.0) or 1.0
    least = room * height
    placed = [[math.log10(y), i] for i, (_, _, y, _) in enumerate(ends) if 0 < y < math.inf]
    placed.sort(key=lambda one: -one[0])
    groups: list[list[list[float]]] = []
    for one in placed:
        groups.append([one])
        while len(groups) > 1 and _bottom(groups[-2], least) - _top(groups[-1], least) < least:
            last = groups.pop()
            groups[-1] += last
    made = []
    for group in groups:
        top = _top(group, least)
        for k, (_, i) in enumerate(group):
            text, x, _, color = ends[int(i)]
            made.append(
                {
                    "text": text, "x": math.log10(x) if log_x else x, "y": top - k * least,
                    "xanchor": "left", "xshift": 8, "showarrow": False, "align": "left",
                    "font": {"size": 13, "color": color} if color else {"size": 13},
                }
                | look
            )  # fmt: skip
    return made


def level_line(
    name: str, level: float, ends: tuple[float, float], dash: str, **more: Any
) -> dict[str, Any]:
    """Draw what others are held against as a thin line: a trace.

    Args:
        name: What it is called.
        level: Its y.
        ends: From where to where, in x.
        dash: One of Plotly's.
        more: What else Plotly shall know.

    >>> level_line("start", 2.0, (0, 9), "dot")["y"]
    [2.0, 2.0]
    """
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": list(ends), "y": [level, level],
        "line": {"color": REFERENCE_COLOR, "width": 1.5, "dash": dash}, "hoverinfo": "skip",
    } | more  # fmt: skip


def line_label(
    text: str,
    x: float,
    y: float,
    *,
    below: bool = False,
    left: bool = False,
    log_x: bool = False,
    **look: Any,
) -> dict[str, Any]:
    """Name a level line on a log axis of y, at one of its points and within the picture.

    Args:
        text: What it is called.
        x: Where the words end.
        y: The level.
        below: Whether they stand below the line.
        left: Whether x is where they begin.
        log_x: Whether the axis of x is a log axis as well.
        look: What Plotly shall know that differs from what stands here.

    >>> line_label("start", 16.5, 100.0)["y"]
    2.0
    """
    return {
        "text": text, "x": math.log10(x) if log_x else x, "xanchor": "left" if left else "right",
        "y": math.log10(y), "yanchor": "top" if below else "bottom", "showarrow": False,
    } | look  # fmt: skip


def _top(group: Sequence[Sequence[float]], least: float) -> float:
    """Where the first words of a group stand: the group lies about the middle of its points."""
    return sum(y for y, _ in group) / len(group) + (len(group) - 1) / 2 * least


def _bottom(group: Sequence[Sequence[float]], least: float) -> float:
    return _top(group, least) - (len(group) - 1) * least
