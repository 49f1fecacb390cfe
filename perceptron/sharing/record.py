"""A run as it leaves a session: what it was made with and what came of it, never changed again."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from perceptron.config import DataConfig
from perceptron.difference import QUANTITIES, REFERENCE
from perceptron.history import ModelHistory
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.run import Run, Status

LOSSES = ("train_mse", "valid_mse", "weighted_train_mse")
PARTS = ("x_train", "y_train", "x_valid", "y_valid")
COMPARED = dict(zip(("predictions", "weight", "bias"), QUANTITIES, strict=True))
LONGEST_NAME = 200  # characters of the name of a file, as of a column
_BYTES_A_LOSS = 32  # the number itself and the place in the tuple


@dataclass(frozen=True, slots=True, eq=False)
class ModelRecord:
    """What came of one model.

    Attributes:
        train_mse, valid_mse, weighted_train_mse: As in `ModelHistory`; empty if refused.
        parameters: W and b after the run; what a refused model would have started from.
        seconds: Time spent on steps and validation.
        status: How the model stands: 'training' if the run was not over yet.
        reason: Why it was stopped; None if it was not.
    """

    train_mse: tuple[float, ...]
    valid_mse: tuple[float, ...]
    weighted_train_mse: tuple[float, ...]
    parameters: Parameters
    seconds: float
    status: Status
    reason: str | None


@dataclass(frozen=True, slots=True, eq=False)
class RunRecord:
    """All that a run was made with and what came out of it.

    Tensors are float64 on the CPU. NaN stands for what JSON has no word for: NaN, infinity
    and what was not measured.

    Attributes:
        config: Every setting under its option's name; sizes are those of the rows really used.
        start: The parameters all models started from.
        models: What came of each model, the refused ones too.
        mape: MAPE in percent 'before_copy', 'after_copy' and of the 'loss'.
        differences: MAPE in percent of each other model's predictions, weight and bias
            against the reference.
        rate_changes: (number of the update from 0, rate) wherever the rate became another.
        data: The rows as the models saw them (after scaling), and what made them if that
            is known; None if they were left out.
    """

    config: Mapping[str, Any]
    start: Parameters
    models: Mapping[str, ModelRecord]
    mape: Mapping[str, float]
    differences: Mapping[str, Mapping[str, float]]
    rate_changes: tuple[tuple[int, float], ...]
    data: Mapping[str, Tensor | None] | None = None

    @classmethod
    def of_run(
        cls,
        run: Run,
        data_config: DataConfig,
        file: str | None = None,
        *,
        drop_missing: bool = False,
        with_data: bool = False,
    ) -> RunRecord:
        """Record a run as far as it has come.

        Args:
            run: The run.
            data_config: The settings its dataset was loaded with.
            file: The name of a user's table, or its path; None for synthetic and bundled data.
            drop_missing: Whether the table's rows with missing values were dropped.
            with_data: Whether to add the rows.
        """
        mape = {"before_copy": run.before_copy, "after_copy": run.after_copy, "loss": run.loss_mape}
        return cls(
            config=_config(run, data_config, file, drop_missing),
            start=_kept(run.start),
            models={name: _model(run, name) for name in MODELS},
            mape={name: number(percent) for name, percent in mape.items()},
            differences={name: _difference(run, name) for name in MODELS if name != REFERENCE},
            rate_changes=tuple(run.history.rate_changes) or ((0, run.first_learning_rate),),
            data=_data(run) if with_data else None,
        )

    def to_document(self) -> dict[str, Any]:
        """Return the run as JSON holds it: lists for tensors, None for NaN."""
        at_one_rate = self.rate_changes == ((0, self.config["learning_rate"]),)
        parts = {
            "config": self.config,
            "data": self.data,
            "initial": _weights(self.start),
            "models": {name: _result(model) for name, model in self.models.items()},
            "mape": {**self.mape, **self.differences},
            "rate_changes": None if at_one_rate else self.rate_changes,
        }
        return {name: _plain(part) for name, part in parts.items() if part is not None}

    @property
    def trained(self) -> dict[str, ModelRecord]:
        """The models that were not refused."""
        return {name: model for name, model in self.models.items() if model.status != "refused"}

    @property
    def leader(self) -> ModelRecord:
        """The model that stands for the run: torch, or the first."""
        return self.trained.get(REFERENCE) or next(iter(self.models.values()))

    @property
    def parameters(self) -> dict[str, Parameters]:
        """W and b of the models that trained; empty if a number is missing, also of the start."""
        found = {name: model.parameters for name, model in self.trained.items()}
        return found if all(one.is_finite() for one in (self.start, *found.values())) else {}

    @property
    def learning_rates(self) -> list[float]:
        """The rate of each epoch's last update."""
        n_batches = -(-self.config["samples"] // self.config["batch_size"])
        firsts = [first for first, _ in self.rate_changes]
        n_epochs = max(len(model.train_mse) for model in self.models.values())
        ends = (n_batches * (epoch + 1) for epoch in range(n_epochs))
        return [self.rate_changes[bisect_left(firsts, end) - 1][1] for end in ends]

    @property
    def n_bytes(self) -> int:
        """About how much memory it takes."""
        losses = sum(len(getattr(m, loss)) for m in self.models.values() for loss in LOSSES)
        held = [self.start, *(model.parameters for model in self.models.values())]
        rows = sum(x.nbytes for x in (self.data or {}).values() if x is not None)
        return _BYTES_A_LOSS * losses + sum(one.n_bytes for one in held) + rows


def number(value: float | None) -> float:
    """A number as a record holds it: NaN for what JSON has no word for."""
    return math.nan if value is None or not math.isfinite(value) else float(value)


def file_name(path: str) -> str:
    r"""The name of a file, without the folders it lies in, as a document holds it.

    >>> file_name("/home/ann/marks.csv"), file_name(r"C:\\marks.csv")
    ('marks.csv', 'marks.csv')
    """
    name = re.split(r"[\\/]", path)[-1]
    return name.encode(errors="replace").decode()[:LONGEST_NAME]


def or_none(value: float) -> float | None:
    """A number as JSON and CSV hold it: None for NaN and infinity."""
    return value if math.isfinite(value) else None


def _plain(value: Any) -> Any:
    if isinstance(value, Tensor):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        # A run may have 90 000 losses: only what is no plain number is asked further.
        return [x if type(x) is float and x == x else _plain(x) for x in value]
    return None if value != value else value  # NaN


def _weights(parameters: Parameters) -> dict[str, Tensor]:
    return {"weight": parameters.W, "bias": parameters.b}


def _result(model: ModelRecord) -> dict[str, Any]:
    losses = {loss: getattr(model, loss) for loss in LOSSES}
    ended = {part: getattr(model, part) for part in ("seconds", "status", "reason")}
    return {**losses, **_weights(model.parameters), **ended}


def _kept(parameters: Parameters) -> Parameters:
    W, b = (x.cpu().double() for x in (parameters.W, parameters.b))
    return Parameters(*(torch.where(x.isfinite(), x, math.nan) for x in (W, b)))


def _config(run: Run, data: DataConfig, file: str | None, drop_missing: bool) -> dict[str, Any]:
    dataset = run.dataset
    return {
        "samples": dataset.n_samples,
        "features": dataset.n_features,
        "outputs": dataset.n_targets,
        "valid": len(dataset.x_valid),
        "noise": data.noise,
        "learning_rate": run.first_learning_rate,
        "batch_size": run.config.batch_size,
        "epochs": run.epochs,
        "seed": data.seed,
        "init_seed": run.config.init_seed,
        "device": run.config.device,
        "dtype": run.config.dtype,
        "dataset": data.dataset,
        "data": None if file is None else file_name(file),
        "targets": list(dataset.target_names) if file is not None else None,
        "inputs": list(dataset.feature_names) if file is not None else None,
        "drop_missing": drop_missing,
        "scale": data.scaled,
        "einsum_budget": run.config.einsum_budget,
    }


def _model(run: Run, name: str) -> ModelRecord:
    history = run.history.models.get(name, ModelHistory())
    return ModelRecord(
        **{loss: tuple(map(number, getattr(history, loss))) for loss in LOSSES},
        parameters=_kept(run.parameters(name)),
        seconds=history.seconds,
        status=run.status(name),
        reason=run.reasons.get(name),
    )


def _difference(run: Run, name: str) -> dict[str, float]:
    if "refused" in (run.status(name), run.status(REFERENCE)):
        return dict.fromkeys(COMPARED, math.nan)
    found = run.final_difference(name)
    return {key: number(getattr(found, what).percent) for key, what in COMPARED.items()}


def _data(run: Run) -> dict[str, Tensor | None]:
    true = run.dataset.true
    rows = {part: getattr(run.dataset, part).cpu().double() for part in PARTS}
    return {**rows, "true_weight": true.W if true else None, "true_bias": true.b if true else None}
