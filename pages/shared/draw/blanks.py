"""Entries of a matrix that a visitor types in, as `matrices.js` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import streamlit as st

LONGEST = 16  # characters of what is typed; a field takes no more
State = Literal["", "right", "wrong", "shown"]


@dataclass(frozen=True, slots=True)
class Blank:
    """An entry that is a field.

    Attributes:
        matrix: The name of its matrix.
        i: Its row, from 0.
        j: Its column, from 0.
        label: What it is called for who hears the page.
        text: What has been typed.
        state: Whether that is right; empty while nothing is typed, 'shown' if it was given up.
        words: What is said of it.
        sum: What it is computed from, written out; empty while that would tell it.
    """

    matrix: str
    i: int
    j: int
    label: str
    text: str
    state: State
    words: str
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Blanks:
    """The fields of a picture.

    Attributes:
        task: What is asked. What was typed for one task is not shown for another.
        fields: In the order in which they are filled in.
        version: Of what the fields hold, when it was not typed into them.
        said: A number and what is said aloud, when the number is another one.
    """

    task: str = ""
    fields: tuple[Blank, ...] = ()
    version: int = 0
    said: tuple[int, str] = (0, "")

    def described(self) -> dict[str, Any]:
        """As the component takes it."""
        fields = [asdict(one) for one in self.fields]
        return {"task": self.task, "blanks": fields, "said": list(self.said)}


def typed_texts(name: str) -> tuple[str, list[str]]:
    """Return the task of the picture of a name, and what is typed into its fields by now."""
    state: Mapping[str, Any] = st.session_state.get(f"matrices-{name}", {})
    match state.get("typed"):
        case {"task": str(task), "texts": list(texts)}:
            return task, [str(text)[:LONGEST] for text in texts]
    return "", []
