"""The worked example: so few and so round numbers that every step can be redone by hand."""

from __future__ import annotations

import torch

from perceptron.config import DataConfig, TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.parameters import Parameters

_X = [
    [1, 2, -1], [2, -1, 1], [-1, 1, 2], [1, -2, 1],
    [-2, 1, 1], [1, 1, -2], [2, 1, 1], [-1, -1, 1],
    [1, -1, -2], [2, 2, 1], [-1, 2, -1], [1, -1, 2],
]  # fmt: skip
_NOISE = [
    [1, 0], [0, -1], [-1, 1], [1, 0], [0, 1], [-1, 0],
    [0, -1], [1, 1], [-1, 0], [0, 1], [1, 0], [-1, -1],
]  # fmt: skip
_N_TRAIN = 9
_TRUE = Parameters(
    W=torch.tensor([[2, -1], [-1, 3], [1, 1]], dtype=torch.float64),
    b=torch.tensor([1, -2], dtype=torch.float64),
)
EXAMPLE_TRAINING = TrainConfig(learning_rate=0.4, batch_size=4)  # batches of 4, 4 and 1


def example_start() -> Parameters:
    """Starting weights (3, 2) and bias (2,) that are as easy to reckon with as the data."""
    return Parameters(
        W=torch.tensor([[1, 0], [0, 1], [1, -1]], dtype=torch.float64),
        b=torch.tensor([0, 1], dtype=torch.float64),
    )


def load_example(config: DataConfig | None = None) -> Dataset:
    """Return 9 training and 3 validation rows of whole numbers, 3 inputs -> 2 outputs.

    No input is 0, so that every zero of a derivative is one by its structure. Seed 0 keeps
    the written order of the rows; every other seed shuffles them.
    """
    X = torch.tensor(_X, dtype=torch.float64)
    Y = X @ _TRUE.W + _TRUE.b + torch.tensor(_NOISE, dtype=torch.float64)
    if config is not None and config.seed:
        order = torch.randperm(len(X), generator=torch.Generator().manual_seed(config.seed))
        X, Y = X[order], Y[order]
    return Dataset(
        x_train=X[:_N_TRAIN],
        y_train=Y[:_N_TRAIN],
        x_valid=X[_N_TRAIN:],
        y_valid=Y[_N_TRAIN:],
        feature_names=("x1", "x2", "x3"),
        target_names=("y1", "y2"),
        true=_TRUE.clone(),
    )
