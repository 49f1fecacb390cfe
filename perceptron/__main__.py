"""The command line: `perceptron` prints the notebook's comparison.

What was asked for is read and checked here, without torch; `perceptron.command` trains.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from perceptron import BOUNDS, DATASETS, ConfigError, DataConfig, DataError, TrainConfig
from perceptron.config import DTYPES, Bound, check_choice, did_you_mean

PROGRAM = "perceptron" if Path(sys.argv[0]).stem == "perceptron" else "python -m perceptron"
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
        from perceptron.command import carry_out  # torch takes seconds: only for what can be done

        _deliver(options.json or "-", *carry_out(options))
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
    add("--decimal", metavar="SIGN", help="point or comma, where the file leaves it open")
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
    numbers = (bound.low, bound.high, bound.default)
    low, high, start = (f"{value:f}".rstrip("0").rstrip(".") for value in numbers)
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
    names = (*SYNTHETIC_ONLY, "seed", "scale")
    options.data_config = DataConfig(
        dataset="table" if options.data is not None else options.dataset or "synthetic",
        **{name: getattr(options, name) for name in names},
    )
    TrainConfig(device=options.device, dtype=options.dtype)  # refuses a pair that can't be
    _check_json(options)
    return options


def _check_together(options: argparse.Namespace) -> None:
    if options.data is not None and options.dataset is not None:
        raise ConfigError(f"choose --data or --dataset, not both; got {options.dataset!r} as well.")
    if options.data is not None and options.targets is None:
        raise ConfigError("--data needs --targets, the columns to predict, as in --targets a,b.")
    if options.decimal is not None:
        check_choice("--decimal", options.decimal, ("point", "comma"))
    for name in ("targets", "inputs", "decimal", "drop_missing"):
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
    sys.exit(main())
