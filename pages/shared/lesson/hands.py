"""Raised hands on screen: without codes the teacher counts, and types what was counted."""

from __future__ import annotations

import streamlit as st

from pages.shared.lesson.predict import posed
from perceptron.lessons.predict.answers import Guess
from perceptron.lessons.predict.hands import MOST_HANDS, read_hands
from perceptron.lessons.predict.item import Item
from perceptron.room.question import CHOICE, CURVE
from perceptron.text.language import _


def count_hands(item: Item) -> list[Guess]:
    """Show the fields for the hands that a class raises; return a guess for each hand.

    Nobody raises a hand for a curve: then there is no field.
    """
    if item.kind == CURVE:
        return []
    with st.popover(_("Hands"), icon=":material/pan_tool:"):
        key = f"{posed(item).key}-hands"  # another one once the question is asked again
        return _of_options(item, key) if item.kind == CHOICE else _of_numbers(item, key)


def _of_options(item: Item, key: str) -> list[Guess]:
    guesses: list[Guess] = []
    for option, words in item.options:
        hands = st.number_input(
            words, 0, MOST_HANDS, 0, key=f"{key}-{option}", persist_state="session"
        )
        guesses += [option] * hands
    return guesses


def _of_numbers(item: Item, key: str) -> list[Guess]:
    text = st.text_input(
        _("Numbers, and how many hands for each"),
        key=key,
        max_chars=600,
        placeholder="3: 17; 4: 8",
        autocomplete="off",
        persist_state="session",
    )
    try:
        return [*read_hands(text, item.unit)]
    except ValueError as error:
        st.warning(str(error), icon=":material/edit:")
        return []
