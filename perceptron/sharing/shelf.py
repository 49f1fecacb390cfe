"""Finished runs side by side: a shelf of bounded size, and what differs between them."""

from __future__ import annotations

import math
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from perceptron.difference import REFERENCE
from perceptron.sharing.ended import (
    STATUS_IN_WORDS,
    end_in_words,
    last_in_words,
    loss_in_words,
    rates_in_words,
)
from perceptron.sharing.record import RunRecord
from perceptron.text.escape import in_spreadsheet
from perceptron.text.language import N_, _, languages, speaking
from perceptron.text.numbers import fixed, number
from perceptron.text.whole import count

MAX_RUNS = 24
MAX_SHELF_BYTES = 32 * 2**20
LONGEST_NAME = 60
_OF = {  # what a percentage of a document is of
    "predictions": N_("predictions"),
    "weight": N_("weight"),
    "bias": N_("bias"),
}
NOT_SHOWN = ("einsum_budget", "valid", "data", "drop_missing")  # of the settings, in comparisons


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run with a name.

    Attributes:
        number: Unique on its shelf.
        name: As its owner calls it.
        record: What it was made with and what came of it.
        pinned: Whether it is dropped last.
        origin: What it was made from: runs of one origin replace each other.
        mark: Unique among the runs of all shelves; a browser knows it by this.
        made: When it was put on a shelf first, in seconds since 1970.
    """

    number: int
    name: str
    record: RunRecord
    pinned: bool = False
    origin: object = None
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    made: float = field(default_factory=time.time)

    @property
    def summary(self) -> str:
        """Data, sizes, every learning rate and how it ended, in a few words."""
        config = self.record.config
        return _(
            "{dataset} {size}, batches of {batch_size}, rate {rates}, {ended}",
            dataset=config["dataset"],
            size=f"{count(config['samples'])} × {config['features']} → {config['outputs']}",
            batch_size=count(config["batch_size"]),
            rates=rates_in_words(self.record),
            ended=end_in_words(self.record.leader),
        )

    def difference_in_words(self, name: str) -> str:
        """Read out a model's MAPE against torch, in percent; empty if the run has none."""
        percent = self.record.differences.get(name, {})
        named = [(_(_OF[part]), x) for part, x in percent.items() if not math.isnan(x)]
        parts = [f"{what} {number(x, 2)} %" for what, x in named]
        if not parts:
            return ""
        warnings = "".join(f". {words}" for words in self.record.warnings(name).values())
        words = _(
            "{model} differs from {reference} by a MAPE of: {percentages}",
            model=name,
            reference=REFERENCE,
            percentages=", ".join(parts),
        )
        return words + warnings


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

    def keep(self, record: RunRecord, origin: object = None, name: str = "") -> KeptRun:
        """Put a run on the shelf; the oldest that are not pinned make room for it.

        A run of the same origin is replaced and keeps its name, number and pin.

        Args:
            record: The run.
            origin: What it was made from; None is like no other.
            name: What to call it; empty for 'run 1', 'run 2' and so on, in the language spoken.
        """
        for place, run in enumerate(self.runs):
            if origin is not None and run.origin is origin:
                self.runs[place] = replace(run, record=record)
                return self.runs[place]
        self._made += 1
        name = (name or _("run {number}", number=self._made))[:LONGEST_NAME]
        made = KeptRun(self._made, name, record, origin=origin)
        self.runs.append(made)
        self._make_room_for(made)
        return made

    def _make_room_for(self, stays: KeptRun) -> None:
        while len(self.runs) > MAX_RUNS or (
            len(self.runs) > 1 and sum(run.record.n_bytes for run in self.runs) > MAX_SHELF_BYTES
        ):
            others = [run for run in self.runs if run is not stays]
            goes = next((run for run in others if not run.pinned), others[0])
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

    def adopt(self, number: int, origin: object) -> None:
        """Say what a run is made from now, as it is trained again: that will replace it."""
        self.runs = [
            replace(run, origin=origin) if run.number == number else run for run in self.runs
        ]

    def put_back(self, run: KeptRun) -> KeptRun:
        """Put a run on the shelf that has been on one, in the order in which runs were made.

        It keeps its number, unless another run has that here. What is there already stays; on a
        full shelf others make room, as for a new run.
        """
        for there in self.runs:
            if there.mark == run.mark:
                return there
        named = _number_in(run.name)  # the next one has another name
        number = run.number or named
        if not number or number in {one.number for one in self.runs}:
            number = self._made + 1
        self._made = max(self._made, number, named)
        run = replace(run, number=number)
        self.runs = sorted([*self.runs, run], key=lambda one: one.made)
        self._make_room_for(run)
        return run


def _number_in(name: str) -> int:
    """The number in a name that `Shelf.keep` gave, whatever language it spoke; 0 in another."""
    for language in languages():
        with speaking(language):
            before, __, after = _("run {number}", number="\n").partition("\n")
        if found := re.fullmatch(rf"{re.escape(before)}(\d{{1,6}}){re.escape(after)}", name):
            return int(found[1])
    return 0


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
    leaders, every = ([getattr(run.record, x) for run in runs] for x in ("leader", "trained"))
    table: dict[str, list[Any]] = {
        _("ended"): [_(STATUS_IN_WORDS[leader.status]) for leader in leaders]
    }
    table[_("loss on all training rows")] = [loss_in_words(one, 8) for one in leaders]
    table[_("loss on validation rows")] = [
        last_in_words(one.valid_mse, 8) or _("none") for one in leaders
    ]
    for name in dict.fromkeys(name for trained in every for name in trained):
        times = (one[name].seconds if name in one else None for one in every)
        table[f"{name}, ms"] = [_("none") if t is None else fixed(1e3 * t, 1) for t in times]
    return table


def settings_side_by_side(runs: Sequence[KeptRun]) -> dict[str, list[Any]]:
    """Each setting's value in each run, those first that differ between them."""
    configs = [{**run.record.config, "learning_rate": rates_in_words(run.record)} for run in runs]
    names = [name for name in next(iter(configs), ()) if name not in NOT_SHOWN]
    rows = ((name, [config.get(name) for config in configs]) for name in names)
    return dict(sorted(rows, key=lambda row: not _differ(row[1])))


def differing_settings(runs: Sequence[KeptRun]) -> list[str]:
    """The names of the settings that are not the same in all runs."""
    return [name for name, values in settings_side_by_side(runs).items() if _differ(values)]


def _differ(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values)
