"""How far apart the models are, in several measures, over the epochs and in both dtypes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from perceptron.agreement import REFERENCE
from perceptron.config import DTYPES, TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.gradients import predict
from perceptron.history import START
from perceptron.metrics import mape
from perceptron.parameters import Parameters
from perceptron.run import Run
from perceptron.thinning import thin

QUANTITIES = ("predictions", "W", "b")
_MAX_POINTS = 40  # of a series
_MOST_TRAIN, _MOST_VALID, _MOST_STEPS = 1_000, 10_000, 500  # of a visitor's run: see `shortened`
_MOST_MIB = 4  # of the four-axis tensor


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one tensor is from another, in every measure.

    Attributes:
        percent: MAPE, in percent.
        largest: Largest absolute difference of an entry, in the tensor's unit.
        norm: L2 norm of the difference, in the tensor's unit.
        identical: Whether every entry is the same number (0 and -0 count as the same).
    """

    percent: float
    largest: float
    norm: float
    identical: bool

    @property
    def fraction(self) -> float:
        """MAPE as a fraction: a hundredth of the percent."""
        return self.percent / 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far one model is from another.

    Attributes:
        predictions: Of Y_hat for the validation rows.
        W: Of the weights.
        b: Of the bias.
    """

    predictions: Difference
    W: Difference
    b: Difference


def difference(value: Tensor, reference: Tensor) -> Difference:
    """Compare two tensors of one shape.

    Raises:
        ValueError: If the shapes differ, or the tensors are empty.

    >>> difference(torch.tensor([3.0, 4.0]), torch.tensor([4.0, 4.0]))
    Difference(percent=12.5, largest=1.0, norm=1.0, identical=False)
    """
    percent = mape(value, reference)  # refuses shapes that differ, before anything broadcasts
    apart = (value - reference).double()
    return Difference(
        percent=percent,
        largest=apart.abs().max().item(),
        norm=torch.linalg.vector_norm(apart).item(),
        identical=torch.equal(value, reference),
    )


def compare(model: Parameters, reference: Parameters, X: Tensor) -> Comparison:
    """Compare two sets of W (d, c), b (c,) and what they predict for X (m, d)."""
    return Comparison(
        predictions=difference(predict(X, model.W, model.b), predict(X, reference.W, reference.b)),
        W=difference(model.W, reference.W),
        b=difference(model.b, reference.b),
    )


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


def series(dataset: Dataset, config: TrainConfig) -> dict[str, DtypeSeries]:
    """Train once in each dtype, else with the same settings, and compare with torch.

    Args:
        dataset: The rows, in float64 on the CPU.
        config: The hyperparameters; device and dtype are replaced.

    Raises:
        ConfigError: If the batch size does not fit the data.
    """
    return {dtype: _one_series(on_cpu(dataset, config, dtype).finish()) for dtype in DTYPES}


def on_cpu(dataset: Dataset, config: TrainConfig, dtype: str) -> Run:
    """Make a run with the same settings but its own dtype, on the CPU."""
    return Run(dataset, replace(config, dtype=dtype, device="cpu"))


def _one_series(run: Run) -> DtypeSeries:
    points: dict[str, list[tuple[int, Comparison]]] = {
        name: [] for name in run.history.models if name != REFERENCE
    }
    wanted = {START, *thin(run.history.n_epochs, _MAX_POINTS)}
    for epoch in (e for e in run.history.snapshot_epochs if e in wanted):
        kept = run.history.snapshot(epoch)
        for name in points.keys() & kept.keys() if REFERENCE in kept else ():
            compared = compare(kept[name], kept[REFERENCE], run.dataset.x_valid)
            points[name].append((epoch, compared))
    return DtypeSeries(
        dtype=run.config.dtype,
        epsilon=torch.finfo(run.start.W.dtype).eps,
        points=points,
        reasons=dict(run.reasons),
    )


def shortened(dataset: Dataset, config: TrainConfig) -> tuple[Dataset, TrainConfig]:
    """Cut a large task down to what a page can train several times while a visitor waits.

    At most the first 1000 training and 10 000 validation rows, 500 updates, and 4 MiB for
    the four-axis tensor. Smaller tasks, the notebook's among them, stay as they are.
    """
    rows = replace(
        dataset,
        x_train=dataset.x_train[:_MOST_TRAIN],
        y_train=dataset.y_train[:_MOST_TRAIN],
        x_valid=dataset.x_valid[:_MOST_VALID],
        y_valid=dataset.y_valid[:_MOST_VALID],
    )
    batch_size = min(config.batch_size, rows.n_samples)
    n_batches = -(-rows.n_samples // batch_size)
    return rows, replace(
        config,
        batch_size=batch_size,
        epochs=min(config.epochs, max(1, _MOST_STEPS // n_batches)),
        einsum_budget=min(config.einsum_budget, _MOST_MIB),
    )
