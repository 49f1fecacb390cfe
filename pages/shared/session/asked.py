"""Which questions a page has asked in this script run, and whether each has its guess."""

from __future__ import annotations

from contextvars import ContextVar

_answered: ContextVar[dict[str, bool] | None] = ContextVar("answered", default=None)


def begin_questions() -> None:
    """Begin a page: nothing is asked yet."""
    _answered.set({})


def note_asked(name: str, *, answered: bool) -> None:
    """Note that a page asks a question."""
    known = _answered.get()
    if known is not None:
        known[name] = answered


def all_answered() -> bool:
    """Whether each question that the page has asked so far has its guess."""
    return all((_answered.get() or {}).values())
