"""The clinic: programs with a bug train beside healthy ones, and what gives them away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from perceptron.config import TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.difference import compare
from perceptron.lessons.clinic.bugs import BUGS, Bug
from perceptron.lessons.clinic.evidence import SAME, Fingerprint, Spread
from perceptron.lessons.update import take_apart
from perceptron.models import Perceptron, ScratchPerceptron, TorchPerceptron
from perceptron.parameters import Parameters
from perceptron.text.language import _
from perceptron.text.numbers import number, yes
from perceptron.training import EpochRecord, StepRecord, batches, train

__all__ = [
    "BUGS", "HEALTHY", "Bug", "Case", "Fingerprint",  # in English: names of the code
    "Spread", "Ward", "admit",  # in English: names of the code
]  # fmt: skip

HEALTHY = "scratch"  # the program that the patients were copied from
MAX_EPOCHS = 40
MAX_STEPS = 4000  # of each model: a visitor's table can have many batches


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What is known of one program, sick or healthy, from the outside.

    Attributes:
        start: Its W (d, c) and b (c,) before the first update.
        gradients: The gradients of the first batch, recovered from its first update:
            (before - after) / eta.
        losses: MSE over all training rows before the first update and after each epoch.
        end: Its last finite W and b.
        stopped: Why it was stopped; empty if it trained to the end.
    """

    start: Parameters
    gradients: Parameters
    losses: tuple[float, ...]
    end: Parameters
    stopped: str

    @property
    def loss_falls(self) -> bool:
        """Whether the loss at the end is below the one at the start."""
        return not self.stopped and self.losses[-1] < self.losses[0]


@dataclass(frozen=True, slots=True, eq=False)
class Ward:
    """Healthy programs and all patients, trained in lockstep on the same rows.

    Attributes:
        cases: 'scratch' and 'torch' are healthy; the others are named as in `BUGS`.
        dataset: The rows.
        X: Inputs of the first batch, shape (m, d).
        Y: Targets of the first batch, shape (m, c).
        learning_rate: eta.
    """

    cases: Mapping[str, Case]
    dataset: Dataset
    X: Tensor
    Y: Tensor
    learning_rate: float

    def ratios(self, name: str) -> Parameters:
        """Gradient of the first batch, entry by entry, as a multiple of the healthy one.

        NaN where the healthy entry is 0 up to rounding.
        """
        patient, healthy = self.cases[name].gradients, self.cases[HEALTHY].gradients
        return Parameters(W=_ratio(patient.W, healthy.W), b=_ratio(patient.b, healthy.b))

    def fingerprint(self, name: str) -> Fingerprint:
        """Compare one program with the healthy one."""
        case, healthy, ratios = self.cases[name], self.cases[HEALTHY], self.ratios(name)
        true = take_apart(self.X, self.Y, case.start, self.learning_rate).gradients
        change, c = case.gradients.b, self.dataset.n_targets
        return Fingerprint(
            weight=Spread.of(ratios.W),
            bias=Spread.of(ratios.b),
            bias_changes_equal=c > 1 and _same(change, change[:1].expand(c)),
            start_differs=not (
                torch.equal(case.start.W, healthy.start.W)
                and torch.equal(case.start.b, healthy.start.b)
            ),
            gradient_is_true=_same(case.gradients.W, true.W) and _same(case.gradients.b, true.b),
            loss_falls=case.loss_falls,
            difference=compare(case.end, healthy.end, self.dataset.x_valid).predictions.percent,
        )

    def fingerprints(self) -> dict[str, Fingerprint]:
        """The fingerprint of every bug."""
        return {name: self.fingerprint(name) for name in BUGS}

    def with_lower_loss(self) -> list[str]:
        """The bugs with which the loss ends even below that of the healthy program."""
        least = self.cases[HEALTHY].losses[-1] * (1 - SAME)
        return [n for n in BUGS if self.cases[n].loss_falls and self.cases[n].losses[-1] < least]

    def is_multiple(self, name: str) -> bool:
        """Whether a patient's first gradient is the healthy one times a single number."""
        found = self.fingerprint(name)
        return all(ratio.is_all(found.weight.middle) for ratio in (found.weight, found.bias))

    def healthy_rate(self, name: str) -> float:
        """The learning rate at which a healthy program would take a patient's first step.

        Raises:
            ValueError: If the patient's gradient is not a multiple of the healthy one.
        """
        if not self.is_multiple(name):
            raise ValueError(
                f"{name}: no learning rate can stand for ratios that differ."  # in English: ours
            )
        return self.learning_rate * self.fingerprint(name).weight.middle

    def table(self) -> dict[str, list[str]]:
        """The fingerprints of all bugs in words: a column for each thing to look at."""
        found = self.fingerprints()
        losses = [self.cases[name].losses for name in found]
        return {
            _("bug"): [BUGS[name].sentence for name in found],
            _("loss falls?"): [yes(f.loss_falls) for f in found.values()],
            _("loss, start → end"): [f"{number(x[0])} → {number(x[-1])}" for x in losses],
            _("{gradient}, ratio", gradient="∂L/∂W"): [f.weight.words for f in found.values()],
            _("{gradient}, ratio", gradient="∂L/∂b"): [f.bias.words for f in found.values()],
            _("all b change alike?"): [yes(f.bias_changes_equal) for f in found.values()],
            _("other start?"): [yes(f.start_differs) for f in found.values()],
            _("off at the end"): [f"{number(f.difference)} %" for f in found.values()],
        }


def with_first_output(dataset: Dataset, start: Parameters) -> tuple[Dataset, Parameters]:
    """The same rows and start with the first of their outputs alone: c = 1."""
    alone = replace(
        dataset,
        y_train=dataset.y_train[:, :1],
        y_valid=dataset.y_valid[:, :1],
        target_names=dataset.target_names[:1],
        true=None,
        noise_floor=None,
    )
    return alone, Parameters(W=start.W[:, :1], b=start.b[:1])


def admit(dataset: Dataset, start: Parameters, config: TrainConfig) -> Ward:
    """Train all patients beside the healthy programs and keep what can be seen of them.

    Every program copies its start from one torch layer, as in the notebook; so a patient
    that copies wrongly starts elsewhere.

    Args:
        dataset: The rows, in the dtype of the start.
        start: W (d, c) and b (c,).
        config: Its learning rate, batch size and epochs (at most 40) are used.

    Raises:
        ConfigError: If the batch size does not fit the data.
    """
    models = _copies_of(start)
    starts = {name: model.parameters.clone() for name, model in models.items()}
    losses = {name: [dataset.train_loss(at)] for name, at in starts.items()}
    stopped = dict.fromkeys(models, "")
    n_batches = -(-dataset.n_samples // config.batch_size)
    epochs = max(1, min(config.epochs, MAX_EPOCHS, MAX_STEPS // n_batches))
    afters: dict[str, Parameters] = {}
    rate = config.learning_rate
    for record in train(models, dataset, config.batch_size, lambda: rate, epochs):
        if isinstance(record, StepRecord) and not afters:
            afters = {name: model.parameters.clone() for name, model in models.items()}
        if isinstance(record, EpochRecord):
            for name, epoch in record.models.items():
                losses[name].append(dataset.train_loss(epoch.parameters))
        stopped |= record.diverged
    X, Y = next(batches(dataset.x_train, dataset.y_train, config.batch_size))
    cases = {
        name: Case(
            start=starts[name],
            gradients=_recovered(starts[name], afters[name], rate),
            losses=tuple(losses[name]),
            end=model.parameters.clone(),
            stopped=stopped[name],
        )
        for name, model in models.items()
    }
    return Ward(cases, dataset, X, Y, rate)


def _copies_of(start: Parameters) -> dict[str, Perceptron]:
    source = TorchPerceptron.starting_from(start)
    models: dict[str, Perceptron] = {
        "torch": source, HEALTHY: ScratchPerceptron.starting_from(start),
    }  # fmt: skip
    models |= {name: bug.model.starting_from(start) for name, bug in BUGS.items()}
    for model in models.values():
        model.copy_from(source)
    return models


def _recovered(before: Parameters, after: Parameters, rate: float) -> Parameters:
    """The gradients that an update must have used: (before - after) / eta."""
    return Parameters(W=(before.W - after.W) / rate, b=(before.b - after.b) / rate)


def _ratio(value: Tensor, reference: Tensor) -> Tensor:
    known = reference.abs() > 1e-9 * reference.abs().max()
    return torch.where(known, value / reference, torch.nan)


def _same(value: Tensor, reference: Tensor) -> bool:
    return bool((value - reference).abs().max() <= SAME * reference.abs().max())
