"""Guesses and the answer in one picture: of one student, or of a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from perceptron.figures.style import LEGEND_BELOW, ROOM_BELOW, base_layout, log_axis
from perceptron.history.curves import Points
from perceptron.text.escape import in_figure

GUESS, ANSWER = "#0072B2", "#D55E00"
_MANY = 12  # curves, from which each is drawn fainter


def choices_figure(
    options: Mapping[str, str], guesses: Sequence[str], answer: str | None
) -> go.Figure:
    """How many chose each option; the right one has another colour once it is known.

    Args:
        options: The words of each option.
        guesses: The options that were chosen.
        answer: The right one; None while it is not revealed.
    """
    counts = Counter(guesses)
    figure = go.Figure()
    figure.add_bar(
        y=[("✓ " if key == answer else "") + in_figure(words) for key, words in options.items()],
        x=[counts[key] for key in options],
        text=[str(counts[key]) for key in options],
        orientation="h",
        marker={"color": [ANSWER if key == answer else GUESS for key in options]},
        hoverinfo="skip",
    )
    figure.layout = base_layout(
        "Guesses" + ("" if answer is None else "; ✓ is what the run did"),
        xaxis={"title": {"text": "how many"}, "rangemode": "tozero", "dtick": _tick(counts)},
        yaxis={"autorange": "reversed", "automargin": True},
        margin={"l": 12, "r": 12, "t": 34, "b": 46},
    )
    return figure


def _tick(counts: Counter[str]) -> int:
    return max(1, -(-max(counts.values(), default=1) // 8))


def numbers_figure(
    guesses: Sequence[float], answer: float | None, tolerance: float, unit: str
) -> go.Figure:
    """Each guess as a point, equal ones on top of each other; the answer as a line.

    Args:
        guesses: The numbers that were guessed.
        answer: The measured number; None while it is not revealed.
        tolerance: How far off still counts as right, in the same unit.
        unit: What the number counts; empty for none.
    """
    seen: Counter[float] = Counter()
    heights = []
    for guess in guesses:
        seen[guess] += 1
        heights.append(seen[guess])
    figure = go.Figure()
    figure.add_scatter(
        x=list(guesses),
        y=heights,
        mode="markers",
        name="guesses",
        marker={"size": 14, "color": GUESS, "line": {"width": 1, "color": "#FFFFFF"}},
        hovertemplate="%{x:.6g}<extra></extra>",
    )
    if answer is not None:
        if tolerance:
            figure.add_vrect(
                x0=answer - tolerance, x1=answer + tolerance, fillcolor=ANSWER, opacity=0.15,
                line_width=0,
            )  # fmt: skip
        figure.add_scatter(
            x=[answer, answer],
            y=[0, max(heights, default=1) + 0.6],
            mode="lines",
            name=f"measured: {answer:.5g}",
            line={"color": ANSWER, "width": 4},
            hoverinfo="skip",
        )
    figure.update_layout(
        base_layout(
            "Guesses" + ("" if answer is None else " and what the run showed"),
            xaxis={
                "title": {"text": in_figure(unit) or "guess"},
                "range": _around(guesses, answer, tolerance),
            },
            yaxis={"visible": False, "range": [0, max(heights, default=1) + 0.8]},
            margin=ROOM_BELOW | {"l": 12},
            legend=LEGEND_BELOW,
            showlegend=True,
        )
    )
    return figure


def _around(guesses: Sequence[float], answer: float | None, tolerance: float) -> list[float] | None:
    """A range with room beside all guesses and beside the band of what counts as right."""
    if answer is None:
        return None
    values = [*guesses, answer - 2 * tolerance, answer + 2 * tolerance]
    room = 0.06 * (max(values) - min(values)) or 1.0
    return [min(values) - room, max(values) + room]


def curves_figure(
    epochs: Sequence[int],
    guesses: Sequence[Sequence[float]],
    answer: Points | None,
    rows: str = "all training rows",
) -> go.Figure:
    """Sketched curves, and over them the one that the run drew.

    Args:
        epochs: After how many epochs the points were sketched.
        guesses: Losses there, one sequence for each sketch.
        answer: (epochs trained, loss) of the run; None while it is not revealed.
        rows: What rows the loss is of.
    """
    figure = go.Figure()
    for i, guess in enumerate(guesses):
        figure.add_scatter(
            x=list(epochs),
            y=list(guess),
            mode="lines+markers",
            name="sketched",
            legendgroup="sketched",
            showlegend=i == 0,
            opacity=1 if len(guesses) == 1 else 0.6 if len(guesses) < _MANY else 0.35,
            line={"color": GUESS, "width": 3, "dash": "dot"},
            marker={"size": 9},
            hovertemplate="sketched: %{y:.4g}<extra></extra>",
        )
    if answer is not None:
        figure.add_scatter(
            x=[trained for trained, _ in answer],
            y=[loss for _, loss in answer],
            mode="lines+markers",
            name="measured",
            line={"color": ANSWER, "width": 4},
            marker={"size": 5},
            hovertemplate="measured: %{y:.4g}<extra></extra>",
        )
    values = [value for guess in guesses for value in guess]
    values += [loss for _, loss in answer or ()]
    figure.layout = base_layout(
        f"{'Sketched' if answer is None else 'Sketched and measured'} loss on {rows}",
        xaxis={"title": {"text": "epochs trained", "standoff": 2}},
        yaxis=log_axis("MSE", values),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
        showlegend=True,
    )
    return figure
