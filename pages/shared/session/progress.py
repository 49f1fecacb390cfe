"""What a visitor has achieved: kept in the session and, as one text, by the browser.

The text is an object with a part for each kind of thing: `{"challenges": {name: by}}`. Parts that
are unknown here are left as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from pages.shared.session.memory import memory
from perceptron import DataError
from perceptron.sharing.json_text import read_json

PROGRESS = "progress-"  # what its keys in the browser begin with
KEY = f"{PROGRESS}all"
STATE = "progress"  # in the session: the object
_CHALLENGES = "challenges"
LONGEST = 20_000  # characters of the text
_MOST = 100  # of one part
_LONGEST_NAME, _LONGEST_WORDS = 40, 200


def earned() -> Mapping[str, str]:
    """Return the challenges that are earned: by name, the run that earned each, in words."""
    return MappingProxyType(_parts().get(_CHALLENGES, {}))


def earn(name: str, by: str) -> None:
    """Keep that a challenge is earned; who has earned it keeps the first run.

    Args:
        name: Of the challenge.
        by: Which run earned it, in words.
    """
    if name not in earned():
        _put(_parts() | {_CHALLENGES: {**earned(), name: by[:_LONGEST_WORDS]}})


def take_progress(text: str) -> None:
    """Take over what the browser has kept; what was achieved here meanwhile stays.

    Raises:
        DataError: If it is damaged.
    """
    kept = read_json(text, longest=LONGEST)
    if not isinstance(kept, dict):
        raise DataError("it is not an object with parts")
    there = _challenges(kept.get(_CHALLENGES, {}))
    memory().entries[KEY] = text
    _put({**kept, **_parts(), _CHALLENGES: {**earned(), **there}})


def _challenges(part: Any) -> dict[str, str]:
    """Check the part of the challenges."""
    if not isinstance(part, dict) or len(part) > _MOST:
        raise DataError("its challenges are not names")
    for name, by in part.items():
        if len(name) > _LONGEST_NAME or not isinstance(by, str) or len(by) > _LONGEST_WORDS:
            raise DataError("its challenges are not names")
    return part


def _parts() -> dict[str, Any]:
    parts: dict[str, Any] = st.session_state.setdefault(STATE, {})
    return parts


def _put(parts: dict[str, Any]) -> None:
    st.session_state[STATE] = parts
    memory().put(KEY, json.dumps(parts, ensure_ascii=False, separators=(",", ":")))
