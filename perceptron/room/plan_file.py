"""A plan as a file and as a link: each step is checked, and a faulty one drops out alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from perceptron.config import did_you_mean, quoted
from perceptron.room.plan import (
    KINDS,
    MAX_STEPS,
    PAGE,
    QUESTION,
    TEST,
    TRIAL,
    Plan,
    PlanError,
    Step,
)
from perceptron.room.short_test import TITLES, name_of
from perceptron.text.language import N_, _
from perceptron.text.packing import pack, unpack_sent
from perceptron.text.tables import NotTOML, Tables, TablesError

MAX_CHARS = 40_000  # of a file
MAX_LINK = 6_000  # characters of a plan in a link, which has room for 8 000 in all
LONGEST_TITLE, LONGEST_NOTE, LONGEST_PAGE, LATEST = 80, 600, 400, 600
DEFAULT = Path(__file__).with_name("lesson.toml")
_KEYS = ("minute", *KINDS, "twin", "note")
_TABLES = Tables("step", N_("a plan"), "docs/teachers-guide.md", ("title",))
_UNKNOWN = {
    QUESTION: N_("there is no question {name}."),
    PAGE: N_("there is no page {name}."),
    TRIAL: N_("there is no trial {name}."),
    TEST: N_("there is no test {name}."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan may name.

    Attributes:
        questions: The titles of all questions, by name.
        twins: What a room calls the twin of a question, by the question's name.
        pages: The titles of the pages that a class may be shown, by name.
        trials: The titles of the trials, by the setting that each student chooses.
        fault: Says what of a page's settings can't be used; empty if all can.
    """

    questions: Mapping[str, str]
    twins: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    trials: Mapping[str, str] = field(default_factory=dict)
    fault: Callable[[Mapping[str, str]], str] = lambda settings: ""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What a file of a plan holds.

    Attributes:
        plan: The steps that can be shown.
        problems: Why each other one can't: its line, the rule, the remedy.
    """

    plan: Plan
    problems: tuple[str, ...] = ()


class _WrongStepError(ValueError):
    """What is wrong with a step, and under which key."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_plan(text: str, known: Known) -> PlanFile:
    """Read a plan in TOML: a title, then tables `[[step]]`. A faulty step drops out alone.

    Raises:
        PlanError: If there is no step that can be asked or shown; it names the line.

    >>> read_plan('[[step]]' + chr(10) + 'question = "lifes"', Known({"lives": "?"}))
    Traceback (most recent call last):
    perceptron.room.plan.PlanError: Line 2: there is no question 'lifes'. Did you mean lives?
    """
    if len(text) > MAX_CHARS:
        raise PlanError(_("A plan has at most {n} characters. Shorten its notes.", n=MAX_CHARS))
    try:
        before, entries = _TABLES.read(text)
    except TablesError as error:
        raise PlanError(str(error)) from error
    steps, problems = [], []
    title = before.get("title", "")
    if not isinstance(title, str) or len(title) > LONGEST_TITLE:
        wrong = _("title must be words, at most {n} characters.", n=LONGEST_TITLE)
        problems.append(_in_line(1, wrong))
        title = ""
    for number, (begins, entry) in enumerate(entries):
        if number >= MAX_STEPS:
            wrong = _("a plan has at most {n} steps; take some out.", n=MAX_STEPS)
            problems.append(_in_line(begins, wrong))
            break
        if isinstance(entry, NotTOML):
            problems.append(entry.words)
            continue
        try:
            steps.append(_step(entry, known))
        except _WrongStepError as error:
            problems.append(_in_line(_TABLES.line_of(text, begins, error.key), str(error)))
    if not steps:
        raise PlanError(problems[0])
    return PlanFile(Plan(_words(title), tuple(steps)), tuple(problems))


def _in_line(line: int, wrong: str) -> str:
    """What is wrong, and where."""
    return _("Line {line}: {problem}", line=line, problem=wrong)


def _step(entry: Any, known: Known) -> Step:
    if not isinstance(entry, dict):
        raise _WrongStepError("", _("a step is a table of keys and values."))
    for key in entry:
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS)
            wrong = _("a step has no key {key}.", key=quoted(key))
            raise _WrongStepError(key, f"{wrong}{near}")
    kinds = [kind for kind in KINDS if kind in entry]
    if len(kinds) != 1:
        raise _WrongStepError("", _not_one(kinds))
    (kind,) = kinds
    what, minute, note = entry[kind], entry.get("minute"), entry.get("note", "")
    if minute is not None and not (type(minute) is int and 0 <= minute <= LATEST):
        raise _WrongStepError("minute", _("minute must be a whole number from 0 to {n}.", n=LATEST))
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        wrong = _("note must be words, at most {n} characters.", n=LONGEST_NOTE)
        raise _WrongStepError("note", wrong)
    if not isinstance(what, str):
        example = f'{kind} = "..."'
        wrong = _("{key} must be a name in quotes, as in {example}.", key=kind, example=example)
        raise _WrongStepError(kind, wrong)
    twin = entry.get("twin", False)
    if not isinstance(twin, bool) or (twin and kind != QUESTION):
        wrong = _("twin must be true or false, and is for a question only.")
        raise _WrongStepError("twin", wrong)
    title, name = _named(kind, what, twin, known)
    return Step(kind, what, minute, _words(note), twin, title, name)


def _named(kind: str, what: str, twin: bool, known: Known) -> tuple[str, str]:
    """The title of what a step names, and what a room calls it."""
    if kind == QUESTION:
        title = _find(kind, what, known.questions)
        if not twin:
            return title, what
        if what not in known.twins:
            wrong = _("{question} has no twin. Leave twin out.", question=quoted(what))
            raise _WrongStepError("twin", wrong)
        return _("{question}: twin", question=title), known.twins[what]
    if kind == TRIAL:
        return _find(kind, what, known.trials), f"trial-{what}"
    if kind == TEST:
        return _(_find(kind, what, TITLES)), name_of(what)
    page, _mark, query = what.partition("?")
    title = _find(kind, page, known.pages)
    if len(what) > LONGEST_PAGE or not what.isprintable():
        wrong = _("a page's settings have at most {n} characters.", n=LONGEST_PAGE)
        raise _WrongStepError(kind, wrong)
    if fault := known.fault(dict(parse_qsl(query))):
        raise _WrongStepError(kind, fault)
    return title, what


def _find(kind: str, what: str, titles: Mapping[str, str]) -> str:
    if what not in titles:
        near = did_you_mean(what, titles) or f" {_choose(titles)}"
        wrong = _(_UNKNOWN[kind], name=quoted(what))
        raise _WrongStepError(kind, f"{wrong}{near}")
    return titles[what]


def _not_one(kinds: Sequence[str]) -> str:
    if not kinds:
        return _("a step has one of question, page, trial and test; got none.")
    got = kinds[0]
    for kind in kinds[1:]:
        got = _("{some} and {another}", some=got, another=kind)
    return _("a step has one of question, page, trial and test; got {kinds}.", kinds=got)


def _choose(names: Collection[str]) -> str:
    some = list(names)[:8]
    if some:
        return _("Choose one of {names}.", names=", ".join(some))
    return _("Leave this step out.")


def _words(text: str) -> str:
    """A text without characters that no keyboard makes."""
    return "".join(c for c in text if c.isprintable() or c == "\n")


def write_plan(plan: Plan) -> str:
    """Return a plan as TOML, which `read_plan` reads again."""
    tables = [_in_toml("title", plan.title)]
    for step in plan.steps:
        minute = [] if step.minute is None else [_in_toml("minute", step.minute)]
        lines = ["[[step]]", *minute, _in_toml(step.kind, step.what)]
        lines += ["twin = true"] * step.twin
        lines += [_in_toml("note", step.note)] * bool(step.note)
        tables.append("\n".join(lines))
    return "\n\n".join(tables) + "\n"


def _in_toml(key: str, value: str | int) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"  # JSON escapes as TOML does


def pack_plan(plan: Plan) -> str:
    """Return a plan in characters that an address may have.

    Raises:
        PlanError: If it is too long for a link.
    """
    packed = pack(write_plan(plan))
    if len(packed) > MAX_LINK:
        raise PlanError(_("This plan is too long for a link. Shorten its notes, or take the file."))
    return packed


def unpack_plan(packed: str) -> str:
    """Return the file of a plan that `pack_plan` packed, though it was sent.

    Raises:
        PlanError: If it is damaged.
    """
    try:
        return unpack_sent(packed, MAX_CHARS)
    except ValueError as error:
        raise PlanError(
            _("The plan in this link is damaged or cut off. Ask for the link again.")
        ) from error
