"""Write the program that repeats a run, as a script or as a Jupyter notebook.

`template.py` is the program in cells, as editors write them ('# %%'). Cells with a name are
filled in: the settings from the run, the data by where they come from, and the lesson and the
models from their very source. Everything from a visitor is written by `repr`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from perceptron.config import DataConfig
from perceptron.data import DATASETS, load
from perceptron.data.bundled import BUNDLED
from perceptron.models import MODELS
from perceptron.sharing.cells import Cell, as_notebook, as_script, cells_of, read_cells
from perceptron.sharing.program_prose import (
    comments,
    left_out,
    no_rows,
    prose,
    too_many_numbers,
)
from perceptron.sharing.provenance import made_here
from perceptron.sharing.record import PARTS
from perceptron.sharing.source import Source, SourceError, functions_of
from perceptron.sharing.words import as_comment, as_prose, spoken_program

_PROGRAM = Path(__file__).with_name("template.py")
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
    return as_script(_cells(document))


def notebook(document: Mapping[str, Any]) -> str:
    """Return the same program as a Jupyter notebook (nbformat 4.5, JSON).

    Raises:
        TakeHomeError: As `script` does.
    """
    return as_notebook(_cells(document))


def quoted() -> Source:
    """Return all that such a program may quote of this package."""
    return _Programs(MODELS, "").source


def why_not_repeatable(document: Mapping[str, Any]) -> str:
    """Say why no program can repeat a run; empty if one can."""
    try:
        if _source_of(document["config"], document) == "rows":
            _rows(document)
    except TakeHomeError as error:
        return str(error)
    return ""


def _cells(document: Mapping[str, Any]) -> Iterable[Cell]:
    """The cells that this run needs, in order."""
    config = document["config"]
    source = _source_of(config, document)
    on_cpu = config["device"] == "cpu"
    device = "on cpu" if on_cpu else "on another device"  # in English: names of cells
    rows = f"data {source}"  # in English: a name of a cell
    wanted = {"", "[markdown]", "settings", "models", rows, device}
    if config["scale"] and source != "rows":
        wanted.add("standardise")
    cells = [cell for cell in read_cells(_PROGRAM) if cell[0] in wanted]
    around = [text for name, text in cells if name not in ("settings", "models")]
    kept = [name for name, one in document["models"].items() if one["status"] != "refused"]
    programs, paragraphs = _Programs(kept, "\n".join(around)), prose()
    for name, text in cells:
        if name == "settings":
            yield Cell(_settings(document, source, programs.classes))
        elif name == "models":
            yield from programs.cells()
        elif name == "[markdown]":
            yield Cell(as_prose(paragraphs[text.strip("# {}")]), prose=True)
        else:
            yield Cell(spoken_program(text))


class _Programs:
    """The models of a run that can stand outside this package, with all that they need.

    Args:
        names: Of the models.
        around: The rest of the program.
    """

    def __init__(self, names: Iterable[str], around: str) -> None:
        self.classes: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.source = Source.beside(around)
        for name in functions_of("perceptron.gradients"):  # the lesson comes first, and whole
            self.source = self.source.grown_by("perceptron.gradients", name)
        self.source = self.source.grown_by(
            "perceptron.parameters",
            "Parameters",  # in English: a name in Python
        )
        for name in names:
            model = MODELS[name]
            try:
                self.source = self.source.grown_by(model.__module__, model.__qualname__)
                self.classes[name] = model.__name__
            except SourceError as error:
                self.left_out[name] = str(error)

    def cells(self) -> Iterable[Cell]:
        yield from cells_of(self.source)
        for name, reason in self.left_out.items():
            yield Cell(as_prose([left_out(name, reason)], width=10_000), prose=True)
        programs = "".join(f"    {name!r}: {model},\n" for name, model in self.classes.items())
        yield Cell(f"PROGRAMS = {{\n{programs}}}")  # in English: Python


def _source_of(config: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Where the program takes its rows from: made anew, from scikit-learn, or written into it."""
    if config["dataset"] == "synthetic":
        return "synthetic"
    if config["dataset"] in BUNDLED:
        return "bundled"
    if config["dataset"] not in DATASETS and "data" not in document:
        raise TakeHomeError(no_rows())
    return "rows"


def _settings(document: Mapping[str, Any], source: str, programs: Iterable[str]) -> str:
    config, models = document["config"], document["models"]
    epochs = config["epochs"]
    if any(model["status"] in ("training", "failed") for model in models.values()):
        epochs = max(len(model["train_mse"]) for model in models.values())
    beside = {name: as_comment(words) for name, words in comments().items()}
    lines = ["SETTINGS = {"]
    lines += [f"    {name!r}: {(config | {'epochs': epochs})[name]!r}," for name in _SETTINGS]
    lines.append("}")
    rates = document.get("rate_changes") or [[0, config["learning_rate"]]]
    changes = [tuple(change) for change in rates]
    lines.append(f"LEARNING_RATES = {changes!r}  # {beside['rates']}")  # in English: Python
    lines.append(f"MADE = {made_here()!r}")  # in English: Python
    lines.append(f"EXPECTED = {{  # {beside['expected']}")  # in English: Python
    for name in programs:
        last = [(models[name][part] or [None])[-1] for part in ("train_mse", "valid_mse")]
        lines.append(f"    {name!r}: ({last[0]!r}, {last[1]!r}),")
    lines.append("}")
    if source == "bundled":
        bundled = BUNDLED[config["dataset"]]
        names = bundled.fetch()[1]
        lines.append(f"SOURCE = {bundled.source!r}  # {beside['source']}")  # in English: Python
        for title, columns in (("INPUTS", bundled.inputs), ("OUTPUTS", bundled.outputs)):
            numbers = [names.index(name) for name in columns]
            lines.append(f"{title} = {numbers!r}  # {', '.join(columns)}")
    if source == "rows":
        lines.append(f"ROWS = (  # {beside['rows']}")  # in English: Python
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
        raise TakeHomeError(too_many_numbers(MAX_ROWS, n_numbers))
    return parts
