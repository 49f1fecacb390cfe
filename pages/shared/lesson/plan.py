"""The teacher's plan: what is asked and shown, in which order."""

from __future__ import annotations

import streamlit as st

from pages.shared.lesson.predict import questions_that_work
from pages.shared.lesson.trials import ask_trial
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.trial import TRIALS
from perceptron.room.teaching import Teaching


def items_of_plan() -> dict[str, Item]:
    """All that can be asked, with twins, by the name that a room knows it by."""
    items = questions_that_work().items
    return {one.name: one for item in items for one in (item, item.twin) if one}


def show_plan(here: Teaching) -> None:
    """List the questions, each with the button that asks it."""
    for name, trial in TRIALS.items():
        st.button(trial.title, on_click=ask_trial, args=(here, name), key=f"try_{name}")
    for item in questions_that_work().items:
        st.button(
            item.title or item.name, on_click=ask_item, args=(here, item), key=f"ask_{item.name}"
        )


def ask_item(here: Teaching, item: Item) -> None:
    """Ask an item in the room."""
    here.ask(question_of(item), key_of(item, reveal(item)))
