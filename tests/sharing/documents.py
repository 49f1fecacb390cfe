"""A small run as a record and as a JSON document, and ways to change it."""

from __future__ import annotations

import json
from typing import Any

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.sharing.read import from_document
from perceptron.sharing.record import RunRecord

SMALL = DataConfig(samples=30, features=3, outputs=2, valid=20)


def made(data: DataConfig = SMALL, **train: Any) -> Run:
    return Run(load(data), TrainConfig(**{"batch_size": 10, "epochs": 3} | train)).finish()


def record(data: DataConfig = SMALL, **train: Any) -> RunRecord:
    return RunRecord.of_run(made(data, **train), data)


def run_document(
    run: Run, data: DataConfig, file: str | None = None, *, with_data: bool = False
) -> dict[str, Any]:
    return RunRecord.of_run(run, data, file, with_data=with_data).to_document()


RECORD = record()
DOCUMENT = RECORD.to_document()


def changed(**parts: Any) -> dict[str, Any]:
    """The document with some parts replaced; 'config__epochs' is that part of that part."""
    copy = json.loads(json.dumps(DOCUMENT))
    for path, value in parts.items():
        *above, last = path.split("__")
        place = copy
        for name in above:
            place = place[name]
        if value is None and last in place:
            del place[last]
        else:
            place[last] = value
    return copy


def changed_record(**parts: Any) -> RunRecord:
    return from_document(changed(**parts))
