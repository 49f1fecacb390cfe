"""W and b of every model on one shared colour scale, and their difference to torch.

All panels are tiles of one heatmap: a browser draws one trace several times faster than a
subplot for each panel, which is what lets them move while a run trains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from math import inf
from textwrap import wrap
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from perceptron.difference import REFERENCE
from perceptron.figures.style import DIVERGING, base_layout
from perceptron.parameters import Parameters
from perceptron.text.escape import in_figure
from perceptron.text.language import _
from perceptron.text.numbers import in_prose

Matrix = NDArray[np.float64]
_READABLE = (12, 5)  # rows and columns whose numbers still fit their cells
_DISAGREEMENT = 1e-3  # of the largest number: differences from it on have the full colour
_MAX_TICKS = 12
_MAX_MOVING = 150  # numbers in all cells; 330 of them take a browser about 90 ms a frame


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One tile: a matrix (d + 1, c), W over b, and where it lies.

    Attributes:
        title: Its name on screen.
        row: 0 above, 1 below.
        column: From the left.
        matrix: The numbers.
        is_difference: Whether they are drawn on the scale of the differences.
    """

    title: str
    row: int
    column: int
    matrix: Matrix
    is_difference: bool = False


def panels(current: Mapping[str, Parameters], best: Parameters, best_name: str) -> list[Panel]:
    """Lay out the models above, their differences to torch below, and the best between them."""
    reference = _stack(current[REFERENCE])
    above = [Panel(n, 0, i, _stack(p)) for i, (n, p) in enumerate(current.items())]
    below = [
        Panel(f"{p.title} − {REFERENCE}", 1, p.column, p.matrix - reference, True)
        if p.title != REFERENCE
        else Panel(best_name, 1, p.column, _stack(best))
        for p in above
    ]
    return [*above, *below]


def _stack(parameters: Parameters) -> Matrix:
    W = parameters.W.detach().cpu().double().numpy()
    b = parameters.b.detach().cpu().double().numpy()
    return np.vstack([W, b])


class _Grid:
    """The cells of all tiles, with empty ones between them."""

    def __init__(self, tiles: Sequence[Panel]) -> None:
        self.height, self.width = tiles[0].matrix.shape
        self.step_x = self.width + max(1, round(0.12 * self.width))
        self.step_y = self.height + max(2, round(0.2 * self.height))
        self.shape = (
            self.step_y + self.height,
            max(p.column for p in tiles) * self.step_x + self.width,
        )

    def canvas(self, tiles: Sequence[Panel], matrices: Sequence[NDArray[Any]], empty: Any) -> Any:
        """Place a matrix for each tile on a canvas that is empty elsewhere."""
        canvas = np.full(self.shape, empty, dtype=matrices[0].dtype)
        for tile, matrix in zip(tiles, matrices, strict=True):
            top, left = tile.row * self.step_y, tile.column * self.step_x
            canvas[top : top + self.height, left : left + self.width] = matrix
        return canvas


def _shares(tiles: Sequence[Panel]) -> list[Matrix]:
    """Numbers as shares of the largest, differences of a thousandth of it: rounding stays pale."""
    largest = max(np.abs(p.matrix).max() for p in tiles if not p.is_difference) or 1.0
    full = {False: largest, True: _DISAGREEMENT * largest}
    return [np.clip(p.matrix / full[p.is_difference], -1, 1) for p in tiles]


def short(value: float) -> str:
    """Write a number so that it fits a small cell; only an exact zero is '0'.

    >>> short(0.0), short(-0.0166), short(34.41), short(-2.4e9), short(3e-15)
    ('0', '−0.02', '34.4', '−2e9', '3e−15')
    """
    size = abs(value)
    if value == 0:
        return "0"
    if not size < inf:
        return f"{value}"
    if 0.005 <= size < 10_000:
        text = f"{value:.{2 if size < 10 else 1 if size < 100 else 0}f}"
    else:
        mantissa, exponent = f"{value:.0e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    return in_prose(text)


_short_cells = np.vectorize(short, otypes=[object])


def weights_traces(
    current: Mapping[str, Parameters], best: Parameters, *, moving: bool = False
) -> list[dict[str, Any]]:
    """The moving part: one heatmap with all tiles.

    Args:
        current: Parameters of each model, torch among them.
        best: The true parameters, or the least-squares solution.
        moving: Leave out the numbers where a browser would take long to write them all.
    """
    tiles = panels(current, best, "")
    grid = _Grid(tiles)
    trace: dict[str, Any] = {
        "type": "heatmap",
        "z": grid.canvas(tiles, _shares(tiles), np.nan).astype(np.float32),
        "customdata": grid.canvas(tiles, [p.matrix for p in tiles], np.nan),
        "zmin": -1,
        "zmax": 1,
        "colorscale": DIVERGING,
        "showscale": False,
        "hoverongaps": False,
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": "%{hovertext}<extra></extra>",  # its numbers: draw/numbers.js
    }
    if grid.height <= _READABLE[0] and grid.width <= _READABLE[1]:
        if moving and len(tiles) * grid.height * grid.width > _MAX_MOVING:
            return [trace | {"texttemplate": ""}]
        trace["text"] = grid.canvas(tiles, [_short_cells(p.matrix) for p in tiles], "").tolist()
        trace["texttemplate"] = "%{text}"
    return [trace]


def weights_figure(
    current: Mapping[str, Parameters],
    best: Parameters,
    best_name: str,
    feature_names: Sequence[str],
    target_names: Sequence[str],
) -> go.Figure:
    """Above: W (d, c) over b of each model. Below: the best, between the differences.

    Models and best share one symmetric colour scale. A difference has the full colour from a
    thousandth of the largest number on, so that rounding stays pale.

    Args:
        current: Parameters of each model, torch among them.
        best: The true parameters, or the least-squares solution where they are not known.
        best_name: What `best` is, in English, for its title.
        feature_names: d names of the rows.
        target_names: c names of the columns.
    """
    tiles = panels(current, best, _(best_name))
    grid = _Grid(tiles)
    y_ticks, y_names = _ticks([*feature_names, _("bias b")], [0, grid.step_y])
    lefts = [grid.step_x * k for k in sorted({p.column for p in tiles})]
    x_ticks, x_names = _ticks(target_names, lefts)
    titles = [
        {
            "text": f"<b>{p.title}</b>",
            "x": p.column * grid.step_x + (grid.width - 1) / 2,
            "y": p.row * grid.step_y - 0.5,
            "yanchor": "bottom",
            "showarrow": False,
        }
        for p in tiles
    ]
    traces = weights_traces(current, best)
    if "text" in traces[0]:
        traces[0]["hovertext"] = grid.canvas(
            tiles, [_cell_names(p.title, feature_names, target_names) for p in tiles], ""
        ).tolist()
    axis = {"showgrid": False, "ticks": "", "fixedrange": True, "ticklabeloverflow": "allow"}
    return go.Figure(
        traces,
        base_layout(
            _("Weights W with the bias b below"),
            annotations=titles,
            meta={"tiles": _tiles_to_show_alone(tiles, grid)},
            margin={
                "l": 16 + 7 * max(len(unescape(name)) for name in y_names),
                "r": 12,
                "t": 34,
                "b": 16 + 14 * max(name.count("<br>") + 1 for name in x_names),
            },
            xaxis={**axis, "tickvals": x_ticks, "ticktext": x_names, "tickangle": 0},
            yaxis={
                **axis,
                "tickvals": y_ticks,
                "ticktext": y_names,
                "range": [grid.shape[0] - 0.5, -0.5 - 0.05 * grid.shape[0]],
            },
        ),
    )


def _tiles_to_show_alone(tiles: Sequence[Panel], grid: _Grid) -> list[dict[str, Any]]:
    """Name and reach on the x axis of each model's tiles: a narrow screen shows one at a time."""
    lefts = [(tile.title, tile.column * grid.step_x - 0.5) for tile in tiles if tile.row == 0]
    return [{"name": name, "from": left, "to": left + grid.width} for name, left in lefts]


def _cell_names(
    title: str, feature_names: Sequence[str], target_names: Sequence[str]
) -> NDArray[np.object_]:
    """What each cell of a tile is, for the mouse: 'scratch: W[x1, y2]'."""
    rows, columns = map(in_figure, feature_names), [in_figure(name) for name in target_names]
    weights = [[f"{title}: W[{x}, {y}]" for y in columns] for x in rows]
    return np.array([*weights, [f"{title}: b[{y}]" for y in columns]], dtype=object)


def _ticks(names: Sequence[str], offsets: Sequence[int]) -> tuple[list[int], list[str]]:
    """Tick positions and short names for each offset, leaving out some if there are many."""
    stride = -(-len(names) // _MAX_TICKS)
    kept = [i for i in range(len(names)) if i % stride == 0 or i == len(names) - 1]
    down = len(offsets) == 2  # of the rows; beside each other there is less room
    short = [
        _short_name(n, 14 if down else max(3, 18 // len(names)), 1 if down else 2) for n in names
    ]
    return [k + i for k in offsets for i in kept], [short[i] for _ in offsets for i in kept]


def _short_name(name: str, length: int, most: int) -> str:
    """A name in a few lines at most, each of so many letters at most."""
    lines = wrap(name, length, break_long_words=False) if most > 1 else [name]
    lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    cut = [line if len(line) <= length else line[: length - 1] + "…" for line in lines]
    return "<br>".join(map(in_figure, cut))
