"""Colours, widths and dashes: one look for one thing, in every figure.

The colours are from the palette of Okabe and Ito (2008), which stays distinct in the common
forms of colour blindness; its reddish purple is darker here, for a contrast of 4:1 on white and on
near-black. Green and red are left to what is right and what is wrong: no program has them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from perceptron.text.language import _, decimal_sign
from perceptron.text.numbers import number

MAX_POINTS = 100  # of a curve; bounds the bytes of a frame, whatever the epoch


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a model is drawn: widest first, so that coinciding curves show as stripes.

    Attributes:
        color: Hexadecimal RGB.
        width: Line width in pixels.
        symbol: Marker of its single points.
    """

    color: str
    width: float
    symbol: str


STYLES = {
    "scratch": LineStyle("#0072B2", 9, "circle"),
    "torch": LineStyle("#E69F00", 5, "square"),
    "einsum": LineStyle("#B85C94", 2, "diamond"),
}
# What the parts of the lesson look like in formulas, matrices and figures; as text they have a
# contrast of more than 3:1 on white and on near-black.
INKS = {
    "X": "#C2478F",
    "ones": "#C77700",
    "delta": "#0E8FB0",
    "weight_gradient": "#D55E00",
    "bias_gradient": "#D55E00",
}
_MORE = (LineStyle("#6B5B95", 3, "cross"), LineStyle("#8C6D31", 3, "x"))
REFERENCE_COLOR = "#8A8F98"
_NARROW = 1.5  # decades: an axis that spans less has labels between the powers of ten
DIVERGING = "RdBu_r"
BLANK = "rgba(0,0,0,0)"
LEGEND_BELOW = {
    "orientation": "h",
    "yref": "container",
    "y": 0,
    "yanchor": "bottom",
    "xref": "container",
    "x": 0,
}
MARGIN = {"l": 58, "r": 12, "t": 34, "b": 48}  # of a figure with a title, and names of both axes
ROOM_BELOW = MARGIN | {"b": 118}  # until a browser has fitted it to the legend


def style_of(name: str, position: int = 0) -> LineStyle:
    """Return the look of a model; models without one of their own share two spare looks."""
    return STYLES.get(name) or _MORE[position % len(_MORE)]


def ink(name: str) -> str:
    """Return the colour of a part of the lesson; grey for what has none of its own."""
    return INKS.get(name, REFERENCE_COLOR)


def log_axis(title: str, values: Iterable[float]) -> dict[str, Any]:
    """A log axis with a label for each decade, for more if the values span few, or for fewer."""
    sizes = [math.log10(v) for v in values if 0 < v < math.inf]
    low, high = min(sizes, default=0), max(sizes, default=0)
    axis: dict[str, Any] = {
        "title": {"text": _("{quantity} (log scale)", quantity=title)},
        "type": "log",
        "exponentformat": "power",
        "tickfont": {"size": 12.6},  # times 1.25 times 0.7 is an exponent's size, 11 pixels
        "ticklabeloverflow": "allow",  # measuring each label takes as long as drawing a curve
    }
    if high - low >= _NARROW:
        return axis | {"dtick": math.ceil((high - low) / 8)}
    steps = (1, 2, 5) if high - low > _NARROW / 3 else (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
    decades = range(math.floor(low) - 1, math.ceil(high) + 2)
    ticks = [step * 10.0**k for k in decades for step in steps]
    if high > low and sum(low <= math.log10(tick) <= high for tick in ticks) < 2:
        return axis  # so narrow that the browser finds steps of its own
    return axis | {"tickvals": ticks, "ticktext": [number(tick) for tick in ticks]}


def base_layout(title: str, **more: Any) -> dict[str, Any]:
    """Layout that every figure shares; colours of text and grid are left to the page."""
    return {
        "title": {"text": title, "x": 0, "xref": "container", "font": {"size": 15}},
        "margin": MARGIN,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12},
        "separators": f"{decimal_sign()}\u202f",  # as `number` and `count` write them
        "uirevision": "keep",
    } | more
