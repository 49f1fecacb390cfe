"""The lesson: a linear layer with several outputs, its loss, and both ways to its gradient.

    m samples in a batch, d inputs, c outputs
    X (m, d)   inputs            W (d, c)   weights
    Y (m, c)   targets           b (c,)     bias
    Y_hat (m, c) prediction      delta (m, c) = dL/dY_hat

Everything here is a pure function that reads like the equation in its docstring.
Formulas: "Multivariate linear regression" of the course Inside Deep Learning
(L. F. Ortega Rivera, MIT licence).
"""

from __future__ import annotations

import torch
from torch import Tensor

# --- the prediction and its loss -------------------------------------------------------


def predict(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Y_hat = X W + b, shape (m, c)."""
    return X @ W + b


def mse(Y_hat: Tensor, Y: Tensor) -> Tensor:
    """L = 1 / (m c) sum_ij (y_hat_ij - y_ij)^2, a single number.

    Raises:
        ValueError: If the shapes differ: (m, 1) - (m,) would quietly become (m, m).
    """
    if Y_hat.shape != Y.shape:
        raise ValueError(
            f"Y_hat and Y must have the same shape; "  # in English: as Python's own errors are
            f"got {tuple(Y_hat.shape)} and {tuple(Y.shape)}. Reshape Y to (m, c)."
        )
    return ((Y_hat - Y) ** 2).mean()


def mse_derivative(Y_hat: Tensor, Y: Tensor) -> Tensor:
    """dL/dY_hat = 2 / (m c) (Y_hat - Y), shape (m, c). The lesson calls it delta."""
    return 2 / Y.numel() * (Y_hat - Y)


# --- first way: pass delta backwards ---------------------------------------------------


def bias_gradient(delta: Tensor) -> Tensor:
    """dL/db = 1^T delta, the column sums of delta, shape (c,)."""
    return delta.sum(dim=0)


def weight_gradient(X: Tensor, delta: Tensor) -> Tensor:
    """dL/dW = X^T delta, shape (d, c)."""
    return X.T @ delta


# --- second way: every derivative as its own tensor, joined by Einstein summation -------


def prediction_by_bias(m: int, eye: Tensor) -> Tensor:
    """dY_hat/db with entries [i, j, p] = [j = p], shape (m, c, c); eye is I, (c, c)."""
    ones = eye.new_ones(m)
    return torch.einsum("i,jp->ijp", ones, eye)


def prediction_by_weight(X: Tensor, eye: Tensor) -> Tensor:
    """dY_hat/dW with entries [i, j, p, q] = x_ip [j = q], shape (m, c, d, c).

    The Kronecker product of X and the identity, each given two extra axes. Flattened to
    (m c, d c) it is X (x) I, the order that belongs to row-major vectorisation.
    """
    return torch.kron(X[:, None, :, None], eye[None, :, None, :])


def contract(delta: Tensor, derivative: Tensor) -> Tensor:
    """dL/d(.) = sum_pq dL/dy_hat_pq dy_hat_pq/d(.): joins delta (m, c) with a derivative.

    Args:
        delta: dL/dY_hat, shape (m, c).
        derivative: dY_hat/db, shape (m, c, c), or dY_hat/dW, shape (m, c, d, c).

    Returns:
        dL/db, shape (c,), or dL/dW, shape (d, c).
    """
    return torch.einsum("pq,pq...->...", delta, derivative)


# --- the step that both ways share -----------------------------------------------------


def descend(value: Tensor, gradient: Tensor, learning_rate: float) -> Tensor:
    """One step against the gradient: W <- W - eta dL/dW, and b likewise."""
    return value - learning_rate * gradient
