"""The words of what a room is asked, in every language: its phones may read different ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perceptron.room.question import Key, Question
from perceptron.text.language import SOURCE, languages, speaking


@dataclass(frozen=True, slots=True)
class Words:
    """All that is read of a question and of the key to it, in one language.

    Nothing is counted or compared by it: that goes by the question as it is in English.

    Attributes:
        prompt: As of the question, and so are the next four.
        title: In lists.
        options: By what they stand for.
        unit: Of a number.
        told: What else is said.
        why: As of the key: the reason.
        reasons: Of wrong answers, by answer.
        items: Of a test: the words of its items, in their order.
    """

    prompt: str
    title: str
    options: Mapping[str, str]
    unit: str
    told: str
    why: str
    reasons: Mapping[str, str]
    items: tuple[Words, ...] = ()


def words_of(question: Question, key: Key) -> Words:
    """Take the words out of a question and its key."""
    return Words(
        question.prompt,
        question.title,
        dict(question.options),
        question.unit,
        question.told,
        key.why,
        dict(key.reasons),
        tuple(map(words_of, question.items, key.items)),
    )


def worded(question: Question, key: Key, words: Words) -> tuple[Question, Key]:
    """Return a question and its key in other words: all else of both stays as it is."""
    both = zip(question.items, key.items, words.items, strict=True) if words.items else ()
    items = [worded(*one) for one in both]
    asked = replace(
        question,
        prompt=words.prompt,
        title=words.title,
        options=tuple((name, words.options.get(name, text)) for name, text in question.options),
        unit=words.unit,
        told=words.told,
        items=tuple(one for one, _ in items) or question.items,
    )
    reasons = {wrong: words.reasons.get(wrong, text) for wrong, text in key.reasons.items()}
    keys = tuple(one for _, one in items) or key.items
    return asked, replace(key, why=words.why, reasons=reasons, items=keys)


def in_every_language(
    make: Callable[[], tuple[Question, Key]],
) -> tuple[Question, Key, Mapping[str, Words]]:
    """Return what a room is to be asked: question and key in English, and the other words.

    What says the same in all languages, as a question that its teacher has written, has none.

    Args:
        make: Makes the question and its key in the language that is spoken when it is called.
    """
    with speaking(SOURCE):
        question, key = make()
    source, others = words_of(question, key), {}
    for language in languages().keys() - {SOURCE}:
        with speaking(language):
            words = words_of(*make())
        if words != source:
            others[language] = words
    return question, key, others


def read_words(fields: Mapping[str, Any]) -> Words:
    """Make words of what JSON has kept of them."""
    return Words(**{**fields, "items": tuple(map(read_words, fields["items"]))})
