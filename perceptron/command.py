"""What the command line does once its options hold: load, train, and say how it went."""

from __future__ import annotations

import argparse
import csv
import math
import sys
import time
from collections.abc import Sequence

import torch

from perceptron.config import ConfigError, TrainConfig, default_batch_size
from perceptron.data import DataError, load
from perceptron.data.dataset import Dataset
from perceptron.data.preview import understood
from perceptron.data.reading.header import spoken
from perceptron.data.table import Table, load_table, open_table
from perceptron.run import Run
from perceptron.sharing.record import RunRecord
from perceptron.sharing.report import progress_line, report
from perceptron.sharing.write import json_of
from perceptron.text.escape import one_line


def carry_out(options: argparse.Namespace) -> tuple[str, str]:
    """Return what belongs on stdout, and the JSON document, empty if none is asked for.

    Raises:
        ConfigError: If a setting does not fit the data or this machine.
        DataError: If the rows can't be trained on.
    """
    torch.set_num_threads(1)  # noqa: TID251  (steps this small get slower with two)
    dataset = _load(options)
    if options.batch_size is None:
        options.batch_size = default_batch_size(dataset.n_samples)
    names = ("learning_rate", "batch_size", "epochs", "init_seed", "einsum_budget")
    numbers = {name: getattr(options, name) for name in (*names, "device", "dtype")}
    run = Run(dataset, TrainConfig(**numbers))
    _train_showing_progress(run)
    record = RunRecord.of_run(
        run,
        options.data_config,
        options.data,
        drop_missing=options.drop_missing,
        with_data=options.json_data,
    )
    growth = ["", run.growth] if run.growth else []
    lines = "".join(f"{line}\n" for line in (*report(record), *growth))
    document = json_of(record) if options.json else ""
    return document if options.json == "-" else lines, document


def _load(options: argparse.Namespace) -> Dataset:
    if options.data is None:
        return load(options.data_config)
    table = open_table(options.data, options.decimal)
    _tell_what_was_read(table)
    targets = _columns("--targets", options.targets, table.names)
    inputs = [name for name in table.names if name not in (*targets, *table.row_numbers)]
    if options.inputs is not None:
        inputs = _columns("--inputs", options.inputs, table.names)
    try:
        return load_table(table, options.data_config, inputs, targets, options.drop_missing)
    except DataError as error:
        words = str(error)
        by_default = " input" in words and options.inputs is None
        hint = " --inputs names the columns to use." if by_default else ""
        gaps = " --drop-missing leaves them out." if "missing values" in words else ""
        sign = " --decimal says which." if "decimal sign" in words else ""
        raise DataError(f"{words}{hint}{gaps}{sign}") from error


def _tell_what_was_read(table: Table) -> None:
    """Say on stderr what is not as in most files, as it may have been understood wrongly."""
    as_most = table.delimiter == "," and "comma" not in table.signs
    for note in [*([] if as_most else [understood(table)]), *table.notes]:
        print(f"{table.name}: {one_line(note)}", file=sys.stderr)


def _columns(option: str, text: str, known: Sequence[str]) -> list[str]:
    """Split names at commas; a name that holds one is written in double quotes."""
    line = " ".join(text.splitlines())
    names = next(csv.reader([line], skipinitialspace=True), [])
    if not names or not all(map(str.strip, names)):
        raise ConfigError(f"{option} must be column names with commas between; got {text!r}.")
    return [_column(option, name, known) for name in names]


def _column(option: str, given: str, known: Sequence[str]) -> str:
    """Find a name as it stands, else without spaces around it, else as it is spoken."""
    for same in (str, str.strip, spoken):
        found = [name for name in known if same(name) == same(given)]
        if len(found) > 1:
            raise ConfigError(
                f"{option} {given.strip()!r} may be {' or '.join(map(repr, found))}. Give one as "
                "it stands in the file, or rename it there."
            )
        if found:
            return found[0]
    return given.strip()


def _train_showing_progress(run: Run) -> None:
    """Train to the end; after half a second a terminal shows a bar, on stderr."""
    started, width = time.monotonic(), 0
    due = started + 0.5 if sys.stderr and sys.stderr.isatty() else math.inf
    try:
        while not run.done:
            run.step()
            if (now := time.monotonic()) >= due:
                line = progress_line(run, now - started).ljust(width)
                due, width = now + 0.1, len(line)
                print(f"\r{line}", end="", file=sys.stderr, flush=True)
    finally:
        if width:
            print("\r" + " " * width, end="\r", file=sys.stderr, flush=True)
