"""What a model must be able to do to take part in the comparison."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self

import torch
from torch import Tensor

from perceptron.gradients import mse
from perceptron.parameters import Parameters


class Perceptron(ABC):
    """A linear layer with several outputs that can take one gradient step.

    Args:
        n_features: Number of inputs d.
        n_targets: Number of outputs c.
        generator: Source of the random starting weights, on the CPU, so that every
            device starts from the same numbers.
        device: Where the parameters live and the steps are computed.
        dtype: Number format of the parameters.
    """

    @abstractmethod
    def __init__(
        self,
        n_features: int,
        n_targets: int,
        *,
        generator: torch.Generator,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None: ...

    @classmethod
    def starting_from(cls, start: Parameters) -> Self:
        """Make a model that holds the values of W (d, c) and b (c,), where they live."""
        (d, c), W = start.W.shape, start.W
        model = cls(d, c, generator=torch.Generator(), device=W.device, dtype=W.dtype)
        model.load(start)
        return model

    @property
    @abstractmethod
    def parameters(self) -> Parameters:
        """The current W (d, c) and b (c,): live tensors; clone them to keep them."""

    @abstractmethod
    def load(self, parameters: Parameters) -> None:
        """Take over the values of W (d, c) and b (c,)."""

    @abstractmethod
    def predict(self, X: Tensor) -> Tensor:
        """Return Y_hat (m, c) for X (m, d), without a graph for autograd."""

    @abstractmethod
    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from a batch X (m, d), Y (m, c).

        Returns:
            The batch's MSE before the update.
        """

    def loss(self, X: Tensor, Y: Tensor) -> float:
        """MSE over rows X (m, d), Y (m, c), which are not trained on."""
        return mse(self.predict(X), Y).item()

    def rest(self) -> None:  # noqa: B027 (most keep nothing)
        """Give back memory that only steps need; a further step takes it anew."""

    @classmethod
    def readable(cls) -> type[Perceptron]:
        """The form of this program that a page shows: itself, unless it is a faster twin."""
        return cls

    def step_bytes(self, m: int) -> int:
        """Bytes that a step on m samples needs beyond the batch; 0 unless a model says more."""
        return 0

    def copy_from(self, other: Perceptron) -> None:
        """Take over the current parameters of another model."""
        self.load(other.parameters)


class TensorPerceptron(Perceptron):
    """A model that holds W and b as plain tensors; it starts from standard normal numbers."""

    def __init__(
        self,
        n_features: int,
        n_targets: int,
        *,
        generator: torch.Generator,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None:
        W = torch.randn(n_features, n_targets, generator=generator, dtype=torch.float64)
        b = torch.randn(n_targets, generator=generator, dtype=torch.float64)
        self.W = W.to(device, dtype)
        self.b = b.to(device, dtype)

    @property
    def parameters(self) -> Parameters:
        """The current W (d, c) and b (c,)."""
        return Parameters(self.W, self.b)

    def load(self, parameters: Parameters) -> None:
        """Take over the values of W (d, c) and b (c,)."""
        self.W = parameters.W.detach().to(self.W, copy=True).contiguous()
        self.b = parameters.b.detach().to(self.b, copy=True)
