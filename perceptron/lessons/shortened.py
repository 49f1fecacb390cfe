"""A large task, cut down to what a page can train several times while a visitor waits."""

from __future__ import annotations

from dataclasses import replace

from perceptron.config import TrainConfig
from perceptron.data.dataset import Dataset

_MOST_TRAIN, _MOST_VALID, _MOST_STEPS = 1_000, 10_000, 500  # of a visitor's run
_MOST_MIB = 4  # of the four-axis tensor


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
