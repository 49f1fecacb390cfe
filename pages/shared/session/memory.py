"""What the visitor's own browser keeps for the next visit, and how it is told.

The server writes nothing to disk. A session says what there is to keep, entry by entry; the
browser hands all of it over once, to the next session (memory.js). Messages to the browser can
be lost: Streamlit throws away what a script run has not sent when the next one begins. So each
change is sent with two messages, and the browser asks when it has missed one all the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.server.assets import MEMORY
from pages.shared.server.of_session import of_session

ROOM = 2_000_000  # characters in a browser, of which each takes two bytes at most
EVERYTHING = "*"  # the key of an entry that stands for all of them
SHARED = "progress"  # the key of the entry that every tab adds to; memory.js knows it too
_KEY = "lab_memory"

_memory = st.components.v2.component(
    _KEY, js=(Path(__file__).parent / "mount.js").read_text("utf-8"), isolate_styles=False
)


@dataclass(eq=False)
class Memory:
    """What a session wants to be kept.

    Attributes:
        token: Tells the browser which session it talks to.
        entries: Texts by their keys: what this session has put there, or has been handed.
        answers: What the browser has handed over about questions, by their names.
        notes: What in it could not be used, in words.
        taken: Whether it has been handed over.
        heard: How often the browser has told of the shared entry, as far as was heard.
        forgot: The number of the change that forgot everything; 0 if none did.
    """

    token: str = field(default_factory=lambda: secrets.token_hex(8))
    entries: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    taken: bool = False
    heard: int = 0
    forgot: int = 0
    _changed: dict[str, int] = field(default_factory=dict)  # key -> number of its last change
    _count: int = 0
    _told: tuple[int, int] = (0, 0)  # how far the last two messages went

    def put(self, key: str, text: str) -> None:
        """Keep an entry, unless it is kept as it is."""
        if self.entries.get(key) != text:
            self.entries[key] = text
            self._change(key)

    def put_again(self, key: str, text: str) -> None:
        """Keep an entry, also if it was sent before: the browser may not have written it."""
        self.entries[key] = text
        self._change(key)

    def delete(self, key: str) -> None:
        """Keep an entry no longer."""
        if self.entries.pop(key, None) is not None:
            self._change(key)

    def drop(self, key: str) -> None:
        """Take out of the browser what this session has not taken over."""
        self.entries.pop(key, None)
        self._change(key)

    def forget(self) -> None:
        """Keep nothing of what there was, nor what the browser may still hand over."""
        self.entries, self.answers, self._changed, self.taken = {}, {}, {}, True
        self.heard = max(self.heard, 1)
        self.notes.clear()  # they quote it
        self._change(EVERYTHING)
        self.forgot = self._count

    def _change(self, key: str) -> None:
        self._count += 1
        self._changed[key] = self._count

    def repeat_from(self, number: int) -> None:
        """Send once more all changes after this one."""
        self._told = (number, number)

    def message(self) -> dict[str, Any]:
        """What the browser has to change since the message before the last."""
        since, self._told = self._told[0], (self._told[1], self._count)
        changes = sorted((n, key) for key, n in self._changed.items() if n > since)
        return {
            "session": self.token,
            "since": since,
            "until": self._count,
            "heard": self.heard,
            "changes": [[n, key, self.entries.get(key)] for n, key in changes],
        }


def memory() -> Memory:
    """Return what this session wants to be kept."""
    return of_session("memory", Memory)


_places: ContextVar[tuple[DeltaGenerator, int] | None] = ContextVar("places", default=None)


def ask_for_memory(take_over: Callable[[str], None], take_others: Callable[[object], None]) -> None:
    """Let the browser hand over what it keeps; a new session asks, and hears it once.

    Args:
        take_over: Called before the next script run with JSON: an object of texts.
        take_others: Called likewise with what another tab has done to the shared entry.
    """
    corner = st.container(key="memory")
    _places.set((corner.empty(), 0))
    with corner:
        _memory(
            key=_KEY,
            data={
                "part": "ask",
                "code": MEMORY.address,
                "session": memory().token,
                "taken": memory().taken,
                "room": ROOM,
            },
            height=1,
            on_store_change=lambda: take_over(str(st.session_state[_KEY]["store"])),
            on_others_change=lambda: take_others(st.session_state[_KEY]["others"]),
        )


def tell_memory() -> None:
    """Send the changes; also in the middle of a script run that goes on for long."""
    if (place := _places.get()) is None:  # a page without its frame
        return
    slot, number = place
    _places.set((slot, number + 1))
    key = f"{_KEY}_{number}"
    with slot:
        _memory(
            key=key,
            data={"part": "keep", "code": MEMORY.address, "room": ROOM, **memory().message()},
            height=1,
            on_missed_change=lambda: _repeat(st.session_state[key]["missed"]),
        )


def _repeat(number: object) -> None:
    memory().repeat_from(number if isinstance(number, int) and number >= 0 else 0)


def show_kept(words: dict[str, str]) -> None:
    """Say how much the browser keeps; only it knows.

    Args:
        words: Sentences for 'kept', where {runs} and {percent} are filled in, 'none' and 'refused'.
    """
    _memory(
        key=f"{_KEY}_note",
        data={"part": "note", "code": MEMORY.address, "room": ROOM, "words": words},
    )
