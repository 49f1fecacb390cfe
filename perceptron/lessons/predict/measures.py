"""What an item can ask for: each measure takes a finished run, some take two."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from perceptron.difference import REFERENCE
from perceptron.gradients import prediction_by_weight
from perceptron.history import START, ModelHistory
from perceptron.room.question import CHOICE, CURVE, NUMBER, Guess
from perceptron.run import Run

Answer = Guess  # at what is measured
GIVEN = "given"  # not measured: the answer stands in the file, and is marked as such
ALL_DIGITS = 17.0  # of a float64: two runs that agree in every bit
_THREE = ("scratch", "torch", "einsum")
SAME = 1e-3  # of the largest weight: closer ends count as the same


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity of one run, or of two.

    Attributes:
        kind: How it is guessed: a choice, a number or a curve.
        of: Measures it in a finished run, or in two.
        compares: Whether it takes two.
        answers: All answers that a choice can have, where they don't depend on the data.
        varies: Whether the answer may be another on another machine.
    """

    kind: str
    of: Callable[..., Answer]
    compares: bool = False
    answers: tuple[str, ...] = ()
    varies: bool = False


def _first(run: Run) -> ModelHistory:
    """What the first model did; the others coincide with it."""
    return next(iter(run.history.models.values()))


def _weights(run: Run) -> torch.Tensor:
    return run.parameters(next(iter(run.history.models))).W


def _fate(run: Run) -> str:
    """How a run ends; finite and above its start, by the loss over all training rows, it grows."""
    name = next(iter(run.history.models))
    status = run.status(name)
    before, after = (run.dataset.train_loss(one) for one in (run.start, run.parameters(name)))
    return "grows" if status == "finished" and after > before else status


def _fastest(run: Run) -> str:
    """Which of the lesson's three programs: a question has words for these."""
    raced = [name for name in _THREE if name in run.history.models]
    return min(raced, key=lambda name: run.history[name].seconds)


def _smallest_row(run: Run) -> str:
    return run.dataset.feature_names[int(_weights(run).norm(dim=1).argmin())]


def _train_curve(run: Run) -> tuple[float, ...]:
    """The loss on all training rows after each epoch; first that of the start."""
    name = next(iter(run.history.models))
    kept = (run.history.snapshot(k) for k in range(START, len(_first(run).train_mse)))
    return tuple(run.dataset.train_loss(parameters[name]) for parameters in kept)


def _valid_curve(run: Run) -> tuple[float, ...]:
    return (run.dataset.losses(run.start)[1], *_first(run).valid_mse)


def _lower_at_first(run: Run) -> str:
    first = _first(run)
    return "training" if first.train_mse[0] < first.valid_mse[0] else "validation"


def _falls_further(run: Run, other: Run) -> str:
    """Which run's validation loss ends at the smaller share of where it began."""

    def left(one: Run) -> float:
        return _first(one).valid_mse[-1] / one.dataset.losses(one.start)[1]

    return "run" if left(run) < left(other) else "other"


def _same_end(run: Run, other: Run) -> str:
    W, V = _weights(run), _weights(other)
    return "same" if (W - V).abs().max() < SAME * W.abs().max() else "different"


def digits(run: Run) -> float:
    """Decimal digits in which W agrees between the reference and the model farthest from it."""
    names = [name for name in run.history.models if name != REFERENCE]
    return min(ALL_DIGITS, *(run.final_difference(name).W.digits for name in names))


def _agreement(run: Run) -> str:
    """How far the programs agree, of the digits that their dtype holds."""
    held = -math.log10(torch.finfo(run.start.W.dtype).eps)
    found = digits(run)
    if found == ALL_DIGITS:
        return "every"
    return "most" if found > held / 2 else "few"


def _four_axes(run: Run) -> torch.Tensor:
    """The derivative of the prediction by the weights, of the first batch."""
    X = run.dataset.x_train[: run.config.batch_size]
    return prediction_by_weight(X, torch.eye(run.dataset.n_targets, dtype=X.dtype, device=X.device))


MEASURES: dict[str, Measure] = {  # docs/questions.md says what each is
    "batches": Measure(NUMBER, lambda run: float(run.n_batches)),
    "updates": Measure(NUMBER, lambda run: float(run.steps_done)),
    "last-batch-percent": Measure(NUMBER, lambda run: 100 / run.n_batches),
    "final-train-mse": Measure(NUMBER, lambda run: _train_curve(run)[1:][-1]),
    "final-valid-mse": Measure(NUMBER, lambda run: _first(run).valid_mse[-1]),
    "rate-limit": Measure(NUMBER, lambda run: run.limits.exact or run.limits.single_batch),
    "digits": Measure(NUMBER, digits),
    "agreement": Measure(CHOICE, _agreement, answers=("every", "most", "few")),
    "four-axis-numbers": Measure(NUMBER, lambda run: float(_four_axes(run).numel())),
    "four-axis-zeros-percent": Measure(
        NUMBER, lambda run: 100 * (_four_axes(run) == 0).double().mean().item()
    ),
    "fate": Measure(CHOICE, _fate, answers=("finished", "grows", "diverged")),
    "fastest": Measure(CHOICE, _fastest, answers=_THREE, varies=True),
    "smallest-row": Measure(CHOICE, _smallest_row),
    "lower-at-first": Measure(CHOICE, _lower_at_first, answers=("training", "validation")),
    "falls-further": Measure(CHOICE, _falls_further, compares=True, answers=("run", "other")),
    "same-end": Measure(CHOICE, _same_end, compares=True, answers=("same", "different")),
    "train-curve": Measure(CURVE, _train_curve),
    "valid-curve": Measure(CURVE, _valid_curve),
}
