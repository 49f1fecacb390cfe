"""Words at the ends of lines, in place of a legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

_ROOM = 0.07  # of the height of a log axis: from one line of words to the next


def end_labels(
    ends: Sequence[tuple[str, float, float, str]],
    seen: Iterable[float],
    *,
    log_x: bool = False,
    room: float = _ROOM,
) -> list[dict[str, Any]]:
    """Name lines at their right ends, on a log axis; words that would overlap move apart.

    Args:
        ends: What each is called, x and y of its last point, and its colour.
        seen: All values on the axis: they tell how high it is.
        log_x: Whether the axis of x is a log axis as well.
        room: From one line of words to the next, as a share of the height.

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
            )  # fmt: skip
    return made


def line_label(
    text: str, x: float, y: float, *, below: bool = False, left: bool = False
) -> dict[str, Any]:
    """Name a level line on a log axis of y, at one of its ends and within the picture.

    >>> line_label("start", 16.5, 100.0)["y"]
    2.0
    """
    return {
        "text": text, "x": x, "xanchor": "left" if left else "right", "showarrow": False,
        "y": math.log10(y), "yshift": -9 if below else 9, "font": {"size": 12},
    }  # fmt: skip


def _top(group: Sequence[Sequence[float]], least: float) -> float:
    """Where the first words of a group stand: the group lies about the middle of its points."""
    return sum(y for y, _ in group) / len(group) + (len(group) - 1) / 2 * least


def _bottom(group: Sequence[Sequence[float]], least: float) -> float:
    return _top(group, least) - (len(group) - 1) * least
