"""What pictures of steps over the loss show: learning rates, and the way to the best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number


def path(learning_rate: float, steps: ArrayLike) -> str:
    """Say how near to the best a path over the loss comes.

    Args:
        learning_rate: eta.
        steps: (steep, flat) distances to the best, shape (steps + 1, 2).

    >>> path(0.3, [[30.0, 40.0], [9.0, 9.0], [3.0, 4.0]])
    'At learning rate 0.3 the distance to the best goes from 50 to 5 in 2 steps.'
    """
    away = np.linalg.norm(np.asarray(steps, dtype=float), axis=-1)
    return ngettext(
        "At learning rate {rate} the distance to the best goes from {first} to {last} in {n} step.",
        "At learning rate {rate} the distance to the best goes from {first} to {last} in {n} "
        "steps.",
        len(away) - 1,
        rate=number(learning_rate),
        first=number(float(away[0])),
        last=number(float(away[-1])),
    )


def scale(rates: ArrayLike, ends: ArrayLike, verdicts: Sequence[str]) -> str:
    """Say which learning rate ends lowest, and from where on they diverge.

    Args:
        rates: Learning rates, shape (k,), growing.
        ends: The loss of each after training, shape (k,).
        verdicts: 'slow', 'works' or 'diverges', of each.

    >>> scale([0.01, 0.1, 2.0], [80.0, 1.5, float("inf")], ["slow", "works", "diverges"])
    'Learning rate 0.1 ends lowest, at a loss of 1.5. From 2 on the loss grows without end.'
    """
    tried, reached = np.asarray(rates, dtype=float), np.asarray(ends, dtype=float)
    lowest = int(np.argmin(np.where(np.isfinite(reached), reached, np.inf)))
    said = _(
        "Learning rate {rate} ends lowest, at a loss of {loss}.",
        rate=number(tried[lowest]),
        loss=number(reached[lowest]),
    )
    if "diverges" not in verdicts:
        return " ".join((said, _("None of them diverges.")))
    first = number(tried[verdicts.index("diverges")])
    return " ".join((said, _("From {rate} on the loss grows without end.", rate=first)))


def directions(learning_rate: float, measured: ArrayLike) -> str:
    """Say how far the distance has fallen along the steepest and the flattest direction.

    Args:
        learning_rate: eta.
        measured: Distance along each direction, flattest first, shape (steps + 1, k).

    >>> directions(0.5, [[8.0, 6.0], [6.0, 0.1], [4.0, 0.03]])
    'In 2 steps of rate 0.5 the distance goes from 6 to 0.03 (steepest), from 8 to 4 (flattest).'
    """
    table = np.asarray(measured, dtype=float)
    first, last = table[0], table[-1]
    return ngettext(
        "In {n} step of rate {rate} the distance goes from {steep_first} to {steep_last} "
        "(steepest), from {flat_first} to {flat_last} (flattest).",
        "In {n} steps of rate {rate} the distance goes from {steep_first} to {steep_last} "
        "(steepest), from {flat_first} to {flat_last} (flattest).",
        len(table) - 1,
        rate=number(learning_rate),
        steep_first=number(first[-1]),
        steep_last=number(last[-1]),
        flat_first=number(first[0]),
        flat_last=number(last[0]),
    )
