"""The notebook's printed comparison, from start to end, as lines of text."""

from __future__ import annotations

import math
from collections.abc import Iterator

from perceptron.difference import QUANTITIES, REFERENCE
from perceptron.models import MODELS
from perceptron.run import Run


def report(run: Run) -> Iterator[str]:
    """Yield the comparison in the notebook's order; every MAPE is in percent.

    First MAPE before the copy, after it and of the loss; then each model's epochs, torch
    first; then how far the trained models are from torch. A model that was refused or
    stopped says why, after the epochs it finished.
    """
    yield f"MAPE of predictions before the copy: {percent(run.before_copy)}"
    yield f"MAPE of predictions after the copy: {percent(run.after_copy)}"
    yield f"MAPE of the loss: {percent(run.loss_mape)}"
    others = [name for name in MODELS if name != REFERENCE]
    for name in (REFERENCE, *others):
        yield ""
        yield name
        yield from epoch_lines(run, name)
        if name in run.reasons:
            yield f"{name} was {_stopped(run, name)}. {run.reasons[name]}"
    for name in others:
        yield ""
        yield from _agreement_lines(run, name)


def epoch_lines(run: Run, name: str) -> Iterator[str]:
    """Yield a model's epochs as the notebook prints them, rounded to 4 decimals."""
    history = run.history.models.get(name)
    if history is None:
        return
    losses = zip(history.train_mse, history.valid_mse, strict=True)
    for epoch, (train, valid) in enumerate(losses):
        yield f"epoch: {epoch} - MSE: {round(train, 4)} - MSE_v: {round(valid, 4)}"


def percent(value: float) -> str:
    """Write a MAPE with 6 digits and its unit.

    >>> percent(2012.6912345), percent(0.0), percent(6.394884621840902e-14)
    ('2012.69 %', '0.0 %', '6.39488e-14 %')
    """
    return f"{float(f'{value:.6g}')} %" if math.isfinite(value) else "not a finite number"


def progress_line(run: Run, seconds: float) -> str:
    """Draw how far a run has come as a bar, with the time left after `seconds` of training."""
    share = run.steps_done / (run.epochs * run.n_batches)
    left = f"{seconds / share - seconds:.0f} s" if share else "unknown time"
    bar = f"{'#' * int(30 * share):.<30}"
    return f"[{bar}] {share:4.0%}  epoch {run.history.n_epochs} of {run.epochs}, {left} left"


def _agreement_lines(run: Run, name: str) -> Iterator[str]:
    refused = [model for model in (name, REFERENCE) if run.status(model) == "refused"]
    if refused:
        yield f"MAPE after training, {name}: none, because {refused[0]} was refused."
        return
    compared = run.final_difference(name)
    for what in QUANTITIES:
        mape = getattr(compared, what).percent
        yield f"MAPE of {what} after training, {name}: {percent(mape)}"


def _stopped(run: Run, name: str) -> str:
    return "refused" if run.status(name) == "refused" else "stopped"
