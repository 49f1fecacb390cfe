"""Three numbers added in two orders: where agreement to the last bit ends."""

from __future__ import annotations

import streamlit as st

from pages.shared.draw.words import say
from pages.shared.link.address import address, said, tell
from pages.shared.link.controls import choose, count
from pages.shared.train.decimal_field import decimal_field
from perceptron.config import DTYPES, Bound
from perceptron.lessons.agreement.order import (
    MOST_DIGITS,
    SUMS,
    Terms,
    TwoOrders,
    equations,
    orders_in_words,
    two_orders,
    written,
)
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

OWN = "own"
_SHOWN = {
    "decimals": N_("0.1, 0.2, 0.3"),  # not every language can part decimals by commas
    "halves": N_("0.5, 0.25, 0.125"),
    "far-apart": "10¹⁶, −10¹⁶, 1",
    OWN: N_("my own"),
}
_FIELDS = ("a", "b", "c")
_TERM = Bound(-1e30, 1e30, 0.0, False, N_("One of three numbers that are added up."))
_FIRST_DIGITS = 16  # with which both sums look different, and only in their last digit


def _own_terms() -> Terms:
    """The numbers that the visitor, or the link, has given."""
    for name, value in zip(_FIELDS, SUMS["decimals"], strict=True):
        st.session_state.setdefault(f"agreement_{name}", value)
    text = said("terms")
    if text is not None:
        try:
            given = [float(part) for part in text[:99].split("_")]
            for name, value in zip(_FIELDS, given, strict=True):
                _TERM.check(name, value)
        except ValueError:  # a ConfigError, too
            address().notes.append(
                _("terms must be three numbers, as in 0.1_0.2_0.3. It is left out.")
            )
        else:
            for name, value in zip(_FIELDS, given, strict=True):
                st.session_state[f"agreement_{name}"] = value
    a, b, c = (st.session_state[f"agreement_{name}"] for name in _FIELDS)
    return a, b, c


def choose_sum() -> tuple[TwoOrders, int]:
    """Let the visitor choose three numbers and their format; return the sums, and the digits."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose(
            _("Add three numbers"),
            "sum",
            list(_SHOWN),
            format_func=lambda one: _(_SHOWN[one]),
            key="agreement_sum",
        )
        dtype = choose(_("Number format"), "format", DTYPES, key="agreement_dtype")
    terms = _own_terms()
    if chosen == OWN:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            a, b, c = (
                decimal_field(name, key=f"agreement_{name}", bound=_TERM, width=104)
                for name in _FIELDS
            )
        terms = (a, b, c)
    tell("terms", "_".join(map(repr, terms)) if chosen == OWN else "")
    digits = count(
        _("Digits shown"), "digits", 1, MOST_DIGITS, default=_FIRST_DIGITS,
        key="agreement_digits", width=340,
    )  # fmt: skip
    return two_orders(terms if chosen == OWN else SUMS[chosen], dtype), digits


def show_sum(found: TwoOrders, digits: int) -> None:
    """Show both sums, and say whether they are the same."""
    st.latex(equations(found, digits))
    words = orders_in_words(found)
    if not found.identical and written(found.left, digits) == written(found.right, digits):
        unseen = ngettext(
            "With {n} digit you can't see it: show more.",
            "With {n} digits you can't see it: show more.",
            digits,
        )
        words = f"{words} {unseen}"
    epsilon = _(
        "**Epsilon** (ε) is the gap between 1 and the next number that a number format "
        "can hold: {epsilon} in {format}.",
        epsilon=number(found.epsilon, 2),
        format=found.dtype,
    )
    say(f"{words} {epsilon}")
