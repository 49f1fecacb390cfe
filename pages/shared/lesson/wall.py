"""What the wall shows of a room: the way in, the question, who has committed, the votes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.shared.lesson.plan import ask_item
from pages.shared.lesson.short_test import heading, show_part
from pages.shared.lesson.trials import show_trial
from pages.shared.lesson.wall_answer import show_answer, show_pictures
from pages.shared.lesson.way_in import show_corner, show_way_in
from pages.shared.room.teacher import show_counts
from pages.shared.session import projector
from pages.shared.session.projector import goes_on
from perceptron.lessons.predict.item import Item
from perceptron.room.errors import RoomError, StoreError
from perceptron.room.state import AGAIN, ANSWER, CLOSED, OPEN, REVEALED, SPREAD, WHY, Asked
from perceptron.room.teaching import Teaching
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _
from perceptron.text.tables import WrongKeyError

_HERE = Path(__file__).parent
_STYLE, _ALOUD = ((_HERE / f"{name}.css").read_text("utf-8") for name in ("wall", "wall_aloud"))
MEASURED, _GIVEN = N_("Run it, and reveal"), N_("Reveal the answer")
NEXT = {  # what the button that leads to a stage says
    CLOSED: N_("Close the question"),
    SPREAD: N_("Show the spread"),
    AGAIN: N_("Vote again"),
    WHY: N_("Why?"),
}
NEXT_OF_TEST = {CLOSED: N_("Close this part"), ANSWER: N_("Show what was gained")}
NEXT_OF_TRIAL = {
    CLOSED: N_("Close the trial"),
    ANSWER: N_("Show the theory"),
    WHY: N_("Why?"),
}
TWIN = N_("Ask the twin")
ALONE = N_("Answer alone, without talking.")


class Press(NamedTuple):
    """A button that leads on.

    Attributes:
        name: In its key.
        label: What it says.
        action: What it does, with `args`.
        args: For the action.
    """

    name: str
    label: str
    action: Callable[..., None]
    args: tuple[object, ...]


def show_wall(here: Teaching, items: Mapping[str, Item]) -> None:
    """Show what the class is to see, with the buttons that lead on.

    Args:
        here: The room that is taught.
        items: The questions that a run answers, and their twins, by name.

    Raises:
        RoomError: If the room is gone, or can't be reached.
    """
    asked = here.state.now
    st.html(f"<style>{_STYLE}</style>")
    if projector.is_on():
        st.html(f"<style>{_ALOUD}</style>")
    with st.container(key="lab_wall"):
        with st.container(horizontal=True, vertical_alignment="center", key="lab_wall_top"):
            show_counts(here)
            if asked is not None:
                show_corner(here)
        if asked is None:
            show_way_in(here)
            return
        with st.container(key="lab_question"):
            st.header(heading(asked), anchor=False)
        if asked.alone and asked.stage in OPEN:
            alone = _(ALONE)
            st.markdown(f"**{alone}**")
        question, _key = asked.here
        if question.told:
            with st.container(key="lab_wall_told"):
                st.caption(question.told)
        if question.options and asked.stage in (*OPEN, CLOSED):  # then they are on the axis
            with st.container(key="lab_wall_options"):
                options = (in_markdown(words) for _option, words in question.options)
                st.markdown("\n".join(f"- {words}" for words in options))
        item = items.get(asked.question.name)
        # Once it is done the plan leads on: a twin is a press of the teacher's own.
        show_moves(_presses(here, asked, item), leads=asked.stage != WHY)
        if asked.is_test:
            show_part(here, asked)
            return
        if asked.stage in REVEALED:
            show_answer(here, asked)
        with st.container(key="lab_wall_pictures"):
            if asked.tries:
                show_trial(here, asked)
            elif asked.stage in (SPREAD, *REVEALED):
                show_pictures(here, asked, item)


def _presses(here: Teaching, asked: Asked, item: Item | None) -> list[Press]:
    """What can be pressed now; what comes next first."""
    meant = (asked.question.name, asked.round)
    presses = [
        Press(stage, _label(asked, stage), move, (here, stage, *meant)) for stage in asked.moves
    ]
    if asked.stage == WHY and item is not None and item.twin is not None:
        presses.append(Press("twin", _(TWIN), ask_twin, (here, item.twin)))
    return presses


def _label(asked: Asked, stage: str) -> str:
    """What the button says that leads to a stage."""
    if asked.tries:
        return _(NEXT_OF_TRIAL[stage])
    if asked.is_test:
        return _(NEXT_OF_TEST[stage])
    if stage == ANSWER:
        return _(_GIVEN) if asked.key.given else _(MEASURED)
    return _(NEXT[stage])


def show_moves(presses: list[Press], *, leads: bool) -> None:
    """Offer what can be pressed.

    Args:
        presses: What comes next first.
        leads: Whether that has the projector's one key that goes on.
    """
    first = presses[0] if presses and leads else None
    if first:
        goes_on(first.label, first.action, *first.args)
    shown = [press for press in presses if press is not first or not projector.is_on()]
    if shown:
        with st.container(horizontal=True, key="lab_wall_moves"):
            for press in shown:
                st.button(
                    press.label,
                    key=f"move_{press.name}",
                    type="primary" if press is first else "secondary",
                    on_click=press.action,
                    args=press.args,
                )


def move(here: Teaching, stage: str, on: str, round_: int) -> None:
    """Go on with the question that is asked, unless another machine has done so already."""
    try:
        here.move(stage, on, round_)
    except StoreError as error:
        st.session_state["room_refused"] = str(error)
    except RoomError:
        pass  # the page is drawn anew, and shows how far the room is


def ask_twin(here: Teaching, twin: Item) -> None:
    """Ask the same kind of question with other numbers, to be answered alone."""
    try:
        ask_item(here, twin.name)
    except (RoomError, WrongKeyError) as error:
        st.session_state["room_refused"] = str(error)
