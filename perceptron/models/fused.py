"""The steps that the app trains with: those of the lesson, in fewer and larger operations.

`perceptron.gradients` says what is computed, this file how it is computed fast: the factor
2 / (m c) and the learning rate become one number, products are added straight to W and b, and
nothing is kept that only the lesson looks at. tests/core/test_fused.py holds both equal.
Formulas: as in `perceptron.gradients`.
"""

from __future__ import annotations

import torch
from torch import Tensor

from perceptron.models.base import Perceptron
from perceptron.models.einsum import EinsumPerceptron
from perceptron.models.scratch import ScratchPerceptron
from perceptron.sizes import MIB

KEPT_BYTES = 16 * MIB  # of a tensor whose memory a model keeps for the next step


def step_by_hand(X: Tensor, Y: Tensor, W: Tensor, b: Tensor, learning_rate: float) -> float:
    """W <- W - eta X^T delta and b <- b - eta 1^T delta, in place.

    Args:
        X: Inputs of a batch, shape (m, d).
        Y: Its targets, shape (m, c).
        W: Weights, shape (d, c); changed.
        b: Bias, shape (c,); changed.
        learning_rate: Step length eta.

    Returns:
        The batch's MSE before the update.
    """
    n = Y.numel()
    residual = torch.addmm(b, X, W).sub_(Y)
    flat = residual.view(n)
    squares = torch.dot(flat, flat)
    eta = learning_rate * 2 / n  # eta delta = eta 2 / (m c) residual
    b.add_(residual.sum(dim=0), alpha=-eta)
    W.addmm_(X.T, residual, alpha=-eta)
    return squares.item() / n


def step_by_tensor(
    X: Tensor,
    Y: Tensor,
    W: Tensor,
    b: Tensor,
    learning_rate: float,
    eye: Tensor,
    room: Tensor | None = None,
) -> float:
    """The same update from dY_hat/db (m, c, c) and dY_hat/dW (m, c, d, c), both built.

    The contraction over samples and outputs is one product with a vector: of delta, and of
    the derivative with its first two axes made one, and its last two.

    Args:
        X: Inputs of a batch, shape (m, d).
        Y: Its targets, shape (m, c).
        W: Weights, shape (d, c), contiguous; changed.
        b: Bias, shape (c,); changed.
        learning_rate: Step length eta.
        eye: The identity, shape (c, c).
        room: Where to build dY_hat/dW, shape (m, c, d, c); None takes new memory.

    Returns:
        The batch's MSE before the update.
    """
    n = Y.numel()
    residual = torch.addmm(b, X, W).sub_(Y)
    flat = residual.view(n)
    squares = torch.dot(flat, flat)
    eta = learning_rate * 2 / n
    by_bias = X.new_ones(X.shape[0], 1, 1) * eye
    by_weight = torch.mul(X[:, None, :, None], eye[:, None, :], out=room)
    b.addmv_(by_bias.view(n, -1).T, flat, alpha=-eta)
    W.view(-1).addmv_(by_weight.view(n, -1).T, flat, alpha=-eta)
    return squares.item() / n


def rows_mse(X: Tensor, Y: Tensor, W: Tensor, b: Tensor) -> float:
    """MSE over many rows, from (Y_hat - Y)^T: fast if X and Y are stored by columns.

    The rows are many and the outputs few, and what is added along the long axis is added
    in large pieces.

    Args:
        X: Inputs, shape (m, d).
        Y: Targets, shape (m, c).
        W: Weights, shape (d, c).
        b: Bias, shape (c,).
    """
    n = Y.numel()
    flat = torch.addmm(Y.T, W.T, X.T, beta=-1).add_(b[:, None]).view(n)
    return torch.dot(flat, flat).item() / n


class FusedScratch(ScratchPerceptron):
    """The same program in fewer operations: the one that the app trains."""

    @classmethod
    def readable(cls) -> type[Perceptron]:
        """The form that the lesson shows."""
        return ScratchPerceptron

    def loss(self, X: Tensor, Y: Tensor) -> float:
        """MSE over rows X (m, d), Y (m, c)."""
        return rows_mse(X, Y, self.W, self.b)

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        return step_by_hand(X, Y, self.W, self.b, learning_rate)


class FusedEinsum(EinsumPerceptron):
    """The same program in fewer operations: the one that the app trains.

    A tensor of up to `KEPT_BYTES` is built where that of the last step was: fresh memory
    costs as much as filling it. Every number of it is written anew in each step.
    """

    _room: Tensor | None = None
    _eye: Tensor | None = None

    @classmethod
    def readable(cls) -> type[Perceptron]:
        """The form that the lesson shows."""
        return EinsumPerceptron

    def loss(self, X: Tensor, Y: Tensor) -> float:
        """MSE over rows X (m, d), Y (m, c)."""
        return rows_mse(X, Y, self.W, self.b)

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        (d, c), m = self.W.shape, X.shape[0]
        if self._eye is None:
            self._eye = torch.eye(c, dtype=X.dtype, device=X.device)
        room = None
        if self.step_bytes(m) <= KEPT_BYTES:
            if self._room is None or self._room.shape[0] < m:
                self._room = X.new_empty(m, c, d, c)
            room = self._room[:m]
        return step_by_tensor(X, Y, self.W, self.b, learning_rate, self._eye, room)
