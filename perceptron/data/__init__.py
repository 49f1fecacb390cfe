"""Datasets by name. A new one is one new file and one line in `DATASETS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import torch

from perceptron.config import DataConfig, check_choice
from perceptron.data.bundled import BUNDLED
from perceptron.data.dataset import DataError, Dataset
from perceptron.data.example import load_example
from perceptron.data.synthetic import load_synthetic

SYNTHETIC = "synthetic"  # the only dataset whose sizes are settings
DATASETS: Mapping[str, Callable[[DataConfig], Dataset]] = {
    SYNTHETIC: load_synthetic,
    **BUNDLED,
    "example": load_example,
}


def load(config: DataConfig) -> Dataset:
    """Load a dataset by name and standardise it if the settings ask for it.

    Its rows are stored as runs on the CPU in float64 take them, so that they share them.

    Raises:
        ConfigError: If there is no dataset of that name.
    """
    check_choice("dataset", config.dataset, DATASETS)
    dataset = DATASETS[config.dataset](config)
    dataset = dataset.standardised() if config.scaled else dataset
    return dataset.to(torch.device("cpu"), torch.float64)


def n_training_rows(dataset: str, samples: int) -> int:
    """Return how many training rows a dataset has; `samples` if its sizes are settings."""
    return samples if dataset == SYNTHETIC else _rows_it_has(dataset)


@cache
def _rows_it_has(dataset: str) -> int:
    return load(DataConfig(dataset)).n_samples


__all__ = ["DATASETS", "SYNTHETIC", "DataError", "Dataset", "load", "n_training_rows"]
