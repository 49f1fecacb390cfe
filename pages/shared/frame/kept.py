"""What the browser keeps: in words, with the button that forgets it, and how it comes back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared.link.address import address, decides
from pages.shared.session.handed_over import take_over
from pages.shared.session.memory import memory, show_kept
from pages.shared.session.remembered import forget, too_long
from perceptron.sharing.link import no_table
from perceptron.sharing.shelf import MAX_RUNS
from perceptron.text.escape import in_markdown
from perceptron.text.language import _, ngettext

MOST_NOTES = 4


def _kept() -> dict[str, str]:
    """What is said of what the browser keeps; only the browser knows which of them is true."""
    return {
        "kept": _(
            "Kept in this browser for your next visit: {runs} of up to {most} runs, {percent} % of "
            "the space. When it is full, the oldest run goes first, a pinned one last.",
            most=MAX_RUNS,
        ),
        "none": _(
            "This browser keeps your runs, answers and challenges for your next visit, and nothing "
            "is kept on the server. There is nothing yet."
        ),
        "refused": _(
            "This browser lets no page keep anything: your runs are gone when you close or reload "
            "this tab. Take home what you need."
        ),
    }


def show_memory() -> None:
    """Say what the browser keeps for the next visit, and offer to forget it."""
    with st.container(horizontal=True, vertical_alignment="center", key="kept"):
        show_kept(_kept())
        with st.popover(_("Forget everything"), icon=":material/ink_eraser:"):
            st.markdown(
                _(
                    "This deletes your runs, guesses, answers and earned challenges, your table "
                    "and the run on the Train page, and a teacher's plan and questions: here and "
                    "in this browser. It can't be undone."
                )
            )
            st.button(_("Forget it all"), key="forget", type="primary", on_click=forget)
    if names := too_long():
        st.caption(
            _(
                "Too long for the browser to keep, take them home as JSON: {names}",
                names=", ".join(map(in_markdown, names)),
            )
        )


def tell_dropped() -> None:
    """Say what in the browser could not be used, until it is read."""
    if not (notes := memory().notes):
        return
    with st.container(border=True, key="memory_notes"):
        told = _("About what this browser has kept.")
        st.markdown(f":material/inventory_2: **{told}**")
        for note in notes[:MOST_NOTES]:
            st.text(note)  # never as Markdown: it may quote what was kept
        if len(notes) > MOST_NOTES:
            more = len(notes) - MOST_NOTES
            st.text(ngettext("{n} more could not be read.", "{n} more could not be read.", more))
        st.button(_("All right"), on_click=notes.clear, key="memory_read")


def take_over_memory(text: str) -> None:
    """Take over what the browser has kept; the settings in a link that was opened win."""
    here = address()
    opened = here.link.settings if decides(here.link) else None
    values = take_over(text, {} if "play" in here.link.view else opened)
    if values:  # offered as those of a link are: they may stand between the steps of a slider
        here.link = replace(here.link, settings={**here.link.settings, **values})
        here.arrived = True  # what is written into the address now is no choice to go back from
        here.notes = [note for note in here.notes if note != no_table()]
