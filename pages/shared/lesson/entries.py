"""What a visitor has typed into the blanks of a task: kept for the session, and by the browser."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from dataclasses import dataclass, field

import streamlit as st

from pages.shared.draw.blanks import LONGEST
from pages.shared.session.memory import memory
from pages.shared.session.remembered import ANSWER

MOST_TASKS = 40  # that the browser keeps; then one of them goes
_START = "entries-"
_LONGEST_ANSWER = 1_990  # characters; a longer one would not be taken back


@dataclass(eq=False)
class Entries:
    """What was typed into the blanks of a task.

    Attributes:
        name: Of the task; a digest of it.
        texts: What was typed, by the part of the task.
        given_up: The parts that were shown.
        version: Of what was not typed in this page: brought back by the browser, or shown.
        checked: The part and the places of the fields that were typed into last.
        times: How often something was typed.
    """

    name: str
    texts: dict[str, list[str]] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    version: int = 0
    checked: tuple[str, list[int]] = ("", [])
    times: int = 0

    def of(self, part: str, n: int) -> list[str]:
        """What was typed into the n fields of a part."""
        texts = self.texts.get(part, [])[:n]
        return texts + [""] * (n - len(texts))

    def take(self, part: str, texts: list[str]) -> None:
        """Keep what is typed now into the fields of a part, and which of them are new."""
        before = self.of(part, len(texts))
        new = [k for k, (old, text) in enumerate(zip(before, texts, strict=True)) if old != text]
        if new and part not in self.given_up:
            self.texts[part] = texts
            self.checked = (part, [k for k in new if texts[k]])
            self.times += 1
            self._keep()

    def give_up(self, part: str) -> None:
        """Show a part; it does not count as solved."""
        self.given_up.add(part)
        self.version += 1
        self._keep()

    def _keep(self) -> None:
        """Let the browser keep it, as it keeps the answer to a question."""
        here, key = memory(), f"{ANSWER}{_START}{self.name}"
        guess = [[part, *texts] for part, texts in self.texts.items()]
        kept = {"of": self.name, "guess": guess, "stage": " ".join(sorted(self.given_up))}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if len(text) < _LONGEST_ANSWER:
            here.put(key, text)
        others = [one for one in here.entries if one.startswith(f"{ANSWER}{_START}") and one != key]
        for one in others[: max(0, len(others) + 1 - MOST_TASKS)]:
            here.delete(one)
            here.answers.pop(one.removeprefix(ANSWER), None)

    def recall(self) -> None:
        """Take what the browser has handed over; what was typed since then outweighs it."""
        kept = memory().answers.pop(f"{_START}{self.name}", None)
        if kept is None or not isinstance(kept["guess"], list):
            return
        for one in kept["guess"]:
            match one:
                case [str(part), *texts] if all(isinstance(text, str) for text in texts):
                    typed = self.texts.get(part, [])
                    typed += [""] * (len(texts) - len(typed))
                    old = [*texts, *[""] * (len(typed) - len(texts))]
                    pairs = zip(typed, old, strict=True)
                    self.texts[part] = [text or other[:LONGEST] for text, other in pairs]
        self.given_up |= set(kept["stage"].split())
        self.version += 1


def entries_of(task: Hashable) -> Entries:
    """Return what this visitor has typed into the blanks of a task.

    Args:
        task: What is asked. Its `repr` must be the same in the next visit.
    """
    name = hashlib.blake2s(repr(task).encode(), digest_size=8).hexdigest()
    known: dict[str, Entries] = st.session_state.setdefault("entries", {})
    here = known.setdefault(name, Entries(name))
    here.recall()
    return here
