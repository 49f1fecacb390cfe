"""What a class holds for true: its guesses, counted, with the misconceptions behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from perceptron.room.question import CHOICE, NUMBER, TRIAL, Guess, Key, Question, in_words
from perceptron.text.language import _


@dataclass(frozen=True, slots=True)
class Held:
    """Guesses that are held for the same.

    Attributes:
        words: An option, a number with its unit, or how far a curve is off.
        count: How many guessed so.
        right: Whether it counts as right.
        misconception: What these students may have thought; empty if right, or not known.
        guess: The option; the number, of a known wrong one that number itself; None of curves.
    """

    words: str
    count: int
    right: bool
    misconception: str
    guess: Guess | None


def held(question: Question, key: Key, guesses: Iterable[Guess]) -> tuple[Held, ...]:
    """Count guesses, each wrong one with its misconception, for the teacher's eyes.

    Of a choice all options, in their order, those that nobody took with 0. Of a number, rising:
    all that count as right in one row, those near a known wrong number in one, others as they
    are equal. Of a curve those near enough, and those further off. Of a trial nothing.

    It tells the answer, so nobody else may see it before that is revealed.
    """
    if question.kind == TRIAL:
        return ()
    if question.kind == CHOICE:
        chosen = Counter(one for one in guesses if isinstance(one, str))
        return tuple(_held(question, key, one, chosen[one]) for one, _words in question.options)
    if question.kind == NUMBER:
        counted = Counter(_same(key, one) for one in guesses if isinstance(one, float))
        return tuple(_held(question, key, value, counted[value]) for value in sorted(counted))
    near = Counter(key.is_right(one) for one in guesses)
    limit = in_words(key.factor)
    rows = (
        (True, _("near enough: within a factor {factor}", factor=limit)),
        (False, _("further off than a factor {factor}", factor=limit)),
    )
    return tuple(Held(words, near[right], right, "", None) for right, words in rows)


def _held(question: Question, key: Key, guess: str | float, count: int) -> Held:
    words, reason = question.words_of(guess), key.reason_for(guess)
    return Held(words, count, key.is_right(guess), reason, guess)


def _same(key: Key, guess: float) -> float:
    """The number that a guess counts as: the answer, a known wrong one, or itself."""
    if isinstance(key.answer, float) and key.is_right(guess):
        return key.answer
    known = key.known_as(guess)
    return float(known) if known else guess
