"""What a link may say to its page besides what that shows: whoever shares it chooses it.

A link never leads to an answer by itself, and every page leads to the questions: by the list of
pages, by *Next*, by Back. So the link to any page can say that students wait, not only that to a
question: a class that was sent to Train in the middle of the hour could reveal the rest.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.link.address import said, tell
from pages.shared.session.in_room import in_room
from perceptron.text.language import N_, _

WAITS = "wait"  # in the address: students wait until the teacher reveals
STAGES = ("asked", "answer", "why")  # how far a question is
_AS_ASKED, _ANSWERED = N_("The question as it is asked"), N_("The question with its answer")


def stage_key(question: str) -> str:
    """Where the session keeps how far a question is; it never stands in its own address."""
    return f"revealed_{question}"


def students_wait() -> bool:
    """Whether a teacher reveals the answers: of the link that was opened, or of a room."""
    if said(WAITS) == "yes":
        st.session_state["students_wait"] = True
    waits = bool(st.session_state.get("students_wait"))
    tell(WAITS, "yes" if waits else "")  # so that a reload waits too
    return waits or in_room()


def choices_of_page(page: str) -> dict[str, str]:
    """Ask what the link is to say to its page besides, and return it."""
    view = {}
    if page == "train" and st.toggle(_("Train as soon as it is opened")):
        view["play"] = "yes"
    if page == "predict":
        view |= _choices_of_questions()
    return view | _choice_to_wait()


def _choices_of_questions() -> dict[str, str]:
    """Ask how far a link to a question goes; it never leads to the guesses of a class."""
    stage = st.session_state.get(stage_key(st.session_state["question"]), STAGES[0])
    if stage == STAGES[0]:
        return {}
    opens = st.radio(
        _("What the link opens"), [_AS_ASKED, _ANSWERED], format_func=_, key="share_stage"
    )
    return {"revealed": stage} if opens == _ANSWERED else {}


def _choice_to_wait() -> dict[str, str]:
    """Ask whether students wait, as the link before did; who waits hands that on, unasked."""
    if st.session_state.get("students_wait") or in_room():
        return {}
    waits = st.toggle(
        _("Students wait for you"),
        key="share_wait",
        persist_state="session",
        help=_(
            "Who opens the link can guess and hand in, but has no button that reveals and can't "
            "collect, on this page and all others. A courtesy, not a wall: who edits the link can "
            "reveal."
        ),
    )
    return {WAITS: "yes"} if waits else {}
