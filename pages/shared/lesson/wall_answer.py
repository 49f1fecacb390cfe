"""What the wall shows of the votes: their spread, then the answer and what the class has gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.lesson.predict_charts import HEIGHT, worth_drawing
from pages.shared.session import projector
from perceptron.figures import takeaways
from perceptron.figures.room import spread_figure
from perceptron.figures.room.shares import shares_figure
from perceptron.figures.room.words import spread_in_words
from perceptron.figures.runs import runs_figure
from perceptron.lessons.predict.answers import Revealed, reveal
from perceptron.lessons.predict.for_room import question_of
from perceptron.lessons.predict.item import Item
from perceptron.room.gain import (
    AFTER,
    BEFORE,
    Progress,
    Share,
    gain_in_words,
    if_few_in_words,
    share_right,
)
from perceptron.room.gain import TWIN as ON_THE_TWIN
from perceptron.room.question import CURVE
from perceptron.room.state import REVEALED, ROUNDS, TWIN, WHY, Asked
from perceptron.room.tally import misconceptions
from perceptron.room.teaching import Teaching
from perceptron.room.views import Vote
from perceptron.text.escape import in_markdown
from perceptron.text.language import _

_PLACES = ("first", "second")  # of misconceptions that are told; a small screen has one


def rounds_of(here: Teaching, asked: Asked) -> dict[str, tuple[Vote, ...]]:
    """The votes of each round so far, by its name."""
    names = (ON_THE_TWIN,) if asked.alone else (BEFORE, AFTER)[: asked.round]
    return {
        name: tuple(here.votes(k, asked.question.name).values()) for k, name in enumerate(names, 1)
    }


def progress_of(here: Teaching, name: str) -> Progress | None:
    """What the class has gained at a question and at its twin, as far as that is revealed.

    Args:
        here: The room.
        name: Of the question or of its twin.
    """
    known = here.state.asked
    first = known.get(name.removesuffix(TWIN))
    if first is None or first.key.answer is None:
        return None  # of a trial nothing is right
    if first.stage not in REVEALED or first.round < ROUNDS:
        return None
    before, after = (_share(first, votes) for votes in rounds_of(here, first).values())
    twin = known.get(f"{first.question.name}{TWIN}")
    if twin is None or twin.stage not in REVEALED:
        return Progress(before, after)
    alone, *_others = rounds_of(here, twin).values()
    return Progress(before, after, _share(twin, alone))


def _share(asked: Asked, votes: Sequence[Vote]) -> Share:
    return share_right(asked.key, [vote.guess for vote in votes])


def show_answer(here: Teaching, asked: Asked) -> None:
    """Say what is right, and which misconception the class holds; then the reason."""
    question, key = asked.here
    told = key.verdict(question, None).words  # of a trial nothing: it is drawn
    with st.container(key="lab_wall_said"):
        if told:
            st.markdown(f":green[:material/check_circle:] **{in_markdown(told)}**")
        if asked.stage == WHY:
            st.success(in_markdown(key.why), icon=":material/emoji_objects:")
        else:
            *_earlier, votes = rounds_of(here, asked).values()
            held = misconceptions(question, key, votes)
            for one, place in zip(held, _PLACES, strict=False):
                with st.container(key=f"lab_wall_{place}"):
                    st.markdown(
                        _(
                            "**{count} of {all}** said “{said}”: {thought}",
                            count=one.count,
                            all=len(votes),
                            said=in_markdown(one.words),
                            thought=in_markdown(one.misconception),
                        )
                    )
            if progress := progress_of(here, asked.question.name):
                st.markdown(in_markdown(_progress(progress)))


def _progress(progress: Progress) -> str:
    if progress.twin is None:
        return gain_in_words(progress.before, progress.after)
    return f"{progress.in_short} {if_few_in_words(progress.before, progress.after)}".rstrip()


def show_pictures(here: Teaching, asked: Asked, item: Item | None) -> None:
    """Draw the spread, and beside it, once revealed, the run or the three shares."""
    shown = None
    if asked.stage in REVEALED and item is not None and question_of(item) == asked.here[0]:
        shown = reveal(item)
    progress = progress_of(here, asked.question.name) if asked.stage in REVEALED else None
    compared = progress if progress and progress.twin else None
    run = shown if shown and not compared and worth_drawing(shown) else None
    every = rounds_of(here, asked)
    rounds = {name: votes for name, votes in every.items() if votes} or every
    if not (run or compared):
        show_spread(rounds, asked, shown, wide=projector.is_on())
        return
    left, right = st.columns([3, 2])
    with left:
        show_spread(rounds, asked, shown, wide=False)
    with right:
        if compared:
            show_shares(compared)
        elif run:
            show_run(run)


def show_spread(
    rounds: Mapping[str, tuple[Vote, ...]], asked: Asked, shown: Revealed | None, *, wide: bool
) -> None:
    """Draw how the answers are spread; what is right is marked once it is revealed."""
    question, known = asked.here
    key = known if asked.stage in REVEALED else None
    curve = shown.curve if shown and question.kind == CURVE else ()
    chart(
        "spread",
        (question, tuple(rounds.items()), key is None, wide),
        lambda: spread_figure(question, rounds, key, curve, wide=wide),
        lambda: spread_in_words(question, rounds, key),
        height=HEIGHT,
    )


def show_shares(progress: Progress) -> None:
    """Draw the shares of right answers in both rounds and on the twin."""
    chart(
        "shares",
        progress,
        lambda: shares_figure(progress),
        lambda: " ".join(progress.words),
        height=HEIGHT,
    )


def show_run(shown: Revealed) -> None:
    """Draw the losses of the run, or of both, that the answer was measured in."""
    curves = shown.curves

    def build() -> go.Figure:
        figure = runs_figure(curves)
        figure.update_yaxes(dtick=None, nticks=4, title=None)  # as many as a low picture has room
        last = max(epochs for one in curves.values() for epochs, _loss in one.train)
        figure.update_xaxes(title=None, range=[-0.06 * last, 1.02 * last])  # the title says it
        figure.update_layout(margin={"l": 46, "b": 36}, showlegend=len(curves) > 1)
        return figure

    chart(
        "guess-runs",
        shown.item.name,
        build,
        lambda: takeaways.losses(
            {name: [loss for _epoch, loss in one.train] for name, one in curves.items()}
        ),
        height=HEIGHT,
    )
