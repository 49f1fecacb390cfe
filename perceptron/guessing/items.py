"""The items of Predict, then reveal: read from a data file, checked line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from perceptron.config import ConfigError, DataConfig, TrainConfig, did_you_mean
from perceptron.guessing.measures import CHOICE, CURVE, MEASURES, NUMBER, Measure

FILE = Path(__file__).with_name("items.toml")
MAX_UPDATES = 5_000  # of a run, so that an answer is there in a second or two
MAX_SAMPLES = 2_000
_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
_TEXTS = ("name", "question", "measure", "why", "unit")
_NUMBERS = ("tolerance", "tolerance_percent", "factor")
_TABLES = ("run", "other", "options")
_DATA = {f.name for f in fields(DataConfig)}
_TRAIN = {f.name for f in fields(TrainConfig)}


class ItemError(ValueError):
    """An item that can't be asked. The message names the line, the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question whose answer is measured in a run.

    Attributes:
        name: Short, unique; stands in links and in summary codes.
        question: What is asked.
        measure: What is measured, a name in `MEASURES`.
        why: The reason, shown last; '{answer}' in it becomes the measured answer.
        unit: What a number counts, as in 'batches'; empty for none.
        options: For a choice: the words on screen by the answers that they stand for.
        tolerance: For a number: how far off still counts as right, in its own unit.
        tolerance_percent: The same, in percent of the answer.
        factor: For a curve: how many times too high or too low still counts as right.
        epochs: For a curve: where its points are set.
        run: Settings of the run that differ from the defaults.
        other: The same of a second run, for measures that compare two; None without one.
    """

    name: str
    question: str
    measure: str
    why: str
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    tolerance: float = 0.0
    tolerance_percent: float = 0.0
    factor: float = 3.0
    epochs: tuple[int, ...] = ()
    run: tuple[tuple[str, Any], ...] = ()
    other: tuple[tuple[str, Any], ...] | None = None

    @property
    def kind(self) -> str:
        """How it is answered: by a choice, a number or a curve."""
        return MEASURES[self.measure].kind


def configs(settings: Mapping[str, Any]) -> tuple[DataConfig, TrainConfig]:
    """Make the configs of a run from the settings that differ from the defaults.

    Raises:
        ConfigError: If a name is unknown or a value out of bounds.
    """
    for name in settings:
        if name not in _DATA | _TRAIN:
            near = did_you_mean(name, _DATA | _TRAIN)
            raise ConfigError(f"{name!r} is no setting of a run.{near}")
    return (
        DataConfig(**{name: value for name, value in settings.items() if name in _DATA}),
        TrainConfig(**{name: value for name, value in settings.items() if name in _TRAIN}),
    )


def read_items(text: str) -> tuple[Item, ...]:
    """Read items in TOML: tables `[[item]]` as docs/questions.md describes them.

    Raises:
        ItemError: If it is not TOML, or an item can't be asked; it names the line.

    >>> read_items('[[item]]' + chr(10) + 'nam = "a"')
    Traceback (most recent call last):
    perceptron.guessing.items.ItemError: Line 2: an item has no key 'nam'. Did you mean name?
    """
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ItemError(f"This is not TOML: {error}. See docs/questions.md.") from error
    entries = tables.get("item", [])
    if set(tables) - {"item"} or not isinstance(entries, list) or not entries:
        raise ItemError("Line 1: a file of items must hold tables [[item]] and nothing else.")
    items: list[Item] = []
    for number, entry in enumerate(entries):
        try:
            item = _read(entry)
            if any(item.name == earlier.name for earlier in items):
                raise _WrongKeyError("name", f"there is an item {item.name!r} already. Rename one.")
        except _WrongKeyError as wrong:
            raise ItemError(f"Line {_line_of(text, number, wrong.key)}: {wrong}") from wrong
        items.append(item)
    return tuple(items)


def own_items() -> tuple[Item, ...]:
    """Return the items of the app's own file; after an edit, the new ones.

    Raises:
        ItemError: If it was edited and can't be read.
    """
    return _items_of(FILE, FILE.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _items_of(file: Path, _changed: int) -> tuple[Item, ...]:
    return read_items(file.read_text(encoding="utf-8"))


class _WrongKeyError(ValueError):
    """What is wrong with an item, and under which key."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def _read(entry: object) -> Item:
    if not isinstance(entry, dict):
        raise _WrongKeyError("", "an item is a table of keys and values.")
    known = [f.name for f in fields(Item)]
    for key in entry:
        if key not in known:
            raise _WrongKeyError(key, f"an item has no key {key!r}.{did_you_mean(key, known)}")
    for key in ("name", "question", "measure", "why"):
        if key not in entry:
            raise _WrongKeyError(
                "", f"this item has no {key}; each needs name, question, measure, why."
            )
    values = {key: _checked(key, value) for key, value in entry.items()}
    measure = MEASURES[values["measure"]]
    _check_kind(values, measure)
    for key in ("run", "other"):
        if key in values:
            _check_run(key, dict(values[key]))
    if measure.compares != ("other" in values):
        rule = "compares two runs: add [item.other]" if measure.compares else "needs one run only"
        raise _WrongKeyError("other" if "other" in values else "measure", f"this measure {rule}.")
    last = configs(dict(values.get("run", ())))[1].epochs - 1
    if any(epoch > last for epoch in values.get("epochs", ())):
        raise _WrongKeyError("epochs", f"the last epoch of this run is {last}, counted from 0.")
    return Item(**values)


def _checked(key: str, value: Any) -> Any:
    """Check one value by itself; tables become tuples of pairs."""
    if key in _TEXTS and not (isinstance(value, str) and value.strip() and len(value) <= 600):
        raise _WrongKeyError(key, f"{key} must be words, at most 600 characters.")
    if key == "name" and not _NAME.fullmatch(value):
        raise _WrongKeyError(
            key, f"name must be small letters, digits and hyphens; got {value[:40]!r}."
        )
    if key == "measure" and value not in MEASURES:
        near = did_you_mean(value, MEASURES)
        raise _WrongKeyError(
            key, f"there is no measure {value[:40]!r}.{near} See docs/questions.md."
        )
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if key in _NUMBERS and not (is_number and 0 <= value < 1e12):
        raise _WrongKeyError(key, f"{key} must be a number from 0 on; got {value!r:.40}.")
    if key == "epochs":
        whole = isinstance(value, list) and all(type(epoch) is int for epoch in value)
        if not whole or len(value) < 3 or value != sorted(set(value)) or value[0] < 0:
            raise _WrongKeyError(
                key, "epochs must be three or more whole numbers from 0 on, rising."
            )
        return tuple(value)
    if key in _TABLES:
        if not isinstance(value, dict):
            raise _WrongKeyError(key, f"{key} must be a table [item.{key}].")
        return tuple(value.items())
    return value


def _check_kind(values: dict[str, Any], measure: Measure) -> None:
    """Check that the item has what its way of answering needs, and nothing else."""
    allowed = {CHOICE: {"options"}, NUMBER: {"unit", *_NUMBERS[:2]}, CURVE: {"epochs", "factor"}}
    for kind, keys in allowed.items():
        for key in sorted(keys & set(values)):
            if kind != measure.kind:
                raise _WrongKeyError(
                    key, f"{key} is for a {kind}; this measure gives a {measure.kind}."
                )
    if measure.kind == CURVE and "epochs" not in values:
        raise _WrongKeyError("", "a curve needs epochs, as in epochs = [0, 5, 15].")
    if measure.kind == CURVE and values.get("factor", 3.0) <= 1:
        raise _WrongKeyError(
            "factor", "factor must be larger than 1: how many times off is still right."
        )
    if measure.kind != CHOICE:
        return
    options = values.get("options", ())
    if len(options) < 2 or not all(isinstance(words, str) and words for _, words in options):
        raise _WrongKeyError(
            "options", "a choice needs [item.options] with two or more answers in words."
        )
    missing = [answer for answer in measure.answers if answer not in dict(options)]
    if missing:
        raise _WrongKeyError(
            "options", f"the answer may be {missing[0]!r}; add it to [item.options]."
        )


def _check_run(key: str, settings: dict[str, Any]) -> None:
    try:
        data, train = configs(settings)
    except ConfigError as error:
        name = next((name for name in settings if name in str(error)), "")
        raise _WrongKeyError(f"{key}.{name}" if name else key, str(error)) from error
    updates = train.epochs * -(-data.samples // train.batch_size)
    if updates > MAX_UPDATES or data.samples > MAX_SAMPLES:
        raise _WrongKeyError(
            key,
            f"a run of an item has at most {MAX_UPDATES} updates and {MAX_SAMPLES} samples; "
            f"this one has {updates} and {data.samples}.",
        )


def _line_of(text: str, number: int, key: str) -> int:
    """Find the line of a key in the item of this number, from 0; else where the item begins."""
    table, _, name = key.rpartition(".")
    found, seen, inside = 1, -1, ""
    for line, words in enumerate(text.splitlines(), start=1):
        words = words.strip()
        if words == "[[item]]":
            seen, inside = seen + 1, ""
            found = line if seen == number else found
        elif seen == number and re.fullmatch(r"\[item\.\w+\]", words):
            inside = words[6:-1]
            if key == inside:
                return line
        elif seen == number and inside == table and re.match(rf"{re.escape(name)}\s*=", words):
            return line
    return found
