"""The settings that a link carries: their names, their defaults, and how each is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from perceptron.config import (
    BOUNDS,
    DTYPES,
    ConfigError,
    TrainConfig,
    check_batch_size,
    check_choice,
    default_batch_size,
)
from perceptron.data import DATASETS, SYNTHETIC, n_training_rows
from perceptron.device import resolve

OWN_TABLE = "table"
SCALES = ("default", "on", "off")
NUMBERS = (
    "samples", "features", "outputs", "noise", "seed",
    "learning_rate", "batch_size", "epochs", "init_seed",
)  # fmt: skip
DEFAULTS: Mapping[str, Any] = {
    "dataset": SYNTHETIC,
    **{n: int(BOUNDS[n].default) if BOUNDS[n].integer else BOUNDS[n].default for n in NUMBERS},
    "scale": "default",
    "device": "cpu",
    "dtype": "float64",
}
NEWCOMER: Mapping[str, Any] = {**DEFAULTS, "learning_rate": 0.3}
"""What an untouched app shows: the notebook's settings at a rate at which something is to be seen.

A link that says anything about a run means the notebook's where it says nothing: it always did."""
_CHOICES = {"dataset": (*DATASETS, OWN_TABLE), "scale": SCALES, "dtype": DTYPES}
_LONGEST = 40  # characters of a value; the rest of a longer one is not looked at


def write_setting(value: Any) -> str:
    """Write a value so that reading it gives the same bits."""
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def read_setting(name: str, text: str) -> Any:
    """Read one setting.

    Raises:
        ConfigError: If it is out of its bounds, or names what is not there.
    """
    text = text[:_LONGEST]
    if name in NUMBERS:
        return _number(name, text)
    if name == "device":
        resolve(TrainConfig(device=text, dtype="float32"))
        return "cuda:0" if text == "cuda" else text
    check_choice(name, text, _CHOICES[name])
    return text


def _number(name: str, text: str) -> float:
    value: Any = text
    for kind in (float, int):
        with suppress(ValueError):
            value = kind(text)
    BOUNDS[name].check(name, value)
    return value if BOUNDS[name].integer else float(value)


def make_fit(settings: dict[str, Any], given: Collection[str]) -> list[str]:
    """Put right the settings that are fine alone and can't be used together.

    Args:
        settings: A value for each name in `DEFAULTS`; it is changed.
        given: The names that stand in the link. Others give way without a word.

    Returns:
        What was changed, in words.
    """
    notes = []
    try:
        TrainConfig(device=settings["device"], dtype=settings["dtype"])
    except ConfigError as error:
        notes.append(str(error))
        settings["device"] = DEFAULTS["device"]
    if settings["dataset"] == OWN_TABLE:
        return notes  # its rows are counted when it has been read
    n_samples = n_training_rows(settings["dataset"], settings["samples"])
    try:
        check_batch_size(settings["batch_size"], n_samples)
    except ConfigError as error:
        if "batch_size" in given:
            notes.append(str(error))
        settings["batch_size"] = default_batch_size(n_samples)
    return notes


def read_names(name: str, text: str) -> tuple[str, ...]:
    """Read names of settings with dots between.

    Raises:
        ConfigError: If one is not a setting.
    """
    names = tuple(dict.fromkeys(text.split(".")))
    for one in names:
        check_choice(name, one[:_LONGEST], DEFAULTS)
    return names
