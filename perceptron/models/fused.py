"""The steps that the app trains with: those of the lesson, in fewer and larger operations.

`perceptron.gradients` says what is computed, this file how it is computed fast. The bias is the
weight of an input that is always 1, so that one product with [X 1] does for W and b; the factor
2 / (m c) and the learning rate become one number; products are added straight to W and b; and a
step writes where the last one wrote: while batches are small, a new tensor, and a new view of
one, cost as much as a product. tests/core/test_fused.py holds both forms equal.
Formulas: as in `perceptron.gradients`.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from perceptron.models.base import Perceptron, TensorPerceptron
from perceptron.models.einsum import EinsumPerceptron
from perceptron.models.scratch import ScratchPerceptron
from perceptron.parameters import Parameters
from perceptron.sizes import KIB, MIB

COPIED_BYTES = 256 * KIB  # of inputs: to copy more of them costs more than one product less saves
KEPT_BYTES = 16 * MIB  # of a tensor whose memory a model keeps for the next step


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


def step_apart(X: Tensor, Y: Tensor, W: Tensor, b: Tensor, learning_rate: float) -> float:
    """W <- W - eta X^T delta and b <- b - eta 1^T delta, in place, from inputs as they stand.

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


class Derivative(NamedTuple):
    """dY_hat/dP, shape (m, c, d + 1, c), with entries [i, j, p, q] = [X 1]_ip [j = q].

    It is dY_hat/dW and, in the last place of its third axis, dY_hat/db. All m c (d + 1) c numbers
    stand in memory, p after q, so that a row of [X 1] stands in one piece.
    """

    blocks: Tensor  # where j = q: [X 1] for each output, shape (m, c, d + 1)
    matrix: Tensor  # all of it, the first two axes made one, and the last two, transposed

    @classmethod
    def of(cls, tensor: Tensor) -> Derivative:
        """Name the parts of a tensor of zeros, shape (m, c, c, d + 1)."""
        m, c = tensor.shape[:2]
        blocks = tensor.diagonal(dim1=1, dim2=2).transpose(1, 2)
        return cls(blocks, tensor.view(m * c, -1).T)


class Room(NamedTuple):
    """Where a step on m rows writes, and the views of it that it needs."""

    X: Tensor  # the inputs, shape (m, d): the first columns of [X 1]
    X_1: Tensor  # [X 1], shape (m, d + 1)
    X_1_T: Tensor  # its transpose
    rows: Tensor  # its rows, each to stand beside all c outputs, shape (m, 1, d + 1)
    residual: Tensor  # Y_hat - Y, shape (m, c)
    flat: Tensor  # the same as m c numbers
    derivative: Derivative | None = None  # where einsum builds it; None takes new memory


class JoinedPerceptron(TensorPerceptron):
    """W and b as the rows of one tensor P = [W; b], shape (d + 1, c): X W + b = [X 1] P."""

    def __init__(
        self,
        n_features: int,
        n_targets: int,
        *,
        generator: torch.Generator,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None:
        super().__init__(n_features, n_targets, generator=generator, device=device, dtype=dtype)
        self._join()
        self.rest()

    @property
    def parameters(self) -> Parameters:
        """The current W (d, c) and b (c,)."""
        return self._parameters

    def load(self, parameters: Parameters) -> None:
        """Take over the values of W (d, c) and b (c,)."""
        super().load(parameters)
        self._join()

    def loss(self, X: Tensor, Y: Tensor) -> float:
        """MSE over rows X (m, d), Y (m, c)."""
        return rows_mse(X, Y, self.W, self.b)

    def rest(self) -> None:
        """Give back the memory in which steps are made."""
        self._X_1, self._residual = self.P.new_ones(0, len(self.P)), self.P.new_empty(0)
        self._rooms: dict[int, Room] = {}

    def _join(self) -> None:
        stored = torch.cat([self.W.T, self.b[:, None]], dim=1)  # by columns, as einsum adds them
        self.P, self._P_flat = stored.T, stored.view(-1)
        self.W, self.b = self.P[:-1], self.P[-1]
        self._parameters = Parameters(self.W, self.b)

    def _predicted(self, X: Tensor, Y: Tensor) -> Room:
        """Return a room that holds [X 1] and Y_hat - Y for a batch X (m, d), Y (m, c)."""
        room = self._rooms.get(X.shape[0]) or self._room(*Y.shape)
        room.X.copy_(X)
        torch.mm(room.X_1, self.P, out=room.residual).sub_(Y)
        return room

    def _room(self, m: int, c: int) -> Room:
        """Make the views for m rows, in memory that the batches of all sizes share."""
        if m > self._X_1.shape[0]:
            self._X_1 = self.P.new_ones(m, self.P.shape[0])
            self._residual = self.P.new_empty(m, c)
            self._rooms = {}
        X_1, residual = self._X_1[:m], self._residual[:m]
        room = Room(X_1[:, :-1], X_1, X_1.T, X_1[:, None], residual, residual.view(-1))
        self._rooms[m] = room
        return room


class FusedScratch(JoinedPerceptron, ScratchPerceptron):
    """The same program in fewer operations: the one that the app trains."""

    @classmethod
    def readable(cls) -> type[Perceptron]:
        """The form that the lesson shows."""
        return ScratchPerceptron

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """P <- P - eta [X 1]^T delta from X (m, d), Y (m, c); return the MSE before it."""
        if X.nbytes > COPIED_BYTES:
            return step_apart(X, Y, self.W, self.b, learning_rate)
        n, room = Y.numel(), self._predicted(X, Y)
        squares = room.flat.dot(room.flat)
        eta = learning_rate * 2 / n  # eta delta = eta 2 / (m c) residual
        self.P.addmm_(room.X_1_T, room.residual, alpha=-eta)
        return squares.item() / n


class FusedEinsum(JoinedPerceptron, EinsumPerceptron):
    """The same program in fewer operations: the one that the app trains.

    A tensor of up to `KEPT_BYTES` is built where that of the last step was: fresh memory costs
    as much as filling it, and the zeros beside the blocks are there already. Each number that
    depends on the batch is written anew in each step, and the contraction multiplies all of them.
    """

    _tensor: Tensor | None = None

    @classmethod
    def readable(cls) -> type[Perceptron]:
        """The form that the lesson shows."""
        return EinsumPerceptron

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update.

        The contraction over samples and outputs is one product with a vector: of the residual,
        and of the derivative as a matrix.
        """
        n, room = Y.numel(), self._predicted(X, Y)
        squares = room.flat.dot(room.flat)
        derivative = room.derivative or Derivative.of(self._zeros(*Y.shape))
        derivative.blocks.copy_(room.rows)
        self._P_flat.addmv_(derivative.matrix, room.flat, alpha=learning_rate * -2 / n)
        return squares.item() / n

    def rest(self) -> None:
        """Give back the memory in which steps are made, the tensor's too."""
        super().rest()
        self._tensor = None

    def _room(self, m: int, c: int) -> Room:
        room = super()._room(m, c)
        if self.step_bytes(self._X_1.shape[0]) <= KEPT_BYTES:  # of the largest batch so far
            if self._tensor is None or self._tensor.shape[0] < m:
                self._tensor = self._zeros(m, c)
            room = room._replace(derivative=Derivative.of(self._tensor[:m]))
            self._rooms[m] = room
        return room

    def _zeros(self, m: int, c: int) -> Tensor:
        return self.P.new_zeros(m, c, c, self.P.shape[0])
