"""Third program: each derivative as its own tensor, joined by Einstein summation."""

from __future__ import annotations

import torch
from torch import Tensor

from perceptron.gradients import (
    contract,
    descend,
    mse,
    mse_derivative,
    predict,
    prediction_by_bias,
    prediction_by_weight,
)
from perceptron.models.base import TensorPerceptron
from perceptron.sizes import four_axis_bytes


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
