"""The numbers that sliders stop at."""

from __future__ import annotations

import math
from collections.abc import Iterable

_MANTISSAS = (1, 1.2, 1.5, 1.8, 1.9, 2, 2.2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9)


def log_grid(low: float, high: float) -> list[float]:
    """Return readable numbers from `low` to `high`, evenly spread on a log scale.

    >>> log_grid(0.1, 1)[:4]
    [0.1, 0.12, 0.15, 0.18]
    """
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    numbers = [float(f"{m}e{k}") for k in decades for m in _MANTISSAS]
    return [n for n in numbers if low <= n <= high]


def whole_grid(low: float, high: float, also: Iterable[int] = ()) -> list[int]:
    """Return the whole numbers among `log_grid`, with both ends and some more.

    >>> whole_grid(20, 40, also=[33])
    [20, 22, 25, 30, 33, 35, 40]
    """
    numbers = {int(n) for n in log_grid(max(low, 1), high) if n == int(n)}
    return sorted(numbers | {int(low), int(high), *(n for n in also if low <= n <= high)})
