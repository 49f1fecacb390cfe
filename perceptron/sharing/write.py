"""A run as a JSON document and as a CSV table, in full precision."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perceptron.config import DataConfig
from perceptron.data.dataset import Dataset
from perceptron.difference import QUANTITIES, REFERENCE
from perceptron.history import ModelHistory
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.run import Run
from perceptron.sharing.provenance import check_of

LOSSES = ("train_mse", "valid_mse", "weighted_train_mse")
_MAPE_NAMES = dict(zip(("predictions", "weight", "bias"), QUANTITIES, strict=True))
_NOTHING: Mapping[str, Sequence[float]] = dict.fromkeys(LOSSES, ())


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
    if len(run.history.rate_changes) > 1:  # pairs: from which update on, which rate
        document["rate_changes"] = [list(change) for change in run.history.rate_changes]
    return {key: _without_nan(value) for key, value in document.items()}


def epoch_table(run: Run, last: int | None = None) -> list[dict[str, float | None]]:
    """Return the notebook's epoch table: one row an epoch, None where a model had stopped.

    Columns: epoch, learning_rate (of the epoch's last update), and for each model its
    train_mse, valid_mse and weighted_train_mse, as in 'torch_train_mse'.

    Args:
        run: The run, as far as it has come.
        last: How many rows, counted from the newest; None for all.
    """
    history = run.history
    losses = {
        name: {loss: getattr(history.models.get(name, ModelHistory()), loss) for loss in LOSSES}
        for name in MODELS
    }
    first = 0 if last is None else max(0, history.n_epochs - last)
    return _epoch_rows(history.learning_rates, losses, first)


def _epoch_rows(
    rates: Sequence[float], losses: Mapping[str, Mapping[str, Sequence[float]]], first: int = 0
) -> list[dict[str, float | None]]:
    rows = []
    for epoch in range(first, len(rates)):
        row: dict[str, float | None] = {"epoch": epoch, "learning_rate": rates[epoch]}
        for name, parts in losses.items():
            for part in LOSSES:
                values = parts[part]
                row[f"{name}_{part}"] = values[epoch] if epoch < len(values) else None
        rows.append(row)
    return rows


def epoch_csv(run: Run) -> str:
    """Return the epoch table as CSV text; numbers round-trip, missing cells are empty."""
    return _csv(epoch_table(run))


def csv_of(document: Mapping[str, Any]) -> str:
    """Return the epoch table of a run's document as CSV text, the same as `epoch_csv`."""
    config, models = document["config"], document["models"]
    n_epochs = max((len(model["train_mse"]) for model in models.values()), default=0)
    changes = document.get("rate_changes") or [[0, config["learning_rate"]]]
    n_batches = -(-config["samples"] // config["batch_size"])
    rates = [
        next(rate for first, rate in reversed(changes) if first < (epoch + 1) * n_batches)
        for epoch in range(n_epochs)
    ]
    return _csv(_epoch_rows(rates, {name: models.get(name, _NOTHING) for name in MODELS}))


def json_of(document: Mapping[str, Any]) -> str:
    """Return a run's document as one line of JSON."""
    return json.dumps(document, allow_nan=False) + "\n"


def _csv(rows: Sequence[Mapping[str, float | None]]) -> str:
    columns = ["epoch", "learning_rate", *(f"{name}_{loss}" for name in MODELS for loss in LOSSES)]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
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
        "learning_rate": run.first_learning_rate,
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
        return dict.fromkeys(_MAPE_NAMES)
    compared = run.final_difference(name)
    return {key: getattr(compared, what).percent for key, what in _MAPE_NAMES.items()}


def _without_nan(value: Any) -> Any:
    """Replace NaN and infinity, which JSON has no word for, by None."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
