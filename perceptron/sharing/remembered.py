"""What a visitor's browser keeps between two visits, as texts: runs, a table, a run under way.

What comes back from there is checked like an uploaded file: anyone can write into a browser.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from perceptron.config import ConfigError, DataConfig, TrainConfig, check_choice
from perceptron.data import DATASETS, DataError
from perceptron.data.reading.header import LONGEST_NAME
from perceptron.data.reading.numbers import LARGEST
from perceptron.data.reading.rows import MAX_COLUMNS, MAX_ROWS, MAX_VALUES
from perceptron.data.reading.table import MIN_ROWS, SHOWN, Table
from perceptron.sharing.json_text import read_json
from perceptron.sharing.parts import is_number, is_text
from perceptron.sharing.read import from_document, read_rate_changes
from perceptron.sharing.shelf import LONGEST_NAME as LONGEST_RUN_NAME
from perceptron.sharing.shelf import KeptRun
from perceptron.text.language import _

MAX_RUN_CHARS = 600_000  # of a run's text; a longer one is not kept
MAX_TABLE_CHARS = 300_000
_A_LOSS = 18  # characters that a loss takes, about
_MARK = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A run that was being trained: all that it takes to train it again to the same bits.

    Attributes:
        data: Which data.
        train: The hyperparameters; the rate and the epochs as they were last.
        columns: The inputs and outputs of a table of one's own, and whether rows with gaps are
            left out; None without a table.
        steps: How many updates were done.
        rates: (number of the update from 0, rate) wherever the rate became another.
        mark: Of the run on the shelf that it has become; empty if it has not.
    """

    data: DataConfig
    train: TrainConfig
    columns: tuple[tuple[str, ...], tuple[str, ...], bool] | None
    steps: int
    rates: tuple[tuple[int, float], ...]
    mark: str = ""


def write_run(run: KeptRun) -> str | None:
    """Return a run as text; None if that would be too long."""
    losses = sum(3 * len(model.train_mse) for model in run.record.models.values())
    if losses * _A_LOSS > MAX_RUN_CHARS:
        return None
    text = _json(
        {"made": run.made, "pinned": run.pinned, "name": run.name, "run": run.record.to_document()}
    )
    return text if len(text) <= MAX_RUN_CHARS else None


def read_run_again(mark: str, text: str) -> KeptRun:
    """Return the run in a text of `write_run`.

    Args:
        mark: What the browser knows it by.
        text: The text.

    Raises:
        DataError: If it is damaged.
    """
    document = _object(text, MAX_RUN_CHARS)
    name, made, pinned = (document.get(part) for part in ("name", "made", "pinned"))
    if not (
        _MARK.fullmatch(mark) and is_text(name, LONGEST_RUN_NAME) and name and is_number(made)
        and type(pinned) is bool
    ):  # fmt: skip
        raise DataError(_("it has no name, or not the date of a run"))
    made = min(max(float(made or 0), 0.0), time.time())
    return KeptRun(0, str(name), from_document(document.get("run")), pinned, None, mark, made)


def write_table(table: Table) -> str | None:
    """Return the usable columns of a table as text, to the last bit; None if it is too long."""
    columns = {
        name: [None if math.isnan(x) else x for x in values.tolist()]
        for name, values in table.columns.items()
    }
    text = _json({"name": table.name, "columns": columns, "row_numbers": list(table.row_numbers)})
    return text if len(text) <= MAX_TABLE_CHARS else None


def read_table_again(text: str) -> Table:
    """Return the table in a text of `write_table`.

    Raises:
        DataError: If it is damaged.
    """
    document = _object(text, MAX_TABLE_CHARS)
    name, columns = document.get("name"), document.get("columns")
    if not is_text(name, LONGEST_NAME) or not isinstance(columns, dict):
        raise DataError(_("it has no name, or no columns"))
    rows = {len(values) if isinstance(values, list) else 0 for values in columns.values()}
    fits = (
        0 < len(columns) <= MAX_COLUMNS
        and len(rows) == 1
        and MIN_ROWS <= min(rows) <= MAX_ROWS
        and len(columns) * min(rows) <= MAX_VALUES
        and all(is_text(one, LONGEST_NAME) and one for one in columns)
        and all(x is None or (is_number(x) and abs(x) <= LARGEST)
                for values in columns.values() for x in values)
    )  # fmt: skip
    if not fits:
        raise DataError(_("its columns are not numbers of one length"))
    made = {one: pd.Series(values, dtype="float64") for one, values in columns.items()}
    gaps = {one: int(values.isna().sum()) for one, values in made.items()}
    counted = document.get("row_numbers")
    return Table(
        str(name),
        made,
        problems={},
        missing={one: n for one, n in gaps.items() if n},
        names=tuple(made),
        rows=tuple(range(2, min(rows) + 2)),  # below the names
        first={one: tuple(_cell(x) for x in columns[one][:SHOWN]) for one in made},
        row_numbers=tuple(one for one in made if isinstance(counted, list) and one in counted),
        delimiter=",",
        signs=frozenset({"point"}),
        doubts={},
        notes=(_("The browser kept its numbers, not the file."),),
    )


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def write_under_way(under_way: UnderWay) -> str:
    """Return a run under way as text."""
    return _json(asdict(under_way))


def read_under_way(text: str) -> UnderWay:
    """Return the run under way in a text of `write_under_way`.

    Raises:
        DataError: If it is damaged.
    """
    document = _object(text, MAX_RUN_CHARS)
    data, train = (document.get(part) for part in ("data", "train"))
    columns, steps, mark = (document.get(part) for part in ("columns", "steps", "mark"))
    if not (isinstance(data, dict) and isinstance(train, dict)):
        raise DataError(_("it has no settings"))
    try:
        settings = DataConfig(**data), TrainConfig(**train)
        check_choice("dataset", settings[0].dataset, (*DATASETS, "table"))
    except (ConfigError, TypeError) as error:
        raise DataError(_("its settings can't be used: {reason}", reason=error)) from error
    if type(steps) is not int or not 0 <= steps <= 10**9:
        raise DataError(_("its number of updates is none"))
    if not isinstance(mark, str) or (mark and not _MARK.fullmatch(mark)):
        raise DataError(_("it does not say which run it became"))
    rates = read_rate_changes(document.get("rates"))
    return UnderWay(*settings, _columns(columns), steps, rates, mark)


def _columns(value: Any) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    match value:
        case None:
            return None
        case [list(inputs), list(outputs), bool(drop_missing)] if len(inputs) + len(
            outputs
        ) <= MAX_COLUMNS and all(is_text(one, LONGEST_NAME) for one in (*inputs, *outputs)):
            return tuple(inputs), tuple(outputs), drop_missing
    raise DataError(_("its columns are not names"))


def _json(value: Any) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"), ensure_ascii=False)


def _object(text: str, longest: int) -> Mapping[str, Any]:
    """The object in a JSON text."""
    found = read_json(text, longest)
    if not isinstance(found, dict):
        raise DataError(_("it is not an object with names and values"))
    return found
