"""What a visitor has done so far: kept in the session, and by the visitor's own browser alone.

The tabs of a browser share one entry, and each has a session. None overwrites what another has
written: a tab looks at the entry before it writes, and whenever the browser tells that it became
another one; what is new in it goes to the tab's session, which makes one of both (`merged`) and
lets that be written. To look before writing is what makes it right, since a tab that slept, or had
no connection, has heard of nothing; the browser's event only tells early, above all that all was
forgotten. The rule for making one of two stands in Python alone, where it is tested.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import streamlit as st

from pages.shared.server.of_session import of_session
from pages.shared.session.memory import SHARED, memory
from perceptron.data import DataError
from perceptron.sharing.progress import Earned, Progress, merged
from perceptron.sharing.progress_read import read_progress

KEY = SHARED  # in the session, and in the browser


def progress() -> Progress:
    """What was done so far."""
    return of_session(KEY, Progress)


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
    _join(text)


def _join(text: str) -> None:
    """Make one of what the browser has and what this session has, and keep it unless it has it."""
    theirs = read_progress(text)
    both = st.session_state[KEY] = merged(progress(), theirs)
    if both == theirs:
        memory().entries[KEY] = text
    else:
        memory().put_again(KEY, both.to_text())


def take_others(told: object) -> None:
    """Take over what another tab has written, or that it has forgotten all.

    Args:
        told: What the browser says: 'number', how often it has told; 'after', the changes of this
            session that it had made by then; 'text', the entry, None where there is none.
    """
    here = memory()
    match told:
        case {"number": int(number), "after": int(after), "text": str() | None as text}:
            here.heard = max(here.heard, number)
        case _:
            return
    if after < here.forgot:  # what it says was there before this session forgot all
        if KEY in here.entries:
            here.put_again(KEY, here.entries[KEY])
    elif text is None:
        here.entries.pop(KEY, None)
        st.session_state[KEY] = Progress()
    else:
        try:
            _join(text)
        except DataError:
            here.put_again(KEY, progress().to_text())


def forget_progress() -> None:
    """Forget what was done up to now, also what another tab still knows of it."""
    st.session_state[KEY] = Progress(forgotten=_now())


def _now() -> int:
    """In milliseconds."""
    return time.time_ns() // 1_000_000


def note_page(name: str) -> None:
    """Note that a page was opened.

    The browser hears of it once it has handed over what it keeps, or something was done: else a
    page that opens could overwrite all that was done before.
    """
    new = progress().with_page(name, _now())
    if memory().taken or new.answers or new.challenges:
        _keep(new)
    else:
        st.session_state[KEY] = new


def note_answer(page: str, name: str, words: str, *, right: bool, asked: str = "") -> None:
    """Note a guess at a question, or at one like it, once it is answered."""
    _keep(progress().with_answer(page, name, words, right=right, asked=asked, at=_now()))


def earned() -> Mapping[str, Earned]:
    """How each challenge was earned, by its name."""
    return progress().challenges


def earn(name: str, by: str) -> None:
    """Note that a challenge is earned.

    Args:
        name: Of the challenge.
        by: The run that earned it, in words.
    """
    _keep(progress().with_challenge(name, by, _now()))
