"""Two languages that nobody speaks: each puts its own marks around what is said in it."""

from __future__ import annotations

from functools import partial

import pytest

from perceptron.room import wording
from perceptron.room.question import Key, Question
from perceptron.text.language import _
from tests.made_up import Catalog, teach

ONE, OTHER = "xx", "yy"
MARKS = {ONE: "‹›", OTHER: "«»"}


def let_speak(patch: pytest.MonkeyPatch) -> None:
    """Let the app have both languages besides English."""
    teach(patch, **{code: Catalog(partial(_between, marks)) for code, marks in MARKS.items()})


def _between(marks: str, message: str) -> str:
    begin, end = marks
    return f"{begin}{message}{end}"


def in_words(question: Question, key: Key) -> tuple[Question, Key]:
    """A question and its key in the language spoken here, as if the app had written them."""
    words = wording.words_of(question, key)
    said = wording.Words(
        _(words.prompt),
        _(words.title),
        {option: _(text) for option, text in words.options.items()},
        _(words.unit),
        _(words.told),
        _(words.why),
        {wrong: _(text) for wrong, text in words.reasons.items()},
    )
    return wording.worded(question, key, said)
