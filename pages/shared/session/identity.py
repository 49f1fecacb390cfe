"""Who a visitor is: a key that the browser keeps, and nothing about the person.

Rooms count by a name made of it, and the codes that are pasted carry a mark made of that name: so
who commits in a room and pastes a code counts once, and nobody can commit by another's code.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.session.memory import memory
from perceptron.data import DataError
from perceptron.room.keys import STUDENT as KIND
from perceptron.room.keys import is_key, named_by, new_key, tag_of

STUDENT = "student"  # what the browser keeps it as; connection.js makes and reads the same entry
KEY = "student_key"  # in the session


def take_key(key: object) -> None:
    """Be who the browser says.

    Raises:
        DataError: If it is no key.
    """
    if not is_key(key):
        raise DataError("it is no key")  # in English: who takes it tells it otherwise
    st.session_state[KEY] = key
    memory().put(STUDENT, str(key))


def own_key() -> str:
    """Return the key of this visitor; a new one if the browser has kept none."""
    if KEY not in st.session_state:
        take_key(new_key())
    return str(st.session_state[KEY])


def own_name() -> str:
    """Return the name that rooms know this visitor by."""
    return named_by(own_key(), KIND)


def own_tag() -> str:
    """Return the mark that this visitor's codes carry."""
    return tag_of(own_name())
