"""Write the program that repeats a run, as a script or as a Jupyter notebook.

`program.txt` is the program in cells, as editors write them ('# %%'). Cells with a name are
filled in: the settings from the run, the data by where they come from, and the lesson and its
fast form from the very source of `perceptron.gradients` and `perceptron.models.fused`. Everything
from a visitor is written by `repr`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from perceptron import gradients
from perceptron.config import DataConfig
from perceptron.data import DATASETS, load
from perceptron.data.bundled import BUNDLED
from perceptron.models import fused
from perceptron.sharing.provenance import made_here
from perceptron.sharing.record import PARTS

_PROGRAM = Path(__file__).with_name("program.txt")
_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)
MAX_ROWS = 50_000  # numbers that are written into a program
_SETTINGS = (
    "samples", "features", "outputs", "valid", "noise", "seed", "init_seed", "batch_size",
    "epochs", "device", "dtype", "dataset",
)  # fmt: skip


class TakeHomeError(ValueError):
    """A run that a program can't repeat. The message says why, and what to do instead."""


def script(document: Mapping[str, Any]) -> str:
    """Return a Python program that repeats a run and prints its losses.

    Args:
        document: The run, as `RunRecord.to_document` gives it.

    Raises:
        TakeHomeError: If the rows of the run are not in the document, or are too many.
    """
    cells = []
    for is_markdown, text in _cells(document):
        cells.append(f"# %%{' [markdown]' if is_markdown else ''}\n{text}\n")
    return "\n".join(cells)


def notebook(document: Mapping[str, Any]) -> str:
    """Return the same program as a Jupyter notebook (nbformat 4.5, JSON).

    Raises:
        TakeHomeError: As `script` does.
    """
    cells: list[dict[str, Any]] = []
    for number, (is_markdown, text) in enumerate(_cells(document)):
        if is_markdown:
            text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
        cell = {"id": f"cell-{number}", "metadata": {}, "source": text.splitlines(keepends=True)}
        if is_markdown:
            cells.append(cell | {"cell_type": "markdown"})
        else:
            cells.append(cell | {"cell_type": "code", "execution_count": None, "outputs": []})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1) + "\n"


def why_not_repeatable(document: Mapping[str, Any]) -> str:
    """Say why no program can repeat a run; empty if one can."""
    try:
        if _source_of(document["config"], document) == "rows":
            _rows(document)
    except TakeHomeError as error:
        return str(error)
    return ""


def _cells(document: Mapping[str, Any]) -> Iterable[tuple[bool, str]]:
    """The cells that this run needs, in order: whether it is prose, and its text."""
    config = document["config"]
    source = _source_of(config, document)
    pieces = _CELL.split(_PROGRAM.read_text(encoding="utf-8"))[1:]
    for name, text in zip(map(str.strip, pieces[::2]), map(str.strip, pieces[1::2]), strict=True):
        if name == "settings":
            yield False, _settings(document, source)
        elif name == "lesson":
            yield False, _functions(gradients)
        elif name == "fused":
            yield False, _functions(fused)
        elif name.startswith("data"):
            if name == f"data {source}":
                yield False, text
        elif name == "standardise":
            if config["scale"] and source != "rows":
                yield False, text
        else:
            yield name == "[markdown]", text


def _source_of(config: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Where the program takes its rows from: made anew, from scikit-learn, or written into it."""
    if config["dataset"] == "synthetic":
        return "synthetic"
    if config["dataset"] in BUNDLED:
        return "bundled"
    if config["dataset"] not in DATASETS and "data" not in document:
        raise TakeHomeError(
            "The rows of this run are not in the document, so no program can repeat it. "
            "Train on the table in the app, or export the JSON with --json-data."
        )
    return "rows"


def _settings(document: Mapping[str, Any], source: str) -> str:
    config, models = document["config"], document["models"]
    epochs = config["epochs"]
    if any(model["status"] in ("training", "failed") for model in models.values()):
        epochs = max(len(model["train_mse"]) for model in models.values())
    lines = ["SETTINGS = {"]
    lines += [f"    {name!r}: {(config | {'epochs': epochs})[name]!r}," for name in _SETTINGS]
    lines.append("}")
    rates = document.get("rate_changes") or [[0, config["learning_rate"]]]
    lines.append(
        f"LEARNING_RATES = {[tuple(change) for change in rates]!r}  # from which update on"
    )
    lines.append(f"MADE = {made_here()!r}")
    lines.append("EXPECTED = {  # the app's last training and validation loss")
    for name, model in models.items():
        if model["status"] != "refused":
            last = [(model[part] or [None])[-1] for part in ("train_mse", "valid_mse")]
            lines.append(f"    {name!r}: ({last[0]!r}, {last[1]!r}),")
    lines.append("}")
    if source == "bundled":
        bundled = BUNDLED[config["dataset"]]
        names = bundled.fetch()[1]
        for title, columns in (("INPUTS", bundled.inputs), ("OUTPUTS", bundled.outputs)):
            numbers = [names.index(name) for name in columns]
            lines.append(f"{title} = {numbers!r}  # {', '.join(columns)}")
    if source == "rows":
        lines += ["ROWS = (  # training inputs and targets, validation inputs and targets"]
        for part in _rows(document):
            lines += ["    [", *(f"        {row!r}," for row in part), "    ],"]
        lines.append(")")
    return "\n".join(lines)


def _rows(document: Mapping[str, Any]) -> list[list[list[float]]]:
    config = document["config"]
    if "data" in document:
        parts = [document["data"][part] for part in PARTS]
    else:
        dataset = load(
            DataConfig(dataset=config["dataset"], seed=config["seed"], scale=config["scale"])
        )
        parts = [getattr(dataset, part).tolist() for part in PARTS]
    n_numbers = sum(len(row) for part in parts for row in part)
    if n_numbers > MAX_ROWS:
        raise TakeHomeError(
            f"A program carries up to {MAX_ROWS} numbers; this table has {n_numbers}. "
            "Train on fewer rows or columns, or take the CSV and the JSON."
        )
    return parts


def _functions(module: ModuleType) -> str:
    """The functions of a module, from their source."""
    functions = [
        f
        for _, f in inspect.getmembers(module, inspect.isfunction)
        if f.__module__ == module.__name__
    ]
    functions.sort(key=lambda f: f.__code__.co_firstlineno)
    return "\n\n".join(inspect.getsource(f) for f in functions).rstrip()
