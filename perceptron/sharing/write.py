"""A run as JSON and as a CSV table, in full precision."""

from __future__ import annotations

import csv
import io
import json
from itertools import product

from perceptron.history import History
from perceptron.models import MODELS
from perceptron.run import Run
from perceptron.sharing.provenance import check_of
from perceptron.sharing.record import LOSSES, RunRecord, or_none


def epoch_table(run: History | RunRecord, last: int | None = None) -> list[dict[str, float | None]]:
    """Return the notebook's epoch table: one row an epoch, None where a model had stopped.

    Columns: epoch, learning_rate (of the epoch's last update), and for each model its
    train_mse, valid_mse and weighted_train_mse, as in 'torch_train_mse'.

    Args:
        run: The run, as far as it has come, or its record.
        last: How many rows, counted from the newest; None for all.
    """
    rates = run.learning_rates
    columns = {
        f"{name}_{loss}": getattr(run.models.get(name), loss, ())
        for name, loss in product(MODELS, LOSSES)
    }
    rows = []
    for epoch in range(0 if last is None else max(0, len(rates) - last), len(rates)):
        row: dict[str, float | None] = {"epoch": epoch, "learning_rate": rates[epoch]}
        for name, losses in columns.items():
            row[name] = or_none(losses[epoch]) if epoch < len(losses) else None
        rows.append(row)
    return rows


def epoch_csv(run: History | RunRecord) -> str:
    """Return the epoch table as CSV text; numbers round-trip, missing cells are empty."""
    columns = [f"{name}_{loss}" for name, loss in product(MODELS, LOSSES)]
    text = io.StringIO()
    writer = csv.DictWriter(text, ["epoch", "learning_rate", *columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(epoch_table(run))
    return text.getvalue()


def json_of(record: RunRecord) -> str:
    """Return a run as one line of JSON."""
    return json.dumps(record.to_document(), allow_nan=False) + "\n"


def check_of_run(run: Run) -> str:
    """Return eight characters that differ as soon as one bit of one loss of the run does."""
    histories = run.history.models.values()
    return check_of(x for h in histories for name in LOSSES for x in getattr(h, name))
