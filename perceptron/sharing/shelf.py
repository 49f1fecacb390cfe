"""Finished runs side by side: a shelf of bounded size, and what differs between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from perceptron.difference import REFERENCE
from perceptron.history import History
from perceptron.parameters import Parameters
from perceptron.text.escape import in_spreadsheet

MAX_RUNS = 24
MAX_SHELF_BYTES = 32 * 2**20
_BYTES_A_NUMBER = 32  # of a float in a list: the number itself and the place in the list
LONGEST_NAME = 60
NOT_SHOWN = ("einsum_budget", "valid", "data", "drop_missing")  # of the settings, in comparisons


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run as its JSON document, with a name.

    Attributes:
        number: Unique on its shelf.
        name: As its owner calls it.
        document: As `perceptron.sharing.write.run_document` writes it; never changed.
        pinned: Whether it is dropped last.
        origin: What it was made from: runs of one origin replace each other.
    """

    number: int
    name: str
    document: Mapping[str, Any]
    pinned: bool = False
    origin: object = None

    @property
    def config(self) -> Mapping[str, Any]:
        """Every setting by its name."""
        config: Mapping[str, Any] = self.document["config"]
        return config

    @property
    def models(self) -> Mapping[str, Mapping[str, Any]]:
        """What each model did, those left out that were refused."""
        every = self.document["models"]
        return {name: model for name, model in every.items() if model["status"] != "refused"}

    @property
    def leader(self) -> Mapping[str, Any]:
        """The model that stands for the run: torch, or the first that trained."""
        return self.models.get(REFERENCE) or next(iter(self.document["models"].values()))

    @property
    def summary(self) -> str:
        """Data, sizes, learning rate and the last loss, in a few words."""
        config, losses = self.config, self.leader["train_mse"]
        size = f"{config['samples']} x {config['features']} → {config['outputs']}"
        end = self.leader["status"] if not losses or losses[-1] is None else f"{losses[-1]:.4g}"
        return (
            f"{config['dataset']} {size}, batches of {config['batch_size']}, "
            f"rate {config['learning_rate']:g}, {len(losses)} epochs: loss {end}"
        )

    def agreement_in_words(self, name: str) -> str:
        """Read out a model's MAPE against torch, in percent; empty if the run has none."""
        percent = self.document["mape"].get(name) or {}
        parts = [f"{part} {x:.2g} %" for part, x in percent.items() if x is not None]
        return f"{name} differs from {REFERENCE} by a MAPE of: {', '.join(parts)}" if parts else ""

    @property
    def history(self) -> History:
        """The losses of the models, for the figure of the Train page; without snapshots."""
        shape = (self.config["features"], self.config["outputs"])
        start = Parameters(W=torch.zeros(shape), b=torch.zeros(shape[1]))
        history = History(start, self.models)
        n_epochs = max((len(model["train_mse"]) for model in self.models.values()), default=0)
        history.learning_rates = [self.config["learning_rate"]] * n_epochs
        for name, model in self.models.items():
            for part in ("train_mse", "valid_mse", "weighted_train_mse"):
                losses = [math.nan if loss is None else float(loss) for loss in model[part]]
                setattr(history[name], part, losses)
        return history

    @property
    def parameters(self) -> dict[str, Parameters]:
        """W and b of each model after the run; empty if numbers are missing."""
        return _parameters_of(self.models)

    @property
    def start(self) -> Parameters | None:
        """What all models started from; None if numbers are missing."""
        return _parameters_of({"start": self.document["initial"]}).get("start")

    @property
    def n_bytes(self) -> int:
        """About how much memory it takes."""
        return _BYTES_A_NUMBER * _count(self.document)


def _parameters_of(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Parameters]:
    every = {}
    for name, one in documents.items():
        if any(x is None for row in (*one["weight"], one["bias"]) for x in row):
            return {}
        W, b = (torch.tensor(one[part], dtype=torch.float64) for part in ("weight", "bias"))
        every[name] = Parameters(W=W, b=b)
    return every


def _count(value: Any) -> int:
    """How many numbers and texts a document holds."""
    if isinstance(value, Mapping):
        return sum(map(_count, value.values()))
    if isinstance(value, list):
        return sum(map(_count, value)) if value and isinstance(value[0], list) else len(value)
    return 1


@dataclass(eq=False)
class Shelf:
    """The runs of one session, oldest first.

    Attributes:
        runs: The runs.
        dropped: Names of the runs that had to make room since this was last read out.
    """

    runs: list[KeptRun] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    _made: int = 0

    def keep(self, document: Mapping[str, Any], origin: object = None, name: str = "") -> KeptRun:
        """Put a run on the shelf; the oldest that are not pinned make room for it.

        A run of the same origin is replaced and keeps its name, number and pin.

        Args:
            document: As `perceptron.sharing.write.run_document` writes it.
            origin: What it was made from; None is like no other.
            name: What to call it; empty for 'run 1', 'run 2' and so on.
        """
        for place, run in enumerate(self.runs):
            if origin is not None and run.origin is origin:
                self.runs[place] = replace(run, document=document)
                return self.runs[place]
        self._made += 1
        made = KeptRun(self._made, name[:LONGEST_NAME] or f"run {self._made}", document,
                       origin=origin)  # fmt: skip
        self.runs.append(made)
        self._make_room()
        return made

    def _make_room(self) -> None:
        newest = self.runs[-1]
        while len(self.runs) > MAX_RUNS or (
            len(self.runs) > 1 and sum(run.n_bytes for run in self.runs) > MAX_SHELF_BYTES
        ):
            older = [run for run in self.runs if run is not newest]
            goes = next((run for run in older if not run.pinned), older[0])
            self.runs.remove(goes)
            self.dropped.append(goes.name)

    def change(self, number: int, *, name: str | None = None, pinned: bool | None = None) -> None:
        """Rename a run, or pin or unpin it; an empty name leaves the old one."""
        for place, run in enumerate(self.runs):
            if run.number == number:
                self.runs[place] = replace(
                    run,
                    name=(name or "").strip()[:LONGEST_NAME] or run.name,
                    pinned=run.pinned if pinned is None else pinned,
                )

    def delete(self, number: int) -> None:
        """Take a run from the shelf."""
        self.runs = [run for run in self.runs if run.number != number]


def labels(runs: Sequence[KeptRun]) -> list[str]:
    """The names of the runs, safe for a spreadsheet; those that would be equal get numbers."""
    plain = [in_spreadsheet(run.name) for run in runs]
    names: list[str] = []
    for run, name in zip(runs, plain, strict=True):
        label = name if plain.count(name) == 1 else f"{name} ({run.number})"
        while label in names or (label != name and label in plain):
            label += f" ({run.number})"
        names.append(label)
    return names


def results_side_by_side(runs: Sequence[KeptRun]) -> dict[str, list[Any]]:
    """What came of each run: losses, how it ended, seconds of computing of each model."""
    table: dict[str, list[Any]] = {"ended": [run.leader["status"] for run in runs]}
    for part, words in (("train_mse", "training loss"), ("valid_mse", "validation loss")):
        ends = [(run.leader[part] or [None])[-1] for run in runs]
        table[f"final {words}"] = ["none" if x is None else f"{x:.8g}" for x in ends]
    for name in dict.fromkeys(name for run in runs for name in run.models):
        times = [run.models[name]["seconds"] if name in run.models else None for run in runs]
        table[f"{name}, ms"] = ["none" if t is None else f"{1e3 * t:.1f}" for t in times]
    return table


def settings_side_by_side(runs: Sequence[KeptRun]) -> dict[str, list[Any]]:
    """Each setting's value in each run, those first that differ between them."""
    names = [name for name in runs[0].config if name not in NOT_SHOWN] if runs else []
    table = {name: [run.config.get(name) for run in runs] for name in names}
    differing = differing_settings(runs)
    return {name: table[name] for name in sorted(names, key=lambda name: name not in differing)}


def differing_settings(runs: Sequence[KeptRun]) -> list[str]:
    """The names of the settings that are not the same in all runs."""
    return [
        name
        for name in (runs[0].config if runs else ())
        if name not in NOT_SHOWN
        and any(run.config.get(name) != runs[0].config[name] for run in runs)
    ]
