"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

from perceptron.gradients import mse_derivative, predict
from perceptron.room.from_lesson import Asked
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number

_SIZES = ((7, 5, 2), (6, 4, 3), (8, 3, 5), (9, 2, 4), (10, 6, 3), (5, 8, 2), (12, 4, 7))  # m, d, c
_PRODUCTS = ("Xᵀδ", "δᵀX", "δWᵀ", "Wδᵀ")


def _shape(tensor: torch.Tensor) -> str:
    return " × ".join(map(str, tensor.shape))


def _offered(*formulas: str) -> tuple[tuple[str, str], ...]:
    """Options that are the same in every language: each is its own code."""
    return tuple(zip(formulas, formulas, strict=True))


def _tensors(m: int, d: int, c: int) -> dict[str, torch.Tensor]:
    """X, W, Y_hat and delta of a layer of some size."""
    X, W, b = torch.ones(m, d), torch.ones(d, c), torch.ones(c)
    Y_hat = predict(X, W, b)
    return {"X": X, "W": W, "b": b, "Ŷ": Y_hat, "δ": mse_derivative(Y_hat, torch.zeros(m, c))}


def shape_question(k: int = 0) -> Asked:
    """Of what shape delta is."""
    m, d, c = _SIZES[k % len(_SIZES)]
    of = _tensors(m, d, c)
    turned = _shape(of["δ"].T)
    return Asked(
        _(
            "A batch of {samples} with {inputs} and {outputs}. Of what shape is δ, the derivative "
            "that is passed backwards?",
            samples=ngettext("{n} sample", "{n} samples", m),
            inputs=ngettext("{n} input", "{n} inputs", d),
            outputs=ngettext("{n} output", "{n} outputs", c),
        ),
        _shape(of["δ"]),
        _("δ says for each prediction how the loss answers to it, so it has the shape of Ŷ."),
        _offered(_shape(of["W"]), _shape(of["δ"]), _shape(of["X"]), turned),
        (
            (_shape(of["W"]), _("You may have thought of the gradient of the weights: δ comes "
             "before it, and is multiplied by X to give it.")),
            (_shape(of["X"]), _("You may have taken the shape of the inputs: δ is the derivative "
             "by the predictions.")),
            (turned, _("You may have turned it: a sample is a row, here as everywhere.")),
        ),
        (
            _("By what is the loss derived, to give δ?"),
            _("A derivative of one number by a matrix has the shape of that matrix."),
        ),
    )  # fmt: skip


def product_question(k: int = 0) -> Asked:
    """Which product of the derivation has a shape: multiplied out."""
    m, d, c = _SIZES[k % len(_SIZES)]
    of = _tensors(m, d, c)
    made = (of["X"].T @ of["δ"], of["δ"].T @ of["X"], of["δ"] @ of["W"].T, of["W"] @ of["δ"].T)
    shapes = dict(zip(_PRODUCTS, map(_shape, made), strict=True))
    right = _PRODUCTS[k % len(_PRODUCTS)]
    are = "; ".join(
        _("{product} is {shape}", product=name, shape=shape) for name, shape in shapes.items()
    )
    return Asked(
        _(
            "X is {X}, W is {W}, δ is {delta}. Which product is {shape}?",
            X=_shape(of["X"]),
            W=_shape(of["W"]),
            delta=_shape(of["δ"]),
            shape=shapes[right],
        ),
        right,
        f"{are}.",
        _offered(*_PRODUCTS),
        tuple(
            (
                name,
                _(
                    "You may have mixed up rows and columns: {product} is {shape}.",
                    product=name,
                    shape=shape,
                ),
            )
            for name, shape in shapes.items()
        ),
        (
            _("A product has the rows of its first factor and the columns of its second."),
            _("Write the shape under each factor; ᵀ turns it round."),
        ),
    )


_RESIDUALS = ((3.0, 5, 4), (-2.0, 4, 2), (6.0, 10, 3), (-5.0, 2, 5), (1.5, 3, 2), (8.0, 8, 4))


def delta_question(k: int = 0) -> Asked:
    """An entry of delta from its residual."""
    residual, m, c = _RESIDUALS[k % len(_RESIDUALS)]
    Y = torch.zeros(m, c, dtype=torch.float64)
    Y_hat = Y.clone()
    Y_hat[0, 0] = residual
    right = mse_derivative(Y_hat, Y)[0, 0].item()
    return Asked(
        _(
            "A batch of {samples} with {outputs}. The residual of one prediction is {residual}. "
            "What is its entry of δ?",
            samples=ngettext("{n} sample", "{n} samples", m),
            outputs=ngettext("{n} output", "{n} outputs", c),
            residual=number(residual),
        ),
        right,
        _(
            "{formula}, times {residual}.",
            formula=f"2 / (m c) = 2 / {m * c}",
            residual=number(residual),
        ),
        wrong=(
            (2 * residual / m, _("You may have divided by the samples only: the mean is over "
             "samples and outputs.")),
            (residual / (m * c), _("You may have left out the 2 that the square brings.")),
            (2 * residual, _("You may have left out the mean.")),
            (residual**2 / (m * c), _("You may have given what it adds to the loss, not its "
             "derivative.")),
            (2 * residual / c, _("You may have divided by the outputs only.")),
        ),
        hints=(
            _("The loss is a mean of squares. What is the derivative of one square?"),
            _("Over how many squares is the mean taken?"),
        ),
        tolerance=0.01,
    )  # fmt: skip


TWINS: Mapping[str, Callable[[int], Asked]] = {
    "notation-shape": shape_question,
    "notation-product": product_question,
    "notation-delta": delta_question,
}
