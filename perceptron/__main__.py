"""The command line: `python -m perceptron` prints the notebook's comparison."""

from __future__ import annotations

import argparse
import csv
import math
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import torch

from perceptron import BOUNDS, DATASETS, ConfigError, DataConfig, DataError, Run, TrainConfig, load
from perceptron.config import DTYPES, Bound, check_choice, default_batch_size, did_you_mean
from perceptron.data import Dataset
from perceptron.data.table import load_table, open_table
from perceptron.sharing.record import RunRecord
from perceptron.sharing.report import progress_line, report
from perceptron.sharing.write import json_of

PROGRAM = "python -m perceptron"
BAD_INPUT = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count
PIPE_CLOSED = 141  # 128 + SIGPIPE
SYNTHETIC_ONLY = ("samples", "features", "outputs", "valid", "noise")
DERIVED = {"batch_size": "a third of the training rows", "init_seed": "the same as --seed"}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the usage, so that every error is one line."""
        raise ConfigError(f"{message}. See {PROGRAM} --help.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0 when done, also if a model diverged or was refused; 2 for bad input, after one line on
    stderr; 130 after Ctrl-C; 141 when the reader of stdout has gone.
    """
    try:
        options = _parse(argv)
        _deliver(options.json or "-", *_train(options))
    except (ConfigError, DataError) as error:
        print(f"{PROGRAM}: error: {' '.join(str(error).split())}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return PIPE_CLOSED
    return 0


def _parser() -> _Parser:
    parser = _Parser(
        prog=PROGRAM,
        description="Train the scratch, torch and einsum models side by side and print how "
        "closely they agree, as the notebook does.",
        allow_abbrev=False,
    )
    for name, bound in BOUNDS.items():
        parser.add_argument(
            _option(name),
            type=_number,
            default=None if name in DERIVED else f"{bound.default:.10g}",
            metavar="N" if bound.integer else "X",
            help=_help(name, bound),
        )
    add = parser.add_argument
    add("--device", default="cpu", help="cpu, cuda, cuda:1, ... or mps [cpu]")
    add("--dtype", default="float64", help=f"{' or '.join(DTYPES)} [float64]")
    add("--dataset", metavar="NAME", help=f"{', '.join(DATASETS)} [synthetic]")
    add("--data", metavar="FILE", help="train on a table of your own, a CSV file")
    add("--targets", metavar="A,B", help="the columns of --data that are predicted")
    add("--inputs", metavar="C,D", help="the columns to predict from [all others]")
    add("--drop-missing", action="store_true", help="leave out rows with missing values")
    scale = "standardise inputs and outputs by the training rows [only real data]"
    add("--scale", action=argparse.BooleanOptionalAction, help=scale)
    add("--json", metavar="FILE", help="write the run to a file; - is stdout, without the report")
    add("--json-data", action="store_true", help="add the rows to the JSON document")
    return parser


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _number(text: str) -> float | str:
    """Read a number; text that is none is kept, for `Bound.check` to complain about."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _help(name: str, bound: Bound) -> str:
    scope = " Synthetic data only." if name in SYNTHETIC_ONLY else ""
    low, high, start = (f"{value:.10g}" for value in (bound.low, bound.high, bound.default))
    return f"{bound.help}{scope} {low} to {high} [{DERIVED.get(name, start)}]"


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read and check everything that can be checked without looking at the data."""
    parser = _parser()
    options, unknown = parser.parse_known_args(argv)
    if unknown:
        word = unknown[0].partition("=")[0]
        known = re.findall(r"--[a-z-]+", parser.format_usage())
        near = did_you_mean(word, known) or f" See {PROGRAM} --help."
        raise ConfigError(f"there is no option {word!r}.{near}")
    for name, bound in BOUNDS.items():
        if getattr(options, name) is not None:
            bound.check(_option(name), getattr(options, name))
    if options.init_seed is None:
        options.init_seed = options.seed
    check_choice("--dtype", options.dtype, DTYPES)
    if options.dataset is not None:
        check_choice("--dataset", options.dataset, DATASETS)
    _check_together(options)
    _check_json(options)
    return options


def _check_together(options: argparse.Namespace) -> None:
    if options.data is not None and options.dataset is not None:
        raise ConfigError(f"choose --data or --dataset, not both; got {options.dataset!r} as well.")
    if options.data is not None and options.targets is None:
        raise ConfigError("--data needs --targets, the columns to predict, as in --targets a,b.")
    for name in ("targets", "inputs", "drop_missing"):
        if options.data is None and getattr(options, name) not in (None, False):
            raise ConfigError(f"{_option(name)} is about a file of your own; add --data FILE.csv.")
    if options.json_data and options.json is None:
        raise ConfigError("--json-data is a part of the JSON document; add --json FILE.")


def _check_json(options: argparse.Namespace) -> None:
    """Fail before the training, not after it, if the document can't be written."""
    if options.json in (None, "-"):
        return
    path = Path(options.json)
    if options.data and os.path.realpath(path) == os.path.realpath(options.data):
        raise ConfigError(f"--json would overwrite {options.data!r}, your data; name another file.")
    try:
        new = not os.path.lexists(path)
        if not path.is_fifo():  # a reader at the other end would take this for the end
            path.open("a").close()
        if new:
            path.unlink()
    except OSError as error:
        raise _cannot_write(options.json, error) from error


def _cannot_write(target: str, error: OSError) -> ConfigError:
    return ConfigError(
        f"can't write to {'stdout' if target == '-' else repr(target)}: {error.strerror}. "
        "Name a file that can be written, in a folder that exists."
    )


def _load(options: argparse.Namespace) -> tuple[DataConfig, Dataset]:
    numbers = {name: getattr(options, name) for name in (*SYNTHETIC_ONLY, "seed", "scale")}
    if options.data is None:
        config = DataConfig(dataset=options.dataset or "synthetic", **numbers)
        return config, load(config)
    config = DataConfig(dataset="table", **numbers)
    table = open_table(options.data)
    known = (*table.columns, *table.problems)
    targets = _columns("--targets", options.targets, known)
    inputs = [name for name in known if name not in targets]
    if options.inputs is not None:
        inputs = _columns("--inputs", options.inputs, known)
    try:
        return config, load_table(table, config, inputs, targets, options.drop_missing)
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


def _train(options: argparse.Namespace) -> tuple[str, str]:
    """Return what belongs on stdout, and the JSON document, empty if none is asked for."""
    data_config, dataset = _load(options)
    if options.batch_size is None:
        options.batch_size = default_batch_size(dataset.n_samples)
    names = ("learning_rate", "batch_size", "epochs", "init_seed", "einsum_budget")
    numbers = {name: getattr(options, name) for name in (*names, "device", "dtype")}
    run = Run(dataset, TrainConfig(**numbers))
    _train_showing_progress(run)
    record = RunRecord.of_run(
        run, data_config, options.data,
        drop_missing=options.drop_missing, with_data=options.json_data,
    )  # fmt: skip
    lines = "".join(f"{line}\n" for line in report(record))
    document = json_of(record) if options.json else ""
    return document if options.json == "-" else lines, document


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


def _deliver(target: str, output: str, document: str) -> None:
    """Write the document first: if that fails, nothing is on stdout."""
    try:
        if target != "-":
            Path(target).write_text(document, encoding="utf-8")
        target = "-"
        print(output, end="", flush=True)
    except OSError as error:
        if target == "-":  # else Python tries to flush it once more at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise _cannot_write(target, error) from error


if __name__ == "__main__":
    torch.set_num_threads(1)  # noqa: TID251  (steps this small get slower with two)
    sys.exit(main())
