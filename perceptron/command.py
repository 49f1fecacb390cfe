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
from perceptron.data.table import load_table, open_table
from perceptron.run import Run
from perceptron.sharing.record import RunRecord
from perceptron.sharing.report import progress_line, report
from perceptron.sharing.write import json_of


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
    table = open_table(options.data)
    known = (*table.columns, *table.problems)
    targets = _columns("--targets", options.targets, known)
    inputs = [name for name in known if name not in targets]
    if options.inputs is not None:
        inputs = _columns("--inputs", options.inputs, known)
    try:
        return load_table(table, options.data_config, inputs, targets, options.drop_missing)
    except DataError as error:
        by_default = " input" in str(error) and options.inputs is None
        hint = " --inputs names the columns to use." if by_default else ""
        gaps = " --drop-missing leaves them out." if "missing values" in str(error) else ""
        raise DataError(f"{error}{hint}{gaps}") from error


def _columns(option: str, text: str, known: Sequence[str]) -> list[str]:
    """Split names at commas; a name that holds one is written in double quotes."""
    line = " ".join(text.splitlines())
    names = [name.strip() for name in next(csv.reader([line], skipinitialspace=True), [])]
    if not names or "" in names:
        raise ConfigError(f"{option} must be column names with commas between; got {text!r}.")
    as_written = {name.strip(): name for name in known}  # the file may pad them with spaces
    return [as_written.get(name, name) for name in names]


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
