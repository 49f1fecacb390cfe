"""The settings in the document of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perceptron.config import BOUNDS, DTYPES, check_choice, check_device, quoted
from perceptron.data import DATASETS
from perceptron.sharing.parts import fail, is_number, is_text
from perceptron.sharing.record import file_name
from perceptron.text.language import _, ngettext

_SIZES = ("samples", "features", "outputs", "valid")
_TEXTS = ("dataset", "device", "dtype")
_NAMES = (*BOUNDS, *_TEXTS, "scale", "targets", "inputs")
_LARGEST = 100_000  # rows; real tables may have fewer than synthetic data must
_DATASETS = (*DATASETS, "table")
_LONGEST_PATH = 5_000  # documents of earlier versions hold it
_FILE = ("data", "drop_missing")  # of a table of one's own


def kept_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that mean something here; of a file the name, though it once was a path."""
    kept = {name: value for name, value in config.items() if name in (*_NAMES, *_FILE)}
    return kept | {"data": file_name(kept["data"])} if kept.get("data") else kept


def check_config(config: Mapping[str, Any]) -> None:
    """Refuse a document whose settings are no settings of a run."""
    missing = [name for name in _NAMES if name not in config]
    if missing:
        fail(_("config has no {names}", names=", ".join(missing)))
    for name, bound in BOUNDS.items():
        low = 1 if name in _SIZES else bound.low
        high = _LARGEST if name in ("samples", "valid") else bound.high
        value = config[name]
        whole = type(value) is int or not bound.integer
        if not (whole and is_number(value) and low <= value <= high):
            fail(
                _(
                    "{setting} must be between {low} and {high}; got {value}",
                    setting=f"config.{name}",
                    low=bound.in_words(low),
                    high=bound.in_words(high),
                    value=quoted(value),
                )
            )
    for name in _TEXTS:
        if not is_text(config[name], 60):
            fail(_("{setting} must be a short text", setting=f"config.{name}"))
    try:
        check_choice("dataset", config["dataset"], _DATASETS)
        check_device(config["device"])
        check_choice("dtype", config["dtype"], DTYPES)
    except ValueError as error:
        fail(str(error).rstrip("."))
    if not isinstance(config["scale"], bool):
        fail(_("config.scale must be true or false"))
    if (
        not is_text(config.get("data") or "", _LONGEST_PATH)
        or type(config.get("drop_missing", False)) is not bool
    ):
        fail(_("config.data must be null or the name of a file, config.drop_missing true or false"))
    for name, n in (("inputs", config["features"]), ("targets", config["outputs"])):
        names = config[name]
        if names is not None and not (
            isinstance(names, list) and len(names) == n and all(is_text(x, 200) for x in names)
        ):
            fail(
                ngettext(
                    "{setting} must be null or {n} name",
                    "{setting} must be null or {n} names",
                    n,
                    setting=f"config.{name}",
                )
            )
