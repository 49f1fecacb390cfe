"""A question of a lesson as a room asks it; its answer is computed, and stands in the key alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Sequence

from perceptron.room.question import CHOICE, NUMBER, Key, Question

_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def choice_question(
    name: str, prompt: str, options: Sequence[str], right: str, why: str, state: Hashable = None
) -> tuple[Question, Key]:
    """Return a choice and its key.

    Args:
        name: Unique among the lessons.
        prompt: The question.
        options: The answers to choose from. Phones know them by letters in this order, whichever
            is right.
        right: One of them.
        why: The reason.
        state: What the answer depends on; its `repr` must tell one from another.

    >>> question, key = choice_question("falls", "It is now …", ["lower", "higher"], "lower", "")
    >>> question.options, key.answer
    ((('a', 'lower'), ('b', 'higher')), 'a')
    """
    words = tuple(plain(option) for option in options)
    question = Question(
        name=name_in_rooms(name, state),
        kind=CHOICE,
        prompt=plain(prompt),
        title=plain(prompt),
        options=tuple(zip(_LETTERS, words, strict=False)),
    )
    return question, Key(_LETTERS[list(options).index(right)], plain(why), given=True)


def number_question(
    name: str, prompt: str, right: float, why: str, tolerance: float, state: Hashable = None
) -> tuple[Question, Key]:
    """Return a question for a number, and its key.

    Args:
        name: Unique among the lessons.
        prompt: The question.
        right: The right number.
        why: The reason.
        tolerance: What still counts as right, as a fraction of the right number.
        state: What the answer depends on; its `repr` must tell one from another.
    """
    question = Question(name_in_rooms(name, state), NUMBER, plain(prompt), plain(prompt))
    return question, Key(float(right), plain(why), tolerance * abs(right), given=True)


def name_in_rooms(name: str, state: Hashable) -> str:
    """Return what rooms know a question by: of other numbers it is another question.

    The colon keeps it apart from the questions of a file, whose names have none. Nothing of it
    depends on the answer.

    >>> name_in_rooms("falls", 1) == name_in_rooms("falls", 2)
    False
    """
    mark = hashlib.blake2s(repr(state).encode(), digest_size=3).hexdigest()
    return f"lesson:{name}:{mark}"


def plain(text: str) -> str:
    r"""Return a text as phones show it, which know no Markdown: its marks are taken away.

    >>> plain("x\\_1 is multiplied by 30")
    'x_1 is multiplied by 30'
    """
    return _ESCAPED.sub(r"\1", text).replace("**", "").replace("`", "")
