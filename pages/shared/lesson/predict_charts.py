"""What is drawn of a question: the guesses, the answer, and the run that it was measured in."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.session import projector
from perceptron.figures import takeaways
from perceptron.figures.evidence import evidence_figure, evidence_in_words
from perceptron.figures.predict import choices_figure, curves_figure, numbers_figure
from perceptron.figures.runs import runs_figure
from perceptron.lessons.predict.answers import Guess, Revealed, guess_in_words
from perceptron.lessons.predict.deciding import evidence_of
from perceptron.lessons.predict.evidence import Listed
from perceptron.lessons.predict.item import Item
from perceptron.room.question import CHOICE, CURVE

HEIGHT = 340
HEIGHT_ALOUD = 260  # so that question, answer and guesses fit on one screen


def show_guesses(
    item: Item, all_guesses: Sequence[Guess], shown: Revealed | None, name: str = "guesses"
) -> None:
    """Draw guesses, of one or of many, and over them the answer once it is revealed."""
    chart(
        name,
        (item.name, tuple(all_guesses), shown is None),
        lambda: _figure(item, all_guesses, shown),
        lambda: takeaways.guesses(
            [guess_in_words(item, guess) for guess in all_guesses], shown.words if shown else None
        ),
        height=HEIGHT_ALOUD if projector.is_on() else HEIGHT,
    )


def _figure(item: Item, all_guesses: Sequence[Guess], shown: Revealed | None) -> go.Figure:
    answer = shown.answer if shown else None
    if item.kind == CHOICE:
        chosen = [one for one in all_guesses if isinstance(one, str)]
        return choices_figure(
            dict(item.options), chosen, answer if isinstance(answer, str) else None
        )
    if item.kind == CURVE:
        drawn = [one for one in all_guesses if isinstance(one, tuple)]
        curve = shown.curve if shown else None
        return curves_figure(item.epochs, drawn, curve, validation=item.measure.startswith("valid"))
    numbers = [one for one in all_guesses if isinstance(one, (int, float))]
    measured = answer if isinstance(answer, (int, float)) else None
    return numbers_figure(numbers, measured, item.allowed(answer), item.unit)


def worth_drawing(shown: Revealed) -> bool:
    """Whether the losses of the run tell something that the guesses' picture doesn't."""
    return shown.item.kind != CURVE and any(run.config.epochs > 1 for run in shown.runs)


def show_evidence(shown: Revealed, guesses: Sequence[Guess], name: str = "evidence") -> None:
    """Show what decides a question: a picture or a small table of its run.

    Args:
        shown: The answer, and the run that it was measured in.
        guesses: Sketches, which are drawn with the curve that the run drew.
        name: Of the chart, unique on the page.
    """
    height = HEIGHT_ALOUD if projector.is_on() else HEIGHT
    if shown.item.kind == CURVE:
        show_guesses(shown.item, guesses, shown, name)
        return
    found = evidence_of(shown)
    if isinstance(found, Listed):
        st.caption(found.title)
        st.table({words: list(cells) for words, cells in found.columns.items()})
    elif found is not None:
        chart(
            name,
            (shown.item.name, shown.words),
            lambda: evidence_figure(found),
            lambda: evidence_in_words(found),
            height=height,
        )
    elif worth_drawing(shown):
        curves = shown.curves
        chart(
            name,
            shown.item.name,
            lambda: runs_figure(curves),
            lambda: takeaways.losses(
                {name: [loss for _, loss in one.train] for name, one in curves.items()}
            ),
            height=height,
        )
