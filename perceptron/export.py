"""A run as a JSON document and as a CSV table, in full precision."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict, dataclass
from typing import Any

from perceptron.agreement import REFERENCE, Agreement
from perceptron.config import DataConfig
from perceptron.data.dataset import Dataset
from perceptron.history import ModelHistory
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.provenance import check_of
from perceptron.run import Run

LOSSES = ("train_mse", "valid_mse", "weighted_train_mse")


@dataclass(frozen=True, slots=True)
class TableSource:
    """Where the rows of a user's table came from.

    Attributes:
        data: The file's name.
        drop_missing: Whether rows with missing values were dropped.
    """

    data: str
    drop_missing: bool = False


def run_document(
    run: Run,
    data_config: DataConfig,
    source: TableSource | None = None,
    *,
    with_data: bool = False,
) -> dict[str, Any]:
    """Return all that a run was made with and what came out of it.

    Weights are (n_features, n_targets), every MAPE is in percent, and NaN and infinity
    are None, so that the document is valid JSON. A refused model has no losses and no
    MAPE, and the weights it would have started from. A model that is stopped in mid-run
    by nothing but the export has the status 'training'.

    Args:
        run: The run, as far as it has come.
        data_config: The settings its dataset was loaded with.
        source: Where a user's table came from; None for synthetic and bundled data.
        with_data: Whether to add the rows, as the models see them (after scaling).
    """
    document: dict[str, Any] = {"config": _config(run, data_config, source)}
    if with_data:
        document["data"] = _data(run.dataset)
    document["initial"] = _parameters(run.start)
    document["models"] = {name: _model(run, name) for name in MODELS}
    document["mape"] = {
        "before_copy": run.before_copy,
        "after_copy": run.after_copy,
        "loss": run.loss_mape,
        **{name: _agreement(run, name) for name in MODELS if name != REFERENCE},
    }
    return {key: _without_nan(value) for key, value in document.items()}


def epoch_table(run: Run, last: int | None = None) -> list[dict[str, float | None]]:
    """Return the notebook's epoch table: one row an epoch, None where a model had stopped.

    Columns: epoch, learning_rate (of the epoch's last update), and for each model its
    train_mse, valid_mse and weighted_train_mse, as in 'torch_train_mse'.

    Args:
        run: The run, as far as it has come.
        last: How many rows, counted from the newest; None for all.
    """
    histories = {name: run.history.models.get(name, ModelHistory()) for name in MODELS}
    rows = []
    n_epochs = run.history.n_epochs
    for epoch in range(0 if last is None else max(0, n_epochs - last), n_epochs):
        row: dict[str, float | None] = {
            "epoch": epoch,
            "learning_rate": run.history.learning_rates[epoch],
        }
        for name, history in histories.items():
            for loss in LOSSES:
                values = getattr(history, loss)
                row[f"{name}_{loss}"] = values[epoch] if epoch < len(values) else None
        rows.append(row)
    return rows


def epoch_csv(run: Run) -> str:
    """Return the epoch table as CSV text; numbers round-trip, missing cells are empty."""
    columns = ["epoch", "learning_rate", *(f"{name}_{loss}" for name in MODELS for loss in LOSSES)]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(epoch_table(run))
    return text.getvalue()


def check_of_run(run: Run) -> str:
    """Return eight characters that differ as soon as one bit of one loss of the run does."""
    histories = run.history.models.values()
    return check_of(x for h in histories for name in LOSSES for x in getattr(h, name))


def _config(run: Run, data_config: DataConfig, source: TableSource | None) -> dict[str, Any]:
    """Every setting under its option's name; sizes are those of the rows really used."""
    dataset = run.dataset
    return {
        "samples": dataset.n_samples,
        "features": dataset.n_features,
        "outputs": dataset.n_targets,
        "valid": len(dataset.x_valid),
        "noise": data_config.noise,
        "learning_rate": run.config.learning_rate,
        "batch_size": run.config.batch_size,
        "epochs": run.epochs,
        "seed": data_config.seed,
        "init_seed": run.config.init_seed,
        "device": run.config.device,
        "dtype": run.config.dtype,
        "dataset": data_config.dataset,
        "data": source.data if source else None,
        "targets": list(dataset.target_names) if source else None,
        "inputs": list(dataset.feature_names) if source else None,
        "drop_missing": source.drop_missing if source else False,
        "scale": data_config.scaled,
        "einsum_budget": run.config.einsum_budget,
    }


def _data(dataset: Dataset) -> dict[str, Any]:
    true = dataset.true
    return {
        "x_train": dataset.x_train.tolist(),
        "y_train": dataset.y_train.tolist(),
        "x_valid": dataset.x_valid.tolist(),
        "y_valid": dataset.y_valid.tolist(),
        "true_weight": true.W.tolist() if true else None,
        "true_bias": true.b.tolist() if true else None,
    }


def _parameters(parameters: Parameters) -> dict[str, Any]:
    return {"weight": parameters.W.tolist(), "bias": parameters.b.tolist()}


def _model(run: Run, name: str) -> dict[str, Any]:
    history = run.history.models.get(name, ModelHistory())
    return {
        **{loss: list(getattr(history, loss)) for loss in LOSSES},
        **_parameters(run.parameters(name)),
        "seconds": history.seconds,
        "status": run.status(name),
        "reason": run.reasons.get(name),
    }


def _agreement(run: Run, name: str) -> dict[str, float | None]:
    if "refused" in (run.status(name), run.status(REFERENCE)):
        return dict.fromkeys(Agreement.__slots__)
    return asdict(run.final_agreement(name))


def _without_nan(value: Any) -> Any:
    """Replace NaN and infinity, which JSON has no word for, by None."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
