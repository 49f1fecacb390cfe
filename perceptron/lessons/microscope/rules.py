"""The wrong rules by which learners reckon, each run on a whole batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from perceptron.gradients import bias_gradient, descend, weight_gradient
from perceptron.lessons.microscope.blanks import Entry
from perceptron.lessons.microscope.phases import Names
from perceptron.lessons.update import Update
from perceptron.text.language import N_, _

FACTOR, BY_M, BY_C, UNDIVIDED = "factor", "by-m", "by-c", "undivided"
SIGN, TRANSPOSED, SUMMED, MEAN = "sign", "transposed", "summed", "mean"
ELSEWHERE, BIAS, RATE, ADDED = "elsewhere", "bias", "rate", "added"
OTHER, SLIP = "other", "slip"
_NEAR = 12  # rows or columns that may have been taken for the right one
_FEW = 8  # terms of a sum, each of which may have been left out
_ROW, _COLUMN = N_("another row was taken: {name}"), N_("another column was taken: {name}")
_ROW_OF_X = N_("another row of X was taken: {name}")
_COLUMN_OF_X = N_("another column of X was taken: {name}")
_COLUMN_OF_W = N_("another column of W was taken: {name}")
_COLUMN_OF_DELTA = N_("another column of δ was taken: {name}")


@dataclass(frozen=True, slots=True, eq=False)
class Wrong:
    """A wrong rule, and what it makes of a batch.

    Attributes:
        kind: Of the mistake.
        words: What went wrong, as the rest of a sentence.
        values: What the rule makes of the whole matrix; it may be smaller than the right one.
    """

    kind: str
    words: str
    values: Tensor

    def at(self, entry: Entry) -> float | None:
        """What the rule makes of an entry; None if it makes nothing of it."""
        rows, columns = self.values.shape
        inside = entry.i < rows and entry.j < columns
        return self.values[entry.i, entry.j].item() if inside else None


def _scaled(m: int, c: int) -> list[tuple[str, str, float]]:
    """Wrong factors before the residual, as multiples of the right one, 2 / (m c)."""
    return [
        (FACTOR, _("the factor 2 is missing"), 1 / 2),
        (BY_M, _("yours is divided by m only, not by m · c"), c),
        (FACTOR, _("there is a factor 2 too many"), 2),
        (BY_C, _("yours is divided by c only, not by m · c"), m),
        (UNDIVIDED, _("yours is not divided by m · c"), m * c),
        (OTHER, _("yours is the residual, without the factor 2 / (m · c)"), m * c / 2),
        (BY_M, _("the factor 2 is missing, and yours is divided by m only"), c / 2),
        (BY_C, _("the factor 2 is missing, and yours is divided by c only"), m / 2),
    ]


def _elsewhere(
    values: Tensor,
    rows: Sequence[str],
    columns: Sequence[str],
    row: str = _ROW,
    column: str = _COLUMN,
) -> Iterator[Wrong]:
    """What is right somewhere else: transposed, in another row or in another column.

    Args:
        values: The right matrix.
        rows: What its rows are called; empty for a vector.
        columns: What its columns are called.
        row: Says which row was taken instead of the right one.
        column: Says which column was taken instead of the right one.
    """
    if rows:
        yield Wrong(TRANSPOSED, _("rows and columns are swapped"), values.T)
    for p, name in enumerate(rows[:_NEAR]):
        yield Wrong(ELSEWHERE, _(row, name=name), values[p : p + 1].expand_as(values))
    for q, name in enumerate(columns[:_NEAR]):
        yield Wrong(ELSEWHERE, _(column, name=name), values[:, q : q + 1].expand_as(values))


def _summed(values: Tensor) -> Wrong:
    of_all = values.sum(1, keepdim=True).expand_as(values)
    return Wrong(SUMMED, _("yours is summed over all outputs"), of_all)


def _slips(one: Tensor, other: Tensor, right: Tensor) -> Iterator[Wrong]:
    """A product that is left out of one @ other, or has the wrong sign."""
    if one.shape[1] > _FEW:
        return
    for k in range(one.shape[1]):
        product = one[:, k : k + 1] * other[k : k + 1]
        yield Wrong(
            SLIP, _("product {k} of the sum has the wrong sign", k=k + 1), right - 2 * product
        )
    for k in range(one.shape[1]):
        product = one[:, k : k + 1] * other[k : k + 1]
        yield Wrong(SLIP, _("product {k} of the sum is left out", k=k + 1), right - product)


def _paired(one: Tensor, other: Tensor) -> Tensor:
    """The product one @ other, as far as both go where they do not fit."""
    n = min(one.shape[1], len(other))
    return one[:, :n] @ other[:n]


def _forward(u: Update, names: Names) -> Iterator[Wrong]:
    W, b = u.before.W, u.before.b
    right = u.X @ W + b
    yield Wrong(BIAS, _("the bias b is missing"), u.X @ W)
    yield Wrong(SIGN, _("the sign is the other way round"), -right)
    yield Wrong(ADDED, _("b is subtracted, and it has to be added"), u.X @ W - b)
    yield from _elsewhere(right, names.samples, names.targets, _ROW_OF_X, _COLUMN_OF_W)
    yield _summed(right)
    yield Wrong(MEAN, _("yours is the mean of the products, not their sum"), u.X @ W / len(W) + b)
    n = min(len(W), len(b))
    yield Wrong(
        ELSEWHERE, _("a row of W was taken, not a column"), _paired(u.X, W.T)[:, :n] + b[:n]
    )
    yield Wrong(ELSEWHERE, _("a column of X was taken, not a row"), _paired(u.X.T, W) + b)
    yield from _slips(u.X, W, right)


def _residual(u: Update, names: Names) -> Iterator[Wrong]:
    right = u.Y_hat - u.Y
    yield Wrong(
        SIGN, _("yours is target minus prediction: the sign is the other way round"), -right
    )
    yield Wrong(ADDED, _("the target is added, and it has to be subtracted"), u.Y_hat + u.Y)
    yield Wrong(OTHER, _("yours is squared, and here it is not yet"), right**2)
    yield Wrong(FACTOR, _("there is a factor 2, which comes with δ"), 2 * right)
    yield from _elsewhere(right, names.samples, names.targets)
    yield _summed(right)


def _loss(u: Update, names: Names) -> Iterator[Wrong]:
    m, c = u.residual.shape
    square, size = (u.residual**2).sum().reshape(1, 1), u.residual.abs()
    yield Wrong(BY_M, _("yours is divided by m only, not by m · c"), square / m)
    yield Wrong(UNDIVIDED, _("yours is the sum of the squares, not their mean"), square)
    yield Wrong(FACTOR, _("there is a factor 1/2 in it"), square / (2 * m * c))
    yield Wrong(BY_C, _("yours is divided by c only, not by m · c"), square / c)
    yield Wrong(FACTOR, _("there is a factor 2 in it, which comes with δ"), 2 * square / (m * c))
    yield Wrong(
        OTHER,
        _("yours is the mean of the residuals, without squares"),
        u.residual.mean()[None, None],
    )
    yield Wrong(
        OTHER, _("the residuals are not squared, only made positive"), size.mean()[None, None]
    )
    yield Wrong(OTHER, _("yours is the root of the mean of the squares"), (square / (m * c)).sqrt())
    yield Wrong(SIGN, _("the sign is the other way round"), -square / (m * c))


def _delta(u: Update, names: Names) -> Iterator[Wrong]:
    m, c = u.residual.shape
    right = 2 / (m * c) * u.residual
    for kind, words, times in _scaled(m, c):
        yield Wrong(kind, words, times * right)
    yield Wrong(SIGN, _("the sign is the other way round"), -right)
    yield Wrong(OTHER, _("the residual is squared, and here it is not"), right * u.residual)
    yield from _elsewhere(right, names.samples, names.targets)
    yield _summed(right)


def _weight_gradient(u: Update, names: Names) -> Iterator[Wrong]:
    m, c = u.delta.shape
    right = weight_gradient(u.X, u.delta)
    yield Wrong(SIGN, _("the sign is the other way round"), -right)
    yield Wrong(MEAN, _("yours is the mean over the samples, not the sum"), right / m)
    yield Wrong(ELSEWHERE, _("a row of X was taken, not a column"), _paired(u.X, u.delta))
    yield from _elsewhere(right, names.features, names.targets, _COLUMN_OF_X, _COLUMN_OF_DELTA)
    yield _summed(right)
    yield Wrong(ELSEWHERE, _("a row of δ was taken, not a column"), _paired(u.X.T, u.delta.T))
    for kind, words, times in _scaled(m, c):
        yield Wrong(kind, words, times * right)
    yield from _slips(u.X.T, u.delta, right)


def _bias_gradient(u: Update, names: Names) -> Iterator[Wrong]:
    m, c = u.delta.shape
    right = bias_gradient(u.delta)[None]
    yield Wrong(MEAN, _("yours is the mean over the samples, not the sum"), right / m)
    yield _summed(right)
    yield Wrong(SIGN, _("the sign is the other way round"), -right)
    yield Wrong(ELSEWHERE, _("a row of δ was added up, not a column"), u.delta.sum(1)[None])
    yield from _elsewhere(right, (), names.targets, column=_COLUMN_OF_DELTA)
    for kind, words, times in _scaled(m, c):
        yield Wrong(kind, words, times * right)
    yield from _slips(u.delta.new_ones(1, m), u.delta, right)


def _step(
    before: Tensor, gradient: Tensor, u: Update, rows: Sequence[str], columns: Sequence[str]
) -> Iterator[Wrong]:
    """Wrong rules for W or b after the update; both are matrices here."""
    m, c = u.Y.shape
    eta = u.learning_rate
    right = descend(before, gradient, eta)
    yield Wrong(ADDED, _("the step is added, and it has to be subtracted"), before + eta * gradient)
    yield Wrong(RATE, _("the learning rate η is missing"), before - gradient)
    for step in (eta * gradient, -eta * gradient):
        yield Wrong(OTHER, _("that is the step alone: what was there before is missing"), step)
    yield Wrong(SIGN, _("the sign is the other way round"), -right)
    words = _("η is missing, and the gradient is added, not subtracted")
    yield Wrong(RATE, words, before + gradient)
    yield Wrong(OTHER, _("that is the old number"), before)
    yield from _elsewhere(right, rows, columns)
    for there in _elsewhere(gradient, rows, columns):
        if there.values.shape == before.shape:
            words = _("in the gradient, {cause}", cause=there.words)
            yield Wrong(there.kind, words, descend(before, there.values, eta))
    of_all = _("the gradient is summed over all outputs")
    yield Wrong(SUMMED, of_all, descend(before, _summed(gradient).values, eta))
    yield Wrong(
        MEAN, _("the gradient is a mean over samples, not a sum"), before - eta * gradient / m
    )
    for kind, words, times in _scaled(m, c):
        yield Wrong(
            kind, _("in the gradient, {cause}", cause=words), descend(before, times * gradient, eta)
        )


def _new_W(u: Update, names: Names) -> Iterator[Wrong]:
    return _step(u.before.W, u.gradients.W, u, names.features, names.targets)


def _new_b(u: Update, names: Names) -> Iterator[Wrong]:
    return _step(u.before.b[None], u.gradients.b[None], u, (), names.targets)


RULES: dict[str, Callable[[Update, Names], Iterator[Wrong]]] = {
    "Y_hat": _forward,
    "residual": _residual,
    "L": _loss,
    "delta": _delta,
    "weight_gradient": _weight_gradient,
    "bias_gradient": _bias_gradient,
    "new_W": _new_W,
    "new_b": _new_b,
}
