"""The parts of a document that comes from outside, each checked as it is read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NoReturn

import torch
from torch import Tensor

from perceptron.data import DataError
from perceptron.parameters import Parameters
from perceptron.sharing.record import number
from perceptron.text.language import _


def fail(what: str) -> NoReturn:
    """Refuse a document.

    Args:
        what: What is wrong, as a clause.

    Raises:
        DataError: Always.
    """
    raise DataError(
        _(
            "This file can't be read as a run: {reason}. Export the run again as JSON, "
            "in the app or by {command}.",
            reason=what,
            command="python -m perceptron --json",
        )
    )


def object_in(value: Any, where: str) -> Mapping[str, Any]:
    """Return an object with names and values, or refuse the document."""
    if not isinstance(value, dict):
        fail(_("{part} must be an object with names and values", part=where))
    return value


def is_number(value: Any) -> bool:
    """Whether it is a number that a float holds, and no truth value."""
    return type(value) in (int, float) and abs(value) < 1e308 and math.isfinite(value)


def is_text(value: Any, longest: int) -> bool:
    """Whether it is a text that can be shown: half of a pair of surrogates can't."""
    if not isinstance(value, str) or len(value) > longest:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def matrix(value: Any, shape: tuple[int, int], where: str) -> Tensor:
    """Return the matrix in lists of numbers or null, or refuse the document."""
    rows, columns = shape
    fits = isinstance(value, list) and len(value) == rows and all(
        isinstance(row, list) and len(row) == columns
        and all(x is None or is_number(x) for x in row)
        for row in value
    )  # fmt: skip
    if not fits:
        fail(
            _(
                "{part} must be numbers in {rows} rows and {columns} columns",
                part=where,
                rows=rows,
                columns=columns,
            )
        )
    return torch.tensor([[number(x) for x in row] for row in value], dtype=torch.float64)


def parameters_in(value: Any, shape: tuple[int, int], where: str, prefix: str = "") -> Parameters:
    """Return W (d, c) and b (c,) of a part, or refuse the document."""
    table = object_in(value, where)
    weight, bias = f"{prefix}weight", f"{prefix}bias"
    return Parameters(
        W=matrix(table.get(weight), shape, f"{where}.{weight}"),
        b=matrix([table.get(bias)], (1, shape[1]), f"{where}.{bias}")[0],
    )
