"""Read a run from its JSON document: whatever is wrong with the file has its sentence."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NoReturn, get_args

import torch
from torch import Tensor

from perceptron.config import BOUNDS, DTYPES, check_choice, check_device, quoted
from perceptron.data import DATASETS, DataError
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.run import Status
from perceptron.sharing.json_text import no_constant
from perceptron.sharing.model_record import ModelRecord, points_of
from perceptron.sharing.record import COMPARED, LOSSES, PARTS, RunRecord, file_name, number
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import fixed

MAX_DOCUMENT_BYTES = 10_000_000
_MARKS = {b"{": 1_000, b'"': 20_000, b"[": 500_000}  # more than any run has; each costs memory
_SIZES = ("samples", "features", "outputs", "valid")
_TEXTS = ("dataset", "device", "dtype")
_NAMES = (*BOUNDS, *_TEXTS, "scale", "targets", "inputs")
_LARGEST = 100_000  # rows; real tables may have fewer than synthetic data must
_DATASETS = (*DATASETS, "table")
_LONGEST_PATH = 5_000  # documents of earlier versions hold it
_FILE = ("data", "drop_missing")  # of a table of one's own


def read_run(content: bytes) -> RunRecord:
    """Return the run in a file, checked so that it can be shown and repeated.

    Args:
        content: What `python -m perceptron --json` or the app has written.

    Raises:
        DataError: If it is not such a document; says where and what is missing.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        _fail(
            _(
                "it has {size} MB; up to {most} MB are read",
                size=fixed(len(content) / 1e6, 1),
                most=MAX_DOCUMENT_BYTES // 10**6,
            )
        )
    if any(content.count(mark) > most for mark, most in _MARKS.items()):
        _fail(_("it holds many more lists or texts than a run"))
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        _fail(_("it is not JSON, or it was cut off ({reason})", reason=str(error)[:80]))
    return from_document(document)


def from_document(document: Any) -> RunRecord:
    """Return the run in a JSON document; what `RunRecord.to_document` gave comes back.

    Raises:
        DataError: If a part is missing or wrong; says where.
    """
    if not isinstance(document, dict):
        _fail(_("the file must be an object with names and values"))
    config = _table(document.get("config"), "config")
    _check_config(config)
    shape = (config["features"], config["outputs"])
    start = _parameters(document.get("initial"), shape, "initial")
    models = _table(document.get("models"), "models")
    unknown = [name for name in models if name not in MODELS]
    if unknown or not models:
        _fail(
            _(
                "models must be some of {names}; got {value}",
                names=", ".join(MODELS),
                value=str(unknown)[:60] if unknown else _("none"),
            )
        )
    mape = _table(document.get("mape"), "mape")
    compared = [name for name in MODELS if mape.get(name) is not None]
    return RunRecord(
        config=_kept(config),
        start=start,
        models={name: _model(model, shape, name) for name, model in models.items()},
        mape=_percentages(mape, ("before_copy", "after_copy", "loss"), "mape"),
        differences={name: _percentages(mape[name], COMPARED, f"mape.{name}") for name in compared},
        rate_changes=read_rate_changes(
            document.get("rate_changes", [[0, config["learning_rate"]]])
        ),
        data=_data(document["data"], config) if "data" in document else None,
    )


def _fail(what: str) -> NoReturn:
    raise DataError(
        _(
            "This file can't be read as a run: {reason}. Export the run again as JSON, "
            "in the app or by {command}.",
            reason=what,
            command="python -m perceptron --json",
        )
    )


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        _fail(_("{part} must be an object with names and values", part=where))
    return value


def is_number(value: Any) -> bool:
    """Whether it is a number that a float holds, and no truth value."""
    return type(value) in (int, float) and abs(value) < 1e308 and math.isfinite(value)


def is_text(value: Any, longest: int) -> bool:
    """Whether it is a text that can be shown: half of a pair of surrogates can't."""
    if not isinstance(value, str) or len(value) > longest:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _kept(config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that mean something here; of a file the name, though it once was a path."""
    kept = {name: value for name, value in config.items() if name in (*_NAMES, *_FILE)}
    return kept | {"data": file_name(kept["data"])} if kept.get("data") else kept


def _check_config(config: Mapping[str, Any]) -> None:
    missing = [name for name in _NAMES if name not in config]
    if missing:
        _fail(_("config has no {names}", names=", ".join(missing)))
    for name, bound in BOUNDS.items():
        low = 1 if name in _SIZES else bound.low
        high = _LARGEST if name in ("samples", "valid") else bound.high
        value = config[name]
        whole = type(value) is int or not bound.integer
        if not (whole and is_number(value) and low <= value <= high):
            _fail(
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
            _fail(_("{setting} must be a short text", setting=f"config.{name}"))
    try:
        check_choice("dataset", config["dataset"], _DATASETS)
        check_device(config["device"])
        check_choice("dtype", config["dtype"], DTYPES)
    except ValueError as error:
        _fail(str(error).rstrip("."))
    if not isinstance(config["scale"], bool):
        _fail(_("config.scale must be true or false"))
    if (
        not is_text(config.get("data") or "", _LONGEST_PATH)
        or type(config.get("drop_missing", False)) is not bool
    ):
        _fail(
            _("config.data must be null or the name of a file, config.drop_missing true or false")
        )
    for name, n in (("inputs", config["features"]), ("targets", config["outputs"])):
        names = config[name]
        if names is not None and not (
            isinstance(names, list) and len(names) == n and all(is_text(x, 200) for x in names)
        ):
            _fail(
                ngettext(
                    "{setting} must be null or {n} name",
                    "{setting} must be null or {n} names",
                    n,
                    setting=f"config.{name}",
                )
            )


def _matrix(value: Any, shape: tuple[int, int], where: str) -> Tensor:
    rows, columns = shape
    fits = isinstance(value, list) and len(value) == rows and all(
        isinstance(row, list) and len(row) == columns
        and all(x is None or is_number(x) for x in row)
        for row in value
    )  # fmt: skip
    if not fits:
        _fail(
            _(
                "{part} must be numbers in {rows} rows and {columns} columns",
                part=where,
                rows=rows,
                columns=columns,
            )
        )
    return torch.tensor([[number(x) for x in row] for row in value], dtype=torch.float64)


def _parameters(value: Any, shape: tuple[int, int], where: str, prefix: str = "") -> Parameters:
    table = _table(value, where)
    weight, bias = f"{prefix}weight", f"{prefix}bias"
    return Parameters(
        W=_matrix(table.get(weight), shape, f"{where}.{weight}"),
        b=_matrix([table.get(bias)], (1, shape[1]), f"{where}.{bias}")[0],
    )


def _model(value: Any, shape: tuple[int, int], name: str) -> ModelRecord:
    table = _table(value, name)
    read: dict[str, tuple[float, ...]] = {}
    for part in LOSSES:
        losses = table.get(part)
        if not isinstance(losses, list) or not all(x is None or is_number(x) for x in losses):
            _fail(_("{part} must be a list of numbers", part=f"{name}.{part}"))
        read[part] = tuple(map(number, losses))
    lengths = {len(losses) for losses in read.values()}
    epochs = BOUNDS["epochs"]
    if len(lengths) > 1 or max(lengths) > epochs.high:
        most = epochs.in_words(epochs.high)
        _fail(
            _("the losses of {model} must be equally long, at most {most}", model=name, most=most)
        )
    if table.get("status") not in get_args(Status):
        _fail(
            _(
                "{part} must be one of {choices}",
                part=f"{name}.status",
                choices=", ".join(get_args(Status)),
            )
        )
    if not is_number(table.get("seconds")) or table["seconds"] < 0:
        _fail(_("{part} must be a number from 0 on", part=f"{name}.seconds"))
    if (after := points_of(table.get("after_epochs", []))) is None:
        _fail(
            _(
                "{part} must be pairs of epochs trained, rising, and a loss",
                part=f"{name}.after_epochs",
            )
        )
    reason = table.get("reason")
    if reason is not None and not is_text(reason, MAX_DOCUMENT_BYTES):
        _fail(_("{part} must be null or a text", part=f"{name}.reason"))
    return ModelRecord(
        **read,
        parameters=_parameters(table, shape, name),
        seconds=table["seconds"],
        status=table["status"],
        reason=reason and reason[:600],
        after_epochs=after,
    )


def _percentages(value: Any, names: Iterable[str], where: str) -> dict[str, float]:
    """MAPEs, numbers or null; names that mean nothing here are left out."""
    table = _table(value, where)
    for name in names:
        if table.get(name) is not None and not is_number(table[name]):
            _fail(
                _(
                    "{part} must be numbers in percent; {name} is {value}",
                    part=where,
                    name=name,
                    value=quoted(table[name]),
                )
            )
    return {name: number(table.get(name)) for name in names}


def read_rate_changes(value: Any) -> tuple[tuple[int, float], ...]:
    """Read pairs of an update and the learning rate from it on.

    Raises:
        DataError: If they are none.
    """
    bound = BOUNDS["learning_rate"]
    fits = isinstance(value, list) and 1 <= len(value) <= 10_000 and all(
        isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int
        and is_number(pair[1]) and bound.low <= pair[1] <= bound.high
        for pair in value
    )  # fmt: skip
    if not fits or value[0][0] != 0 or any(one[0] >= after[0] for one, after in pairwise(value)):
        _fail(_("rate_changes must be pairs of an update and a learning rate, from update 0 on"))
    return tuple((first, rate) for first, rate in value)


def _data(value: Any, config: Mapping[str, Any]) -> dict[str, Tensor | None]:
    table = _table(value, "data")
    m, m_valid, d, c = (config[size] for size in ("samples", "valid", "features", "outputs"))
    read: dict[str, Tensor | None] = {}
    for name, shape in zip(PARTS, ((m, d), (m, c), (m_valid, d), (m_valid, c)), strict=True):
        read[name] = found = _matrix(table.get(name), shape, f"data.{name}")
        if found.isnan().any():
            _fail(_("{part} has a missing number", part=f"data.{name}"))
    if table.get("true_weight") is None:
        return {**read, "true_weight": None, "true_bias": None}
    true = _parameters(table, (d, c), "data", "true_")
    return {**read, "true_weight": true.W, "true_bias": true.b}
