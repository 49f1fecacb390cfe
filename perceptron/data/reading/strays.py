"""Values that many files write where one is missing, as -999: named, never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from perceptron.text.language import ngettext
from perceptron.text.numbers import number

_A_CODE = re.compile(r"-?9{2,}(\.9+)?|-200|-1e\+?\d+").fullmatch
_FAR = 10  # times the range of the others, from the next of them


def strays(columns: Mapping[str, pd.Series[float]]) -> list[str]:
    """A sentence for each column whose least or largest value stands far from all others."""
    notes = []
    for name, values in columns.items():
        present = values.dropna()
        for stray in (present.min(), present.max()):
            others = present[present != stray]
            low, high = others.min(), others.max()
            near = min(abs(stray - low), abs(stray - high))
            far = 1 if _A_CODE(f"{stray:.10g}") else _FAR
            if len(others) > 1 and high > low and near > far * (high - low):
                times = int((present == stray).sum())
                notes.append(
                    ngettext(
                        "{column}: {value} ({n} time) is far from all others, {low} to {high}. "
                        "If it stands for a missing value, clear it in the file.",
                        "{column}: {value} ({n} times) is far from all others, {low} to {high}. "
                        "If it stands for a missing value, clear it in the file.",
                        times,
                        column=name,
                        value=number(stray),
                        low=number(low),
                        high=number(high),
                    )
                )
    return notes
