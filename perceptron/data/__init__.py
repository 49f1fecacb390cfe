"""Datasets by name. A new one is one new file and one line in `DATASETS`.

Who lists the names need not wait for torch: it comes with the first rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from perceptron.config import DataConfig, check_choice
from perceptron.data.bundled import BUNDLED
from perceptron.data.errors import DataError

if TYPE_CHECKING:
    from perceptron.data.dataset import Dataset


def _from(place: str) -> Callable[[DataConfig], Dataset]:
    """Return what stands at 'file:function' here; its first call imports the file."""
    return lambda config: resolve_name(f"perceptron.data.{place}")(config)


SYNTHETIC = "synthetic"  # the only dataset whose sizes are settings
DATASETS: Mapping[str, Callable[[DataConfig], Dataset]] = {
    SYNTHETIC: _from("synthetic:load_synthetic"),
    **BUNDLED,
    "example": _from("example:load_example"),
}


def load(config: DataConfig) -> Dataset:
    """Load a dataset by name and standardise it if the settings ask for it.

    Its rows are stored as runs on the CPU in float64 take them, so that they share them.

    Raises:
        ConfigError: If there is no dataset of that name.
    """
    import torch

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


__all__ = ["DATASETS", "SYNTHETIC", "DataError", "load", "n_training_rows"]
