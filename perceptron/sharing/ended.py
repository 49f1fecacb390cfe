"""How a run was trained and how it ended, in a few words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from perceptron.run import Status
from perceptron.sharing.model_record import ModelRecord
from perceptron.sharing.record import RunRecord
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

STATUS_IN_WORDS: Mapping[Status, str] = {  # `_` translates them where they are shown
    "training": N_("training"),
    "finished": N_("finished"),
    "diverged": N_("diverged"),
    "refused": N_("refused"),
    "failed": N_("failed"),
}
_MOST_CHANGES = 3  # of the learning rate that are listed one by one


def rates_in_words(record: RunRecord) -> str:
    """Write the learning rate of a run, or how it was changed and when."""
    first, *changes = record.rate_changes
    n_batches = -(-record.config["samples"] // record.config["batch_size"])
    if len(changes) > _MOST_CHANGES:
        return ngettext(
            "{first} → … → {last} ({n} change)",
            "{first} → … → {last} ({n} changes)",
            len(changes),
            first=number(first[1]),
            last=number(changes[-1][1]),
        )
    later = (
        _("{rate} from epoch {epoch}", rate=number(rate), epoch=step // n_batches + 1)
        for step, rate in changes
    )
    return " → ".join([number(first[1]), *later])


def end_in_words(model: ModelRecord) -> str:
    """Say how a model ended: with which loss, or why with none."""
    n = len(model.train_mse)
    if model.status == "diverged":
        return _("stopped in epoch {epoch}: diverged", epoch=n + 1)
    if model.status not in ("finished", "training"):
        return _(STATUS_IN_WORDS[model.status])
    loss = loss_in_words(model, 4)
    if model.after_epochs and model.final_loss > model.after_epochs[0][1]:
        return ngettext(
            "{n} epoch: loss {loss}, above its start",
            "{n} epochs: loss {loss}, above its start",
            n,
            loss=loss,
        )
    return ngettext("{n} epoch: loss {loss}", "{n} epochs: loss {loss}", n, loss=loss)


def loss_in_words(model: ModelRecord, digits: int) -> str:
    """The loss on all training rows; of a document without it the mean over batches, named."""
    if not math.isnan(model.final_loss):
        return number(model.final_loss, digits)
    mean = last_in_words(model.train_mse, digits)
    return _("{loss} (mean over batches)", loss=mean) if mean else _("none")


def last_in_words(losses: Sequence[float], digits: int) -> str:
    """The newest loss; empty if there is none."""
    return "" if not losses or math.isnan(losses[-1]) else number(losses[-1], digits)
