"""What a class has answered, as the wall shows it: one panel a round, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from perceptron.figures.room.choices import choices_spread
from perceptron.figures.room.curves import curves_spread
from perceptron.figures.room.numbers import numbers_spread
from perceptron.history.curves import Points
from perceptron.room.question import CHOICE, NUMBER, Key, Question
from perceptron.room.views import Vote


def spread_figure(
    question: Question,
    rounds: Mapping[str, Sequence[Vote]],
    key: Key | None = None,
    curve: Points = (),
    *,
    wide: bool = True,
) -> go.Figure:
    """How the answers of a class are spread, each round in a panel of its own, on the same axes.

    Args:
        question: A choice, a number or a curve.
        rounds: The votes of each round, by its name.
        key: What they are held against; None while that is not revealed.
        curve: (epochs trained, loss) of the run; empty takes the answer's points.
        wide: Whether the name and the counts of a round have room in one line.
    """
    if question.kind == CHOICE:
        return choices_spread(question, rounds, key, wide=wide)
    if question.kind == NUMBER:
        return numbers_spread(question, rounds, key, wide=wide)
    return curves_spread(question, rounds, key, curve, wide=wide)
