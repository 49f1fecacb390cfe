"""A user's table: some of its columns become a dataset."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from perceptron.config import BOUNDS, DataConfig, did_you_mean
from perceptron.data.dataset import Dataset, n_validation_rows, split_rows
from perceptron.data.errors import DataError
from perceptron.data.reading import MAX_FILE_BYTES, MIN_ROWS, Table, open_table, read_table
from perceptron.data.reading.numbers import LEAST_SPREAD
from perceptron.text.language import _, ngettext

__all__ = [
    "MAX_FILE_BYTES",
    "Table",  # in English: a name in Python
    "csv_of",
    "default_roles",
    "load_table",
    "open_table",
    "read_table",
]


def default_roles(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Suggest (inputs, outputs): the last columns, at most three and half of them, as outputs."""
    usable = table.offered
    n_outputs = min(3, len(usable) // 2)
    cut = len(usable) - n_outputs
    return usable[: min(cut, int(BOUNDS["features"].high))], usable[cut:]


def csv_of(table: Table, columns: Sequence[str] | None = None) -> str:
    """Return usable columns as a CSV text that can be read in one way only.

    Args:
        table: The table.
        columns: Which of them; None for all.
    """
    names = table.usable if columns is None else columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    values = (table.columns[name].tolist() for name in names)
    for row in zip(*values, strict=True):
        writer.writerow(["" if value != value else repr(value) for value in row])
    return text.getvalue()


def load_table(
    table: Table,
    config: DataConfig,
    inputs: Sequence[str],
    outputs: Sequence[str],
    drop_missing: bool = False,
) -> Dataset:
    """Make a dataset of some columns; a fifth of the rows, drawn by the seed, validates.

    Args:
        table: The table.
        config: Seed and scaling; the columns are standardised unless `scale` is False.
        inputs: Names of the d input columns.
        outputs: Names of the c output columns.
        drop_missing: Leave out rows with missing values in these columns.

    Raises:
        DataError: If a column can't be used, or too few complete rows are left.
    """
    rows = torch.from_numpy(_complete_rows(table, inputs, outputs, drop_missing))
    train, valid = split_rows(len(rows), config.seed)
    X, Y = rows[:, : len(inputs)], rows[:, len(inputs) :]
    if config.scaled:
        _check_spread(rows[train], [*inputs, *outputs])
    dataset = Dataset(
        x_train=X[train],
        y_train=Y[train],
        x_valid=X[valid],
        y_valid=Y[valid],
        feature_names=tuple(inputs),
        target_names=tuple(outputs),
    )
    return dataset.standardised() if config.scaled else dataset


def n_table_rows(
    table: Table, inputs: Sequence[str], outputs: Sequence[str], drop_missing: bool = False
) -> int:
    """Return how many training rows `load_table` would give.

    Raises:
        DataError: If it would.
    """
    n_rows = len(_complete_rows(table, inputs, outputs, drop_missing))
    return n_rows - n_validation_rows(n_rows)


def _complete_rows(
    table: Table, inputs: Sequence[str], outputs: Sequence[str], drop_missing: bool
) -> NDArray[np.float64]:
    _check_roles(table, inputs, outputs)
    chosen = [*inputs, *outputs]
    values = np.column_stack([table.columns[name].to_numpy() for name in chosen])
    gaps = np.isnan(values).any(axis=1)
    if gaps.any() and not drop_missing:
        n_gaps, first = int(gaps.sum()), table.rows[int(np.argmax(gaps))]
        raise DataError(
            ngettext(
                "{n} row of {table} has a gap (row {first}). "
                "Fill it, or leave out rows with missing values.",
                "{n} rows of {table} have gaps; the first is row {first}. "
                "Fill them, or leave out rows with missing values.",
                n_gaps,
                table=table.name,
                first=first,
            )
        )
    complete: NDArray[np.float64] = values[~gaps]
    if len(complete) < MIN_ROWS:
        raise DataError(
            _(
                "At least {least} complete rows are needed; {table} has {rows}. "
                "Add rows, or choose columns with fewer gaps.",
                least=MIN_ROWS,
                table=table.name,
                rows=len(complete),
            )
        )
    return complete


def _check_spread(train: torch.Tensor, names: Sequence[str]) -> None:
    """Refuse a column whose training rows differ, but by too little to be scaled."""
    spread, mean = train.std(dim=0, correction=0), train.mean(dim=0)
    differ = train.amax(dim=0) > train.amin(dim=0)
    for name in (names[k] for k in (differ & ~(spread > LEAST_SPREAD * mean.abs())).nonzero()):
        raise DataError(
            _(
                "Column {column} can't be scaled: its values in the training rows differ by less "
                "than float64 can hold beside their size. Subtract the smallest from all, or use "
                "another unit.",
                column=repr(name),
            )
        )


def _to_choose_from(table: Table) -> str:
    offered, most = table.offered, 8
    if not offered:
        return _("No column of this table can be used: mend the file, or choose another.")
    columns = ", ".join(offered[:most])
    if len(offered) <= most:
        return _("The table has {columns}.", columns=columns)
    return ngettext(
        "The table has {columns} and {n} more.",
        "The table has {columns} and {n} more.",
        len(offered) - most,
        columns=columns,
    )


def _other_number_needed(role: str, n: int, most: int) -> str:
    if role == "input" and not n:
        return _("Between 1 and {most} input columns are needed; none is chosen.", most=most)
    if role == "input":
        return ngettext(
            "Between 1 and {most} input columns are needed; {n} is chosen.",
            "Between 1 and {most} input columns are needed; {n} are chosen.",
            n,
            most=most,
        )
    if not n:
        return _("Between 1 and {most} output columns are needed; none is chosen.", most=most)
    return ngettext(
        "Between 1 and {most} output columns are needed; {n} is chosen.",
        "Between 1 and {most} output columns are needed; {n} are chosen.",
        n,
        most=most,
    )


def _unusable(role: str, name: str, why: str) -> str:
    if role == "input":
        return _(
            "Column {column} can't be an input: {why}. Choose another column, or mend the file.",
            column=repr(name),
            why=why,
        )
    return _(
        "Column {column} can't be an output: {why}. Choose another column, or mend the file.",
        column=repr(name),
        why=why,
    )


def _check_roles(table: Table, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    for role, names, bound in (("input", inputs, "features"), ("output", outputs, "outputs")):
        most = int(BOUNDS[bound].high)
        if not 1 <= len(names) <= most:
            needed = _other_number_needed(role, len(names), most)
            raise DataError(f"{needed} {_to_choose_from(table)}")
        for name in names:
            if name in table.problems:
                raise DataError(_unusable(role, name, table.problems[name]))
            if name not in table.columns:
                raise DataError(
                    _("{table} has no column {column}.", table=table.name, column=repr(name))
                    + did_you_mean(name, table.offered)
                )
    chosen = [*inputs, *outputs]
    twice = sorted({name for name in chosen if chosen.count(name) > 1})
    if twice:
        raise DataError(
            _(
                "A column has one role; {columns} is chosen twice. Remove one.",
                columns=", ".join(twice),
            )
        )
