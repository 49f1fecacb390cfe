"""Which entries of an update a learner fills in, and whether what was typed into them is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from perceptron.gradients import bias_gradient, descend, predict, weight_gradient
from perceptron.lessons.matrices import Matrix
from perceptron.lessons.microscope.phases import Names, Phase
from perceptron.lessons.microscope.typed import Typed, agrees
from perceptron.lessons.update import Update
from perceptron.parameters import Parameters
from perceptron.text.language import N_, _

WORKED, BLANKS, ALONE = LEVELS = (N_("worked"), N_("blanks"), N_("alone"))
MAX_FIELDS = 12  # of a phase; more are a chore
_MOST_OF_ROW = 6  # fields of a vector beside a matrix
_EVERY, _MOST_BLANKS = 3, 3  # of the entries of a matrix one is blank, up to so many
_SPOKEN = {  # entries of each matrix for who hears them
    "Y_hat": N_("{row}, {column} of the prediction"),
    "residual": N_("{row}, {column} of the residual"),
    "L": N_("the loss"),
    "delta": N_("{row}, {column} of delta"),
    "weight_gradient": N_("{row}, {column} of the weight gradient"),
    "bias_gradient": N_("{column} of the bias gradient"),
    "new_W": N_("{row}, {column} of the new W"),
    "new_b": N_("{column} of the new b"),
}
_SHOWN_DIGITS = 4  # as `perceptron.text.numbers.number` writes them


class Entry(NamedTuple):
    """A place in a phase.

    Attributes:
        matrix: Its name in the picture of the phase.
        i: The row, from 0.
        j: The column, from 0.
    """

    matrix: str
    i: int
    j: int


def results(phase: Phase, update: Update, names: Names) -> list[Matrix]:
    """The matrices that a phase computes."""
    picture = phase.picture(update, names)
    return [one for one in picture if isinstance(one, Matrix) and one.links]


def entries_asked(matrices: Sequence[Matrix], level: str) -> list[Entry]:
    """The entries that are empty fields, in the order in which they are filled in.

    Alone, these are all of the first rows, as far as 12 fields go. Blanks are a few of those,
    spread over rows and columns, at least one in each matrix. What is infinite, because training
    diverges there, is never asked.

    Args:
        matrices: What the phase computes, as `results` returns it.
        level: One of `LEVELS`.
    """
    if level == WORKED:
        return []
    fields = []
    left = MAX_FIELDS
    for k, matrix in enumerate(reversed(matrices)):  # a vector comes last and has fewer entries
        last = k == len(matrices) - 1
        n_rows, n_columns = matrix.values.shape
        n_columns = min(n_columns, left if last else _MOST_OF_ROW)
        n_rows = min(n_rows, max(1, left // n_columns))
        places = [Entry(matrix.name, i, j) for i in range(n_rows) for j in range(n_columns)]
        left -= len(places)
        fields.append(places if level == ALONE else _spread(places))
    finite = {matrix.name: matrix.values.isfinite() for matrix in matrices}
    return [one for some in reversed(fields) for one in some if finite[one.matrix][one.i, one.j]]


def _spread(places: Sequence[Entry]) -> list[Entry]:
    """A few of these, evenly spread."""
    n = min(_MOST_BLANKS, max(1, len(places) // _EVERY))
    return [places[(2 * k + 1) * len(places) // (2 * n)] for k in range(n)]


def as_shown(update: Update) -> Update:
    """The update with every matrix rounded to the digits that a page shows.

    Whoever reckons with the numbers on the page reckons with these.
    """
    u = update
    both = (Parameters(_rounded(p.W), _rounded(p.b)) for p in (u.before, u.gradients, u.after))
    before, gradients, after = both
    matrices = map(_rounded, (u.X, u.Y, u.Y_hat, u.residual, u.delta))
    X, Y, Y_hat, residual, delta = matrices
    return Update(
        X, Y, before, u.learning_rate, Y_hat, residual, u.loss, delta, gradients, after
    )  # fmt: skip


def _rounded(values: Tensor) -> Tensor:
    """Numbers to four significant digits; what is 0 or not finite stays."""
    exponent = values.abs().log10().floor()
    unit = 10.0 ** (exponent - (_SHOWN_DIGITS - 1))
    rounded = (values / unit).round() * unit
    return torch.where(rounded.isfinite(), rounded, values)


def right_result(matrix: str, u: Update) -> Tensor:
    """What a phase computes from the matrices before it, as a matrix.

    Args:
        matrix: The name of the result.
        u: Where the matrices before it are taken from.
    """
    match matrix:
        case "Y_hat":
            return predict(u.X, u.before.W, u.before.b)
        case "residual":
            return u.Y_hat - u.Y
        case "L":
            return (u.residual**2).mean().reshape(1, 1)
        case "delta":
            return 2 / u.residual.numel() * u.residual
        case "weight_gradient":
            return weight_gradient(u.X, u.delta)
        case "bias_gradient":
            return bias_gradient(u.delta)[None]
        case "new_W":
            return descend(u.before.W, u.gradients.W, u.learning_rate)
        case "new_b":
            return descend(u.before.b, u.gradients.b, u.learning_rate)[None]
    told = f"A phase computes no matrix of the name {matrix!r}."  # in English: our own code
    raise ValueError(told)


def spoken(entry: Entry, names: Names) -> str:
    """What an entry is called for who hears it: 'row 2, y1 of the prediction'."""
    of_samples = entry.matrix in ("Y_hat", "residual", "delta")
    rows = names.samples if of_samples else names.features  # a vector or a number tells no row
    return _(_SPOKEN[entry.matrix], row=rows[entry.i], column=names.targets[entry.j])


def recipe(entry: Entry, names: Names) -> str:
    """What an entry is reckoned from, in words."""
    i, j = entry.i, entry.j
    target = names.targets[j]
    match entry.matrix:
        case "Y_hat":
            return _(
                "It should be {row} of X times column {column} of W, plus b.",
                row=names.samples[i], column=target,
            )  # fmt: skip
        case "residual":
            return _("It should be prediction minus target.")
        case "L":
            return _("It should be the mean of the squares of all residuals.")
        case "delta":
            return _("It should be the residual times {factor}.", factor="2 / (m · c)")
        case "weight_gradient":
            return _(
                "It should be column {feature} of X times column {target} of δ.",
                feature=names.features[i], target=target,
            )  # fmt: skip
        case "bias_gradient":
            return _("It should be the sum of column {target} of δ.", target=target)
    return _("It should be the old number minus η times the gradient.")


def is_right(typed: Typed, entry: Entry, update: Update) -> bool:
    """Whether what was typed is an entry's number.

    It is so too if it follows from the numbers as they are shown, with four digits: where large
    terms cancel these give another number than those that the computer has.
    """
    for u in (update, as_shown(update)):
        values = right_result(entry.matrix, u)
        if agrees(typed, values[entry.i, entry.j].item(), values.abs().max().item()):
            return True
    return False
