"""Synthetic data: a hidden linear layer plus noise, made exactly as in the notebook."""

from __future__ import annotations

import random

import torch
from sklearn.datasets import make_regression

from perceptron.config import DataConfig
from perceptron.data.dataset import Dataset
from perceptron.parameters import Parameters


def load_synthetic(config: DataConfig) -> Dataset:
    """Make `samples` training rows, then `valid` validation rows, not shuffled.

    One feature is uninformative (unless there is only one): its row of the true W is 0.
    The bias is one random number between 0 and 1, the same for every output.

    Source: scikit-learn's `make_regression`, called as the notebook calls it, but seeded.
    """
    bias = random.Random(config.seed).random()
    X, Y, W = make_regression(
        n_samples=config.samples + config.valid,
        n_features=config.features,
        n_targets=config.outputs,
        n_informative=max(1, config.features - 1),
        bias=bias,
        noise=config.noise,
        coef=True,
        random_state=config.seed,
    )
    x = torch.from_numpy(X)
    y = torch.from_numpy(Y.reshape(len(X), config.outputs))  # make_regression drops a lone axis
    true_W = torch.from_numpy(W.reshape(config.features, config.outputs))
    m = config.samples
    return Dataset(
        x_train=x[:m].clone(),  # not a view: it would keep all rows in memory
        y_train=y[:m].clone(),
        x_valid=x[m:],
        y_valid=y[m:],
        feature_names=tuple(f"x{i + 1}" for i in range(config.features)),
        target_names=tuple(f"y{j + 1}" for j in range(config.outputs)),
        true=Parameters(W=true_W, b=torch.full((config.outputs,), bias, dtype=torch.float64)),
        noise_floor=config.noise**2,
    )
