"""What decides a question, as a picture or a table shows it: bars, curves, or a few cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perceptron.history.curves import Points


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar for each of some things.

    Attributes:
        title: What is seen.
        axis: What the bars measure.
        labels: Of the bars.
        values: Of the bars.
        texts: What stands at each bar.
        name: What the bars are, where there are others as well.
        others: A second bar for each, to compare with; empty for none.
        others_name: What those are.
        stacked: Whether the second ones stand on the first ones, not beside them.
        marked: Which bar the answer is; None for none.
    """

    title: str
    axis: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...] = ()
    name: str = ""
    others: tuple[float, ...] = ()
    others_name: str = ""
    stacked: bool = False
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Some curves, and lines that they are held against.

    Attributes:
        title: What is seen.
        x: What goes along the horizontal axis.
        y: What goes up.
        curves: Points by the names of the curves.
        level: A line across: its words and its height; None for none.
        mark: A line upright: its words and its place; None for none.
        log_x: Whether the horizontal axis is a log axis.
        log_y: Whether the other one is.
    """

    title: str
    x: str
    y: str
    curves: Mapping[str, Points]
    level: tuple[str, float] | None = None
    mark: tuple[str, float] | None = None
    log_x: bool = False
    log_y: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """A small table.

    Attributes:
        title: What is seen.
        columns: Cells, which may be Markdown, by the words above them.
    """

    title: str
    columns: Mapping[str, tuple[str, ...]]


Evidence = Bars | Lines | Listed
