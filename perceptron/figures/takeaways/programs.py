"""What pictures of the programs show: their losses, and how far they are from one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from perceptron.difference import QUANTITIES, REFERENCE, Comparison, difference
from perceptron.figures.difference import LABELS
from perceptron.figures.takeaways.listing import MOST, NOTHING, listed
from perceptron.parameters import Parameters
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

# What is said of curves that stay, fall, or grow, by the rows whose loss they are.
_CURVES = {
    "": (
        N_("The loss of {names} stays at {last}."),
        N_("The loss of {names} falls from {first} to {last}."),
        N_("The loss of {names} grows from {first} to {last}."),
    ),
    "all": (
        N_("On all training rows the loss of {names} stays at {last}."),
        N_("On all training rows the loss of {names} falls from {first} to {last}."),
        N_("On all training rows the loss of {names} grows from {first} to {last}."),
    ),
    "held out": (  # in English: a key
        N_("On validation rows the loss of {names} stays at {last}."),
        N_("On validation rows the loss of {names} falls from {first} to {last}."),
        N_("On validation rows the loss of {names} grows from {first} to {last}."),
    ),
    "training": (
        N_("On rows for training the loss of {names} stays at {last}."),
        N_("On rows for training the loss of {names} falls from {first} to {last}."),
        N_("On rows for training the loss of {names} grows from {first} to {last}."),
    ),
    "validation": (
        N_("On rows for validation the loss of {names} stays at {last}."),
        N_("On rows for validation the loss of {names} falls from {first} to {last}."),
        N_("On rows for validation the loss of {names} grows from {first} to {last}."),
    ),
}
# How far entries are from the best, by what the best is; alone, and with how far from torch.
_FROM = {
    "true W, b": (
        N_("From true W, b entries are up to {far} away."),
        N_("From true W, b entries are up to {far} away; from torch, {programs}."),
    ),
    "least squares": (  # in English: a key
        N_("From least squares entries are up to {far} away."),
        N_("From least squares entries are up to {far} away; from torch, {programs}."),
    ),
    "common start": (  # in English: a key
        N_("From common start entries are up to {far} away."),
        N_("From common start entries are up to {far} away; from torch, {programs}."),
    ),
}


def losses(curves: Mapping[str, Sequence[float]], rows: str = "") -> str:
    """Say from where to where curves go, those together that go together.

    Args:
        curves: The values of each, in order; an empty one is left out.
        rows: Whose loss it is: 'all' training rows, 'held out' ones, those for 'training' or for
            'validation'; empty where that stands elsewhere.

    >>> losses({"scratch": [7.5, 4.0, 1.2], "torch": [7.5, 1.2], "patient": [3.0, 9.0]})
    'The loss of scratch and torch falls from 7.5 to 1.2. The loss of patient grows from 3 to 9.'
    """
    stays, falls, grows = _CURVES[rows]
    together: dict[tuple[str, str, str], list[str]] = {}
    for name, values in curves.items():
        seen = [value for value in values if isfinite(value)]
        if seen:
            first, last = number(seen[0]), number(seen[-1])
            way = stays if first == last else falls if seen[-1] < seen[0] else grows
            together.setdefault((way, first, last), []).append(name)
    sentences = [
        _(way, names=_named(names), first=first, last=last)
        for (way, first, last), names in together.items()
    ]
    return " ".join(sentences) or _(NOTHING)


def _named(names: Sequence[str]) -> str:
    n = len(names)
    return listed(names) if n <= MOST else ngettext("{n} of them", "{n} of them", n)


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
        return _(NOTHING)
    farthest = max(values, key=lambda name: values[name])
    if not values[farthest] > 0:
        return _("All are identical with torch, to the last bit.")
    same = [name for name, value in values.items() if value == 0]
    said = _(
        "Farthest from torch is {quantity}: {difference}, {times} times one rounding.",
        quantity=farthest,
        difference=f"{number(values[farthest])}{unit}",
        times=number(float(f"{values[farthest] / epsilon:.2g}")),
    )
    return (
        " ".join((said, _("Identical: {quantities}.", quantities=listed(same)))) if same else said
    )


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
        best_name: What `best` is: 'true W, b', 'least squares' or 'common start'.

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
            _("those of {program} up to {far}", program=name, far=number(farthest(one, torch_now)))
            for name, one in current.items()
            if name != REFERENCE
        ]
    )
    alone, with_torch = _FROM[best_name]
    return _(with_torch, far=far, programs=listed(others)) if others else _(alone, far=far)
