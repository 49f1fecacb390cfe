"""What the votes of a round tell: how sure a class is, and which misconception it holds."""

from __future__ import annotations

from collections.abc import Iterable

from perceptron.room.held import Held, held
from perceptron.room.question import Key, Question
from perceptron.room.views import Vote


def how_sure(votes: Iterable[Vote]) -> int | None:
    """Count those who were sure; None if nobody has said whether.

    >>> how_sure([Vote("a", True), Vote("b", False)]), how_sure([Vote("a")])
    (1, None)
    """
    said = [vote.sure for vote in votes if vote.sure is not None]
    return sum(said) if said else None


def misconceptions(question: Question, key: Key, votes: Iterable[Vote]) -> list[Held]:
    """Return the wrong answers of a round whose misconception is known, the most frequent first.

    Args:
        question: What was asked.
        key: What it is held against; nobody may see this before the answer is revealed.
        votes: Of one round.
    """
    told = held(question, key, [vote.guess for vote in votes])
    known = [one for one in told if one.misconception and one.count]
    return sorted(known, key=lambda one: -one.count)
