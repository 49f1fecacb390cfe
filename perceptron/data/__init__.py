"""Datasets by name. A new one is one new file and one line in `DATASETS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

from perceptron.config import DataConfig, check_choice
from perceptron.data.bundled import BUNDLED
from perceptron.data.dataset import DataError, Dataset
from perceptron.data.example import load_example
from perceptron.data.synthetic import load_synthetic

DATASETS: Mapping[str, Callable[[DataConfig], Dataset]] = {
    "synthetic": load_synthetic,
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


__all__ = ["DATASETS", "DataError", "Dataset", "load"]
