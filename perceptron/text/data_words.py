"""The words in data files: which keys hold some, for who shows them and for who translates them.

The files are in English, and the catalogs know their sentences by that. What a teacher brings along
is in the teacher's language already, and passes through none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from perceptron.text.language import _

ITEM = frozenset({"title", "question", "why", "unit", "hints", "options", "misconceptions"})
TERM = frozenset({"name", "words", "meaning"})
CHALLENGE = frozenset({"title", "words", "hints", "why"})
PLAN = frozenset({"title", "note"})
_PACKAGE = Path(__file__).parents[1]
FILES: Mapping[Path, Collection[str]] = {  # those of the app, with the keys that hold words
    _PACKAGE / "lessons/predict/items.toml": ITEM,
    _PACKAGE / "lessons/measure.toml": ITEM,
    _PACKAGE / "lessons/glossary.toml": TERM,
    _PACKAGE / "lessons/challenges/challenges.toml": CHALLENGE,
    _PACKAGE / "room/lesson.toml": PLAN,
}


def words_in(table: Mapping[str, Any], keys: Collection[str]) -> Iterator[str]:
    """Find the words that people read in a table, and in the tables within it.

    Args:
        table: As TOML has it.
        keys: Which of its keys hold words: a text, a list of texts, or a table of texts by codes.

    >>> list(words_in({"name": "a", "item": [{"unit": "rows", "options": {"x1": "x1"}}]}, ITEM))
    ['rows']
    """
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _with(table, keys, note)
    yield from found


def translated(table: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Return a table with its words in the language spoken here; codes and numbers stay.

    Args:
        table: In English.
        keys: As in `words_in`.
    """
    return _with(table, keys, _)


def _with(
    table: Mapping[str, Any], keys: Collection[str], change: Callable[[str], str]
) -> dict[str, Any]:
    """Change every text that is words."""

    def words(code: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {inner: words(inner, one) for inner, one in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(words(code, one) for one in value)
        is_word = isinstance(value, str) and value != code and any(map(str.isalpha, value))
        return change(value) if is_word else value  # what is its own code is a name, as x1 is

    def inside(value: Any) -> Any:
        if isinstance(value, Mapping):
            return _with(value, keys, change)
        return [inside(one) for one in value] if isinstance(value, list) else value

    return {key: words(key, v) if key in keys else inside(v) for key, v in table.items()}
