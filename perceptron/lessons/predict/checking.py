"""Whether a table of the file of items can be asked: each rule with its sentence."""

from __future__ import annotations

import math
import re
from dataclasses import fields
from typing import Any

from perceptron.config import ConfigError, DataConfig, check_batch_size, did_you_mean, quoted
from perceptron.data import load
from perceptron.device import resolve
from perceptron.lessons.predict.item import Item, Settings, configs
from perceptron.lessons.predict.measures import GIVEN, MEASURES, Measure
from perceptron.room.from_lesson import N_HINTS
from perceptron.room.question import CHOICE, CURVE, FARTHEST, MAX_POINTS, NUMBER
from perceptron.sizes import four_axis_bytes
from perceptron.text.tables import WrongKeyError

MAX_UPDATES = 5_000  # of a run, so that an answer is there in a second or two
MAX_SAMPLES = 2_000
MAX_TENSOR = 32 * 2**20  # bytes, of a measure that builds the four-axis tensor
_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
_TEXTS = ("name", "title", "question", "measure", "why", "unit")
LONGEST_TEXT = 600  # characters
LONGEST_TITLE = 40  # characters, so that a phone shows it as a whole
_PAGE = re.compile(r"[a-z][a-z0-9_]{1,29}")
_NUMBERS = ("tolerance", "tolerance_percent", "factor")
_TABLES = ("run", "other", "options", "misconceptions")
OF_RUNS = ("run", "other")


def check_item(entry: object) -> Item:
    """Return the item that a table of the file describes, without its twin.

    Raises:
        WrongKeyError: If it can't be asked.
    """
    if not isinstance(entry, dict):
        raise WrongKeyError("", "an item is a table of keys and values.")
    known = [f.name for f in fields(Item)]
    for key in entry:
        if key not in known:
            raise WrongKeyError(key, f"an item has no key {quoted(key)}.{did_you_mean(key, known)}")
    for key in ("name", "question", "measure", "why"):
        if key not in entry:
            raise WrongKeyError(
                "", f"this item has no {key}; each needs name, question, measure, why."
            )
    values = {key: _checked(key, value) for key, value in entry.items() if key != "twin"}
    _check_given(values)
    _check_kind(values)
    _check_misconceptions(values)
    if values["measure"] == GIVEN:
        return Item(**values)
    measure = MEASURES[values["measure"]]
    for key in OF_RUNS:
        if key in values:
            _check_run(key, dict(values[key]), values["measure"].startswith("four-axis"))
    if measure.compares != ("other" in values):
        rule = "compares two runs: add [item.other]" if measure.compares else "needs one run only"
        raise WrongKeyError("other" if "other" in values else "measure", f"this measure {rule}.")
    last = configs(dict(values.get("run", ())))[1].epochs
    if any(epoch > last for epoch in values.get("epochs", ())):
        raise WrongKeyError("epochs", f"this run is over after {last} epochs.")
    return Item(**values)


def _checked(key: str, value: Any) -> Any:
    """Check one value by itself; tables become tuples of pairs."""
    if key in _TEXTS and not (
        isinstance(value, str) and value.strip() and len(value) <= LONGEST_TEXT
    ):
        raise WrongKeyError(key, f"{key} must be words, at most {LONGEST_TEXT} characters.")
    if key == "name" and not _NAME.fullmatch(value):
        raise WrongKeyError(
            key, f"name must be small letters, digits and hyphens; got {quoted(value)}."
        )
    if key == "title" and len(value) > LONGEST_TITLE:
        raise WrongKeyError(key, f"title must have at most {LONGEST_TITLE} characters.")
    if key == "measure" and value not in (*MEASURES, GIVEN):
        near = did_you_mean(value, (*MEASURES, GIVEN))
        raise WrongKeyError(
            key, f"there is no measure {quoted(value)}.{near} See docs/questions.md."
        )
    if key == "page" and not (isinstance(value, str) and _PAGE.fullmatch(value)):
        raise WrongKeyError(key, f"page must be the name of a page; got {quoted(value)}.")
    if key == "hints":
        return _checked_hints(value)
    if key == "answer":
        return _checked_answer(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if key in _NUMBERS and not (is_number and 0 <= value < 1e12):
        raise WrongKeyError(key, f"{key} must be a number from 0 on; got {quoted(value)}.")
    if key == "epochs":
        whole = isinstance(value, list) and all(type(epoch) is int for epoch in value)
        if not whole or len(value) < 3 or value != sorted(set(value)) or value[0] < 0:
            raise WrongKeyError(
                key, "epochs must be three or more whole numbers from 0 on, rising."
            )
        if len(value) > MAX_POINTS:
            raise WrongKeyError(key, f"a curve has at most {MAX_POINTS} points.")
        return tuple(value)
    if key in _TABLES:
        if not isinstance(value, dict):
            raise WrongKeyError(key, f"{key} must be a table [item.{key}].")
        return tuple(value.items())
    return value


def _checked_hints(value: Any) -> tuple[str, ...]:
    """Check two sentences."""
    texts = tuple(value) if isinstance(value, list) else ()
    fit = [isinstance(one, str) and 0 < len(one.strip()) <= LONGEST_TEXT for one in texts]
    if fit != [True] * N_HINTS:
        rule = f"two sentences of at most {LONGEST_TEXT} characters each"
        raise WrongKeyError("hints", f"hints must be {rule}.")
    return texts


def _checked_answer(value: Any) -> str | float:
    """Check an answer that is given."""
    if isinstance(value, str) and value:
        return value
    if type(value) in (int, float) and abs(value) < FARTHEST:
        return float(value)
    raise WrongKeyError("answer", f"answer must be an option or a number; got {quoted(value)}.")


def _kind_of(values: dict[str, Any]) -> str:
    if values["measure"] != GIVEN:
        return MEASURES[values["measure"]].kind
    return CHOICE if isinstance(values.get("answer"), str) else NUMBER


def _check_kind(values: dict[str, Any]) -> None:
    """Check that the item has what its way of answering needs, and nothing else."""
    is_kind = _kind_of(values)
    allowed = {CHOICE: {"options"}, NUMBER: {"unit", *_NUMBERS[:2]}, CURVE: {"epochs", "factor"}}
    for kind, keys in allowed.items():
        for key in sorted(keys & set(values)):
            if kind != is_kind:
                raise WrongKeyError(key, f"{key} is for a {kind}; this measure gives a {is_kind}.")
    if is_kind == CURVE and "epochs" not in values:
        raise WrongKeyError("", "a curve needs epochs, as in epochs = [0, 5, 15].")
    if is_kind == CURVE and values.get("factor", 3.0) <= 1:
        raise WrongKeyError(
            "factor", "factor must be larger than 1: how many times off is still right."
        )
    if is_kind == CHOICE:
        options = values.get("options", ())
        _check_options(options, MEASURES.get(values["measure"]))
        if (answer := values.get("answer")) is not None and answer not in dict(options):
            near = did_you_mean(answer, dict(options))
            raise WrongKeyError("answer", f"{quoted(answer)} is not among the options.{near}")


def _check_options(options: Settings, measure: Measure | None) -> None:
    if len(options) < 2 or not all(isinstance(words, str) and words for _, words in options):
        raise WrongKeyError(
            "options", "a choice needs [item.options] with two or more answers in words."
        )
    if measure is None:
        return
    missing = [answer for answer in measure.answers if answer not in dict(options)]
    if missing and measure.varies:
        raise WrongKeyError(
            "options", f"the answer may be {missing[0]!r}; add it to [item.options]."
        )


def _check_given(values: dict[str, Any]) -> None:
    """Check that an item has an answer if its measure says so, then no run; else none."""
    if values["measure"] != GIVEN:
        if "answer" in values:
            raise WrongKeyError("answer", 'answer is for measure = "given"; here a run answers.')
        return
    for key in OF_RUNS:
        if key in values:
            raise WrongKeyError(key, "nothing is run for a given answer. Leave it out.")
    if "answer" not in values:
        raise WrongKeyError("measure", 'a given answer is needed: add answer = "an option" or 3.')
    if "{rule}" in values["why"]:
        raise WrongKeyError("why", "{rule} is the limit of a run; nothing is run here.")


def _check_misconceptions(values: dict[str, Any]) -> None:
    """Check that each misconception is a sentence, about something that can be answered."""
    kind, options = _kind_of(values), dict(values.get("options", ()))
    for wrong, words in values.get("misconceptions", ()):
        key = f"misconceptions.{wrong}"
        if kind == CURVE:
            raise WrongKeyError("misconceptions", "a curve has no misconceptions.")
        if not (isinstance(words, str) and words.strip() and len(words) <= LONGEST_TEXT):
            raise WrongKeyError(
                key, f"a misconception must be words, at most {LONGEST_TEXT} characters."
            )
        if kind == CHOICE and wrong not in options:
            near = did_you_mean(wrong, options)
            raise WrongKeyError(key, f"there is no option {quoted(wrong)}.{near}")
        if kind == NUMBER and not is_number_as_text(wrong):
            raise WrongKeyError(key, f"a misconception is of a number; got {quoted(wrong)}.")


def is_number_as_text(text: str) -> bool:
    """Whether a text is a number that can be guessed."""
    try:
        return math.isfinite(float(text)) and abs(float(text)) < FARTHEST
    except ValueError:
        return False


def _check_run(key: str, settings: dict[str, Any], tensor: bool) -> None:
    """Check that a run can be trained, and soon; `tensor` tells whether its tensor is counted."""
    try:
        data, train = configs(settings)
        resolve(train)
        if data.dataset == DataConfig().dataset:
            m, d, c = data.samples, data.features, data.outputs
        else:
            dataset = load(data)
            m, d, c = dataset.n_samples, dataset.n_features, dataset.n_targets
        check_batch_size(train.batch_size, m)
    except ConfigError as error:
        told = str(error)  # the first that it names; a later one is what was meant
        name = min((name for name in settings if name in told), key=told.find, default="")
        raise WrongKeyError(f"{key}.{name}" if name else key, str(error)) from error
    updates = train.epochs * -(-m // train.batch_size)
    if updates > MAX_UPDATES or m > MAX_SAMPLES:
        raise WrongKeyError(
            key,
            f"a run of an item has at most {MAX_UPDATES} updates and {MAX_SAMPLES} samples; "
            f"this one has {updates} and {m}.",
        )
    n_bytes = four_axis_bytes(train.batch_size, d, c)
    if tensor and n_bytes > MAX_TENSOR:
        raise WrongKeyError(
            key,
            f"the four-axis tensor of an item has at most {MAX_TENSOR} bytes; "
            f"this one has {n_bytes}. Take smaller batches.",
        )
