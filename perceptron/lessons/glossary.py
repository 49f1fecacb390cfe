"""The terms of the lessons in plain words, from a file that is checked when it is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")
_KEYS = {"name", "meaning", "page"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the lessons.

    Attributes:
        name: The term, with its symbol if it has one.
        meaning: What it is, in plain words.
        page: The page that explains it, by its address.
    """

    name: str
    meaning: str
    page: str

    def has(self, text: str) -> bool:
        """Whether a text stands in the name or the meaning, whatever its case."""
        return text.casefold() in f"{self.name} {self.meaning}".casefold()


def read_terms(text: str) -> tuple[Term, ...]:
    """Read a glossary in TOML: tables `[[term]]` with name, meaning and page.

    Raises:
        ValueError: If it is not TOML, or a term has other keys, an empty text, or comes twice.

    >>> read_terms('[[term]]')
    Traceback (most recent call last):
    ValueError: Term 1 must have exactly the keys meaning, name, page; got none.
    """
    entries = tomllib.loads(text).get("term", [])
    for k, entry in enumerate(entries, start=1):
        if set(entry) != _KEYS:
            raise ValueError(
                f"Term {k} must have exactly the keys {', '.join(sorted(_KEYS))}; "
                f"got {', '.join(sorted(entry)) or 'none'}."
            )
        if not all(isinstance(value, str) and value.strip() for value in entry.values()):
            raise ValueError(f"Term {k} must have words for every key; got {entry}.")
    terms = tuple(Term(**entry) for entry in entries)
    names = [term.name for term in terms]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"Each term must come once; twice there: {', '.join(sorted(twice))}.")
    return terms


@cache
def glossary() -> tuple[Term, ...]:
    """Return all terms, in the order of the alphabet."""
    terms = read_terms(_FILE.read_text(encoding="utf-8"))
    return tuple(sorted(terms, key=lambda term: term.name.casefold()))
