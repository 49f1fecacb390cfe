"""Third program: each derivative as its own tensor, joined by Einstein summation."""

from __future__ import annotations

import torch
from torch import Tensor

from perceptron.cost import MIB, four_axis_bytes
from perceptron.fused import rows_mse, step_by_tensor
from perceptron.gradients import (
    contract,
    descend,
    mse,
    mse_derivative,
    predict,
    prediction_by_bias,
    prediction_by_weight,
)
from perceptron.models.base import Perceptron, TensorPerceptron

KEPT_BYTES = 16 * MIB  # of a tensor whose memory a model keeps for the next step


class EinsumPerceptron(TensorPerceptron):
    """Gradient descent with the four-axis tensor dY_hat/dW really built, m c d c numbers."""

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat = X W + b, shape (m, c)."""
        return predict(X, self.W, self.b)

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = predict(X, self.W, self.b)
        loss = mse(Y_hat, Y)
        delta = mse_derivative(Y_hat, Y)
        eye = torch.eye(Y.shape[1], dtype=X.dtype, device=X.device)
        bias_derivative = prediction_by_bias(len(X), eye)
        weight_derivative = prediction_by_weight(X, eye)
        self.b = descend(self.b, contract(delta, bias_derivative), learning_rate)
        self.W = descend(self.W, contract(delta, weight_derivative), learning_rate)
        return loss.item()

    def step_bytes(self, m: int) -> int:
        """Bytes of the four-axis tensor for m samples."""
        d, c = self.W.shape
        return four_axis_bytes(m, d, c, self.W.element_size())


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
