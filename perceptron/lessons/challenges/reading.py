"""The challenges, read from a data file that is checked line by line; and which a run earns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from perceptron.config import did_you_mean, quoted
from perceptron.data import DATASETS
from perceptron.difference import REFERENCE
from perceptron.lessons.challenges.checks import CHECKS, Tried
from perceptron.room.from_lesson import N_HINTS
from perceptron.text.data_words import CHALLENGE, translated
from perceptron.text.language import N_, _, once_for_each_language
from perceptron.text.tables import NotTOML, Tables, TablesError, WrongKeyError

FILE = Path(__file__).with_name("challenges.toml")
LONGEST_TEXT = 400  # characters
_TABLES = Tables(
    "challenge", N_("a file of challenges"), "perceptron/lessons/challenges/challenges.toml"
)
_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
_TEXTS = ("name", "title", "words", "why", "check")


class ChallengeError(ValueError):
    """A file of challenges that can't be used. The message names line, rule and remedy."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A goal for a run.

    Attributes:
        name: Short and unique; the browser keeps what is earned by it.
        title: In the list, and once it is earned.
        words: What to reach.
        check: What a run must pass, a name in `CHECKS`.
        hints: Two, the second of which tells nearly all.
        why: What one learns from it, told once it is earned.
        numbers: What the check is asked with, by name.
    """

    name: str
    title: str
    words: str
    check: str
    hints: tuple[str, ...]
    why: str
    numbers: tuple[tuple[str, Any], ...]

    def passes(self, tried: Tried) -> bool:
        """Whether a run that has ended earns it."""
        return CHECKS[self.check].passes(tried, dict(self.numbers))


def read_challenges(text: str) -> tuple[Challenge, ...]:
    """Read challenges in TOML: tables `[[challenge]]`.

    Raises:
        ChallengeError: If one can't be used; it names the line.

    >>> read_challenges('[[challenge]]' + chr(10) + 'nam = "a"')
    Traceback (most recent call last):
    perceptron.lessons.challenges.reading.ChallengeError: Line 2: a challenge has no key 'nam'. \
Did you mean name?
    """
    try:
        _before, entries = _TABLES.read(text)
    except TablesError as error:
        raise ChallengeError(str(error)) from error
    found: dict[str, Challenge] = {}
    for begins, entry in entries:
        if isinstance(entry, NotTOML):
            raise ChallengeError(entry.words)
        try:
            one = _checked(entry)
            if one.name in found:
                told = _("{name} stands here already. Rename one.", name=repr(one.name))
                raise WrongKeyError("name", told)
        except WrongKeyError as wrong:
            line = _TABLES.line_of(text, begins, wrong.key)
            told = _("Line {line}: {problem}", line=line, problem=wrong)
            raise ChallengeError(told) from wrong
        found[one.name] = one
    return tuple(found.values())


def _checked(entry: Any) -> Challenge:
    if not isinstance(entry, dict):
        raise WrongKeyError("", _("a challenge is a table of keys and values."))
    known = [*(f.name for f in fields(Challenge) if f.name != "numbers"), "with"]
    for key in entry:
        if key not in known:
            near = did_you_mean(key, known)
            raise WrongKeyError(key, _("a challenge has no key {key}.", key=quoted(key)) + near)
    for key in known:
        if key not in entry:
            keys = ", ".join(known)
            told = _("this challenge has no {key}; each has {keys}.", key=key, keys=keys)
            raise WrongKeyError("", told)
    for key in _TEXTS:
        _check_text(key, entry[key])
    if not _NAME.fullmatch(entry["name"]):
        raise WrongKeyError("name", _("name must be small letters, digits and hyphens."))
    hints = entry["hints"]
    if not isinstance(hints, list) or len(hints) != N_HINTS:
        raise WrongKeyError("hints", _("hints must be a list of {n} sentences.", n=N_HINTS))
    for hint in hints:
        _check_text("hints", hint)
    if entry["check"] not in CHECKS:
        near = did_you_mean(entry["check"], CHECKS)
        told = _("there is no check {check}.", check=quoted(entry["check"]))
        raise WrongKeyError("check", told + near)
    texts = {key: entry[key] for key in _TEXTS}
    return Challenge(**texts, hints=tuple(hints), numbers=_numbers(entry))


def _check_text(key: str, value: object) -> None:
    if not (isinstance(value, str) and value.strip() and len(value) <= LONGEST_TEXT):
        told = _("{key} must be words, at most {most} characters.", key=key, most=LONGEST_TEXT)
        raise WrongKeyError(key, told)


def _numbers(entry: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Check the numbers that a check is asked with."""
    numbers, wanted = entry["with"], CHECKS[entry["check"]].numbers
    if not isinstance(numbers, dict) or set(numbers) != wanted:
        names = ", ".join(sorted(wanted))
        table = "[challenge.with]"
        told = _("this check needs a table {table} of {names}.", table=table, names=names)
        raise WrongKeyError("with", told)
    for name, value in numbers.items():
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
        if not (value in DATASETS if name == "dataset" else is_number):
            told = _("{name} can't be {value}.", name=name, value=quoted(value))
            raise WrongKeyError(f"with.{name}", told)
    return tuple(numbers.items())


@once_for_each_language()
def challenges() -> tuple[Challenge, ...]:
    """Return all challenges in the language spoken here, in the order of the file."""
    return tuple(map(_spoken, read_challenges(FILE.read_text(encoding="utf-8"))))


def _spoken(one: Challenge) -> Challenge:
    return replace(one, **translated({key: getattr(one, key) for key in CHALLENGE}, CHALLENGE))


def earned_by(tried: Tried, wanted: Iterable[Challenge]) -> list[Challenge]:
    """Return those of some challenges that a run earns; one that did not end well earns none."""
    run = tried.run
    if not run.done or not run.history.n_epochs or run.status(REFERENCE) != "finished":
        return []
    return [one for one in wanted if one.passes(tried)]
