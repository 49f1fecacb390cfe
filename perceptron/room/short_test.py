"""A test of several items that a room takes, each phone at its own pace: one part, and another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perceptron.room.gain import FEW, Share, few_in_words, gain, share_right
from perceptron.room.question import TEST, Guess, Key, Question
from perceptron.room.state import Asked
from perceptron.room.store import Commit
from perceptron.text.language import N_, _, ngettext

BEFORE, AFTER = PARTS = ("before", "after")
TITLES = {BEFORE: N_("Short test, before"), AFTER: N_("Short test, after")}
Answers = Mapping[str, Guess]
"""What a student has answered so far, by the names of the items."""


def name_of(part: str) -> str:
    """What a room calls a part of the test."""
    return f"{TEST}-{part}"


def part_question(
    part: str, items: Iterable[tuple[Question, Key]], page: str
) -> tuple[Question, Key]:
    """Return what a room asks to take a part of the test.

    Args:
        part: One of `PARTS`.
        items: What is asked, each with its key.
        page: Where phones answer.
    """
    questions, keys = zip(*items, strict=True)
    question = Question(
        name_of(part),
        TEST,
        _prompt(part, len(questions)),
        _(TITLES[part]),
        setting=part,
        page=page,
        items=questions,
    )
    return question, Key(None, items=keys)


def _prompt(part: str, n: int) -> str:
    if part == BEFORE:
        return ngettext(
            "The first part of a short test: {n} question on your phone",
            "The first part of a short test: {n} questions on your phone",
            n,
        )
    return ngettext(
        "The second part of a short test: {n} question on your phone",
        "The second part of a short test: {n} questions on your phone",
        n,
    )


def read_answers(question: Question, given: object) -> dict[str, Guess]:
    """Make answers of what came from a phone, or from a store.

    Raises:
        ValueError: If something in it can't be an answer to an item of this test.
    """
    items = {item.name: item for item in question.items}
    if not isinstance(given, Mapping) or not given.keys() <= items.keys():
        title = repr(question.title or question.name)
        raise ValueError(_("These can't be answers to {title}.", title=title))
    return {name: items[name].read(guess) for name, guess in given.items()}


def write_answers(answers: Answers) -> str:
    """Return answers as a store keeps them."""
    return json.dumps(answers, separators=(",", ":"))


def answers_in(question: Question, commit: Commit) -> dict[str, Guess]:
    """Read what `write_answers` has written."""
    return read_answers(question, json.loads(commit.text))


def n_finished(question: Question, commits: Iterable[Commit]) -> int:
    """How many have answered every item."""
    return sum(len(json.loads(one.text)) == len(question.items) for one in commits)


@dataclass(frozen=True, slots=True)
class Pair:
    """What was right at an item, and at its twin in the second part.

    Attributes:
        title: Of the item, without its answer.
        before: In the first part.
        after: In the second.
    """

    title: str
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class Gained:
    """What those have gained who have answered all of both parts; nobody else counts.

    Attributes:
        pairs: The items, in their order.
        n: Students.
    """

    pairs: tuple[Pair, ...]
    n: int

    @property
    def before(self) -> Share:
        """The right answers of the first part, to all items."""
        return _sum([pair.before for pair in self.pairs])

    @property
    def after(self) -> Share:
        """Those of the second."""
        return _sum([pair.after for pair in self.pairs])

    @property
    def few(self) -> str:
        """How much one more right answer of a small class would move the gain; else empty."""
        if self.n >= FEW or gain(self.before, self.after) is None:
            return ""
        return few_in_words(self.n, self.before, self.after)


def _sum(shares: Sequence[Share]) -> Share:
    return Share(sum(one.right for one in shares), sum(one.n for one in shares))


def gained(
    before: Asked, after: Asked, first: Mapping[str, Answers], second: Mapping[str, Answers]
) -> Gained:
    """Count who has answered all of both parts.

    Args:
        before: The first part, as it was asked.
        after: The second.
        first: What was answered in the first, by student.
        second: In the second.
    """
    whole = sorted(_whole(before, first) & _whole(after, second))
    shares = [
        [
            share_right(key, [answers[who][item.name] for who in whole])
            for item, key in zip(asked.question.items, asked.key.items, strict=True)
        ]
        for asked, answers in ((before, first), (after, second))
    ]
    titles = [item.title or item.name for item in before.here[0].items]
    pairs = zip(titles, *shares, strict=False)  # not of one length, if the file was edited between
    return Gained(tuple(Pair(*pair) for pair in pairs), len(whole))


def _whole(asked: Asked, answers: Mapping[str, Answers]) -> set[str]:
    names = {item.name for item in asked.question.items}
    return {who for who, given in answers.items() if names <= given.keys()}
