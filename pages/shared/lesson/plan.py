"""The plan on the teacher's page: what is on now, what comes next, and what the answers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl

import streamlit as st

from pages.shared.lesson.own_questions import show_item
from pages.shared.lesson.short_test import ask_part, asked_in
from pages.shared.lesson.trials import ask_trial
from pages.shared.room.plan import (
    after_last,
    all_items,
    keep_plan,
    near,
    plan_of_session,
    want,
    wanted,
)
from pages.shared.room.teacher import ALONE, place_of
from pages.shared.session import projector
from pages.shared.session.projector import goes_on
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.trial import try_run
from perceptron.room.plan import PAGE, QUESTION, TEST, TRIAL, Plan, Step
from perceptron.room.question import Key, Question
from perceptron.room.state import RoomState
from perceptron.room.teaching import Teaching
from perceptron.room.wording import in_every_language
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _
from perceptron.text.tables import WrongKeyError

OVER = N_("That was the plan. Take home the answers, then close the room.")
ICONS = {PAGE: "web", QUESTION: "psychology_alt", TRIAL: "science", TEST: "query_stats"}


def items_by_name() -> dict[str, Item]:
    """All that can be asked, with twins, by the name that a room knows it by."""
    items = all_items()
    twins = [one.twin for one in items if one.twin]
    return {one.name: one for one in (*items, *twins)}


def asked_by(plan: Plan, items: Mapping[str, Item]) -> Iterator[tuple[Question, Key]]:
    """The questions of a plan, with their keys, in its order; those that a run answers."""
    for step in plan.steps:
        if step.kind == TEST:
            yield from asked_in(step.what)
        if step.kind == QUESTION and (item := items.get(step.name)):
            with suppress(WrongKeyError):
                yield question_of(item), key_of(item, try_run(item))


def take_step(here: Teaching) -> None:
    """Ask or show the step that was wished for, if one was."""
    step = wanted()
    if step is None:
        return
    if step.kind == PAGE:
        (page, _mark, query), state = step.name.partition("?"), here.state
        led = page not in ALONE and state.follow and not state.ballot
        if not led:  # else phones are led when the page is there
            here.show(place_of(page, dict(parse_qsl(query))))
        st.session_state["go_to"] = page
        if query:  # else the settings stay as they are
            st.session_state["go_with"] = dict(parse_qsl(query))
        st.rerun()
    if step.kind == TRIAL:
        ask_trial(here, step.what)
        return
    if step.kind == TEST:
        ask_part(here, step.what)
        return
    try:
        ask_item(here, step.name)
    except WrongKeyError as wrong:
        st.session_state["room_refused"] = _(
            "{question} can't be asked: {why}", question=repr(step.title), why=wrong
        )


def ask_item(here: Teaching, name: str) -> None:
    """Ask what a run answers.

    Args:
        here: The room.
        name: What it knows the question by, or the twin.

    Raises:
        WrongKeyError: If its run can't answer it.
        RoomError: If the room is gone, or can't be reached.
    """

    def asked() -> tuple[Question, Key]:
        item = items_by_name()[name]  # in the language spoken now
        return question_of(item), key_of(item, try_run(item))

    here.ask(*in_every_language(asked))


def offer_next(here: Teaching) -> None:
    """Offer the next step under the projector's one key, once a question is done.

    Before the wall offers its own: a twin is asked by `N` only where the plan has it.
    """
    state = here.state
    if _is_done(state):
        plan = plan_of_session().plan
        following = _following(plan, plan.now(state, near()))
        if following is not None:
            goes_on(_next(plan, following), want, following)


def _next(plan: Plan, k: int) -> str:
    return _("Next: {step}", step=plan.steps[k].title)


def _is_done(state: RoomState) -> bool:
    """Whether no question is asked that could be led on."""
    return state.now is None or not state.now.moves


def _following(plan: Plan, k: int | None) -> int | None:
    after = after_last() if k is None else k + 1
    return after if after < len(plan.steps) else None


def lead_through(here: Teaching) -> None:
    """Show the ways to the step after the one that is on, and to the one before it."""
    plan = plan_of_session().plan
    k = plan.now(here.state, near())
    following = _following(plan, k)
    if following is None and _is_done(here.state):
        with st.container(key="lab_plan_over"):
            over = _(OVER)
            st.markdown(f"**{over}**")
    with st.container(horizontal=True, key="plan_leads"):
        if k:
            st.button(
                _("Back"), icon=":material/arrow_back:", on_click=want, args=(k - 1,),
                key="plan_back", type="tertiary" if projector.is_on() else "secondary",
                help=None
                if projector.is_on()
                else _("To {step}", step=plan.steps[k - 1].title),
            )  # fmt: skip
        if following is not None and not projector.is_on():
            st.button(
                _next(plan, following), key="plan_next",
                icon=":material/arrow_forward:", on_click=want, args=(following,),
            )  # fmt: skip


def show_plan(here: Teaching) -> None:
    """List the steps, each with the button that asks or shows it; on request with the answers."""
    found, state = plan_of_session(), here.state
    now = found.plan.now(state, near())
    title = found.plan.title or _("A plan")
    st.markdown(f"**{in_markdown(title)}**")
    for problem in found.problems:
        left_out = _("Left out of the plan: {problem}", problem=problem)
        st.warning(in_markdown(left_out), icon=":material/rule:")
    answers = st.toggle(
        _("Show texts, answers and notes"),
        key="plan_answers",
        help=_("For you, before the lesson: as they are measured. Not on the projector."),
    )
    items = items_by_name() if answers else {}
    for k, step in enumerate(found.plan.steps):
        _show_step(found.plan, k, step, on=k == now)
        if answers:
            if step.note:
                st.caption(in_markdown(step.note))
            if item := items.get(step.name):
                show_item(item)


def _show_step(plan: Plan, k: int, step: Step, *, on: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"plan_row_{k}"):
        st.button(
            _in_a_row(step, on=on),
            key=f"plan_step_{k}",
            icon=f":material/{ICONS[step.kind]}:",
            type="primary" if on else "secondary",
            help=_("Show it now") if step.kind == PAGE else _("Ask it now"),
            on_click=want,
            args=(k,),
        )
        _mover(plan, k, -1, disabled=k == 0)
        _mover(plan, k, 1, disabled=k == len(plan.steps) - 1)
        st.button(
            _("Take out"), icon=":material/close:", key=f"plan_out_{k}", type="tertiary",
            on_click=_take_out, args=(plan, k), disabled=len(plan.steps) == 1,
        )  # fmt: skip


def _in_a_row(step: Step, *, on: bool) -> str:
    """When a step is, what it is, and whether it is on."""
    parts = [] if step.minute is None else [_("{n} min", n=step.minute)]
    parts.append(in_markdown(step.title))
    return " · ".join([*parts, _("now")] if on else parts)


def _mover(plan: Plan, k: int, by: int, *, disabled: bool) -> None:
    up = by < 0
    st.button(
        _("Up") if up else _("Down"),
        icon=":material/arrow_upward:" if up else ":material/arrow_downward:",
        key=f"plan_Up_{k}" if up else f"plan_Down_{k}",
        type="tertiary",
        on_click=_move,
        args=(plan, k, by),
        disabled=disabled,
    )


def _move(plan: Plan, k: int, by: int) -> None:
    keep_plan(plan.moved(k, by))


def _take_out(plan: Plan, k: int) -> None:
    keep_plan(plan.without(k))
