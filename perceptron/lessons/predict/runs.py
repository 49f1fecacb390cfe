"""What is trained for an item, in words."""

from __future__ import annotations

from typing import Any

from perceptron.config import DataConfig
from perceptron.lessons.predict.item import Item, Settings, configs
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import in_prose, listed, number

NO_RUN = N_("The answer was given by the author of the question, no run has measured it.")
_TOLD = {"dataset", "samples", "features", "outputs", "batch_size", "learning_rate", "epochs"}
_UNUSUAL = {
    "valid": N_("{value} validation rows"),
    "noise": N_("noise {value}"),
    "seed": N_("seed {value}"),
    "init_seed": N_("seed of the start {value}"),
    "dtype": N_("number format {value}"),
    "scale": N_("scaling: {value}"),
    "device": N_("device {value}"),
    "einsum_budget": N_("einsum budget {value}"),
}


def runs_in_words(item: Item) -> str:
    """Say what is trained: sizes, batches, learning rate, epochs, and what else is unusual."""
    if item.given:
        return _(NO_RUN)
    first = _parts(item.run)
    if item.other is None:
        return _("The run: {parts}.", parts=listed(first))
    others = [part for part in _parts(item.other) if part not in first]
    return _(
        "The run: {parts}; against the same with {others}.",
        parts=listed(first),
        others=listed(others),
    )


def _parts(settings: Settings) -> list[str]:
    """What is said of one run, each setting by itself."""
    data, train = configs(dict(settings))
    parts = [data.dataset]
    if data.dataset == DataConfig().dataset:
        parts = [
            ngettext("{n} row", "{n} rows", data.samples),
            ngettext("{n} input", "{n} inputs", data.features),
            ngettext("{n} output", "{n} outputs", data.outputs),
        ]
    parts.append(_("batches of {n}", n=train.batch_size))
    parts.append(_("learning rate {rate}", rate=number(train.learning_rate)))
    parts.append(ngettext("{n} epoch", "{n} epochs", train.epochs))
    unusual = ((name, value) for name, value in settings if name not in _TOLD)
    return parts + [_(_UNUSUAL[name], value=_written(value)) for name, value in unusual]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return in_prose(str(value)) if isinstance(value, float) else str(value)


def names_of_runs(item: Item) -> tuple[str, ...]:
    """What to call the run of an item, or its two runs: as its options do, if they name them."""
    if item.given:
        return ()
    if item.other is None:
        return (_("the run"),)
    options = dict(item.options)
    return options.get("run", _("first run")), options.get("other", _("second run"))
