"""What can be known before training: curvature, the largest learning rate, the best answer."""

from __future__ import annotations

import torch
from torch import Tensor

from perceptron.data.dataset import Dataset
from perceptron.parameters import Parameters


def with_ones(X: Tensor) -> Tensor:
    """[X 1], shape (m, d + 1): the bias as the weight of an input that is always 1."""
    return torch.cat([X, X.new_ones(len(X), 1)], dim=1)


def hessian(X: Tensor, n_targets: int) -> Tensor:
    """H = 2 / (m c) [X 1]^T [X 1], shape (d + 1, d + 1).

    The Hessian of the loss by (W, b) is one such block for each output, because the
    outputs share their inputs and nothing else.
    """
    A = with_ones(X)
    return 2 / (len(X) * n_targets) * A.T @ A


def learning_rate_limit(X: Tensor, n_targets: int) -> float:
    """Largest learning rate at which full-batch descent converges: 2 / lambda_max of H.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Number of outputs c.
    """
    H = hessian(X.detach().cpu().double(), n_targets)
    return 2 / float(torch.linalg.eigvalsh(H)[-1])


def least_squares(X: Tensor, Y: Tensor) -> Parameters:
    """The parameters of least training loss, in closed form (minimum norm if not unique).

    Args:
        X: Training inputs, shape (m, d).
        Y: Training targets, shape (m, c).
    """
    A = with_ones(X.detach().cpu().double())
    solution = torch.linalg.lstsq(A, Y.detach().cpu().double(), driver="gelsd").solution
    return Parameters(W=solution[:-1], b=solution[-1])


def best_parameters(dataset: Dataset) -> tuple[Parameters, str]:
    """What training should reach, and its name: the true parameters or the least squares."""
    if dataset.true is not None:
        return dataset.true, "true W, b"
    return least_squares(dataset.x_train, dataset.y_train), "least squares"


def reference_losses(dataset: Dataset, start: Parameters) -> dict[str, float]:
    """Training losses (MSE) to measure a run against, by name.

    'start' is the loss before the first update; 'least squares' the least of all;
    'noise floor' what the true parameters leave over on rows without end.
    """
    best = least_squares(dataset.x_train, dataset.y_train)
    references = {"start": dataset.losses(start)[0], "least squares": dataset.losses(best)[0]}
    if dataset.noise_floor is not None:
        references["noise floor"] = dataset.noise_floor
    return references
