"""Plotly charts that stay one node in the page, and the frames that move them.

Why not `st.plotly_chart`: docs/live.md has the measurements.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.draw.chart_words import chart_words
from pages.shared.draw.figures_of_all import figures_of_all
from pages.shared.server.assets import BESIDE, CHART, GRIDS, PLOTLY
from pages.shared.session import projector
from perceptron.text.language import _, spoken

HERE = Path(__file__).parent
TELLING_FRAMES = 9  # of a live drawing, from one sentence to the next

_MOVING = (
    "mode",
    "x",
    "y",
    "z",
    "text",
    "texttemplate",
    "customdata",
)  # what a frame carries of a trace

Frame = Sequence[Mapping[str, Any]]
"""What moves of each trace of a chart, in the order of its traces."""

_chart = st.components.v2.component(
    "lab_chart", js=(HERE / "mount.js").read_text("utf-8"), isolate_styles=False
)
_status, _feed = (
    st.components.v2.component(name, js=(HERE / file).read_text("utf-8"), isolate_styles=False)
    for name, file in (("lab_status", "status.js"), ("lab_feed", "frame.js"))
)


def chart(
    name: str,
    state: Hashable,
    build: Callable[[], go.Figure],
    describe: Callable[[], str],
    *,
    height: int,
    shared: Hashable | None = None,
    on_pick: Callable[[], None] | None = None,
    film: Callable[[], Sequence[Frame]] | None = None,
) -> None:
    """Show a figure in the plot node of this name.

    Args:
        name: Unique on the page; frames are addressed to it.
        state: What the figure depends on; while it is equal, the figure is not built again.
        build: Makes the figure; colours of text and grid come from the theme.
        describe: Says in one sentence what the picture shows now, with its numbers, for those
            who can't see it; it stands above the picture's table as well.
        height: In pixels.
        shared: What the figure depends on, as plain values: equal in two sessions, the figure is
            built once for both. None if it can't be said so.
        on_pick: Called after a click on a point; `picked` tells which.
        film: Makes frames that the browser plays by itself, once, when the figure is new; the
            last one is the figure.
    """
    height = round(height * projector.TALLER) if projector.is_on() else height
    memo = st.session_state.setdefault("figures", {})
    language = spoken()  # of its words: another one draws it anew
    if name not in memo or memo[name]["state"] != (language, state):
        describing = partial(_described, build, describe)
        key = (language, name, shared)
        figure, alt = describing() if shared is None else figures_of_all().get(key, describing)
        memo[name] = {
            "state": (language, state),
            "version": str(time.time_ns()),
            "figure": figure,
            "alt": alt,
            "film": [_moving(frame) for frame in film()] if film else None,
        }
    _chart(
        key=f"chart-{name}",
        data={
            "name": name,
            "version": memo[name]["version"],
            "figure": memo[name]["figure"],
            "height": height,
            "alt": memo[name]["alt"],
            "library": PLOTLY.address,
            "code": CHART.address,
            "beside": BESIDE.address,
            "grids": GRIDS.address,
            "clickable": on_pick is not None,
            "film": memo[name]["film"],
            "words": chart_words(),
        },
        height=height,
        on_pick_change=on_pick or ignore,
    )


def _described(
    build: Callable[[], go.Figure], describe: Callable[[], str]
) -> tuple[dict[str, Any], str]:
    """Return a figure as it is sent, and in words."""
    description = build().to_plotly_json()
    description["layout"].pop("template", None)
    return _packed(description), describe()


def picked(name: str) -> Mapping[str, Any] | None:
    """Return the x, y and trace number of the point that was clicked in a chart just now."""
    pick: Mapping[str, Any] | None = st.session_state.get(f"chart-{name}", {}).get("pick")
    return pick


def tells(frame: int) -> bool:
    """Whether a frame of this number brings sentences, too: about once a second."""
    return frame % TELLING_FRAMES == 0


def ignore() -> None:
    """Hear of a click and do nothing."""


def status(share: float, text: str, losses: Sequence[tuple[str, str]] = (), told: str = "") -> None:
    """Show progress: a share from 0 to 1, words beside it, numbers; `told` is heard, not drawn."""
    data = {"version": str(time.time_ns()), "share": share, "text": text, "losses": losses}
    told = f"{text}. {told}" if told else text
    _status(key="status", data=data | {"told": told, "label": _("training progress")})


def send_frame(
    place: DeltaGenerator,
    charts: Mapping[str, Frame],
    share: float | None = None,
    text: str = "",
    losses: Sequence[tuple[str, str]] | None = None,
    told: Mapping[str, str] | None = None,
    layer: Mapping[str, Any] | None = None,
) -> None:
    """Move charts that are already on the page.

    Args:
        place: An `st.empty()`; the frame itself is invisible.
        charts: For each chart, its moving traces.
        share: Progress from 0 to 1; None where the page has no progress bar.
        text: Words beside the progress bar.
        losses: The numbers below it, with what they are; None leaves them.
        told: What some charts show now, in one sentence each; the others keep theirs.
        layer: What moves of the picture of the layer; None leaves it.
    """
    progress = None if share is None else {"share": share, "text": text, "losses": losses}
    with place:
        _feed(data=frame_bytes(charts, progress, told, layer))


def frame_bytes(
    charts: Mapping[str, Frame],
    progress: Mapping[str, Any] | None = None,
    told: Mapping[str, str] | None = None,
    layer: Mapping[str, Any] | None = None,
) -> bytes:
    """Write a frame as it travels: JSON in UTF-8, where a minus takes half the room of its escape.

    `progress` is what stands beside the progress bar; the others are as in `send_frame`.
    """
    moving = {name: _moving(frame) for name, frame in charts.items()}
    frame = {
        "frame": time.time_ns(),
        "charts": moving,
        "told": dict(told or {}),
        "status": progress,
        "layer": layer,
    }
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()


def _moving(frame: Frame) -> list[dict[str, Any]]:
    """Pack what moves of each trace; of what an earlier trace has too, only that one's number."""
    packed = [
        {key: _packed(trace[key], np.float32) for key in _MOVING if key in trace} for trace in frame
    ]
    sent = []
    for place, trace in enumerate(packed):
        same = {
            key: earlier
            for key, value in trace.items()
            for earlier in reversed(range(place))
            if packed[earlier].get(key) == value
        }
        new = {key: value for key, value in trace.items() if key not in same}
        sent.append({**new, "same": same} if same else new)
    return sent


def _packed(value: Any, float_type: type[np.floating[Any]] = np.float64) -> Any:
    """Write arrays as Plotly's typed-array specification: base64 of the raw numbers."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f":
            with np.errstate(over="ignore"):  # what float32 can't hold is beyond every axis
                value = value.astype(float_type)
        packed = {
            "dtype": f"{value.dtype.kind}{value.dtype.itemsize}",
            "bdata": base64.b64encode(np.ascontiguousarray(value).data).decode(),
        }
        if value.ndim > 1:
            packed["shape"] = ", ".join(map(str, value.shape))
        return packed
    if isinstance(value, Mapping):
        return {key: _packed(item, float_type) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_packed(item, float_type) for item in value]
    return value.item() if isinstance(value, np.generic) else value
