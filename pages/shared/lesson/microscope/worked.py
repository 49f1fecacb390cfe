"""The worked update: one entry of its gradient in full, and what the update leads to."""

from __future__ import annotations

import math
from collections.abc import Callable

import streamlit as st

from pages.shared.draw.matrices import picked_cell, show_matrices
from pages.shared.draw.words import say
from pages.shared.link.controls import count, switch
from perceptron.lessons.microscope.phases import Names, outer_product_picture
from perceptron.lessons.microscope.sums import terms
from perceptron.lessons.update import (
    Update,
    autograd_gradients,
    central_difference,
    digits_of_agreement,
)
from perceptron.text.escape import in_markdown
from perceptron.text.language import _
from perceptron.text.numbers import factor, number


def pick() -> None:
    """Choose the entry of the weight gradient that was clicked."""
    cell = picked_cell("phase")
    if cell:
        st.session_state["entry"] = (cell["i"], cell["j"])


def _take_entry() -> None:
    """Choose the entry of the weight gradient by its row and its column."""
    st.session_state["entry"] = (st.session_state["entry_row"], st.session_state["entry_column"])


def show_entry(update: Update, names: Names, r: int, s: int) -> None:
    """Write out an entry of the weight gradient, and compute it in two other ways.

    Args:
        update: The update.
        names: What its rows and columns are called.
        r: Which input.
        s: Which output.
    """
    names_of_entry = in_markdown(f"{names.features[r]}, {names.targets[s]}")
    title = _("Entry ({names}), written out", names=names_of_entry)
    st.markdown(f"## {title}")
    st.session_state.update(entry_row=r, entry_column=s)
    with st.container(horizontal=True):
        st.selectbox(
            _("Column r of X"),
            range(len(names.features)),
            key="entry_row",
            on_change=_take_entry,
            format_func=lambda i: names.features[i],
            width=200,
        )
        st.selectbox(
            _("Column s of δ"),
            range(len(names.targets)),
            key="entry_column",
            on_change=_take_entry,
            format_func=lambda j: names.targets[j],
            width=200,
        )

    def term(k: int) -> str:
        x, d = update.X[k, r].item(), update.delta[k, s].item()
        return f":violet[{factor(x)}] · :blue[{factor(d)}]"

    written = " + ".join(terms(len(update.X), term))
    st.markdown(f"{written} = **{number(update.gradients.W[r, s].item())}**")
    _show_three_ways(update, r, s)
    if switch(_("See Xᵀδ as a sum of outer products, one for each sample"), "outer", key="outer"):
        m = len(update.X)
        n = count(_("Add up to sample"), "sample", 1, m, key="outer_n") if m > 1 else 1
        show_matrices("outer", outer_product_picture(update, names, n))


def _show_three_ways(update: Update, r: int, s: int) -> None:
    by_autograd = autograd_gradients(update.X, update.Y, update.before)
    by_difference = central_difference(update.X, update.Y, update.before, r, s)
    by_hand = update.gradients.W[r, s]
    title = _("The same entry, computed in three ways")
    st.markdown(f"## {title}")
    by_formula = f"(L(w+h) − L(w−h)) / 2h, h = {number(0.0001)}"
    ways = [_("by hand, Xᵀδ"), "autograd", _("central difference, {formula}", formula=by_formula)]
    values = [by_hand.item(), by_autograd.W[r, s].item(), by_difference]
    digits = [
        digits_of_agreement(by_autograd.W[r, s], by_hand),
        digits_of_agreement(by_hand.new_tensor(by_difference), by_hand),
    ]
    st.table(
        {
            _("way"): ways,
            _("value"): [number(value, 16) for value in values],
            _("digits that agree"): [
                "",
                *(_("all: bit-identical") if math.isinf(n) else f"{math.floor(n)}" for n in digits),
            ],
        }
    )


def show_outcome(
    update: Update, after: Update, keep: Callable[[], None], first: Callable[[], None] | None
) -> None:
    """Say what the update does to the loss, and offer to keep it.

    Args:
        update: The update.
        after: The next one on the same batch.
        keep: Keeps the new W and b, and goes to the next batch.
        first: Goes back to the first W and b; None where these are there.
    """
    say(
        _(
            "The loss of this batch goes from **{before}** to **{after}**.",
            before=number(update.loss),
            after=number(after.loss),
        )
    )
    with st.container(horizontal=True):
        st.button(_("Keep the new W and b, next batch"), on_click=keep)
        st.button(_("Back to the first W and b"), on_click=first, disabled=first is None)
