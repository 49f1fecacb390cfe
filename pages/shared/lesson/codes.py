"""The guesses of a class, as codes that are pasted: how many there are, and which do not count."""

from __future__ import annotations

from contextlib import nullcontext

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.lessons.predict.codes import Collected
from perceptron.lessons.predict.item import Item
from perceptron.text.language import _, ngettext

LONGEST = 200_000  # characters that can be pasted


def paste_codes(place: DeltaGenerator, *, aside: bool) -> str:
    """Show the field for the codes of a class, or a button that opens it; return its text."""
    with place.popover(_("Codes"), icon=":material/content_paste:") if aside else nullcontext():
        return st.text_area(
            _("Paste the codes of the class here"),
            key="predict_codes",
            max_chars=LONGEST,
            height=90,
            placeholder=_(
                "{start}, with names or anything else around them, as copied from a chat",
                start="PL1-…",
            ),
            persist_state="session",
        )


def how_many(item: Item, collected: Collected, n_hands: int) -> str:
    """Say how many students have guessed here, by their codes and by raised hands."""
    words = []
    if collected.guesses or collected.notes:
        n_here, n_all = len(collected.of(item)), len(collected.guesses)
        words.append(
            ngettext(
                "**{here}** of {n} student guessed here.",
                "**{here}** of {n} students guessed here.",
                n_all,
                here=n_here,
            )
        )
    if n_hands:
        words.append(ngettext("**{n}** hand raised.", "**{n}** hands raised.", n_hands))
    return " ".join(words) or _("No code is pasted, and no hand is counted yet.")


def notes_on(collected: Collected) -> list[str]:
    """Say what was not counted, and why."""
    again = _(
        "Who pasted twice counts once, with the last code ({times}).", times=collected.n_again
    )
    both = _(
        "Who committed in the room counts once, as there, not by code ({times}).",
        times=collected.n_in_room,
    )
    told = [(again, collected.n_again), (both, collected.n_in_room)]
    return [*collected.notes, *(words for words, n in told if n)]
