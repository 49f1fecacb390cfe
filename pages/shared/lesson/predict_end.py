"""After a question: another one like it; after the last one: the score, and where to look again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.lesson.predict import go_to_item, note, posed, show_verdict, take_guess
from pages.shared.lesson.predict_charts import show_evidence
from pages.shared.lesson.questions import show_options
from pages.shared.link.choices import STAGES, stage_key
from pages.shared.pages import PAGES, page_named
from perceptron.lessons.predict.answers import is_right, reveal
from perceptron.lessons.predict.item import Item
from perceptron.room.question import CHOICE
from perceptron.text.escape import in_markdown
from perceptron.text.language import _, ngettext


def offer_twin(item: Item) -> None:
    """Offer the twin of a question, to be answered alone and told at once."""
    twin = item.twin
    if twin is None:
        return
    opened, guess = f"twin_of_{item.name}", posed(twin).guess
    if guess is None and not st.session_state.get(opened):
        st.button(
            _("Try one with other numbers"),
            key=f"open_{opened}",
            icon=":material/change_circle:",
            on_click=st.session_state.update,
            args=({opened: True},),
        )
        return
    with st.container(border=True, key=f"asked-twin-{item.name}"):
        st.markdown(f"**{twin.question}**")
        if guess is None:
            take_guess(twin)
            return
        shown = reveal(twin)
        note(shown, guess)
        if twin.kind == CHOICE:
            show_options(dict(twin.options), guess, shown.answer)
        show_verdict(shown, guess)
        show_evidence(shown, (guess,), "twin")
        st.markdown(shown.why)


def show_end(items: Sequence[Item]) -> None:
    """After the last question: how many guesses were right, what was missed, and what is open."""
    told = [one for one in items if _is_revealed(one) and posed(one).guess is not None]
    missed = [one for one in told if not is_right(one, posed(one).guess, reveal(one).answer)]
    with st.container(border=True, key="predict-end"):
        st.header(_("That was the last question."), anchor=False)
        if told:
            n_right = len(told) - len(missed)
            st.markdown(
                ngettext(
                    "Your score: **{right} of {n}** guesses right.",
                    "Your score: **{right} of {n}** guesses right.",
                    len(told),
                    right=n_right,
                )
            )
        for one in missed:
            _show_missed(one)
        if left := [one for one in items if one not in told]:
            st.caption(
                ngettext("{n} question is still open.", "{n} questions are still open.", len(left))
            )
            first = left[0]
            st.button(
                _("Go to: {title}", title=in_markdown(first.title or first.name)),
                key="predict_open",
                on_click=go_to_item,
                args=(first.name,),
            )


def _is_revealed(item: Item) -> bool:
    stages = (st.session_state.get(stage_key(item.name)), posed(item).stage)
    return any(stage in STAGES[1:] for stage in stages)


def _show_missed(item: Item) -> None:
    """Name a question that was missed, with the way to it and to the page that explains it."""
    title = in_markdown(item.title or item.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":red[:material/cancel:] **{title}**", width="content")
        st.button(
            _("Look again"), key=f"again_{item.name}", type="tertiary",
            on_click=go_to_item, args=(item.name,),
        )  # fmt: skip
        if item.page in [page.name for page in PAGES]:
            page = page_named(item.page)
            st.page_link(page.script, label=_(page.title), icon=":material/arrow_forward:")
