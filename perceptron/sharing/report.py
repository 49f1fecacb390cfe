"""The notebook's printed comparison, from start to end, as lines of text.

The command line prints it, which speaks English as the notebook does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from perceptron.difference import QUANTITIES, REFERENCE
from perceptron.history import Losses
from perceptron.run import Run
from perceptron.sharing.record import RunRecord


def report(record: RunRecord) -> Iterator[str]:
    """Yield the comparison in the notebook's order; every MAPE is in percent.

    First MAPE before the copy, after it and of the loss; then each model's epochs, torch
    first; then how far the trained models are from torch. A model that was refused or
    stopped says why, after the epochs it finished.
    """
    mape = {part: percent(value) for part, value in record.mape.items()}
    yield f"MAPE of predictions before the copy: {mape['before_copy']}"  # in English: see above
    yield f"MAPE of predictions after the copy: {mape['after_copy']}"  # in English: see above
    yield f"MAPE of the loss: {mape['loss']}"  # in English: see above
    for name in (REFERENCE, *record.differences):
        model = record.models[name]
        yield ""
        yield name
        yield from epoch_lines(model)
        if model.reason:
            stopped = "refused" if model.status == "refused" else "stopped"
            yield f"{name} was {stopped}. {model.reason}"  # in English: see above
    for name, percents in record.differences.items():
        yield ""
        refused = [one for one in (name, REFERENCE) if record.models[one].status == "refused"]
        if refused:
            yield (
                f"MAPE after training, {name}: none, "  # in English: see above
                f"because {refused[0]} was refused."
            )
            continue
        warnings = record.warnings(name)
        for what, value in zip(QUANTITIES, percents.values(), strict=True):
            worth = f" ({warnings[what]})" if what in warnings else ""
            yield (
                f"MAPE of {what} after training, {name}: "  # in English: see above
                f"{percent(value)}{worth}"
            )


def epoch_lines(losses: Losses) -> Iterator[str]:
    """Yield a model's epochs as the notebook prints them, rounded to 4 decimals."""
    pairs = zip(losses.train_mse, losses.valid_mse, strict=True)
    for epoch, (train, valid) in enumerate(pairs):
        yield (
            f"epoch: {epoch} - MSE: {round(train, 4)} "  # in English: as the notebook
            f"- MSE_v: {round(valid, 4)}"
        )


def percent(value: float) -> str:
    """Write a MAPE with 6 digits and its unit.

    >>> percent(2012.6912345), percent(0.0), percent(6.394884621840902e-14)
    ('2012.69 %', '0.0 %', '6.39488e-14 %')
    """
    if math.isfinite(value):
        return f"{float(f'{value:.6g}')} %"
    return "not a finite number"  # in English: the command line


def progress_line(run: Run, seconds: float) -> str:
    """Draw how far a run has come as a bar, with the time left after `seconds` of training."""
    share = run.steps_done / (run.epochs * run.n_batches)
    bar = f"{'#' * int(30 * share):.<30}"
    left = "unknown time"  # in English: the command line
    if share:
        left = f"{seconds / share - seconds:.0f} s"
    return (
        f"[{bar}] {share:4.0%}  epoch {run.history.n_epochs} "  # in English: the command line
        f"of {run.epochs}, {left} left"
    )
