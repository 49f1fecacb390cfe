"""The class as an experiment: each student chooses one setting and trains; theory comes last."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import islice

import torch

from perceptron.config import DataConfig, TrainConfig
from perceptron.data import load
from perceptron.difference import REFERENCE
from perceptron.lessons.predict.measures import digits
from perceptron.lessons.step_size.sweep import log_rates, sweep
from perceptron.room.question import TRIAL, Key, Question
from perceptron.run import Run
from perceptron.text.language import N_, _

N_RATES = 80  # of the curve that theory draws
LOW = 1e-3  # the smallest of them
BEYOND = 1.6  # times the limit: the largest
SIZES = (1, 2, 3, 5, 8, 12, 20, 33, 50, 75, 100)
BITS = {"float32": 32.0, "float64": 64.0}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a class tries.

    Attributes:
        setting: The one that each student chooses.
        title: In lists. `_` translates it, and all other words, where they are shown.
        prompt: What the class is asked.
        x: What the axis of the choices says.
        y: What the results are.
        why: The reason, shown last.
    """

    setting: str
    title: str
    prompt: str
    x: str
    y: str
    why: str


_LOSS = N_("Loss on all training rows at the end")
TRIALS = {
    one.setting: one
    for one in (
        Trial(
            "learning_rate",
            N_("Who finds the best rate?"),
            N_("Choose a learning rate and train 16 epochs. Who gets the lowest loss?"),
            N_("learning rate"),
            _LOSS,
            N_(
                "Too small a rate leaves most of the way, too large a one overshoots; the limit is "
                "known before training, from the curvature of the loss with these batches."
            ),
        ),
        Trial(
            "batch_size",
            N_("How many rows in a batch?"),
            N_(
                "Choose a batch size and train 16 epochs at the rate that is set. Who gets the "
                "lowest loss?"
            ),
            N_("rows in a batch"),
            _LOSS,
            N_(
                "Small batches mean more updates in an epoch. Each is a step along the slope of a "
                "few rows only, so the loss of all rows comes down faster at first, and then "
                "jitters."
            ),
        ),
        Trial(
            "dtype",
            N_("How many digits agree?"),
            N_("Train in float32 or in float64. In how many digits do two of the programs agree?"),
            N_("bits of a number"),
            N_("Digits in which W agrees"),
            N_(
                "The programs compute the same in another order, so they differ by rounding alone: "
                "float32 has about 7 digits to round, float64 about 16."
            ),
        ),
    )
}


def trial_question(setting: str, page: str) -> tuple[Question, Key]:
    """Return what a room asks to try a setting; what theory says is no part of it.

    Args:
        setting: A name in `TRIALS`.
        page: Where phones train, with its settings.
    """
    trial = TRIALS[setting]
    question = Question(
        f"trial-{setting}", TRIAL, _(trial.prompt), _(trial.title), setting=setting, page=page
    )
    return question, Key(None, _(trial.why))


def outcome(run: Run, setting: str) -> tuple[float, ...]:
    """Return what a finished run contributes: the choice and the result, or the choice alone.

    Args:
        run: One that has ended.
        setting: A name in `TRIALS`.

    Returns:
        (choice, final loss or digits); (choice,) if the loss has grown, or was stopped growing.
    """
    config = run.current_config
    choice = BITS[config.dtype] if setting == "dtype" else float(getattr(config, setting))
    if run.status(REFERENCE) == "diverged" or run.growth:
        return (choice,)
    return (choice, digits(run) if setting == "dtype" else run.final_loss)


@dataclass(frozen=True, slots=True)
class Predicted:
    """What theory says of a trial.

    Attributes:
        points: (choice, result) in rising order; what diverges is left out.
        limit: The largest learning rate that converges; None where another setting is tried.
    """

    points: tuple[tuple[float, float], ...]
    limit: float | None = None


def predicted(setting: str, data: DataConfig, train: TrainConfig) -> Predicted:
    """Return what the results must be, by the same descent in exact arithmetic for all choices.

    Args:
        setting: A name in `TRIALS`.
        data: Which data.
        train: The settings that all share.
    """
    if setting == "dtype":
        found = ((bits, _digits_of(dtype, data, train)) for dtype, bits in BITS.items())
        return Predicted(tuple(found))
    run = Run(load(data), replace(train, dtype="float64"))
    if setting == "batch_size":
        sizes = [size for size in SIZES if size <= run.dataset.n_samples]
        rate = torch.tensor([train.learning_rate], dtype=torch.float64)
        return Predicted(_finite(sizes, [_losses(run, rate, size)[0] for size in sizes]))
    limit = run.limits.exact or run.limits.full_batch
    rates = log_rates(LOW, BEYOND * limit, N_RATES)
    return Predicted(_finite(rates.tolist(), _losses(run, rates, train.batch_size)), limit)


def _digits_of(dtype: str, data: DataConfig, train: TrainConfig) -> float:
    return digits(Run(load(data), replace(train, dtype=dtype)).finish())


def _losses(run: Run, rates: torch.Tensor, batch_size: int) -> list[float]:
    epochs = run.config.epochs
    *__, last = islice(sweep(run.dataset, run.start, rates, batch_size), epochs)
    return last.losses.tolist()


def _finite(xs: list[float] | list[int], ys: list[float]) -> tuple[tuple[float, float], ...]:
    pairs = zip(xs, ys, strict=True)
    return tuple((float(x), y) for x, y in pairs if math.isfinite(y))
