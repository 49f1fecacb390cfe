"""What somebody has done so far, as the text that a browser keeps: pages, answers, challenges.

Each thing has its time, so that what was done in two tabs can be made one: `merged`. Times are in
milliseconds since 1970, 0 where a text of an earlier version tells none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TypeVar

MOST = 150  # pages, answers or challenges
LONGEST = 200  # characters of an answer's words, or of what a challenge was earned by
Entry = TypeVar("Entry")  # in English: a name in Python


@dataclass(frozen=True, slots=True)
class Answered:
    """How a question of a lesson was answered.

    Attributes:
        page: Where it is asked.
        asked: The question that was answered last.
        first: The first guess, in words.
        was_right: Whether that was right.
        last: The newest guess, at the question or one like it.
        is_right: Whether that was.
        tries: How many guesses there were.
        lessons: How many lessons had been begun when it was missed last; what it waits from.
        first_at: When the first guess was made.
        last_at: When the newest was.
    """

    page: str
    asked: str
    first: str
    was_right: bool
    last: str
    is_right: bool
    tries: int = 1
    lessons: int = 0
    first_at: int = 0
    last_at: int = 0

    def since(self, time: int) -> Answered | None:
        """What is left of it once all before a time is forgotten; None if nothing is."""
        if self.last_at < time:
            return None
        if self.first_at >= time:
            return self
        newest = (self.last, self.is_right, self.last_at)
        return replace(self, first=newest[0], was_right=newest[1], first_at=newest[2], tries=1)

    def with_other(self, other: Answered) -> Answered:
        """Both as one: the first guess is the earliest, the newest the latest."""
        first = min(self, other, key=lambda one: (one.first_at, one.first, one.was_right))
        last = max(
            self,
            other,
            key=lambda one: (one.last_at, one.is_right, one.last, one.asked, one.page, one.lessons),
        )
        return replace(
            last,
            first=first.first,
            was_right=first.was_right,
            first_at=first.first_at,
            tries=max(self.tries, other.tries),
        )


@dataclass(frozen=True, slots=True)
class Earned:
    """How a challenge was earned.

    Attributes:
        by: The run that earned it, in words.
        at: When.
    """

    by: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody has done so far. A change makes another one.

    Attributes:
        pages: The pages that were opened, in their order, and when each was first.
        answers: By the names of the questions.
        challenges: What each challenge was earned by, by its name.
        forgotten: All that was done before this time is forgotten; 0 if nothing is.
    """

    pages: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Answered] = field(default_factory=dict)
    challenges: Mapping[str, Earned] = field(default_factory=dict)
    forgotten: int = 0

    def with_page(self, page: str, at: int = 0) -> Progress:
        """Once a page was opened."""
        if page in self.pages or len(self.pages) >= MOST:
            return self
        return replace(self, pages={**self.pages, page: at})

    def with_challenge(self, name: str, by: str, at: int = 0) -> Progress:
        """Once a challenge is earned; the first time counts."""
        if name in self.challenges or len(self.challenges) >= MOST:
            return self
        return replace(self, challenges={**self.challenges, name: Earned(by[:LONGEST], at)})

    def with_answer(
        self, page: str, name: str, words: str, *, right: bool, asked: str = "", at: int = 0
    ) -> Progress:
        """Once a question, or one like it, was answered.

        Args:
            page: Where it is asked.
            name: Of the question, which those like it share.
            words: The guess.
            right: Whether it is right.
            asked: What was asked.
            at: When it was answered.

        >>> once = Progress().with_answer("cost", "bytes", "4", right=False)
        >>> twice = once.with_answer("cost", "bytes", "8", right=True).answers["bytes"]
        >>> twice.first, twice.was_right, twice.last, twice.is_right, twice.tries
        ('4', False, '8', True, 2)
        """
        words, asked, before = words[:LONGEST], asked[:LONGEST], self.answers.get(name)
        if before is None:
            if len(self.answers) >= MOST:
                return self
            now = Answered(page, asked, words, right, words, right, 1, len(self.pages), at, at)
        else:
            now = replace(
                before,
                asked=asked,
                last=words,
                is_right=right,
                tries=min(before.tries + 1, 1_000_000),
                lessons=before.lessons if right else len(self.pages),
                last_at=at,
            )
        return replace(self, answers={**self.answers, name: now})

    def missed(self) -> tuple[str, ...]:
        """The questions whose newest guess is wrong, the one that waits longest first."""
        open_ones = [name for name, one in self.answers.items() if not one.is_right]
        return tuple(sorted(open_ones, key=lambda name: self.answers[name].lessons))

    def to_text(self) -> str:
        """Write it as the browser keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def merged(a: Progress, b: Progress) -> Progress:
    """Return what was done in either, as of one who has done both.

    It is the same whichever comes first, and merging once more with either changes nothing: so
    tabs that tell each other come to rest. What one has forgotten, the other does not bring back.

    >>> here = Progress().with_page("cost", 1).with_answer("cost", "q", "4", right=False, at=2)
    >>> there = Progress().with_page("train", 3).with_answer("cost", "q", "8", right=True, at=4)
    >>> both = merged(here, there)
    >>> list(both.pages), both.answers["q"].first, both.answers["q"].last
    (['cost', 'train'], '4', '8')
    >>> merged(both, Progress(forgotten=4)).answers["q"].first
    '8'
    """
    start = max(a.forgotten, b.forgotten)
    pages = _both(a.pages, b.pages, lambda at: at if at >= start else None, min)
    answers = _both(a.answers, b.answers, lambda one: one.since(start), Answered.with_other)
    challenges = _both(
        a.challenges,
        b.challenges,
        lambda one: one if one.at >= start else None,
        lambda one, other: min(one, other, key=lambda each: (each.at, each.by)),
    )
    return Progress(
        _earliest(pages, lambda at: at),
        _earliest(answers, lambda one: one.first_at),
        _earliest(challenges, lambda one: one.at),
        start,
    )


def _both(
    a: Mapping[str, Entry],
    b: Mapping[str, Entry],
    left: Callable[[Entry], Entry | None],
    join: Callable[[Entry, Entry], Entry],
) -> dict[str, Entry]:
    """The union of two, of each entry what is left of it."""
    union: dict[str, Entry] = {}
    for name, one in [*a.items(), *b.items()]:
        if (found := left(one)) is not None:
            union[name] = join(union[name], found) if name in union else found
    return union


def _earliest(entries: Mapping[str, Entry], at: Callable[[Entry], int]) -> dict[str, Entry]:
    """In the order of their times, and no more than are kept."""
    order = sorted(entries, key=lambda name: (at(entries[name]), name))
    return {name: entries[name] for name in order[:MOST]}
