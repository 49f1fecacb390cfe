"""What a link may say to its page besides what that shows: whoever shares it chooses it."""

from __future__ import annotations

import streamlit as st

from pages.shared.link.address import said, tell

WAITS = "wait"  # in the address: students wait until the teacher reveals
STAGES = ("asked", "answer", "why")  # how far a question is


def stage_key(question: str) -> str:
    """Where the session keeps how far a question is; it never stands in its own address."""
    return f"revealed_{question}"


def students_wait() -> bool:
    """Whether this page was opened by a link whose teacher reveals the answers."""
    if said(WAITS) == "yes":
        st.session_state["students_wait"] = True
    waits = bool(st.session_state.get("students_wait"))
    tell(WAITS, "yes" if waits else "")  # so that a reload waits too
    return waits


def choices_of_page(page: str) -> dict[str, str]:
    """Ask what the link is to say to its page besides, and return it."""
    if page == "train":
        return {"play": "yes"} if st.toggle("Train as soon as it is opened") else {}
    return _choices_of_questions() if page == "predict" else {}


def _choices_of_questions() -> dict[str, str]:
    """Ask how far a link to a question goes; it never leads to the guesses of a class."""
    view = {}
    stage = st.session_state.get(stage_key(st.session_state["question"]), STAGES[0])
    as_asked, answered = "The question as it is asked", "The question with its answer"
    if stage != STAGES[0]:
        opens = st.radio("What the link opens", [as_asked, answered], key="share_stage")
        if opens == answered:
            view["revealed"] = stage
    if st.session_state.get("students_wait"):
        return view
    if st.toggle(
        "Students wait for you",
        key="share_wait",
        help="Who opens the link can guess and hand in, but has no button that reveals and can't "
        "collect. A courtesy, not a wall: who edits the link can reveal.",
    ):
        view[WAITS] = "yes"
    return view
