"""What a visitor has done so far: kept in the session, and by the visitor's own browser alone."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared.session.memory import memory
from perceptron.sharing.progress import Progress, read_progress

KEY = "progress"  # in the session, and in the browser


def progress() -> Progress:
    """What was done so far."""
    here: Progress = st.session_state.setdefault(KEY, Progress())
    return here


def _keep(new: Progress) -> None:
    if new is progress() and KEY in memory().entries:
        return  # each script run comes here; what was damaged and dropped is kept anew
    st.session_state[KEY] = new
    memory().put(KEY, new.to_text())


def take_progress(text: str) -> None:
    """Take over what the browser has kept; what this session has done already comes on top.

    Raises:
        DataError: If it is damaged.
    """
    mine, kept = progress(), read_progress(text)
    for page in mine.pages:
        kept = kept.with_page(page)
    for name, by in mine.challenges.items():
        kept = kept.with_challenge(name, by)
    for name, one in mine.answers.items():
        kept = kept.with_answer(one.page, name, one.last, right=one.is_right, asked=one.asked)
    memory().entries[KEY] = text
    _keep(kept)


def note_page(name: str) -> None:
    """Note that a page was opened.

    The browser hears of it once it has handed over what it keeps, or something was done: else a
    page that opens could overwrite all that was done before.
    """
    new = progress().with_page(name)
    if memory().taken or new.answers or new.challenges:
        _keep(new)
    else:
        st.session_state[KEY] = new


def note_answer(page: str, name: str, words: str, *, right: bool, asked: str = "") -> None:
    """Note a guess at a question, or at one like it, once it is answered."""
    _keep(progress().with_answer(page, name, words, right=right, asked=asked))


def earned() -> Mapping[str, str]:
    """What each challenge was earned by, by its name."""
    return progress().challenges


def earn(name: str, by: str) -> None:
    """Note that a challenge is earned.

    Args:
        name: Of the challenge.
        by: The run that earned it, in words.
    """
    _keep(progress().with_challenge(name, by))
