"""The curves that a class has sketched, as a band, and over it the one that was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import quantiles
from typing import Any

import plotly.graph_objects as go

from perceptron.figures.room.panels import PALE, RIGHT, VOTES, Panel, panels, titled
from perceptron.figures.style import log_axis
from perceptron.history.curves import Points
from perceptron.room.question import Key, Question
from perceptron.room.views import Vote
from perceptron.text.language import N_, _

FEW = 4  # curves, below which each is drawn by itself
_LOWER, _MEDIAN, _UPPER = N_("lower quartile"), N_("median"), N_("upper quartile")


def curves_spread(
    question: Question,
    rounds: Mapping[str, Sequence[Vote]],
    key: Key | None,
    curve: Points,
    *,
    wide: bool = True,
) -> go.Figure:
    """The middle half of the sketches as a band with their median; of few, each."""
    measured = _measured(question, key, curve)
    figure = go.Figure()
    values = [loss for __, loss in measured]
    for panel in panels(rounds):
        sketches = [vote.guess for vote in panel.votes if isinstance(vote.guess, tuple)]
        lines = quartiles(sketches) if len(sketches) >= FEW else sketches
        values += [loss for line in lines for loss in line]
        if len(sketches) >= FEW:
            _add_band(figure, panel, question.epochs, lines)
        else:
            _add_each(figure, panel, question.epochs, lines)
        if measured:
            figure.add_scatter(
                x=[trained for trained, __ in measured],
                y=[loss for __, loss in measured],
                mode="lines",
                name=panel.named(_("measured")),
                line={"color": RIGHT, "width": 5},
                hovertemplate=_("measured: {value}", value="%{y:.4g}") + "<extra></extra>",
                **panel.axes,
            )
    _set_axes(figure, rounds, question.epochs, values)
    few = all(len(votes) < FEW for votes in rounds.values())
    title = _title(few=few, measured=bool(measured))
    more: dict[str, Any] = {"margin": {"l": 50, "b": 28}}
    figure.update_layout(titled(title, rounds, key, [], wide=wide, tones=False, **more))
    return figure


def _title(*, few: bool, measured: bool) -> str:
    if few and measured:
        return _("The loss as sketched (log scale); green: measured")
    if few:
        return _("The loss as sketched (log scale)")
    if measured:
        return _(
            "The loss as sketched (log scale): the middle half, and the median; green: measured"
        )
    return _("The loss as sketched (log scale): the middle half, and the median")


def _measured(question: Question, key: Key | None, curve: Points) -> Points:
    """The run's own curve, or the points of the answer; nothing before they are revealed."""
    if key is None:
        return ()
    answer = key.answer if isinstance(key.answer, tuple) else ()
    return curve or tuple(zip(question.epochs, answer, strict=False))


def quartiles(sketches: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Return the lower quartile, the median and the upper quartile at each point.

    Args:
        sketches: Losses at the same points, two sketches or more.

    >>> quartiles([(1.0, 10.0), (2.0, 20.0), (3.0, 30.0)])
    [(1.5, 15.0), (2.0, 20.0), (2.5, 25.0)]
    """
    each = [quantiles(point, n=4, method="inclusive") for point in zip(*sketches, strict=True)]
    return [tuple(line) for line in zip(*each, strict=True)]


def _add_band(
    figure: go.Figure, panel: Panel, epochs: Sequence[int], lines: Sequence[Sequence[float]]
) -> None:
    named = zip((_LOWER, _MEDIAN, _UPPER), lines, strict=True)
    for name, line in sorted(named, key=lambda one: one[0] == _MEDIAN):
        edge, shown = name != _MEDIAN, _(name)
        figure.add_scatter(
            x=list(epochs),
            y=list(line),
            mode="lines" if edge else "lines+markers",
            name=panel.named(shown),
            line={"color": VOTES, "width": 1 if edge else 3, "dash": "solid" if edge else "dot"},
            marker={"size": 8},
            fill="tonexty" if name == _UPPER else None,
            fillcolor=f"{VOTES}{PALE}" if name == _UPPER else None,
            hovertemplate=f"{shown}: %{{y:.4g}}<extra></extra>",
            **panel.axes,
        )


def _add_each(
    figure: go.Figure, panel: Panel, epochs: Sequence[int], lines: Sequence[Sequence[float]]
) -> None:
    for k, line in enumerate(lines):
        figure.add_scatter(
            x=list(epochs),
            y=list(line),
            mode="lines+markers",
            name=panel.named(_("sketch {number}", number=k + 1)),
            line={"color": VOTES, "width": 3, "dash": "dot"},
            marker={"size": 8},
            hovertemplate=_("sketched: {loss}", loss="%{y:.4g}") + "<extra></extra>",
            **panel.axes,
        )


def _set_axes(
    figure: go.Figure,
    rounds: Mapping[str, Sequence[Vote]],
    epochs: Sequence[int],
    values: Sequence[float],
) -> None:
    """The same axes for all panels; the loss is labelled at the first."""
    loss = log_axis(_("MSE"), values) | {"title": None, "nticks": 5}
    loss.pop("dtick", None)  # a low screen has room for fewer
    ticks = [
        str(epoch) if k else _("epoch {number}", number=epoch) for k, epoch in enumerate(epochs)
    ]
    for panel in panels(rounds):
        shared = {} if panel.first else {"matches": "y", "showticklabels": False}
        figure.update_layout(
            {
                panel.x: {
                    "domain": panel.domain, "anchor": panel.anchor_y, "tickfont": {"size": 13},
                    "tickvals": list(epochs), "ticktext": ticks, "range": _around(epochs),
                },
                panel.y: loss | shared | {"anchor": panel.anchor},
            }
        )  # fmt: skip


def _around(epochs: Sequence[int]) -> list[float]:
    room = 0.08 * (max(epochs) - min(epochs)) or 1.0
    return [min(epochs) - room, max(epochs) + room]
