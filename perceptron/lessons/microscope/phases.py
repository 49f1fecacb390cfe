"""The five phases of an update as pictures: which matrices, and what each cell comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.lessons.matrices import Link, Matrix
from perceptron.lessons.microscope.sums import numbers, products, squares, sum_of
from perceptron.lessons.update import Update, outer_products
from perceptron.text.language import N_, _
from perceptron.text.numbers import factor, number

Picture = list[Matrix | str]
_SAME: Link = ("i", "j")
_ALL: Link = ("*", "*")
_ROW: Link = ("i", "*")
_COLUMN: Link = ("*", "j")


@dataclass(frozen=True, slots=True)
class Names:
    """What rows and columns are called.

    Attributes:
        samples: m names.
        features: d names.
        targets: c names.
    """

    samples: Sequence[str]
    features: Sequence[str]
    targets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of an update.

    Attributes:
        name: In one word, which `_` translates where it is shown.
        formula: In LaTeX, without colours.
        code: The functions of `perceptron.gradients` that compute it.
        words: What happens, in one or two sentences; likewise.
        picture: Draws its matrices.
    """

    name: str
    formula: str
    code: tuple[str, ...]
    words: str
    picture: Callable[[Update, Names], Picture]


def _row(values: Tensor) -> Tensor:
    return values.reshape(1, -1)


def _forward(u: Update, names: Names) -> Picture:
    return [
        Matrix("X", "X", u.X, names.samples, names.features),
        "·",
        Matrix("W", "W", u.before.W, names.features, names.targets),
        "+",
        Matrix("b", "b", _row(u.before.b), (), names.targets),
        "=",
        Matrix(
            "Y_hat", "Ŷ", u.Y_hat, names.samples, names.targets,
            {"X": _ROW, "W": _COLUMN, "b": _COLUMN},
            sum=lambda i, j: sum_of(
                [*products(u.X[i], u.before.W[:, j]), factor(u.before.b[j].item())], u.Y_hat[i, j]
            ),
        ),
    ]  # fmt: skip


def _loss(u: Update, names: Names) -> Picture:
    return [
        Matrix("Y_hat", "Ŷ", u.Y_hat, names.samples, names.targets),
        "−",
        Matrix("Y", "Y", u.Y, names.samples, names.targets),
        "=",
        Matrix(
            "residual", _("residual"), u.residual, names.samples, names.targets,
            {"Y_hat": _SAME, "Y": _SAME},
            sum=lambda i, j: (
                f"{number(u.Y_hat[i, j].item())} − {factor(u.Y[i, j].item())}"
                f" = {number(u.residual[i, j].item())}"
            ),
        ),
        _("mean of squares ="),
        Matrix(
            "L", "L", torch.tensor([[u.loss]]).to(u.X), links={"residual": _ALL},
            sum=lambda i, j: (
                f"({' + '.join(squares(u.residual))}) / {u.Y.numel()} = {number(u.loss)}"
            ),
        ),
    ]  # fmt: skip


def _delta(u: Update, names: Names) -> Picture:
    m, c = u.Y.shape
    return [
        Matrix("residual", _("residual"), u.residual, names.samples, names.targets),
        f"× 2 / ({m} · {c}) =",
        Matrix(
            "delta", "δ = ∂L/∂Ŷ", u.delta, names.samples, names.targets, {"residual": _SAME},
            sum=lambda i, j: (
                f"{number(u.residual[i, j].item())} · 2 / ({m} · {c})"
                f" = {number(u.delta[i, j].item())}"
            ),
        ),
    ]  # fmt: skip


def _gradients(u: Update, names: Names) -> Picture:
    return [
        Matrix("X", "X", u.X, names.samples, names.features),
        _("and"),
        Matrix("delta", "δ", u.delta, names.samples, names.targets),
        _("give"),
        Matrix(
            "weight_gradient", "∂L/∂W = Xᵀδ", u.gradients.W, names.features, names.targets,
            {"X": ("*", "i"), "delta": _COLUMN}, pickable=True,
            sum=lambda i, j: sum_of(products(u.X[:, i], u.delta[:, j]), u.gradients.W[i, j]),
        ),
        _("and"),
        Matrix(
            "bias_gradient", "∂L/∂b = 1ᵀδ", _row(u.gradients.b), (), names.targets,
            {"delta": _COLUMN},
            sum=lambda i, j: sum_of(numbers(u.delta[:, j]), u.gradients.b[j]),
        ),
    ]  # fmt: skip


def _update(u: Update, names: Names) -> Picture:
    eta = f"− {number(u.learning_rate)} ·"

    def step(before: Tensor, gradient: Tensor, after: Tensor) -> str:
        moved = f"{number(before.item())} {eta} {factor(gradient.item())}"
        return f"{moved} = {number(after.item())}"

    return [
        Matrix("W", "W", u.before.W, names.features, names.targets),
        eta,
        Matrix("weight_gradient", "∂L/∂W", u.gradients.W, names.features, names.targets),
        "=",
        Matrix(
            "new_W", _("new W"), u.after.W, names.features, names.targets,
            {"W": _SAME, "weight_gradient": _SAME},
            sum=lambda i, j: step(u.before.W[i, j], u.gradients.W[i, j], u.after.W[i, j]),
        ),
        " ",
        Matrix("b", "b", _row(u.before.b), (), names.targets),
        eta,
        Matrix("bias_gradient", "∂L/∂b", _row(u.gradients.b), (), names.targets),
        "=",
        Matrix(
            "new_b", _("new b"), _row(u.after.b), (), names.targets,
            {"b": _SAME, "bias_gradient": _SAME},
            sum=lambda i, j: step(u.before.b[j], u.gradients.b[j], u.after.b[j]),
        ),
    ]  # fmt: skip


PHASES = (
    Phase(
        N_("forward"), r"\hat Y = XW + b", ("predict",),
        N_(
            "Each row of X times each column of W, plus b: a prediction for every sample and "
            "output."
        ),
        _forward,
    ),
    Phase(
        N_("loss"), r"L = \frac{1}{mc}\sum_{ij}(\hat y_{ij}-y_{ij})^2", ("mse",),
        N_(
            "The residual is how far each prediction is off. The loss is the mean of its squares, "
            "over samples and outputs."
        ),
        _loss,
    ),
    Phase(
        N_("delta"), r"\delta = \frac{\partial L}{\partial \hat Y} = \frac{2}{mc}(\hat Y - Y)",
        ("mse_derivative",),
        N_(
            "How the loss answers to each prediction: the residual again, only scaled. "
            "This one matrix is passed backwards."
        ),
        _delta,
    ),
    Phase(
        N_("gradients"),
        r"\frac{\partial L}{\partial W} = X^\top\delta \qquad "
        r"\frac{\partial L}{\partial b} = \mathbf 1^\top\delta",
        ("weight_gradient", "bias_gradient"),
        N_(
            "Entry (r, s) of the weight gradient is the dot product of column r of X and column s "
            "of δ. The bias gradient adds up the columns of δ."
        ),
        _gradients,
    ),
    Phase(
        N_("update"),
        r"W \leftarrow W - \eta\,\frac{\partial L}{\partial W} \qquad "
        r"b \leftarrow b - \eta\,\frac{\partial L}{\partial b}",
        ("descend",),
        N_("One step downhill; the learning rate η sets its length."),
        _update,
    ),
)  # fmt: skip


def outer_product_picture(u: Update, names: Names, n: int) -> Picture:
    """The weight gradient as a running sum of outer products, up to sample n (from 1).

    Raises:
        ValueError: If there is no such sample.
    """
    if not 1 <= n <= len(u.X):
        m = len(u.X)
        raise ValueError(
            f"n must be between 1 and the samples in the batch ({m}); got {n}."  # in English: ours
        )
    products_of = outer_products(u.X, u.delta)
    sample = names.samples[n - 1]
    symbol = _("sum up to {sample}", sample=sample)
    return [
        Matrix("X", _("x of {sample}", sample=sample), u.X[n - 1][:, None], names.features),
        "⊗",
        Matrix("delta", _("δ of {sample}", sample=sample), u.delta[n - 1][None], (), names.targets),
        "=",
        Matrix(
            "product", _("outer product"), products_of[n - 1], names.features, names.targets,
            {"X": ("i", "*"), "delta": ("*", "j")},
            sum=lambda i, j: sum_of(
                products(u.X[n - 1, i : i + 1], u.delta[n - 1, j : j + 1]), products_of[n - 1, i, j]
            ),
        ),
        "→",
        Matrix(
            "weight_gradient", symbol, products_of[:n].sum(0), names.features, names.targets,
            {"product": _SAME},
            sum=lambda i, j: sum_of(numbers(products_of[:n, i, j]), products_of[:n, i, j].sum()),
        ),
    ]  # fmt: skip
