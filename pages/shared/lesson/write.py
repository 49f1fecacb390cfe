"""The files with blanks of the page to write it oneself, and whose seed they are made with."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

import streamlit as st
from torch import Tensor

from pages.shared.link.address import address, said, tell
from pages.shared.train.decimal_field import decimal_field
from perceptron.config import BOUNDS, ConfigError
from perceptron.sharing.exercise import write
from perceptron.text.language import _, once_for_each_language

SEED = "own_seed"  # in the address and in the session
_DRAWN = range(1000, 10_000)  # four digits are soon typed


def draw_seed() -> None:
    """Draw a seed at random."""
    st.session_state[SEED] = secrets.choice(_DRAWN)


def choose_seed() -> int:
    """Show the seed of this visitor's files, drawn once, and let it be set; return it.

    It stands in the address, so that a reload keeps it; who shares the page hands on none.
    """
    linked = said(SEED)
    if linked is not None:
        try:
            seed = int(linked) if re.fullmatch(r"[0-9]{1,10}", linked) else linked
            BOUNDS["seed"].check(SEED, seed)
            st.session_state[SEED] = seed
        except ConfigError as error:
            address().notes.append(str(error))
    if SEED not in st.session_state:
        draw_seed()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        decimal_field(
            _("Your seed"),
            key=SEED,
            bound=BOUNDS["seed"],
            width=180,
            help=_("It makes the data of your file, so your number is your own."),
        )
        st.button(_("Draw another"), key="write_draw", icon=":material/casino:", on_click=draw_seed)
        st.caption(_("Back with a file? Type the seed that it prints."), width="content")
    seed = int(st.session_state[SEED])
    tell(SEED, str(seed))
    return seed


def offer_files(seed: int) -> None:
    """Offer the notebook and the script, made when they are asked for."""
    left, right = st.columns(2)
    with left:
        _offer(
            _("Notebook"), lambda: write.notebook(seed), f"{seed}.ipynb", "application/x-ipynb+json"
        )
    with right:
        _offer(_("Python script"), lambda: write.script(seed), f"{seed}.py", "text/x-python")


def _offer(label: str, make: Callable[[], str], ending: str, mime: str) -> None:
    st.download_button(
        label,
        make,
        f"write-it-yourself-{ending}",
        mime,
        key=f"write_{ending.partition('.')[2]}",
        icon=":material/download:",
        type="primary",
        width="stretch",
        on_click="ignore",
    )


@st.cache_data(max_entries=256, show_spinner=False)
def losses(seed: int, rate_factor: float = 1.0) -> tuple[float, float]:
    """Train once for all who have this seed: the loss at the start, and after the last epoch."""
    return write.final_loss(seed, rate_factor)


@once_for_each_language()
def preview() -> tuple[str, tuple[str, ...]]:
    """A blank, and what its check says while it is empty, and after a slip."""
    number, seed = 4, _DRAWN.start

    def update(
        W: Tensor, b: Tensor, W_gradient: Tensor, b_gradient: Tensor, _: float
    ) -> tuple[Tensor, Tensor]:
        return W - W_gradient, b - b_gradient  # the learning rate is forgotten

    def empty(*_: object) -> object:
        return ..., ...

    empty.__name__ = update.__name__
    return write.blank(number), tuple(write.check(number, one, seed) for one in (empty, update))
