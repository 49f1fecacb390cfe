"""Second program: what a PyTorch user writes, with the gradient left to autograd."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from perceptron.models.base import Perceptron
from perceptron.parameters import Parameters


class TorchPerceptron(Perceptron):
    """`nn.Linear`, `nn.MSELoss` and `optim.SGD`.

    It starts as `nn.Linear` does, uniform in +-1 / sqrt(d), but from a generator of its
    own instead of the process-wide one.
    """

    def __init__(
        self,
        n_features: int,
        n_targets: int,
        *,
        generator: torch.Generator,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None:
        self.layer = nn.Linear(n_features, n_targets, device="meta", dtype=dtype)
        self.layer.to_empty(device=device)  # so that no process-wide random number is drawn
        bound = 1 / math.sqrt(n_features)
        with torch.no_grad():
            for parameter in self.layer.parameters():
                start = torch.empty(parameter.shape, dtype=torch.float64)
                parameter.copy_(start.uniform_(-bound, bound, generator=generator))
        self._parameters = Parameters(self.layer.weight.detach().T, self.layer.bias.detach())
        self.loss_function = nn.MSELoss()
        # Two parameters: one after the other is faster than PyTorch's form for many.
        self.optimizer = torch.optim.SGD(self.layer.parameters(), lr=0.0, foreach=False)

    @property
    def parameters(self) -> Parameters:
        """The current W (d, c), which `nn.Linear` stores transposed, and b (c,)."""
        return self._parameters

    def load(self, parameters: Parameters) -> None:
        """Take over the values of W (d, c) and b (c,)."""
        with torch.no_grad():
            self.layer.weight.copy_(parameters.W.T)
            self.layer.bias.copy_(parameters.b)

    @torch.no_grad()
    def predict(self, X: Tensor) -> Tensor:
        """Y_hat = layer(X), shape (m, c)."""
        return self.layer(X)  # type: ignore[no-any-return]

    @torch.no_grad()
    def loss(self, X: Tensor, Y: Tensor) -> float:
        """MSE over rows X (m, d), Y (m, c)."""
        return self.loss_function(self.layer(X), Y).item()  # type: ignore[no-any-return]

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        self.optimizer.param_groups[0]["lr"] = learning_rate
        layer = self.layer
        layer.weight.grad = layer.bias.grad = None  # as zero_grad does, without its search
        loss = self.loss_function(layer(X), Y)
        loss.backward()
        self.optimizer.step()
        return loss.item()  # type: ignore[no-any-return]
