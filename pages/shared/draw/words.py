"""Prose whose terms explain themselves: hovered, tapped or focused."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path

import streamlit as st

from pages.shared.pages import page_named
from perceptron.lessons.glossary import Term, linked

_terms = st.components.v2.component(
    "lab_terms",
    js=(Path(__file__).parent / "terms.js").read_text("utf-8"),
    isolate_styles=False,
)
_on_page: ContextVar[list[Term] | None] = ContextVar("terms", default=None)  # of this script run


def begin_words() -> None:
    """Begin a page: the first of each term on it is explained."""
    _on_page.set([])


def say(text: str) -> None:
    """Show a text in Markdown; the first of each term of the glossary on a page is explained."""
    found = _on_page.get()
    if found is None:
        found = []
        _on_page.set(found)
    words, new = linked(text, {term.address for term in found})
    found.extend(new)
    st.markdown(words)


def explain_words() -> None:
    """End a page: hand over what its terms mean."""
    told = {
        term.address: [term.name, term.meaning, page_named(term.page).title]
        for term in _on_page.get() or ()
    }
    _terms(key="terms", data=told, height=1)
