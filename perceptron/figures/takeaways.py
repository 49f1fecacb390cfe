"""What a picture shows now, in one sentence with its numbers: for those who can't see it.

Each function takes the numbers that its figure draws. Axes and colours are not said: the sentence
is what somebody who sees the picture would tell another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from perceptron.difference import QUANTITIES, REFERENCE, Comparison, difference
from perceptron.figures.difference import LABELS
from perceptron.parameters import Parameters
from perceptron.text.numbers import counted, number

NOTHING = "Nothing is drawn yet."
_MOST = 5  # of a kind that are named one by one


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["scratch", "torch", "einsum"])
    'scratch, torch and einsum'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def losses(curves: Mapping[str, Sequence[float]], what: str = "The loss") -> str:
    """Say from where to where curves go, those together that go together.

    Args:
        curves: The values of each, in order; an empty one is left out.
        what: What they are curves of.

    >>> losses({"scratch": [7.5, 4.0, 1.2], "torch": [7.5, 1.2], "patient": [3.0, 9.0]})
    'The loss of scratch and torch falls from 7.5 to 1.2. The loss of patient grows from 3 to 9.'
    """
    together: dict[tuple[str, str, str], list[str]] = {}
    for name, values in curves.items():
        seen = [value for value in values if isfinite(value)]
        if seen:
            first, last = number(seen[0]), number(seen[-1])
            way = "stays at" if first == last else "falls" if seen[-1] < seen[0] else "grows"
            together.setdefault((way, first, last), []).append(name)
    sentences = [
        f"{what} of {_named(names)} stays at {last}."
        if way == "stays at"
        else f"{what} of {_named(names)} {way} from {first} to {last}."
        for (way, first, last), names in together.items()
    ]
    return " ".join(sentences) or NOTHING


def _named(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= _MOST else f"{len(names)} of them"


def apart(values: Mapping[str, float], unit: str, epsilon: float) -> str:
    """Say what lies farthest from torch, and how that compares with one rounding.

    Args:
        values: The newest difference of each quantity of each model.
        unit: Of the differences, with a space before it; empty for none.
        epsilon: One rounding, in the same unit.

    >>> apart({"scratch W": 0.0, "einsum b": 4e-13}, " %", 2e-14)
    'Farthest from torch is einsum b: 4×10⁻¹³ %, 20 times one rounding. Identical: scratch W.'
    >>> apart({"scratch W": 0.0}, " %", 2e-14)
    'All are identical with torch, to the last bit.'
    """
    if not values:
        return NOTHING
    farthest = max(values, key=lambda name: values[name])
    if not values[farthest] > 0:
        return "All are identical with torch, to the last bit."
    same = [name for name, value in values.items() if value == 0]
    said = (
        f"Farthest from torch is {farthest}: {number(values[farthest])}{unit}, "
        f"{number(float(f'{values[farthest] / epsilon:.2g}'))} times one rounding."
    )
    return said + (f" Identical: {listed(same)}." if same else "")


def newest(
    series: Mapping[str, Sequence[tuple[int, Comparison]]], measure: str = "percent"
) -> dict[str, float]:
    """The last difference of each quantity of each model, by the name that a legend gives it."""
    return {
        f"{name} {LABELS[quantity]}": getattr(getattr(points[-1][1], quantity), measure)
        for name, points in series.items()
        if points
        for quantity in QUANTITIES
    }


def weights(current: Mapping[str, Parameters], best: Parameters, best_name: str) -> str:
    """Say how far the entries of W and b are from the best, and from torch's.

    Args:
        current: Parameters of each model.
        best: The true parameters, or the least-squares solution.
        best_name: What `best` is.

    >>> import torch
    >>> W, b = torch.zeros(2, 1), torch.zeros(1)
    >>> now = {"scratch": Parameters(W + 1e-9, b), "torch": Parameters(W, b)}
    >>> weights(now, Parameters(W + 7, b), "true W, b")
    'From true W, b entries are up to 7 away; from torch, those of scratch up to 10⁻⁹.'
    """

    def farthest(one: Parameters, other: Parameters) -> float:
        return max(
            difference(one.W.cpu(), other.W.cpu()).largest,
            difference(one.b.cpu(), other.b.cpu()).largest,
        )

    far = number(max(farthest(one, best) for one in current.values()))
    torch_now = current.get(REFERENCE)
    others = (
        []
        if torch_now is None
        else [
            f"those of {name} up to {number(farthest(one, torch_now))}"
            for name, one in current.items()
            if name != REFERENCE
        ]
    )
    if not others:
        return f"From {best_name} entries are up to {far} away."
    return f"From {best_name} entries are up to {far} away; from torch, {listed(others)}."


def path(learning_rate: float, steps: ArrayLike) -> str:
    """Say how near to the best a path over the loss comes.

    Args:
        learning_rate: eta.
        steps: (steep, flat) distances to the best, shape (steps + 1, 2).

    >>> path(0.3, [[30.0, 40.0], [9.0, 9.0], [3.0, 4.0]])
    'At learning rate 0.3 the distance to the best goes from 50 to 5 in 2 steps.'
    """
    away = np.linalg.norm(np.asarray(steps, dtype=float), axis=-1)
    steps_done = counted(len(away) - 1, "step")
    return (
        f"At learning rate {number(learning_rate)} the distance to the best goes from "
        f"{number(float(away[0]))} to {number(float(away[-1]))} in {steps_done}."
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
    said = (
        f"Learning rate {number(tried[lowest])} ends lowest, at a loss of "
        f"{number(reached[lowest])}."
    )
    if "diverges" not in verdicts:
        return f"{said} None of them diverges."
    return f"{said} From {number(tried[verdicts.index('diverges')])} on the loss grows without end."


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
    return (
        f"In {counted(len(table) - 1, 'step')} of rate {number(learning_rate)} the distance goes "
        f"from {number(first[-1])} to {number(last[-1])} (steepest), from {number(first[0])} to "
        f"{number(last[0])} (flattest)."
    )


def compared(
    values: Mapping[str, float], where: str, words: Callable[[float], str] = number
) -> str:
    r"""Say who needs what at the last place of a picture, the least first.

    Args:
        values: By name; those that were refused are not in it.
        where: The place.
        words: Writes a value.

    >>> compared({"joining slices": 12000.0, "Xᵀδ": 1200.0}, "100 outputs")
    'At 100 outputs: Xᵀδ 1200, joining slices 12\u202f000, that is 10 times as much.'
    """
    if not values:
        return NOTHING
    ranked = sorted(values.items(), key=lambda item: item[1])
    told = ", ".join(f"{name} {words(value)}" for name, value in ranked)
    (_, least), (_, most) = ranked[0], ranked[-1]
    if len(ranked) == 1 or least <= 0:
        return f"At {where}: {told}."
    times = number(float(f"{most / least:.2g}"))
    return f"At {where}: {told}, that is {times} times as much."


def guesses(words: Sequence[str], answer: str | None) -> str:
    """Say what was guessed how often, the most frequent first, and the answer once it is known.

    >>> guesses(["falls", "grows", "falls"], "it grows")
    '3 guesses: falls (2), grows (1). Measured: it grows.'
    """
    most = Counter(words).most_common(_MOST + 1)
    shown = ", ".join(f"{word} ({times})" for word, times in most[:_MOST])
    more = ", and others" if len(most) > _MOST else ""
    said = (
        f"{counted(len(words), 'guess', 'guesses')}: {shown}{more}." if words else "No guess yet."
    )
    return said if answer is None else f"{said} Measured: {answer}."
