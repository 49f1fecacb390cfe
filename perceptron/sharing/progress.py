"""What somebody has done so far, as the text that a browser keeps: pages, answers, challenges.

What comes back from there is checked like an uploaded file: anyone can write into a browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from perceptron.data.errors import DataError
from perceptron.sharing.json_text import read_json

MOST = 150  # pages, answers or challenges
LONGEST = 200  # characters of an answer's words, or of what a challenge was earned by
MAX_CHARS = 200_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


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
    """

    page: str
    asked: str
    first: str
    was_right: bool
    last: str
    is_right: bool
    tries: int = 1
    lessons: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody has done so far. A change makes another one.

    Attributes:
        pages: The pages that were opened, in their order.
        answers: By the names of the questions.
        challenges: What each challenge was earned by, by its name.
    """

    pages: tuple[str, ...] = ()
    answers: Mapping[str, Answered] = field(default_factory=dict)
    challenges: Mapping[str, str] = field(default_factory=dict)

    def with_page(self, page: str) -> Progress:
        """Once a page was opened."""
        return self if page in self.pages else replace(self, pages=(*self.pages, page)[-MOST:])

    def with_challenge(self, name: str, by: str) -> Progress:
        """Once a challenge is earned; the first time counts."""
        if name in self.challenges or len(self.challenges) >= MOST:
            return self
        return replace(self, challenges={**self.challenges, name: by[:LONGEST]})

    def with_answer(
        self, page: str, name: str, words: str, *, right: bool, asked: str = ""
    ) -> Progress:
        """Once a question, or one like it, was answered.

        Args:
            page: Where it is asked.
            name: Of the question, which those like it share.
            words: The guess.
            right: Whether it is right.
            asked: What was asked.

        >>> once = Progress().with_answer("cost", "bytes", "4", right=False)
        >>> twice = once.with_answer("cost", "bytes", "8", right=True).answers["bytes"]
        >>> twice.first, twice.was_right, twice.last, twice.is_right, twice.tries
        ('4', False, '8', True, 2)
        """
        words, asked, before = words[:LONGEST], asked[:LONGEST], self.answers.get(name)
        if before is None:
            if len(self.answers) >= MOST:
                return self
            now = Answered(page, asked, words, right, words, right, 1, len(self.pages))
        else:
            now = replace(
                before,
                asked=asked,
                last=words,
                is_right=right,
                tries=min(before.tries + 1, 1_000_000),
                lessons=before.lessons if right else len(self.pages),
            )
        return replace(self, answers={**self.answers, name: now})

    def missed(self) -> tuple[str, ...]:
        """The questions whose newest guess is wrong, the one that waits longest first."""
        open_ones = [name for name, one in self.answers.items() if not one.is_right]
        return tuple(sorted(open_ones, key=lambda name: self.answers[name].lessons))

    def to_text(self) -> str:
        """Write it as the browser keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def read_progress(text: str) -> Progress:
    """Return what `Progress.to_text` has written; what is damaged in it is left out alone.

    Raises:
        DataError: If it is no such text.
    """
    found = read_json(text, MAX_CHARS)
    if not isinstance(found, dict):
        raise DataError("it is not an object with names and values")
    pages, answers, challenges = (found.get(part) for part in ("pages", "answers", "challenges"))
    listed = [one for one in pages if _is_name(one)] if isinstance(pages, list) else []
    return Progress(
        tuple(dict.fromkeys(listed))[:MOST],
        {name: one for name, entry in _named(answers) if (one := _answered(entry))},
        {name: by for name, by in _named(challenges) if _is_words(by)},
    )


def _named(part: Any) -> list[tuple[str, Any]]:
    entries = part.items() if isinstance(part, dict) else ()
    return [(name, entry) for name, entry in entries if _is_name(name)][:MOST]


def _answered(entry: Any) -> Answered | None:
    match entry:
        case {
            "page": str(page), "asked": str(asked), "first": str(first), "was_right": bool(was),
            "last": str(last), "is_right": bool(now), "tries": int(tries), "lessons": int(lessons),
        } if _is_name(page) and all(map(_is_words, (asked, first, last))):  # fmt: skip
            tries, lessons = min(max(tries, 1), 1_000_000), min(max(lessons, 0), MOST)
            return Answered(page, asked, first, was, last, now, tries, lessons)
    return None


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST
