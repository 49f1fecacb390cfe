"""The plan of a session that teaches: kept in the teacher's browser, and walked from any page."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from pages.shared.link.address import address
from pages.shared.pages import PAGES
from pages.shared.room.teacher import TEACH, taught
from pages.shared.session import projector
from pages.shared.session.projector import goes_on
from pages.shared.session.teaching import OWN, PLAN, held, keep_text, text_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import ItemError, own_items, read_items
from perceptron.lessons.trial import TRIALS
from perceptron.room.errors import RoomError
from perceptron.room.plan import Plan, PlanError, Step
from perceptron.room.plan_file import DEFAULT, Known, PlanFile, read_plan, write_plan
from perceptron.sharing.link import read_link
from perceptron.text.language import _, once_for_each_language

NOT_SHOWN = (TEACH, "join", "guide")  # pages that no class is shown by a plan
_WANTED, _NEAR, _SEEN = "plan_wanted", "plan_near", "plan_seen"


@once_for_each_language(maxsize=32)
def _own(text: str) -> tuple[Item, ...]:
    try:
        return read_items(text).items if text else ()
    except ItemError:
        return ()


def all_items() -> tuple[Item, ...]:
    """The questions of the app and the teacher's own, untried: no run is trained for them."""
    try:
        return (*own_items(), *_own(text_of(OWN)))
    except ItemError:  # the app's own file was edited, and Predict says so
        return _own(text_of(OWN))


def known() -> Known:
    """What a plan may name: questions and pages."""
    items = all_items()
    return Known(
        questions={one.name: one.title or one.name for one in items},
        twins={one.name: one.twin.name for one in items if one.twin},
        pages={page.name: page.title for page in PAGES if page.name not in NOT_SHOWN},
        trials={name: _(trial.title) for name, trial in TRIALS.items()},
        fault=_fault,
    )


def _fault(settings: Mapping[str, str]) -> str:
    """What no page could use of these settings; the rest the page itself tells."""
    _link, notes = read_link({name: [text] for name, text in settings.items()})
    return notes[0] if notes else ""


def plan_of_session() -> PlanFile:
    """Return the plan of this session; of a new one, that of the guide."""
    text = text_of(PLAN)
    if text:
        try:
            return read_plan(text, known())
        except PlanError:  # all that it names is gone: a file of questions is not here any more
            pass
    return _translated(read_plan(DEFAULT.read_text("utf-8"), known()))


def _translated(found: PlanFile) -> PlanFile:
    """The app's own plan with its own words in the language spoken; a teacher's stays as it is."""
    plan = found.plan
    steps = tuple(replace(step, note=_(step.note)) for step in plan.steps)
    return replace(found, plan=replace(plan, title=_(plan.title), steps=steps))


def keep_plan(plan: Plan) -> None:
    """Take a plan for that of this session."""
    keep_text(PLAN, write_plan(plan))


def want(k: int) -> None:
    """Wish for a step: *Teach a class*, which has the questions, asks or shows it."""
    st.session_state[_WANTED] = k
    if address().page != TEACH:
        st.session_state["go_to"] = TEACH


def wanted() -> Step | None:
    """Return the step that was wished for, once."""
    k = st.session_state.pop(_WANTED, None)
    steps = plan_of_session().plan.steps
    if k is None or not 0 <= k < len(steps):
        return None
    st.session_state[_NEAR] = k
    step: Step = steps[k]
    return step


def near() -> int:
    """The step that was last asked or shown here."""
    return int(st.session_state.get(_NEAR, 0))


def after_last() -> int:
    """The step that follows the last one here, as after a question that is not in the plan."""
    return near() + 1 if _NEAR in st.session_state else 0


def lead_on(page: str) -> bool:
    """While a room is taught, lead to the next step of the plan instead of the next page.

    Returns:
        Whether a room is taught: no other way on may stand on the wall, it could answer early.
    """
    if held() is None:
        return False
    if page == TEACH:
        return True
    k, steps = _at(page), plan_of_session().plan.steps
    following = None if k is None or k + 1 == len(steps) else k + 1
    if following is None:
        goes_on(_("Back to the plan"), _to_the_plan)
    else:
        label = _("Next: {step}", step=steps[following].title)
        goes_on(label, want, following)
    if not projector.is_on():
        with st.container(horizontal=True, key="plan_leads"):
            st.button(_("Plan"), icon=":material/list:", on_click=_to_the_plan, key="plan_back")
            if following is not None:
                st.button(
                    label, icon=":material/arrow_forward:", on_click=want, args=(following,),
                    key="plan_next", type="primary",
                )  # fmt: skip
    return True


def _at(page: str) -> int | None:
    """The step that this page is: what was wished for here, else what the room is shown."""
    plan = plan_of_session().plan
    if near() < len(plan.steps) and plan.steps[near()].page == page:
        return near()
    with suppress(RoomError):
        here = taught()
        if here and here.state.page.partition("?")[0] == page:
            return plan.now(here.state)
    return None


def _to_the_plan() -> None:
    st.session_state["go_to"] = TEACH


def note_place(page: str) -> None:
    """Remember what a page shows, so that a plan can take it up."""
    if page not in NOT_SHOWN:
        query = {n: t for n, t in address().written.items() if n not in ("v", "projector", "room")}
        st.session_state[_SEEN] = (page, query)


def last_place() -> tuple[str, Mapping[str, str]]:
    """Return the page that was shown last, with its settings; the Train page, if none was."""
    page, query = st.session_state.get(_SEEN, ("train", {}))
    return str(page), query
