"""What stands beside the charts of a run so that none of their numbers is misread."""

from __future__ import annotations

import streamlit as st

from pages.shared.pages import page_named
from pages.shared.session import projector
from perceptron import Run
from perceptron.difference import REFERENCE
from perceptron.text.language import _


def tell_which_loss() -> None:
    """Say which loss the lines are, and where to read why the dots' mean is another one."""
    if projector.is_on():
        return
    st.caption(
        _(
            "Where you see one line, three programs lie on top of each other. Solid lines are the "
            "loss on all training rows, with the weights after each epoch, and never lie below "
            "least squares. Dots are single batches before their update; the epoch table averages "
            "those, and each batch counts alike."
        )
    )
    page = page_named("last_batch")
    label = _("Why dots and line differ: {page}", page=page.title)
    st.page_link(page.script, label=label, icon=f":material/{page.icon}:")


def nearly_zero_in_words(run: Run) -> str:
    """Say what percentages of nearly 0 are worth; empty where there are none."""
    others = [name for name in run.history.models if name != REFERENCE]
    notes = (
        f"{name}: {words}." for name in others for words in run.final_difference(name).warnings
    )
    found = " ".join(notes)
    nothing = _("A percentage of nearly nothing says nothing.")
    return f"{nothing} {found}" if found else ""
