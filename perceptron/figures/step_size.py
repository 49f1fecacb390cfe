"""How long a step may be: the scale of learning rates, directions, feature scaling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from torch import Tensor

from perceptron.figures.labels import end_labels, level_line, line_label
from perceptron.figures.style import MARGIN, base_layout, log_axis
from perceptron.lessons.step_size.path import Decay
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

VERDICT_COLORS = {N_("slow"): "#56B4E9", N_("works"): "#009E73", N_("diverges"): "#D55E00"}
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_MARKS = ("#8250C4", "#D55E00")  # the visitor's rate, and the limit
_CEILING = 1e3  # times the largest reference loss: losses above are drawn there
_AT_LEFT: dict[str, Any] = {"left": True, "log_x": True, "xshift": 4}
_ABOVE = 0.18  # of the height up to the ceiling: room for the marks' names, which no line crosses


def sweep_traces(
    rates: Tensor, losses: Tensor, references: Mapping[str, float]
) -> list[dict[str, Any]]:
    """The moving part: the loss of each learning rate; what overflows lies on the ceiling.

    Args:
        rates: Learning rates, shape (k,).
        losses: MSE of each, shape (k,).
        references: Named losses.
    """
    ceiling = _CEILING * max(references.values())
    shown = np.nan_to_num(losses.numpy(), nan=ceiling, posinf=ceiling).clip(max=ceiling)
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": _("loss after training"),
            "x": rates.numpy(),
            "y": shown,
            "line": {"color": "#0072B2", "width": 3},
            "marker": {"size": 6},
            "hovertemplate": _("learning rate {rate}: MSE {loss}", rate="%{x}", loss="%{y}")
            + "<extra></extra>",
        }
    ]


def scale_figure(
    rates: Tensor,
    losses: Tensor,
    verdicts: Sequence[str],
    references: Mapping[str, float],
    marks: Mapping[str, float],
    epochs: int,
) -> go.Figure:
    """The loss of each learning rate above a strip that says which rates work.

    Losses and references are MSE over all training rows; losses and verdicts are both of what
    is reached after `epochs`.

    Args:
        rates: Learning rates, shape (k,).
        losses: MSE of each after training, shape (k,).
        verdicts: 'slow', 'works' or 'diverges' for each rate.
        references: Losses drawn as horizontal lines, by names of `theory.reference_losses`.
        marks: Learning rates drawn as vertical lines, by their names: English or as spoken.
        epochs: After how many epochs.
    """
    figure = go.Figure([*sweep_traces(rates, losses, references), _strip(rates, verdicts)])
    low, high = float(rates[0]), float(rates[-1])
    ceiling = _CEILING * max(references.values())
    least = min(references.values())
    floor = 0.2 * min(v for v in references.values() if v > 0)
    top = ceiling * (ceiling / floor) ** _ABOVE
    references = {_(name): loss for name, loss in references.items()}
    marks = {_(name): rate for name, rate in marks.items()}
    for i, (name, loss) in enumerate(references.items()):
        words = f"{name}: {number(loss)}"
        figure.add_trace(level_line(words, loss, (low, high), _DASHES[2 - i % 3]))
    for i, (name, rate) in enumerate(marks.items()):
        figure.add_scatter(
            x=[rate, rate],
            y=[floor, ceiling],
            mode="lines",
            name=f"{name}: {number(rate)}",
            line={"color": _MARKS[i % 2], "width": 2.5, "dash": _DASHES[i % len(_DASHES)]},
            hoverinfo="skip",
        )
    figure.layout = base_layout(
        ngettext(
            "Loss on all training rows after {n} epoch",
            "Loss on all training rows after {n} epochs",
            epochs,
        ),
        xaxis=log_axis(_("learning rate"), [low, high])
        | {"range": [np.log10(low), np.log10(high)], "anchor": "y2"},
        yaxis=log_axis(_("MSE"), [floor, ceiling])
        | {"domain": [0.16, 1], "range": [np.log10(floor), np.log10(top)]},
        yaxis2={"domain": [0, 0.1], "visible": False, "fixedrange": True},
        annotations=[
            *_strip_words(rates, verdicts),
            *_mark_words(marks, low, high),
            *(
                line_label(f"{name} {number(loss)}", low, loss, below=loss == least, **_AT_LEFT)
                for name, loss in references.items()
                if loss > 0
            ),
        ],
        showlegend=False,
        hovermode="closest",
    )
    return figure


def _mark_words(marks: Mapping[str, float], low: float, high: float) -> list[dict[str, Any]]:
    """The name and the rate of each vertical line, above all lines; none above another."""
    words = []
    for i, (name, rate) in enumerate(marks.items()):
        right = rate < np.sqrt(low * high)
        words.append(
            {
                "x": float(np.log10(min(max(rate, low), high))), "xshift": 5 if right else -5,
                "xanchor": "left" if right else "right",
                "y": 1, "yref": "paper", "yanchor": "top", "yshift": -18 * i,
                "text": f"<b>{name} {number(rate, 3)}</b>", "showarrow": False,
                "font": {"size": 13, "color": _MARKS[i % 2]},
            }
        )  # fmt: skip
    return words


def _strip(rates: Tensor, verdicts: Sequence[str]) -> go.Heatmap:
    """The verdicts as colours, one below each rate."""
    names = list(VERDICT_COLORS)
    return go.Heatmap(
        x=rates.numpy(),
        y=[0],
        z=[[names.index(verdict) for verdict in verdicts]],
        zmin=-0.5,
        zmax=2.5,
        colorscale=[
            (edge, color)
            for k, color in enumerate(VERDICT_COLORS.values())
            for edge in (k / 3, (k + 1) / 3)
        ],
        showscale=False,
        customdata=[list(map(_, verdicts))],
        name=_("this rate"),
        hovertemplate=_("learning rate {rate}: {verdict}", rate="%{x}", verdict="%{customdata}")
        + "<extra></extra>",
        yaxis="y2",
    )


def _strip_words(rates: Tensor, verdicts: Sequence[str]) -> list[dict[str, Any]]:
    """The verdict in the middle of its part of the strip."""
    words = []
    for verdict in VERDICT_COLORS:
        places = [i for i, one in enumerate(verdicts) if one == verdict]
        if len(places) > 3:
            word = _(verdict)
            words.append(
                {
                    "x": float(np.log10(float(rates[places[len(places) // 2]]))),
                    "y": 0,
                    "yref": "y2",
                    "text": f"<b>{word}</b>",
                    "font": {"color": "#000000"},
                    "showarrow": False,
                }
            )
    return words


def decay_figure(found: Decay, eigenvalues: Tensor, limit: int = 6) -> go.Figure:
    """Distance to the best along each eigen-direction: measured as markers, predicted as lines.

    Args:
        found: What was measured and predicted.
        eigenvalues: lambda of each direction, ascending, shape (k,).
        limit: How many directions to draw, evenly chosen, both ends among them.
    """
    k = len(eigenvalues)
    chosen = sorted({round(i) for i in np.linspace(0, k - 1, min(limit, k))})
    figure = go.Figure()
    steps = np.arange(len(found.measured))
    colors = ("#0072B2", "#C77700", "#0E8FB0", "#C2478F", "#D55E00", "#8250C4")
    symbols = ("circle", "square", "diamond", "cross", "x", "triangle-up")
    for place, i in enumerate(chosen):
        look = {"color": colors[place % 6]}
        name = f"λ = {number(float(eigenvalues[i]), 3)}"
        figure.add_scatter(
            x=steps, y=found.predicted[:, i].numpy(), mode="lines", name=name, legendgroup=name,
            line=look | {"width": 2}, hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            x=steps, y=found.measured[:, i].numpy(), mode="markers", name=name,
            legendgroup=name, marker=look | {"size": 7, "symbol": symbols[place % 6]},
            hovertemplate=_("step {step}: {distance}", step="%{x}", distance="%{y}")
            + f"<extra>{name}</extra>",
        )  # fmt: skip
    drawn = found.measured[:, chosen].flatten().tolist()
    ends = [
        (f"λ = {number(float(eigenvalues[i]), 3)}", float(steps[-1]),
         float(found.measured[-1, i]), colors[place % 6])
        for place, i in enumerate(chosen)
    ]  # fmt: skip
    figure.layout = base_layout(
        _("Distance to the best: markers measured, lines predicted"),
        xaxis={"title": {"text": _("step (full batch)"), "standoff": 2}},
        yaxis=log_axis(_("distance"), drawn),
        showlegend=False,
        margin=MARGIN | {"r": 92},
        annotations=end_labels(ends, drawn),
    )
    return figure


def factor_figure(factors: Sequence[float], limits: Sequence[float], current: float) -> go.Figure:
    """The full-batch limit when one feature is multiplied by a factor, log-log.

    Args:
        factors: What the feature is multiplied by.
        limits: The limit for each.
        current: The factor to mark.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=list(factors), y=list(limits), mode="lines+markers",
        name=_("limit, all rows in one batch"),
        line={"color": "#0072B2", "width": 3},
        hovertemplate=_("factor {factor}: limit {limit}", factor="%{x}", limit="%{y}")
        + "<extra></extra>",
    )  # fmt: skip
    figure.layout = base_layout(
        _("Largest learning rate when one feature is multiplied"),
        xaxis=log_axis(_("factor"), factors),
        yaxis=log_axis(_("limit"), limits),
    )
    figure.add_vline(x=current, line={"color": "#D55E00", "width": 2, "dash": "dash"})
    return figure
