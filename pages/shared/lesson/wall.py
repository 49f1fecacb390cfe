"""What the wall shows of a room: the way in, the question, who has committed, the votes."""

from __future__ import annotations

import segno
import streamlit as st

from pages.shared.lesson.trials import show_trial
from pages.shared.room.teacher import links, show_counts
from pages.shared.session.projector import goes_on
from perceptron.room.question import TRIAL
from perceptron.room.state import AGAIN, ANSWER, CLOSED, REVEALED, SPREAD, WHY, Asked
from perceptron.room.teaching import Teaching

NEXT = {  # what the button that leads to a stage says
    CLOSED: "Close the question",
    SPREAD: "Show the spread",
    AGAIN: "Vote again",
    ANSWER: "Run it, and reveal",
    WHY: "Why?",
}


def show_wall(here: Teaching) -> None:
    """Show what the class is to see, with the buttons that lead on."""
    state = here.state
    asked = state.now
    show_counts(here)
    if asked is None:
        show_way_in(here)
        return
    with st.container(key="lab_question"):
        st.header(asked.question.prompt, anchor=False)
    if asked.question.told:
        st.caption(asked.question.told)
    show_moves(here, asked)
    if asked.question.kind == TRIAL:
        show_trial(here, asked)
    if asked.stage in REVEALED:
        st.markdown(asked.key.verdict(asked.question, None).words)
    if asked.stage == WHY:
        st.success(asked.key.why, icon=":material/emoji_objects:")


def show_way_in(here: Teaching) -> None:
    """Show the code that phones scan, and the one that hands type."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    link = links(here)["students"]
    with left:
        code = segno.make(link, error="m", boost_error=False)
        st.image(code.svg_data_uri(scale=8, border=2, light="white"), width="stretch")
    with right:
        st.markdown(f"## Scan, or open `{link.partition('?')[0]}` and type")
        st.markdown(f"# {here.room}")


def show_moves(here: Teaching, asked: Asked) -> None:
    """Offer the stages that may come next; the first one also under the projector's one key."""
    with st.container(horizontal=True):
        for number, stage in enumerate(asked.moves):
            st.button(
                NEXT[stage],
                key=f"move_{stage}",
                type="secondary" if number else "primary",
                on_click=move,
                args=(here, stage, asked.question.name),
            )
    if asked.moves:
        goes_on(NEXT[asked.moves[0]], move, here, asked.moves[0], asked.question.name)


def move(here: Teaching, stage: str, on: str) -> None:
    """Go on with the question that is asked."""
    here.move(stage, on)
