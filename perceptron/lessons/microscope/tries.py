"""Other numbers of the worked example's size, so that a second try is another task."""

from __future__ import annotations

import torch
from torch import Tensor

from perceptron.parameters import Parameters

MOST_TRIES = 99
_M, _D, _C = 4, 3, 2  # as in the worked example, so that 2 / (m c) is 0.25


def other_numbers(seed: int) -> tuple[Tensor, Tensor, Parameters]:
    """A batch and the parameters before its update, in small whole numbers.

    No input, no weight and no residual is 0: what is multiplied by 0 would ask for nothing.

    Args:
        seed: Another one makes other numbers.

    Returns:
        X (4, 3), Y (4, 2), and W (3, 2) and b (2,).
    """
    generator = torch.Generator().manual_seed(seed)

    def whole(largest: int, *shape: int) -> Tensor:
        sizes = torch.randint(1, largest + 1, shape, generator=generator)
        signs = 2 * torch.randint(0, 2, shape, generator=generator) - 1
        return (sizes * signs).to(torch.float64)

    X, W, b = whole(2, _M, _D), whole(2, _D, _C), whole(2, _C)
    return X, X @ W + b - whole(4, _M, _C), Parameters(W, b)
