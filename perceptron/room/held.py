"""What a class has answered, in counts: how sure it is, and which misconception it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perceptron.room.question import Guess, Key, Question
from perceptron.room.views import Vote


@dataclass(frozen=True, slots=True)
class Held:
    """A misconception, and how many hold it.

    Attributes:
        answers: The wrong answers that tell of it, as they are read out.
        reason: Why somebody may think so.
        n: How many gave them.
    """

    answers: tuple[str, ...]
    reason: str
    n: int


def how_sure(votes: Iterable[Vote]) -> int | None:
    """Count those who were sure; None if nobody has said whether.

    >>> how_sure([Vote("a", True), Vote("b", False)]), how_sure([Vote("a")])
    (1, None)
    """
    said = [vote.sure for vote in votes if vote.sure is not None]
    return sum(said) if said else None


def misconceptions(question: Question, key: Key, votes: Sequence[Vote]) -> tuple[Held, ...]:
    """Return the misconceptions that a round's wrong answers tell of, the most frequent first.

    Args:
        question: What was asked.
        key: What it is held against; nobody may see this before the answer is revealed.
        votes: Of one round.
    """
    wrong = Counter(vote.guess for vote in votes if not key.is_right(vote.guess))
    by_reason: dict[str, list[Guess]] = {}
    for guess, _ in wrong.most_common():
        if reason := key.reason_for(guess):
            by_reason.setdefault(reason, []).append(guess)
    held = [
        Held(tuple(map(question.words_of, guesses)), reason, sum(wrong[one] for one in guesses))
        for reason, guesses in by_reason.items()
    ]
    return tuple(sorted(held, key=lambda one: -one.n))
