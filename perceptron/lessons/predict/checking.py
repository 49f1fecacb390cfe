"""Whether a table of the file of items can be asked: each rule with its sentence."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from perceptron.config import ConfigError, DataConfig, check_batch_size, did_you_mean, quoted
from perceptron.data import load
from perceptron.device import resolve
from perceptron.lessons.predict.item import Item, Settings, configs
from perceptron.lessons.predict.measures import GIVEN, MEASURES, Measure
from perceptron.lessons.predict.values import (
    LONGEST_TEXT,
    NUMBERS,
    checked,
    is_number_as_text,
)
from perceptron.room.question import CHOICE, CURVE, NUMBER
from perceptron.sizes import four_axis_bytes
from perceptron.text.language import N_, _, ngettext
from perceptron.text.tables import WrongKeyError

MAX_UPDATES = 5_000  # of a run, so that an answer is there in a second or two
MAX_SAMPLES = 2_000
MAX_TENSOR = 32 * 2**20  # bytes, of a measure that builds the four-axis tensor
_OTHER_KIND = {  # what a key is for, and what the measure gives
    (CHOICE, NUMBER): N_("{key} is for a choice; this measure gives a number."),
    (CHOICE, CURVE): N_("{key} is for a choice; this measure gives a curve."),
    (NUMBER, CHOICE): N_("{key} is for a number; this measure gives a choice."),
    (NUMBER, CURVE): N_("{key} is for a number; this measure gives a curve."),
    (CURVE, CHOICE): N_("{key} is for a curve; this measure gives a choice."),
    (CURVE, NUMBER): N_("{key} is for a curve; this measure gives a number."),
}
OF_RUNS = ("run", "other")


def check_item(entry: object) -> Item:
    """Return the item that a table of the file describes, without its twin.

    Raises:
        WrongKeyError: If it can't be asked.
    """
    if not isinstance(entry, dict):
        raise WrongKeyError("", _("an item is a table of keys and values."))
    known = [f.name for f in fields(Item) if f.compare]
    for key in entry:
        if key not in known:
            near = did_you_mean(key, known)
            raise WrongKeyError(key, _("an item has no key {key}.", key=quoted(key)) + near)
    for key in ("name", "question", "measure", "why"):
        if key not in entry:
            raise WrongKeyError(
                "", _("this item has no {key}; each needs name, question, measure, why.", key=key)
            )
    values = {key: checked(key, value) for key, value in entry.items() if key != "twin"}
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
        if measure.compares:
            told = _("this measure compares two runs: add {table}.", table="[item.other]")
            raise WrongKeyError("measure", told)
        raise WrongKeyError("other", _("this measure needs one run only."))
    last = configs(dict(values.get("run", ())))[1].epochs
    if any(epoch > last for epoch in values.get("epochs", ())):
        raise WrongKeyError("epochs", _over_after(last))
    return Item(**values)


def _over_after(epochs: int) -> str:
    return ngettext(
        "this run is over after {n} epoch.", "this run is over after {n} epochs.", epochs
    )


def _kind_of(values: dict[str, Any]) -> str:
    if values["measure"] != GIVEN:
        return MEASURES[values["measure"]].kind
    return CHOICE if isinstance(values.get("answer"), str) else NUMBER


def _check_kind(values: dict[str, Any]) -> None:
    """Check that the item has what its way of answering needs, and nothing else."""
    is_kind = _kind_of(values)
    allowed = {CHOICE: {"options"}, NUMBER: {"unit", *NUMBERS[:2]}, CURVE: {"epochs", "factor"}}
    for kind, keys in allowed.items():
        for key in sorted(keys & set(values)):
            if kind != is_kind:
                raise WrongKeyError(key, _(_OTHER_KIND[kind, is_kind], key=key))
    if is_kind == CURVE and "epochs" not in values:
        raise WrongKeyError(
            "", _("a curve needs epochs, as in {example}.", example="epochs = [0, 5, 15]")
        )
    if is_kind == CURVE and values.get("factor", 3.0) <= 1:
        raise WrongKeyError(
            "factor", _("factor must be larger than 1: how many times off is still right.")
        )
    if is_kind == CHOICE:
        options = values.get("options", ())
        _check_options(options, MEASURES.get(values["measure"]))
        if (answer := values.get("answer")) is not None and answer not in dict(options):
            near = did_you_mean(answer, dict(options))
            told = _("{answer} is not among the options.", answer=quoted(answer))
            raise WrongKeyError("answer", told + near)


def _check_options(options: Settings, measure: Measure | None) -> None:
    if len(options) < 2 or not all(
        isinstance(words, str) and words for words in dict(options).values()
    ):
        raise WrongKeyError(
            "options",
            _("a choice needs {table} with two or more answers in words.", table="[item.options]"),
        )
    if measure is None:
        return
    missing = [answer for answer in measure.answers if answer not in dict(options)]
    if missing and measure.varies:
        told = _(
            "the answer may be {answer}; add it to {table}.",
            answer=repr(missing[0]), table="[item.options]",
        )  # fmt: skip
        raise WrongKeyError("options", told)


def _check_given(values: dict[str, Any]) -> None:
    """Check that an item has an answer if its measure says so, then no run; else none."""
    if values["measure"] != GIVEN:
        if "answer" in values:
            given = 'measure = "given"'
            told = _("answer is for {given}; here a run answers.", given=given)
            raise WrongKeyError("answer", told)
        return
    for key in OF_RUNS:
        if key in values:
            raise WrongKeyError(key, _("nothing is run for a given answer. Leave it out."))
    if "answer" not in values:
        example = 'answer = "an option"'  # in English: TOML, to be typed
        told = _("a given answer is needed: add {example} or 3.", example=example)
        raise WrongKeyError("measure", told)
    if "{rule}" in values["why"]:
        told = _("{rule} is the limit of a run; nothing is run here.", rule="{rule}")
        raise WrongKeyError("why", told)


def _check_misconceptions(values: dict[str, Any]) -> None:
    """Check that each misconception is a sentence, about something that can be answered."""
    kind, options = _kind_of(values), dict(values.get("options", ()))
    for wrong, words in values.get("misconceptions", ()):
        key = f"misconceptions.{wrong}"
        if kind == CURVE:
            raise WrongKeyError("misconceptions", _("a curve has no misconceptions."))
        if not (isinstance(words, str) and words.strip() and len(words) <= LONGEST_TEXT):
            told = _("a misconception must be words, at most {most} characters.", most=LONGEST_TEXT)
            raise WrongKeyError(key, told)
        if kind == CHOICE and wrong not in options:
            near = did_you_mean(wrong, options)
            raise WrongKeyError(key, _("there is no option {option}.", option=quoted(wrong)) + near)
        if kind == NUMBER and not is_number_as_text(wrong):
            told = _("a misconception is of a number; got {value}.", value=quoted(wrong))
            raise WrongKeyError(key, told)


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
            _(
                "a run of an item has at most {most_updates} updates and {most_samples} samples; "
                "this one has {updates} and {samples}.",
                most_updates=MAX_UPDATES,
                most_samples=MAX_SAMPLES,
                updates=updates,
                samples=m,
            ),
        )
    n_bytes = four_axis_bytes(train.batch_size, d, c)
    if tensor and n_bytes > MAX_TENSOR:
        raise WrongKeyError(
            key,
            _(
                "the four-axis tensor of an item has at most {most} bytes; this one has {bytes}. "
                "Take smaller batches.",
                most=MAX_TENSOR, bytes=n_bytes,
            ),
        )  # fmt: skip
