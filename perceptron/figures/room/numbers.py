"""How many gave each number, as columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from perceptron.figures.columns import Columns, around, columns_of, folded, nice, ticks
from perceptron.figures.room.panels import RIGHT, VOTES, Panel, by_tone, marker, panels, titled
from perceptron.room.question import Key, Question
from perceptron.room.views import Vote
from perceptron.text.escape import in_figure
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number

_TOLD = 3  # outliers that are named one by one
_COUNT = 0.35  # times the tallest column: room for the counts over the columns
_MARK = 0.6  # the same: the mark of an answer that nobody has given


def numbers_spread(
    question: Question, rounds: Mapping[str, Sequence[Vote]], key: Key | None, *, wide: bool = True
) -> go.Figure:
    """How many gave each number, and how many of them were sure; far outliers told in words.

    Args:
        question: A number.
        rounds: The votes of each round, by its name.
        key: What they are held against; None while that is not revealed.
        wide: Whether the name and the counts of a round have room in one line.
    """
    answer = key.answer if key is not None and isinstance(key.answer, float) else None
    allowed = key.allowed if key is not None else 0.0
    near, far = folded(_numbers([v for votes in rounds.values() for v in votes]), answer, allowed)
    columns = columns_of(near)
    low, high = around(list(map(columns.place, near)), answer, allowed, columns.width)
    answers = [] if answer is None else [answer]
    whole = all(one.is_integer() for one in [*near, *answers])
    named = ticks([*map(columns.place, near), *answers], low, high)
    axis: dict[str, Any] = {
        "range": [low, high],
        "tickfont": {"size": 14},
        "showgrid": False,
        "nticks": 6,
    }
    if named and not columns.step:
        axis |= {"tickvals": named, "ticktext": list(map(number, named))}
    elif whole:
        axis["dtick"] = nice((high - low) / 6, whole=True)
    figure, tallest = go.Figure(), 1
    notes: list[dict[str, Any]] = []
    for panel in panels(rounds):
        drawn = [vote for vote in panel.votes if vote.guess not in far]
        tallest = max(tallest, _add_columns(figure, panel, drawn, columns, key))
        notes += _beyond(panel, [one for one in _numbers(panel.votes) if one in far], low)
        figure.update_layout(
            {
                panel.x: axis | {"domain": panel.domain, "anchor": panel.anchor_y},
                panel.y: {"visible": False, "anchor": panel.anchor},
            }
        )
    for panel in panels(rounds):
        figure.update_layout({panel.y: {"range": [0, (1 + _COUNT) * tallest]}})
        if answer is not None:
            notes += _mark_answer(figure, panel, answer, allowed, columns, tallest)
    title = _("How many gave which number")
    if question.unit:
        title = _("How many gave which number (in {unit})", unit=in_figure(question.unit))
    more: dict[str, Any] = {"barmode": "stack", "margin": {"b": 28}}
    figure.update_layout(titled(title, rounds, key, notes, wide=wide, below=bool(far), **more))
    return figure


def _numbers(votes: Sequence[Vote]) -> list[float]:
    return [float(vote.guess) for vote in votes if isinstance(vote.guess, (int, float))]


def _add_columns(
    figure: go.Figure, panel: Panel, votes: Sequence[Vote], columns: Columns, key: Key | None
) -> int:
    """Stack equal numbers, the right ones first, under their counts; return the greatest count."""
    for right in (True, False):
        group = [v for v in votes if right is (key is not None and key.is_right(v.guess))]
        for tone, held in by_tone(group, panel.votes):
            counts = Counter(map(columns.place, _numbers(held)))
            if counts:
                figure.add_bar(
                    x=list(counts),
                    y=list(counts.values()),
                    width=columns.width,
                    name=panel.named(
                        ", ".join(filter(None, [_("right") if right else "", _(tone)]))
                    ),
                    marker=marker([RIGHT if right else VOTES] * len(counts), tone),
                    hovertemplate="%{y} × %{x:.6g}<extra></extra>",
                    **panel.axes,
                )
    total = Counter(map(columns.place, _numbers(votes)))
    green = {columns.place(x) for x in _numbers(votes) if key is not None and key.is_right(x)}
    figure.add_scatter(
        x=list(total),
        y=list(total.values()),
        mode="text",
        text=[f"<b>{'✓ ' if x in green else ''}{count}</b>" for x, count in total.items()],
        textposition="top center",  # in English: Plotly's word
        textfont={"size": 14},
        name=panel.named(_("all")),
        cliponaxis=False,
        hoverinfo="skip",
        **panel.axes,
    )
    return max(total.values(), default=1)


def _mark_answer(
    figure: go.Figure,
    panel: Panel,
    answer: float,
    allowed: float,
    columns: Columns,
    tallest: float,
) -> Iterator[dict[str, Any]]:
    """Draw the band of what counts as right, and mark the answer where nobody has given it."""
    if allowed:
        figure.add_shape(
            type="rect", x0=answer - allowed, x1=answer + allowed, y0=0, y1=(1 + _COUNT) * tallest,
            opacity=0.15, fillcolor=RIGHT, line_width=0, layer="below", **panel.refs,
        )  # fmt: skip
    if columns.place(answer) in map(columns.place, _numbers(panel.votes)):
        return
    figure.add_shape(
        type="line", x0=answer, x1=answer, y0=0, y1=_MARK * tallest, layer="below",
        line={"color": RIGHT, "width": 3}, **panel.refs,
    )  # fmt: skip
    yield panel.refs | {
        "x": answer, "y": _MARK * tallest, "yanchor": "bottom", "showarrow": False,
        "text": "<b>✓ 0</b>",
    }  # fmt: skip


def _beyond(panel: Panel, far: Sequence[float], low: float) -> Iterator[dict[str, Any]]:
    """Say at the edges of a panel what lies beyond them."""
    below, above = [one for one in far if one < low], [one for one in far if one > low]
    for side, guesses in (("left", sorted(below, reverse=True)), ("right", sorted(above))):
        if not guesses:
            continue
        values = list(dict.fromkeys(map(number, guesses)))
        told = ", ".join(values[:_TOLD]) + (" …" if len(values) > _TOLD else "")
        words = ngettext(
            "{n} further: {guesses}", "{n} further: {guesses}", len(guesses), guesses=told
        )
        yield {
            "x": panel.domain[side == "right"], "xref": "paper", "xanchor": side,
            "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": f"← {words}" if side == "left" else f"{words} →",
        }  # fmt: skip
