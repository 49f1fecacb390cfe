"""First program: the gradients derived by hand, one derivative passed backwards."""

from __future__ import annotations

from torch import Tensor

from perceptron.gradients import (
    bias_gradient,
    descend,
    mse,
    mse_derivative,
    predict,
    weight_gradient,
)
from perceptron.models.base import TensorPerceptron


class ScratchPerceptron(TensorPerceptron):
    """Gradient descent with dL/db = 1^T delta and dL/dW = X^T delta."""

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat = X W + b, shape (m, c)."""
        return predict(X, self.W, self.b)

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = predict(X, self.W, self.b)
        loss = mse(Y_hat, Y)
        delta = mse_derivative(Y_hat, Y)
        self.b = descend(self.b, bias_gradient(delta), learning_rate)
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return loss.item()
