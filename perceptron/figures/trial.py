"""A class's trials as points on one chart, and over them what theory says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from perceptron.figures.style import LEGEND_BELOW, ROOM_BELOW, base_layout, log_axis
from perceptron.lessons.trial import BITS, Predicted, Trial
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import fixed, number

POINT, THEORY = "#0072B2", "#D55E00"
GREW = N_("the loss grew")
_FIRST = {  # axes before the first run has come, on which any may come: with a tick a decade
    "learning_rate": ((1e-3, 10.0), (0.1, 1e4)),
    "batch_size": ((1.0, 100.0), (0.1, 1e4)),
}
_CLOSE = 3.0  # times the least choice: with none beyond, ticks would lie on each other
_ABOVE = 5.0  # times the largest loss: where those stand whose loss grew


def trial_figure(
    trial: Trial, points: Sequence[tuple[float, ...]], theory: Predicted | None
) -> go.Figure:
    """Draw one point a student; a run whose loss grew stands at the top edge.

    Args:
        trial: What was tried.
        points: (choice, result), or (choice,) of a run whose loss grew.
        theory: What the results must be; None before it is revealed.
    """
    ended = [(one[0], one[1]) for one in points if len(one) == 2]
    gone = [one[0] for one in points if len(one) == 1]
    logs = trial.setting != "dtype"
    shown = _shown(ended, theory)
    figure = go.Figure()
    figure.add_scatter(
        x=[x for x, __ in ended], y=[y for __, y in ended],
        mode="markers", name=_("a student's run"),
        marker={"color": POINT, "size": 14, "opacity": 0.7},
        hovertemplate="%{x:.4g}: %{y:.4g}<extra></extra>",
    )  # fmt: skip
    top = _ABOVE * max([y for __, y in shown], default=1.0) if logs else 18.0
    if gone:
        grew = _(GREW)
        figure.add_scatter(
            x=gone, y=[top] * len(gone), mode="markers", name=grew,
            marker={"color": POINT, "size": 16, "symbol": "triangle-up"},
            hovertemplate=f"%{{x:.4g}}: {grew}<extra></extra>",
        )  # fmt: skip
    if theory is not None:
        figure.add_scatter(
            x=[x for x, __ in shown[len(ended):]], y=[y for __, y in shown[len(ended):]],
            mode="lines+markers" if trial.setting == "dtype" else "lines", name=_("theory"),
            line={"color": THEORY, "width": 3},
        )  # fmt: skip
        if theory.limit is not None:
            figure.add_vline(theory.limit, line={"color": THEORY, "dash": "dash", "width": 2})
            figure.add_annotation(  # unlike a shape's, its x on a log axis is the exponent
                x=math.log10(theory.limit), y=0.5, yref="paper", xanchor="right", xshift=-6,
                text=_("limit {rate}", rate=number(theory.limit, 3)), showarrow=False,
            )  # fmt: skip
    y = _(trial.y)
    xs, ys = [x for x, __ in shown] + gone, [y for __, y in shown] + [top]
    if logs and not xs:
        xs, ys = map(list, _FIRST[trial.setting])
    figure.layout = base_layout(
        f"{y}: {_runs(len(points))}",
        xaxis=_log_axis(_(trial.x), xs, fixed=not points) if logs else _bits_axis(_(trial.x)),
        yaxis=_log_axis(_("loss"), ys, fixed=not points) if logs else {"range": [0, 18]},
        legend=LEGEND_BELOW,
        margin=ROOM_BELOW,
        hovermode="closest",
        shapes=figure.layout.shapes,
        annotations=figure.layout.annotations,
    )
    return figure


def takeaway(trial: Trial, points: Sequence[tuple[float, ...]], theory: Predicted | None) -> str:
    """Say in a sentence or two what the chart shows.

    Args:
        trial: What was tried.
        points: (choice, result), or (choice,) of a run whose loss grew.
        theory: As drawn.

    >>> from perceptron.lessons.trial import TRIALS
    >>> takeaway(TRIALS["learning_rate"], [(0.3, 1.0), (2.2,)], Predicted((), 1.93))
    '2 runs: the loss of 1 grew. The best: 0.3, with 1. In theory rates above 1.93 diverge.'
    >>> takeaway(TRIALS["dtype"], [(32.0, 6.5), (64.0, 15.1), (32.0, 6.7)], None)
    '3 runs. float32: 6.5 to 6.7 digits agree. float64: 15.1 digits agree.'
    """
    ended = [(one[1], one[0]) for one in points if len(one) == 2]
    runs = _runs(len(points))
    told = [f"{runs}."]
    if gone := len(points) - len(ended):
        told = [
            ngettext(
                "{runs}: the loss of {n} grew.", "{runs}: the loss of {n} grew.", gone, runs=runs
            )
        ]
    if trial.setting == "dtype":
        return " ".join([*told, *_digits(ended)])
    if ended:
        result, choice = min(ended)
        told.append(
            _("The best: {choice}, with {result}.", choice=number(choice), result=number(result))
        )
    if theory is not None and theory.limit is not None:
        told.append(_("In theory rates above {limit} diverge.", limit=number(theory.limit)))
    return " ".join(told)


def _runs(n: int) -> str:
    return ngettext("{n} run", "{n} runs", n)


def _digits(ended: Sequence[tuple[float, float]]) -> Iterator[str]:
    """In how many digits the programs agreed, in a sentence for each format of numbers."""
    for name, bits in BITS.items():
        found = [digits for digits, choice in ended if choice == bits]
        if found:
            least, most = fixed(min(found), 1), fixed(max(found), 1)
            if least == most:
                yield _("{dtype}: {digits} digits agree.", dtype=name, digits=least)
            else:
                yield _(
                    "{dtype}: {least} to {most} digits agree.", dtype=name, least=least, most=most
                )


def _shown(ended: list[tuple[float, float]], theory: Predicted | None) -> list[tuple[float, float]]:
    """The runs that ended, then what theory says of choices, none far above the start's loss."""
    if theory is None:
        return ended
    ceiling = max([y for __, y in ended], default=0.0) * 10 or 1e6
    least = [point for point in theory.points if point[1] <= max(ceiling, theory.points[0][1] * 10)]
    return ended + least


def _log_axis(title: str, values: Sequence[float], *, fixed: bool) -> dict[str, object]:
    """A log axis over the values; where it is fixed, or they lie close, it has their room alone."""
    low, high = min(values), max(values)
    if not fixed and high >= _CLOSE * low:
        return log_axis(title, values)
    ends = (low, high) if fixed else (low / _CLOSE, high * _CLOSE)
    return log_axis(title, ends) | {"range": [math.log10(end) for end in ends]}


def _bits_axis(title: str) -> dict[str, object]:
    return {
        "title": {"text": title},
        "range": [16, 80],
        "tickvals": list(BITS.values()),
        "ticktext": list(BITS),
    }
