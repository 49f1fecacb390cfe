"""One value of a table of the file of items, checked by itself: each rule with its sentence."""

from __future__ import annotations

import math
import re
from typing import Any

from perceptron.config import did_you_mean, quoted
from perceptron.lessons.predict.measures import GIVEN, MEASURES
from perceptron.room.from_lesson import N_HINTS
from perceptron.room.question import FARTHEST, MAX_POINTS
from perceptron.text.language import _
from perceptron.text.tables import WrongKeyError

_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
_TEXTS = ("name", "title", "question", "measure", "why", "unit")
LONGEST_TEXT = 600  # characters
LONGEST_TITLE = 40  # characters, so that a phone shows it as a whole
_PAGE = re.compile(r"[a-z][a-z0-9_]{1,29}")
NUMBERS = ("tolerance", "tolerance_percent", "factor")
_TABLES = ("run", "other", "options", "misconceptions")


def checked(key: str, value: Any) -> Any:
    """Check one value by itself; tables become tuples of pairs."""
    if key in _TEXTS and not (
        isinstance(value, str) and value.strip() and len(value) <= LONGEST_TEXT
    ):
        told = _("{key} must be words, at most {most} characters.", key=key, most=LONGEST_TEXT)
        raise WrongKeyError(key, told)
    if key == "name" and not _NAME.fullmatch(value):
        raise WrongKeyError(
            key,
            _("name must be small letters, digits and hyphens; got {value}.", value=quoted(value)),
        )
    if key == "title" and len(value) > LONGEST_TITLE:
        told = _("title must have at most {most} characters.", most=LONGEST_TITLE)
        raise WrongKeyError(key, told)
    if key == "measure" and value not in (*MEASURES, GIVEN):
        near = did_you_mean(value, (*MEASURES, GIVEN))
        told = _("there is no measure {measure}.", measure=quoted(value))
        see = _("See {file}.", file="docs/questions.md")
        raise WrongKeyError(key, f"{told}{near} {see}")
    if key == "page" and not (isinstance(value, str) and _PAGE.fullmatch(value)):
        told = _("page must be the name of a page; got {value}.", value=quoted(value))
        raise WrongKeyError(key, told)
    if key == "hints":
        return _checked_hints(value)
    if key == "answer":
        return _checked_answer(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if key in NUMBERS and not (is_number and 0 <= value < 1e12):
        told = _("{key} must be a number from 0 on; got {value}.", key=key, value=quoted(value))
        raise WrongKeyError(key, told)
    if key == "epochs":
        whole = isinstance(value, list) and all(type(epoch) is int for epoch in value)
        if not whole or len(value) < 3 or value != sorted(set(value)) or value[0] < 0:
            raise WrongKeyError(
                key, _("epochs must be three or more whole numbers from 0 on, rising.")
            )
        if len(value) > MAX_POINTS:
            raise WrongKeyError(key, _("a curve has at most {most} points.", most=MAX_POINTS))
        return tuple(value)
    if key in _TABLES:
        if not isinstance(value, dict):
            told = _("{key} must be a table {table}.", key=key, table=f"[item.{key}]")
            raise WrongKeyError(key, told)
        return tuple(value.items())
    return value


def _checked_hints(value: Any) -> tuple[str, ...]:
    """Check two sentences."""
    texts = tuple(value) if isinstance(value, list) else ()
    fit = [isinstance(one, str) and 0 < len(one.strip()) <= LONGEST_TEXT for one in texts]
    if fit != [True] * N_HINTS:
        told = _(
            "hints must be two sentences of at most {most} characters each.", most=LONGEST_TEXT
        )
        raise WrongKeyError("hints", told)
    return texts


def _checked_answer(value: Any) -> str | float:
    """Check an answer that is given."""
    if isinstance(value, str) and value:
        return value
    if type(value) in (int, float) and abs(value) < FARTHEST:
        return float(value)
    told = _("answer must be an option or a number; got {value}.", value=quoted(value))
    raise WrongKeyError("answer", told)


def is_number_as_text(text: str) -> bool:
    """Whether a text is a number that can be guessed."""
    try:
        return math.isfinite(float(text)) and abs(float(text)) < FARTHEST
    except ValueError:
        return False
