"""An item as a room asks it: what phones may know, and what they may not before the reveal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.runs import runs_in_words
from perceptron.room.question import Guess, Key, Question

if TYPE_CHECKING:
    from perceptron.lessons.predict.answers import Revealed


def question_of(item: Item) -> Question:
    """Return what is asked: nothing in it depends on the answer."""
    return Question(
        name=item.name,
        kind=item.kind,
        prompt=item.question,
        title=item.title or item.name,
        options=item.options,
        unit=item.unit,
        epochs=item.epochs,
        told=runs_in_words(item),
    )


def key_of(item: Item, revealed: Revealed) -> Key:
    """Return what guesses at an item are held against, as its run has shown it."""
    return key_with(item, revealed.answer, revealed.why)


def key_with(item: Item, answer: Guess, why: str = "") -> Key:
    """Return what guesses at an item are held against, if this is the answer."""
    return Key(
        answer=answer,
        why=why,
        allowed=item.allowed(answer),
        factor=item.factor,
        reasons=dict(item.misconceptions),
        given=item.given,
    )
