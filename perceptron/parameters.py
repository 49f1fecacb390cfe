"""Weights and bias, held together."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """W and b of one linear layer.

    Attributes:
        W: Weights, shape (n_features, n_targets).
        b: Bias, shape (n_targets,).
    """

    W: Tensor
    b: Tensor

    def clone(self) -> Parameters:
        """Return a copy that later training steps can't change."""
        W, b = self.W, self.b
        if W.requires_grad or b.requires_grad:
            W, b = W.detach(), b.detach()
        return Parameters(W.clone(memory_format=torch.contiguous_format), b.clone())

    def to(self, device: torch.device | str, dtype: torch.dtype) -> Parameters:
        """Return the same values on a device, in a dtype."""
        return Parameters(W=self.W.to(device, dtype), b=self.b.to(device, dtype))

    def is_finite(self) -> bool:
        """Whether no entry is infinite or NaN."""
        return bool(torch.isfinite(self.W).all() and torch.isfinite(self.b).all())

    @property
    def n_bytes(self) -> int:
        """Memory that W and b take, in bytes."""
        return self.W.nbytes + self.b.nbytes
