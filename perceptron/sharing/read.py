"""Read a run from its JSON document: whatever is wrong with the file has its sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, get_args

from torch import Tensor

from perceptron.config import BOUNDS, quoted
from perceptron.models import MODELS
from perceptron.run import Status
from perceptron.sharing.json_text import no_constant
from perceptron.sharing.model_record import ModelRecord, points_of
from perceptron.sharing.parts import fail, is_number, is_text, matrix, object_in, parameters_in
from perceptron.sharing.read_config import check_config, kept_config
from perceptron.sharing.record import COMPARED, LOSSES, PARTS, RunRecord, number
from perceptron.text.language import _
from perceptron.text.numbers import fixed

MAX_DOCUMENT_BYTES = 10_000_000
_MARKS = {b"{": 1_000, b'"': 20_000, b"[": 500_000}  # more than any run has; each costs memory


def read_run(content: bytes) -> RunRecord:
    """Return the run in a file, checked so that it can be shown and repeated.

    Args:
        content: What `python -m perceptron --json` or the app has written.

    Raises:
        DataError: If it is not such a document; says where and what is missing.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        fail(
            _(
                "it has {size} MB; up to {most} MB are read",
                size=fixed(len(content) / 1e6, 1),
                most=MAX_DOCUMENT_BYTES // 10**6,
            )
        )
    if any(content.count(mark) > most for mark, most in _MARKS.items()):
        fail(_("it holds many more lists or texts than a run"))
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        fail(_("it is not JSON, or it was cut off ({reason})", reason=str(error)[:80]))
    return from_document(document)


def from_document(document: Any) -> RunRecord:
    """Return the run in a JSON document; what `RunRecord.to_document` gave comes back.

    Raises:
        DataError: If a part is missing or wrong; says where.
    """
    if not isinstance(document, dict):
        fail(_("the file must be an object with names and values"))
    config = object_in(document.get("config"), "config")
    check_config(config)
    shape = (config["features"], config["outputs"])
    start = parameters_in(document.get("initial"), shape, "initial")
    models = object_in(document.get("models"), "models")
    unknown = [name for name in models if name not in MODELS]
    if unknown or not models:
        fail(
            _(
                "models must be some of {names}; got {value}",
                names=", ".join(MODELS),
                value=str(unknown)[:60] if unknown else _("none"),
            )
        )
    mape = object_in(document.get("mape"), "mape")
    compared = [name for name in MODELS if mape.get(name) is not None]
    return RunRecord(
        config=kept_config(config),
        start=start,
        models={name: _model(model, shape, name) for name, model in models.items()},
        mape=_percentages(mape, ("before_copy", "after_copy", "loss"), "mape"),
        differences={name: _percentages(mape[name], COMPARED, f"mape.{name}") for name in compared},
        rate_changes=read_rate_changes(
            document.get("rate_changes", [[0, config["learning_rate"]]])
        ),
        data=_data(document["data"], config) if "data" in document else None,
    )


def _model(value: Any, shape: tuple[int, int], name: str) -> ModelRecord:
    table = object_in(value, name)
    read: dict[str, tuple[float, ...]] = {}
    for part in LOSSES:
        losses = table.get(part)
        if not isinstance(losses, list) or not all(x is None or is_number(x) for x in losses):
            fail(_("{part} must be a list of numbers", part=f"{name}.{part}"))
        read[part] = tuple(map(number, losses))
    lengths = {len(losses) for losses in read.values()}
    epochs = BOUNDS["epochs"]
    if len(lengths) > 1 or max(lengths) > epochs.high:
        most = epochs.in_words(epochs.high)
        fail(_("the losses of {model} must be equally long, at most {most}", model=name, most=most))
    if table.get("status") not in get_args(Status):
        fail(
            _(
                "{part} must be one of {choices}",
                part=f"{name}.status",
                choices=", ".join(get_args(Status)),
            )
        )
    if not is_number(table.get("seconds")) or table["seconds"] < 0:
        fail(_("{part} must be a number from 0 on", part=f"{name}.seconds"))
    if (after := points_of(table.get("after_epochs", []))) is None:
        fail(
            _(
                "{part} must be pairs of epochs trained, rising, and a loss",
                part=f"{name}.after_epochs",
            )
        )
    reason = table.get("reason")
    if reason is not None and not is_text(reason, MAX_DOCUMENT_BYTES):
        fail(_("{part} must be null or a text", part=f"{name}.reason"))
    return ModelRecord(
        **read,
        parameters=parameters_in(table, shape, name),
        seconds=table["seconds"],
        status=table["status"],
        reason=reason and reason[:600],
        after_epochs=after,
    )


def _percentages(value: Any, names: Iterable[str], where: str) -> dict[str, float]:
    """MAPEs, numbers or null; names that mean nothing here are left out."""
    table = object_in(value, where)
    for name in names:
        if table.get(name) is not None and not is_number(table[name]):
            fail(
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
        fail(_("rate_changes must be pairs of an update and a learning rate, from update 0 on"))
    return tuple((first, rate) for first, rate in value)


def _data(value: Any, config: Mapping[str, Any]) -> dict[str, Tensor | None]:
    table = object_in(value, "data")
    m, m_valid, d, c = (config[size] for size in ("samples", "valid", "features", "outputs"))
    read: dict[str, Tensor | None] = {}
    for name, shape in zip(PARTS, ((m, d), (m, c), (m_valid, d), (m_valid, c)), strict=True):
        read[name] = found = matrix(table.get(name), shape, f"data.{name}")
        if found.isnan().any():
            fail(_("{part} has a missing number", part=f"data.{name}"))
    if table.get("true_weight") is None:
        return {**read, "true_weight": None, "true_bias": None}
    true = parameters_in(table, (d, c), "data", "true_")
    return {**read, "true_weight": true.W, "true_bias": true.b}
