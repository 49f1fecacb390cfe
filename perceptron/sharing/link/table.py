"""The part of a visitor's table that a link may carry: the columns that are used, no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from perceptron.config import ConfigError
from perceptron.data import DataError
from perceptron.data.table import Table, csv_of, read_table
from perceptron.sharing.link.packed import SharedTable, pack_table
from perceptron.text.language import _


def share_table(
    table: Table, inputs: Sequence[str], outputs: Sequence[str], drop_missing: bool
) -> SharedTable:
    """Return the used columns of a table as a link carries them, without the file's name.

    Args:
        table: The table.
        inputs: Names of the input columns.
        outputs: Names of the output columns.
        drop_missing: Whether rows with missing values are left out: then they don't travel.

    Raises:
        ConfigError: If they are too large for a link, or would not be read again as they are.
    """
    names = [*inputs, *outputs]
    columns = {name: table.columns[name] for name in names}
    if drop_missing:
        whole = ~np.isnan(np.column_stack([one.to_numpy() for one in columns.values()])).any(axis=1)
        columns = {name: one[whole] for name, one in columns.items()}
    text = csv_of(replace(table, columns=columns), names)
    pack_table(text)  # raises if it is too large
    if not _same(text, columns):
        raise ConfigError(
            _(
                "A link can't carry these columns as they are: the first row would not be taken "
                "for their names, or a row would be lost. Give the columns other names, or fill "
                "the gaps."
            )
        )
    n_inputs = len(inputs)
    return SharedTable(text, tuple(range(n_inputs)), tuple(range(n_inputs, len(names))))


def _same(text: str, columns: Mapping[str, pd.Series[float]]) -> bool:
    """Whether a text is read as these columns, to the last bit."""
    try:
        again = read_table(text.encode(), "link").columns
    except DataError:
        return False
    return list(again) == list(columns) and all(
        np.array_equal(again[name], columns[name], equal_nan=True) for name in columns
    )
