"""Changing a plan: what is added, its minutes and notes, and how it is saved and loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode
from zlib import crc32

import streamlit as st

from pages.shared.lesson.text_file import read_text_file
from pages.shared.link.address import said
from pages.shared.link.share import app_in_the_network, copyable
from pages.shared.pages import page_named
from pages.shared.room.plan import keep_plan, known, last_place, plan_of_session
from pages.shared.room.teacher import TEACH
from pages.shared.session.teaching import PLAN, keep_text
from perceptron.room.plan import PAGE, QUESTION, TEST, TRIAL, Plan, PlanError, Step
from perceptron.room.plan_file import (
    LATEST,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MAX_CHARS,
    Known,
    pack_plan,
    read_plan,
    unpack_plan,
    write_plan,
)
from perceptron.room.short_test import TITLES
from perceptron.text.escape import in_markdown
from perceptron.text.language import _

_REFUSED = "plan_refused"


def take_link() -> None:
    """Take the plan of a link that was opened, once; it never stands in the address again."""
    packed = said(PLAN)
    if packed is not None:
        _take(lambda: unpack_plan(packed))


def show_changes() -> None:
    """Show what can be added, what a step has besides, and how the plan goes out and comes in."""
    plan = plan_of_session().plan
    if refused := st.session_state.pop(_REFUSED, ""):
        st.warning(in_markdown(refused), icon=":material/rule:")
    _show_adding(plan)
    _show_editing(plan)
    _show_saving(plan)


def _show_adding(plan: Plan) -> None:
    choice = _choice(known())
    chosen = st.selectbox(
        _("A question, its twin, a trial, or the short test"),
        choice,
        key="plan_question",
        width=360,
        format_func=lambda step: choice.get(step, ""),
    )
    st.button(
        _("Add it"), icon=":material/add:", on_click=_add, args=(plan, chosen),
        disabled=chosen is None, key="plan_add_question",
    )  # fmt: skip
    page, query = last_place()
    title = page_named(page).title
    address = f"{page}?{urlencode(query, safe='~')}" if query else page
    st.button(
        _("Add the page that you saw last: {page}", page=title),
        icon=":material/add:", on_click=_add, args=(plan, Step(PAGE, address)),
        key="plan_add_page",
        help=_(
            "{address}. Open a page, set it as the class is to see it, and come back here.",
            address=address,
        ),
    )  # fmt: skip


def _choice(names: Known) -> dict[Step, str]:
    """The titles of what can be asked; of two with one the second has its name there too."""
    choice: dict[Step, str] = {}
    for name, title in names.questions.items():
        title = title if title not in choice.values() else f"{title} ({name})"
        choice[Step(QUESTION, name)] = title
        if name in names.twins:
            choice[Step(QUESTION, name, twin=True)] = _("{question}: twin", question=title)
    choice |= {Step(TRIAL, name): title for name, title in names.trials.items()}
    return choice | {Step(TEST, part): _(title) for part, title in TITLES.items()}


def _add(plan: Plan, step: Step) -> None:
    try:  # as it would be read, so that what it names is known, and what is too long is told
        longer = write_plan(plan.with_step(step))
        found = read_plan(longer, known())
    except PlanError as error:
        st.session_state[_REFUSED] = str(error)
        return
    if found.problems:
        st.session_state[_REFUSED] = found.problems[0]
    else:
        keep_text(PLAN, longer)


def _show_editing(plan: Plan) -> None:
    k = st.selectbox(
        _("Change a step"), range(len(plan.steps)), key="plan_edited", width=360,
        format_func=lambda k: f"{k + 1}. {plan.steps[k].title}" if k < len(plan.steps) else "",
    )  # fmt: skip
    k = min(k or 0, len(plan.steps) - 1)
    step = plan.steps[k]
    stands = crc32(repr((step, plan.title)).encode())  # so that fields show what a load brought
    form = f"plan_edit_{k}_{stands:08x}"
    with st.form(form, border=True):
        st.number_input(
            _("Minute; empty leaves it open"), 0, LATEST, step.minute, step=1, key=f"{form}_minute"
        )
        st.text_area(_("Note"), step.note, max_chars=LONGEST_NOTE, key=f"{form}_note")
        st.text_input(
            _("Title of the plan"), plan.title, max_chars=LONGEST_TITLE, key=f"{form}_title"
        )
        st.form_submit_button(
            _("Change it"), key=f"{form}_change", on_click=_change, args=(plan, k, form)
        )


def _change(plan: Plan, k: int, form: str) -> None:
    minute, note, title = (
        st.session_state[f"{form}_{name}"] for name in ("minute", "note", "title")
    )
    changed = plan.with_step(replace(plan.steps[k], minute=minute, note=note), k)
    keep_plan(replace(changed, title=title.strip()))


def _show_saving(plan: Plan) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            _("Save as a file"), write_plan(plan), "plan.toml", "application/toml",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.button(
            _("The guide's plan again"),
            icon=":material/undo:",
            on_click=keep_text,
            args=(PLAN, ""),
        )
    try:
        link = f"{app_in_the_network()}/{TEACH}?{PLAN}={pack_plan(plan)}"
        copyable(_("Copy the link to this plan"), link, "plan_link")
        st.caption(_("It has your notes and no key. Questions of your own travel as their file."))
    except PlanError as error:
        st.caption(str(error))
    st.file_uploader(
        _("Load a plan"), type=["toml"], key="plan_file", on_change=_load, max_upload_size=1
    )


def _load() -> None:
    if (file := st.session_state.get("plan_file")) is None:
        return
    _take(lambda: read_text_file(file.getvalue(), MAX_CHARS))


def _take(read: Callable[[], str]) -> None:
    """Take a plan for this session's, with steps whose questions may come later."""
    try:
        text = read()
        read_plan(text, known())
    except ValueError as error:
        as_it_was = _("Your plan is as it was.")
        st.session_state[_REFUSED] = f"{error} {as_it_was}"
    else:
        keep_text(PLAN, text)
