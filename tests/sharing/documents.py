"""A small run as a JSON document, and ways to change it."""

from __future__ import annotations

import json
from typing import Any

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.sharing.write import run_document

SMALL = DataConfig(samples=30, features=3, outputs=2, valid=20)


def made(data: DataConfig = SMALL, **train: Any) -> Run:
    return Run(load(data), TrainConfig(**{"batch_size": 10, "epochs": 3} | train)).finish()


def document(data: DataConfig = SMALL, **train: Any) -> dict[str, Any]:
    return run_document(made(data, **train), data)


DOCUMENT = document()


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
