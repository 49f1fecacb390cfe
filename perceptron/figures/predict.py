"""Guesses and the answer in one picture: of one student, or of a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from perceptron.figures.columns import around, columns_of, folded, nice
from perceptron.figures.style import LEGEND_BELOW, MARGIN, ROOM_BELOW, base_layout, log_axis
from perceptron.history.curves import Points
from perceptron.text.escape import in_figure
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number

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
        _("Guesses") if answer is None else _("Guesses; ✓ is what the run did"),
        xaxis={"title": {"text": _("how many")}, "rangemode": "tozero", "dtick": _tick(counts)},
        yaxis={"autorange": "reversed", "automargin": True},
        margin=MARGIN | {"l": 12, "b": 46},
    )
    return figure


def _tick(counts: Counter[str]) -> int:
    return max(1, -(-max(counts.values(), default=1) // 8))


def numbers_figure(
    guesses: Sequence[float], answer: float | None, tolerance: float, unit: str
) -> go.Figure:
    """How many guessed each number, far outliers told in words; the answer as a line.

    Args:
        guesses: The numbers that were guessed.
        answer: The measured number; None while it is not revealed.
        tolerance: How far off still counts as right, in the same unit.
        unit: What the number counts; empty for none.
    """
    near, beyond = folded(guesses, answer, tolerance)
    counts, width = _stacked(near)
    tallest = max(counts.values(), default=1)
    figure = go.Figure()
    figure.add_bar(
        x=list(counts),
        y=list(counts.values()),
        width=width,
        name=_("guesses"),
        marker={"color": GUESS},
        text=[str(count) for count in counts.values()],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y} × %{x}<extra></extra>",
    )
    if answer is not None:
        if tolerance:
            figure.add_vrect(
                x0=answer - tolerance, x1=answer + tolerance, fillcolor=ANSWER, opacity=0.15,
                line_width=0,
            )  # fmt: skip
        figure.add_scatter(
            x=[answer, answer],
            y=[_above(answer, counts, width, tallest), 1.4 * tallest],
            mode="lines",
            name=_("measured: {value}", value=number(answer)),
            line={"color": ANSWER, "width": 4},
            hoverinfo="skip",
        )
    low, high = around(near, answer, tolerance, width)
    whole = all(
        float(value).is_integer() for value in (*near, *([] if answer is None else [answer]))
    )
    figure.update_layout(
        base_layout(
            _("Guesses") if answer is None else _("Guesses and what the run showed"),
            xaxis={
                "title": {"text": "; ".join(filter(None, (in_figure(unit), _beyond(beyond))))},
                "range": [low, high],
                "dtick": nice((high - low) / 8, whole=True) if whole else None,
            },
            yaxis={"visible": False, "range": [0, 1.45 * tallest]},
            margin=ROOM_BELOW | {"l": 12},
            legend=LEGEND_BELOW,
            showlegend=True,
        )
    )
    return figure


def _above(answer: float, counts: Counter[float], width: float, tallest: int) -> float:
    """Where the line of the answer begins: over the count of a bar that it would cross."""
    under = [count for value, count in counts.items() if abs(value - answer) <= width / 2]
    return max(under) + 0.25 * tallest if under else 0.0


def _beyond(guesses: Sequence[float]) -> str:
    """Say what is not drawn."""
    if not guesses:
        return ""
    shown = ", ".join(number(guess) for guess in guesses[:5]) + (" …" if len(guesses) > 5 else "")
    return ngettext(
        "{n} guess beyond: {guesses}", "{n} guesses beyond: {guesses}", len(guesses), guesses=shown
    )


def _stacked(guesses: Sequence[float]) -> tuple[Counter[float], float]:
    """How often each number was guessed and how wide its bar is; near ones together if many."""
    columns = columns_of(guesses)
    return Counter(map(columns.place, guesses)), columns.width


def curves_figure(
    epochs: Sequence[int],
    guesses: Sequence[Sequence[float]],
    answer: Points | None,
    *,
    validation: bool = False,
) -> go.Figure:
    """Sketched curves, and over them the one that the run drew.

    Args:
        epochs: After how many epochs the points were sketched.
        guesses: Losses there, one sequence for each sketch.
        answer: (epochs trained, loss) of the run; None while it is not revealed.
        validation: Whether the loss is of validation rows, not of all training rows.
    """
    figure = go.Figure()
    for i, guess in enumerate(guesses):
        figure.add_scatter(
            x=list(epochs),
            y=list(guess),
            mode="lines+markers",
            name=_("sketched"),
            legendgroup="sketched",
            showlegend=i == 0,
            opacity=1 if len(guesses) == 1 else 0.6 if len(guesses) < _MANY else 0.35,
            line={"color": GUESS, "width": 3, "dash": "dot"},
            marker={"size": 9},
            hovertemplate=_("sketched: {loss}", loss="%{y}") + "<extra></extra>",
        )
    if answer is not None:
        figure.add_scatter(
            x=[trained for trained, __ in answer],
            y=[loss for __, loss in answer],
            mode="lines+markers",
            name=_("measured"),
            line={"color": ANSWER, "width": 4},
            marker={"size": 5},
            hovertemplate=_("measured: {value}", value="%{y}") + "<extra></extra>",
        )
    values = [value for guess in guesses for value in guess]
    values += [loss for __, loss in answer or ()]
    if answer is None:
        on_training, on_validation = (
            _("Sketched loss on all training rows"),
            _("Sketched loss on validation rows"),
        )
    else:
        on_training, on_validation = (
            _("Sketched and measured loss on all training rows"),
            _("Sketched and measured loss on validation rows"),
        )
    figure.layout = base_layout(
        on_validation if validation else on_training,
        xaxis={"title": {"text": _("epochs trained"), "standoff": 2}},
        yaxis=log_axis(_("MSE"), values),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
        showlegend=True,
    )
    return figure
