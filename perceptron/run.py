"""A run: a dataset, a start that all models share, and the loop, driven by its owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Literal

import torch

from perceptron.config import TrainConfig, check_batch_size
from perceptron.data.dataset import Dataset
from perceptron.device import resolve
from perceptron.difference import REFERENCE, Comparison, compare
from perceptron.gradients import mse
from perceptron.history import AfterEpochs, Curves, History
from perceptron.metrics import mape
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.sizes import MIB
from perceptron.theory import Limits, best_parameters, limits_of, reference_losses
from perceptron.training import StepRecord, explain_growth, explain_refusal, train

Status = Literal["training", "finished", "diverged", "refused", "failed"]


class Run:
    """All models, one start, one dataset: train by a step, or to the end.

    The scratch model first predicts from weights of its own; then every model copies the
    parameters of the torch model, as in the notebook, and they train in lockstep.

    Args:
        dataset: The rows, in float64 on the CPU.
        config: The hyperparameters.

    Attributes:
        config: The hyperparameters the run was made with.
        dataset: The rows, on the run's device and in its dtype.
        learning_rate: The rate of the next update; may be changed at any time.
        epochs: How many epochs to train; may be changed at any time.
        start: The parameters all models start from.
        history: What happened so far.
        last_step: The newest update, None before the first.
        reasons: Why a model was stopped, by its name.
        before_copy: MAPE in percent of scratch's validation predictions against torch's,
            each from its own random start.
        after_copy: The same after the parameters were copied.
        loss_mape: MAPE in percent of their validation losses, after the copy.

    Raises:
        ConfigError: If the batch size does not fit the data, or the device is absent.
    """

    def __init__(self, dataset: Dataset, config: TrainConfig) -> None:
        check_batch_size(config.batch_size, dataset.n_samples)
        device, dtype = resolve(config)
        self.config = config
        self.dataset = dataset.to(device, dtype)
        self.learning_rate = config.learning_rate
        self.epochs = config.epochs
        self.last_step: StepRecord | None = None
        self.reasons: dict[str, str] = {}
        self._status: dict[str, Status] = dict.fromkeys(MODELS, "training")
        self._models = {
            name: model(
                dataset.n_features,
                dataset.n_targets,
                generator=torch.Generator().manual_seed(config.init_seed),
                device=device,
                dtype=dtype,
            )
            for name, model in MODELS.items()
        }
        self._share_the_start()
        self._refuse_too_large()
        training = {n: model for n, model in self._models.items() if n not in self.reasons}
        self.history = History(self.start, list(training))
        self._after = AfterEpochs(self.dataset, self.history)
        self._records = train(training, self.dataset, config.batch_size, lambda: self.learning_rate)

    def _share_the_start(self) -> None:
        scratch, torch_model = self._models["scratch"], self._models[REFERENCE]
        X, Y = self.dataset.x_valid, self.dataset.y_valid
        self.before_copy = mape(scratch.predict(X), torch_model.predict(X))
        for model in self._models.values():
            model.copy_from(torch_model)
        self.after_copy = mape(scratch.predict(X), torch_model.predict(X))
        self.loss_mape = mape(
            mse(scratch.predict(X), Y).item(), mse(torch_model.predict(X), Y).item()
        )
        self.start = torch_model.parameters.clone()

    def _refuse_too_large(self) -> None:
        for name, model in self._models.items():
            needed = model.step_bytes(self.config.batch_size)
            if needed > self.config.einsum_budget * MIB:
                self._status[name] = "refused"
                budget = self.config.einsum_budget
                self.reasons[name] = explain_refusal(needed, self.config.batch_size, budget)

    @cached_property
    def best(self) -> tuple[Parameters, str]:
        """What training should reach, and its name."""
        return best_parameters(self.dataset)

    @cached_property
    def reference_losses(self) -> dict[str, float]:
        """Losses (MSE over all training rows) to measure the run against, by name."""
        return reference_losses(self.dataset, self.start)

    @property
    def limits(self) -> Limits:
        """The largest learning rates, of the batches that this run trains with among them."""
        data, m = self.dataset, self.config.batch_size
        return data.once(("limits", m), lambda: limits_of(data.x_train, data.n_targets, m))

    def curves(self, limit: int) -> dict[str, Curves]:
        """Return each model's losses after its epochs, at about `limit` of them, for a picture."""
        return self._after.curves(limit)

    def loss(self, name: str) -> float:
        """MSE over all training rows with a model's parameters as they are now."""
        return self.dataset.train_loss(self._models[name].parameters)

    @property
    def final_loss(self) -> float:
        """The one loss of this run: `loss` of torch, which the others match to the last digits.

        Never below `reference_losses["least squares"]`. What `history` holds under `train_mse` is
        another mean, the notebook's: of the batches' losses while the weights still moved.
        """
        return self.loss(REFERENCE)

    @property
    def growth(self) -> str:
        """Say that the loss has ended above its start, and which rate to try; empty if not."""
        start, end = self.reference_losses["start"], self.final_loss
        if not self.steps_done or self.status(REFERENCE) != "finished" or end <= start:
            return ""
        highest = max(rate for _, rate in self.history.rate_changes)
        return explain_growth(start, end, highest, self.limits)

    @property
    def current_config(self) -> TrainConfig:
        """The hyperparameters with the learning rate and the epochs as they are now."""
        return replace(self.config, learning_rate=self.learning_rate, epochs=self.epochs)

    @property
    def first_learning_rate(self) -> float:
        """The rate of the first update; before it, the one that it would have now."""
        changes = self.history.rate_changes
        return changes[0][1] if changes else self.learning_rate

    @property
    def at_one_rate(self) -> bool:
        """Whether every update had the learning rate that the run has now."""
        return all(rate == self.learning_rate for _, rate in self.history.rate_changes)

    @property
    def n_batches(self) -> int:
        """Batches in an epoch, the last, shorter one included."""
        return -(-self.dataset.n_samples // self.config.batch_size)

    @property
    def steps_done(self) -> int:
        """Updates so far, of each model."""
        step = self.last_step
        return 0 if step is None else step.epoch * step.n_batches + step.batch + 1

    @property
    def done(self) -> bool:
        """Whether all epochs are trained or no model is left that trains."""
        return self.history.n_epochs >= self.epochs or "training" not in self._status.values()

    def status(self, name: str) -> Status:
        """Return how a model stands."""
        status = self._status[name]
        return "finished" if status == "training" and self.done else status

    def parameters(self, name: str) -> Parameters:
        """Return a copy of a model's current parameters."""
        return self._models[name].parameters.clone()

    def step(self) -> None:
        """Train on one batch; after the last batch of an epoch, validate as well."""
        if not self.done:
            self._advance()

    def _advance(self) -> None:
        # A thread that has never asked computes on all cores, which rounds sums in another order.
        torch.get_num_threads()
        record = next(self._records, None)
        if isinstance(record, StepRecord):
            self.last_step = record
            self.history.append_step(record)
            if record.diverged:
                self._stop(record.diverged)
            if record.batch + 1 < record.n_batches and not (record.diverged and self.done):
                return
            record = next(self._records, None)
        if record is not None and not isinstance(record, StepRecord):
            self.history.append(record)
            self._stop(record.diverged)
        if self.done:
            for model in self._models.values():
                model.rest()

    def _stop(self, diverged: Mapping[str, str]) -> None:
        for name, reason in diverged.items():
            self._status[name] = "diverged"
            self.reasons[name] = reason

    def give_up(self, reason: str) -> None:
        """End the run after a step that was left half done, at its last epoch that is kept.

        Some models had trained the batch and others had not, so none of them keeps it.

        Args:
            reason: In words, for every model that still trained.
        """
        kept = self.history.snapshot(self.history.n_epochs - 1)
        for name in [name for name, status in self._status.items() if status == "training"]:
            self._models[name].load(kept[name])
            self._models[name].rest()
            self._status[name] = "failed"
            self.reasons[name] = reason

    @property
    def failed(self) -> bool:
        """Whether the run was given up."""
        return "failed" in self._status.values()

    def finish(self) -> Run:
        """Train to the end and return this run."""
        while not self.done:
            self._advance()
        return self

    def differences(self, name: str, limit: int) -> list[tuple[int, Comparison]]:
        """(epoch, how far from torch) of a model, at about `limit` epochs; -1 is the start."""
        return self._after.differences(name, limit)

    def final_difference(self, name: str) -> Comparison:
        """How far a model's current parameters are from torch's."""
        model, reference = (self._models[one].parameters for one in (name, REFERENCE))
        return compare(model, reference, self.dataset.x_valid)
