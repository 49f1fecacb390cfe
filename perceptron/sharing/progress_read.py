"""Progress as it comes back from a browser, checked like an uploaded file.

Anyone can write into a browser.
"""

from __future__ import annotations

import re
import time
from typing import Any

from perceptron.data.errors import DataError
from perceptron.sharing.json_text import read_json
from perceptron.sharing.progress import LONGEST, MOST, Answered, Earned, Progress
from perceptron.text.language import _

MAX_CHARS = 200_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def read_progress(text: str) -> Progress:
    """Return what `Progress.to_text` has written; what is damaged in it is left out alone.

    Raises:
        DataError: If it is no such text.
    """
    found = read_json(text, MAX_CHARS)
    if not isinstance(found, dict):
        raise DataError(_("it is not an object with names and values"))
    pages, answers, challenges = (found.get(part) for part in ("pages", "answers", "challenges"))
    if isinstance(pages, list):  # as earlier versions wrote them
        pages = dict.fromkeys([page for page in pages if isinstance(page, str)], 0)
    return Progress(
        {name: _time(at) for name, at in _named(pages) if type(at) is int},
        {name: one for name, entry in _named(answers) if (one := _answered(entry))},
        {name: by for name, entry in _named(challenges) if (by := _earned(entry))},
        _time(found.get("forgotten")),
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
            times = _time(entry.get("first_at")), _time(entry.get("last_at"))
            return Answered(page, asked, first, was, last, now, tries, lessons, *times)
    return None


def _earned(entry: Any) -> Earned | None:
    match entry:
        case {"by": str(by), "at": int(at)} if _is_words(by):
            return Earned(by, _time(at))
        case str(by) if _is_words(by):  # as earlier versions wrote it
            return Earned(by)
    return None


def _time(value: Any) -> int:
    """A time that is past: one to come would be the latest for ever."""
    return min(max(value, 0), time.time_ns() // 1_000_000) if type(value) is int else 0


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST
