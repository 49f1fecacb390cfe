"""Projector mode: larger type and lines, fewer controls, and one key that goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.session.keys import shortcut

KEY = "projector"
BEGAN = "projector_began"  # in the session: how often a press began the mode
GOES_ON = "N"
UNSEEN = ("device", "dtype", "noise", "seed", "init_seed", "scale")  # settings left out on it
TALLER = 1.2  # charts
_offered: ContextVar[bool] = ContextVar("offered", default=False)  # in this script run
_LARGE = """<style>
@media (min-width: 900px) {
 html {font-size: 20px} :root {--lab-scale: 1.4}
 [data-testid="stCaptionContainer"] {font-size: 1rem}
 [data-testid="stMainBlockContainer"] {padding-top: 3.2rem}
 [data-testid="stMain"] h1 {font-size: 1.5rem; padding: 0 0 .3rem}
 :not(.st-key-home_rate, [class*="st-key-ask-"])
 > [data-testid="stButtonGroup"] > [data-testid="stWidgetLabel"] {
  position: absolute; width: 1px; min-height: 0; height: 1px; overflow: hidden;
  clip-path: inset(50%)}
 .st-key-batch, .st-key-batch_typed {display: none}
 .st-key-lab_questions [data-testid="stWidgetLabel"] {position: absolute; width: 1px; min-height: 0;
  height: 1px; overflow: hidden; clip-path: inset(50%)}
 :has(> .lab-sketch) {display: flex; gap: 1rem; align-items: center}
 .lab-sketch-fields.lab-sketch-fields {flex: 1; grid-template-columns: 1fr 1fr; max-width: 22rem}
 [data-testid="stMain"] [data-testid="stAlertContainer"] {padding-block: .5rem}
}
[data-testid="stMain"] {height: calc(100vh - 3.6rem)} /* the key that goes on covers nothing */
[data-testid="stMain"] .st-key-lab_next {bottom: .5rem}
.st-key-lab_tools [data-testid="stMarkdownContainer"] {position: absolute; width: 1px; height: 1px;
 overflow: hidden; clip-path: inset(50%)}
[data-testid="stHeader"] {zoom: .8}
[data-testid="stHeaderLogo"] {width: 42px; object-fit: cover; object-position: left} /* room for all
 groups of pages beside the tools */
.st-key-lab_question h2 {font-size: 1.6rem; padding: .2rem 0}
</style>"""  # in English: for browsers


def is_on() -> bool:
    """Whether the page is shown to a whole room."""
    return bool(st.session_state.get(KEY))


def turn() -> None:
    """Turn the mode on or off."""
    st.session_state[KEY] = not is_on()
    if is_on():
        st.session_state[BEGAN] = times_begun() + 1


def times_begun() -> int:
    """How often a press has begun the mode here: each time the page begins at its top."""
    return int(st.session_state.get(BEGAN, 0))


def begin() -> None:
    """Begin a page: make everything larger, if the mode is on."""
    _offered.set(False)
    if is_on():
        st.html(_LARGE)


def words_and_picture() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the places for words and for the picture that they speak of.

    On a projector the picture comes first: nobody scrolls there, and the teacher says the words.
    """
    first, second = st.container(gap="xsmall"), st.container(gap="xsmall")
    return (second, first) if is_on() else (first, second)


def goes_on(label: str, action: Callable[..., None], *args: object, disabled: bool = False) -> None:
    """Offer what comes next under one key, in projector mode; the first to offer it does.

    Args:
        label: What comes next.
        action: Called with `args`.
        args: For the action.
        disabled: Whether nothing comes next here: then the key leads to the next page.
    """
    if not is_on() or disabled or _offered.get():
        return
    _offered.set(True)
    with st.container(key="lab_next"):
        st.button(
            label,
            key="goes_on_button",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            shortcut=shortcut(GOES_ON),
            on_click=action,
            args=args,
        )
