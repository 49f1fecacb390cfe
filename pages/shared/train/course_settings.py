"""The settings of the course's notebook, one press away: Train itself begins at a larger rate."""

from __future__ import annotations

import streamlit as st

from pages.shared.link.address import fixed
from pages.shared.session import projector
from pages.shared.session.settings import set_sidebar
from perceptron.sharing.link import DEFAULTS
from perceptron.text.language import _
from perceptron.text.numbers import number


def _course_settings() -> None:
    """Set all that a link does not hold to what the notebook of the course has."""
    set_sidebar({n: v for n, v in DEFAULTS.items() if not fixed(n)})


def offer_course_settings() -> None:
    """Offer to go back to the notebook's settings; not where a link holds the learning rate."""
    free = {name: value for name, value in DEFAULTS.items() if not fixed(name)}
    if projector.is_on() or "learning_rate" not in free:
        return
    rate, rows, batch = (number(DEFAULTS[n]) for n in ("learning_rate", "samples", "batch_size"))
    st.button(
        _("Course settings"),
        icon=":material/school:",
        help=_(
            "Those of the course's notebook: {rows} rows, batches of {batch}, learning rate "
            "{rate}.",
            rows=rows,
            batch=batch,
            rate=rate,
        ),
        on_click=_course_settings,
        disabled=all(st.session_state.get(name) == value for name, value in free.items()),
        width="stretch",
    )
