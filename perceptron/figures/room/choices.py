"""How many chose each option, as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from perceptron.figures.room.panels import RIGHT, VOTES, by_tone, marker, panels, titled
from perceptron.room.question import Key, Question
from perceptron.room.views import Vote
from perceptron.text.escape import in_figure
from perceptron.text.language import _

_LINE = 26  # characters of an option in one line
_LINES = 3  # of an option


def choices_spread(
    question: Question, rounds: Mapping[str, Sequence[Vote]], key: Key | None, *, wide: bool = True
) -> go.Figure:
    """How many chose each option and how many of them were sure, with their counts.

    Args:
        question: A choice.
        rounds: The votes of each round, by its name.
        key: What they are held against; None while that is not revealed.
        wide: Whether the name and the counts of a round have room in one line.
    """
    options = [option for option, __ in question.options]
    right = [key is not None and key.is_right(option) for option in options]
    ticks = ["✓ " if is_right else "" for is_right in right]
    words = [
        in_figure(tick + text) for tick, (__, text) in zip(ticks, question.options, strict=True)
    ]
    counts = [Counter(vote.guess for vote in votes) for votes in rounds.values()]
    most = max([1, *(n for count in counts for n in count.values())])
    rows = list(range(len(options)))
    figure, notes = go.Figure(), []
    for panel, count in zip(panels(rounds), counts, strict=True):
        for tone, held in by_tone(panel.votes):
            chosen = Counter(vote.guess for vote in held)
            figure.add_bar(
                y=rows,
                x=[chosen[option] for option in options],
                ids=words,
                orientation="h",
                name=panel.named(_(tone)),
                marker=marker([RIGHT if is_right else VOTES for is_right in right], tone),
                hoverinfo="skip",
                **panel.axes,
            )
        for row, option in zip(rows, options, strict=True):
            text = f"<b>{count[option]}</b>"
            notes.append(panel.refs | {"x": count[option], "y": row, "text": text, "xshift": 4})
        figure.update_layout(
            {
                panel.x: {"domain": panel.domain, "range": [0, 1.2 * most], "visible": False},
                panel.y: {
                    "range": [len(rows) - 0.5, -0.5], "anchor": panel.anchor, "showgrid": False,
                    "tickvals": rows, "ticktext": list(map(_in_lines, words)), "automargin": True,
                    "showticklabels": panel.first, "tickfont": {"size": 14},
                    "ticklabeloverflow": "allow",
                },
            }
        )  # fmt: skip
    notes = [note | {"xanchor": "left", "showarrow": False} for note in notes]
    more: dict[str, Any] = {"barmode": "stack", "bargap": 0.25, "margin": {"b": 6}}
    figure.update_layout(titled(_("How many chose what"), rounds, key, notes, wide=wide, **more))
    return figure


def _in_lines(words: str) -> str:
    """Break the words of an option so that they leave room beside them."""
    return "<br>".join(wrap(words, _LINE, max_lines=_LINES, placeholder=" …"))
