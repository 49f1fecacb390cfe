"""How far apart the models are, in several measures, over the epochs and in both dtypes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch

from perceptron.config import DTYPES, TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.difference import REFERENCE, Comparison
from perceptron.run import Run

_MAX_POINTS = 40  # of a series


@dataclass(frozen=True, slots=True)
class DtypeSeries:
    """How far the models are from torch over the epochs, in one dtype.

    Attributes:
        dtype: 'float64' or 'float32'.
        epsilon: Its machine epsilon, as a fraction.
        points: For each other model (epoch, comparison); epoch -1 is the common start.
        reasons: Why a model was stopped or left out, by its name.
    """

    dtype: str
    epsilon: float
    points: Mapping[str, Sequence[tuple[int, Comparison]]]
    reasons: Mapping[str, str]


def series(
    dataset: Dataset, config: TrainConfig, dtypes: Sequence[str] = DTYPES
) -> dict[str, DtypeSeries]:
    """Train once in each dtype, else with the same settings, and compare with torch.

    Args:
        dataset: The rows, in float64 on the CPU.
        config: The hyperparameters; device and dtype are replaced.
        dtypes: 'float64', 'float32', or both.

    Raises:
        ConfigError: If the batch size does not fit the data.
        DataError: If a dtype can't hold the rows.
    """
    return {dtype: _one_series(on_cpu(dataset, config, dtype).finish()) for dtype in dtypes}


def on_cpu(dataset: Dataset, config: TrainConfig, dtype: str) -> Run:
    """Make a run with the same settings but its own dtype, on the CPU."""
    return Run(dataset, replace(config, dtype=dtype, device="cpu"))


def _one_series(run: Run) -> DtypeSeries:
    others = [name for name in run.history.models if name != REFERENCE]
    return DtypeSeries(
        dtype=run.config.dtype,
        epsilon=torch.finfo(run.start.W.dtype).eps,
        points={name: run.differences(name, _MAX_POINTS) for name in others},
        reasons=dict(run.reasons),
    )
