"""What a teacher's browser keeps: the right to a room, the plan, questions of one's own."""

from __future__ import annotations

import json

import streamlit as st

from pages.shared.session.memory import memory
from perceptron.data import DataError
from perceptron.room.keys import is_key, read_code
from perceptron.sharing.json_text import read_json

TEACHER = "teacher"  # what the browser keeps it as
HELD = "teaching"  # in the session
PLAN, OWN = TEXTS = ("plan", "own_questions")  # in both; who reads them checks them
LONGEST_TEXT = 100_000  # characters


def hold(code: str, key: str) -> None:
    """Teach a room from now on; the browser keeps the right to it for a reload."""
    st.session_state[HELD] = (code, key)
    memory().put(TEACHER, json.dumps([code, key]))


def let_go() -> None:
    """Teach no room any more."""
    st.session_state.pop(HELD, None)
    memory().delete(TEACHER)


def held() -> tuple[str, str] | None:
    """Return code and key of the room that this session teaches; None without one."""
    kept: tuple[str, str] | None = st.session_state.get(HELD)
    return kept


def take_room(text: str) -> None:
    """Teach again what this browser taught before, unless the session teaches already.

    Raises:
        DataError: If it is damaged.
    """
    match read_json(text, longest=199):
        case [str(code), str(key)] if read_code(code) and is_key(key):
            st.session_state.setdefault(HELD, (code, key))
        case _:
            why = "it is no code and key of a room"  # in English: who takes it tells it otherwise
            raise DataError(why)


def text_of(key: str) -> str:
    """Return one of `TEXTS` as it is kept; empty if there is none."""
    if key not in st.session_state:
        st.session_state[key] = memory().entries.get(key, "")
    return str(st.session_state[key])


def keep_text(key: str, text: str) -> None:
    """Keep one of `TEXTS` for this session and for the next visit; empty for none."""
    st.session_state[key] = text
    if text:
        memory().put(key, text)
    else:
        memory().delete(key)


def take_text(key: str, text: str) -> None:
    """Take over one of `TEXTS` that this browser has kept, unless the session has one already."""
    if memory().entries.setdefault(key, text) == text:
        st.session_state[key] = text
