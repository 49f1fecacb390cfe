"""What is trained for an item, in words."""

from __future__ import annotations

from perceptron.config import DataConfig
from perceptron.lessons.predict.item import Item, configs
from perceptron.text.numbers import counted, number

NO_RUN = "The answer was given by the author of the question, no run has measured it."


def runs_in_words(item: Item) -> str:
    """Say what is trained: sizes, batches, learning rate, epochs, and what else is unusual."""
    if item.given:
        return NO_RUN
    words = []
    for settings in (item.run, item.other):
        if settings is None:
            continue
        data, train = configs(dict(settings))
        parts = [data.dataset]
        if data.dataset == DataConfig().dataset:
            inputs, outputs = counted(data.features, "input"), counted(data.outputs, "output")
            parts = [counted(data.samples, "row"), inputs, outputs]
        parts.append(f"batches of {train.batch_size}")
        parts.append(f"learning rate {number(train.learning_rate)}")
        parts.append(counted(train.epochs, "epoch"))
        usual = {"batch_size", "learning_rate", "epochs", "samples", "features", "outputs"}
        for name, value in settings:
            if name not in usual | {"dataset"}:
                parts.append(f"{name.replace('_', ' ')} {value}")
        words.append(parts)
    first, *others = words
    against = [f"; against the same with {', '.join(_new(one, first))}" for one in others]
    return f"The run: {', '.join(first)}{''.join(against)}."


def _new(words: list[str], known: list[str]) -> list[str]:
    return [word for word in words if word not in known]


def names_of_runs(item: Item) -> tuple[str, ...]:
    """What to call the run of an item, or its two runs: as its options do, if they name them."""
    if item.given:
        return ()
    if item.other is None:
        return ("the run",)
    options = dict(item.options)
    return options.get("run", "first run"), options.get("other", "second run")
