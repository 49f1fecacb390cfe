"""One update of the lesson taken apart: every matrix on the way, and two checks of the gradient."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.gradients import (
    bias_gradient,
    descend,
    mse,
    mse_derivative,
    predict,
    weight_gradient,
)
from perceptron.parameters import Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """Everything that one update computes, in the order in which it does.

    Attributes:
        X: Inputs of the batch, shape (m, d).
        Y: Targets, shape (m, c).
        before: W (d, c) and b (c,) before the update.
        learning_rate: eta.
        Y_hat: Prediction, shape (m, c).
        residual: Y_hat - Y, shape (m, c).
        loss: MSE of the batch.
        delta: dL/dY_hat, shape (m, c).
        gradients: dL/dW (d, c) and dL/db (c,).
        after: W and b after the update.
    """

    X: Tensor
    Y: Tensor
    before: Parameters
    learning_rate: float
    Y_hat: Tensor
    residual: Tensor
    loss: float
    delta: Tensor
    gradients: Parameters
    after: Parameters


def take_apart(X: Tensor, Y: Tensor, before: Parameters, learning_rate: float) -> Update:
    """Do one update by hand and keep every matrix on the way.

    Args:
        X: Inputs of the batch, shape (m, d).
        Y: Targets, shape (m, c).
        before: W (d, c) and b (c,).
        learning_rate: eta.
    """
    Y_hat = predict(X, before.W, before.b)
    delta = mse_derivative(Y_hat, Y)
    gradients = Parameters(W=weight_gradient(X, delta), b=bias_gradient(delta))
    after = Parameters(
        W=descend(before.W, gradients.W, learning_rate),
        b=descend(before.b, gradients.b, learning_rate),
    )
    return Update(
        X=X,
        Y=Y,
        before=before,
        learning_rate=learning_rate,
        Y_hat=Y_hat,
        residual=Y_hat - Y,
        loss=mse(Y_hat, Y).item(),
        delta=delta,
        gradients=gradients,
        after=after,
    )


def outer_products(X: Tensor, delta: Tensor) -> Tensor:
    """x_i^T delta_i for every sample i, shape (m, d, c); their sum is X^T delta."""
    return X[:, :, None] * delta[:, None, :]


def autograd_gradients(X: Tensor, Y: Tensor, at: Parameters) -> Parameters:
    """dL/dW (d, c) and dL/db (c,) as PyTorch's autograd finds them."""
    W, b = at.W.clone().requires_grad_(), at.b.clone().requires_grad_()
    loss = torch.nn.functional.mse_loss(X @ W + b, Y)
    return Parameters(*torch.autograd.grad(loss, (W, b)))


def central_difference(
    X: Tensor, Y: Tensor, at: Parameters, row: int, column: int, h: float = 1e-4
) -> float:
    """(L(w + h) - L(w - h)) / 2h for one entry w of W, or of b where row is d.

    The loss is quadratic, so the formula has no truncation error: what it is off by is
    rounding alone.

    Args:
        X: Inputs, shape (m, d).
        Y: Targets, shape (m, c).
        at: The parameters to differentiate at.
        row: Of W (d, c); d means the bias.
        column: Of W or b.
        h: How far to go to either side.
    """

    def loss(shift: float) -> float:
        moved = at.clone()
        entry = moved.b if row == len(moved.W) else moved.W[row]
        entry[column] += shift
        return mse(predict(X, moved.W, moved.b), Y).item()

    return (loss(h) - loss(-h)) / (2 * h)


def central_differences(X: Tensor, Y: Tensor, at: Parameters, h: float = 1e-4) -> Parameters:
    """dL/dW (d, c) and dL/db (c,) by `central_difference`, entry by entry."""
    d, c = at.W.shape
    entries = [[central_difference(X, Y, at, r, s, h) for s in range(c)] for r in range(d + 1)]
    together = torch.tensor(entries, dtype=at.W.dtype)
    return Parameters(W=together[:-1], b=together[-1])


def digits_of_agreement(value: Tensor, reference: Tensor) -> float:
    """How many decimal digits two tensors share: -log10 of the largest difference.

    The difference is taken relative to the largest entry of the reference. Infinite if the
    two are bit-identical.

    Raises:
        ValueError: If the shapes differ.

    >>> digits_of_agreement(torch.tensor([1.001]), torch.tensor([1.0])) > 2.9
    True
    """
    if value.shape != reference.shape:
        raise ValueError(
            f"Digits compare tensors of one shape; got {tuple(value.shape)} and "
            f"{tuple(reference.shape)}."  # in English: for who calls it
        )
    if torch.equal(value, reference):
        return math.inf
    scale = reference.abs().max().item() or 1.0
    return -math.log10((value - reference).abs().max().item() / scale)
