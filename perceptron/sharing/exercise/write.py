"""Write the program with blanks, as a script or as a Jupyter notebook, and know its number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

from perceptron.config import DataConfig, TrainConfig
from perceptron.data import load
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.sharing.cells import Cell, as_notebook, as_script, cells_of, read_cells
from perceptron.sharing.exercise.blanks import Batch
from perceptron.sharing.exercise.prose import comments, prose
from perceptron.sharing.exercise.verdict import verdict
from perceptron.sharing.source import Source
from perceptron.sharing.words import as_comment, as_prose, spoken_program, with_comments
from perceptron.training import batches, train

_PROGRAM = Path(__file__).with_name("template.py")
_ROOM = "perceptron.sharing.exercise"
_TOP = ("[markdown] first", "first", "settings")
_BLANK, _CHECK = ("[markdown] blank", "blank"), "check"
_SETUP, _END = ("", "checks"), ("[markdown] end", "end")
DIGITS = 6  # of the number that the program prints
ROUNDED = 5.5e-6  # what is lost by that, as a fraction of the number: 5e-6 at most


def script(seed: int) -> str:
    """Return the program as a Python script: its blanks first, what checks them below.

    Args:
        seed: Of the data.

    Raises:
        ConfigError: If it can't be a seed.
    """
    rooms = (_TOP, _BLANK, ("[markdown] script",), _SETUP, (_CHECK,), _END)
    cells = [cell for room in rooms for cell in _program(seed) if cell[0] in room]
    return as_script(cell for _, cell in _joined(cells, _CHECK))


def notebook(seed: int) -> str:
    """Return the program as a Jupyter notebook, in which each blank is checked where it stands.

    Raises:
        ConfigError: As `script` does.
    """
    rooms = (_TOP, ("[markdown] notebook",), _SETUP, (*_BLANK, _CHECK), _END)
    cells = [cell for room in rooms for cell in _program(seed) if cell[0] in room]
    return as_notebook(cell for _, cell in _joined(cells, "blank"))


def blank(number: int) -> str:
    """Return the lines of a blank, as both files have them."""
    texts = [text for name, text in read_cells(_PROGRAM) if name == "blank"]
    return with_comments(texts[number - 1], comments())


def check(number: int, function: Callable[..., Any], seed: int) -> str:
    """Return what the check of a blank says of a function, on the data of a seed.

    Raises:
        ConfigError: As `script` does.
    """
    begun, data = start(), load(DataConfig(seed=seed))
    config = TrainConfig()
    X, Y = next(batches(data.x_train, data.y_train, config.batch_size))
    return verdict(number, function, [Batch(X, Y, begun.W, begun.b, config.learning_rate)]).words


def final_loss(seed: int, rate_factor: float = 1.0) -> tuple[float, float]:
    """Train the app's own program on the same data, from the same start.

    Args:
        seed: Of the data.
        rate_factor: Times the usual learning rate: what a gradient does that is so much too large.

    Returns:
        The MSE over all training rows before the first step and after the last.

    Raises:
        ConfigError: As `script` does.
    """
    data, begun, config = load(DataConfig(seed=seed)), start(), TrainConfig()
    model = MODELS["scratch"].starting_from(begun)
    rate = rate_factor * config.learning_rate
    for _ in train({"scratch": model}, data, config.batch_size, lambda: rate, config.epochs):
        pass
    return data.train_loss(begun), data.train_loss(model.parameters)


def start() -> Parameters:
    """Return W (d, c) and b (c,) that training starts from, as a run with the usual settings."""
    data, config = DataConfig(), TrainConfig()
    generator = torch.Generator().manual_seed(config.init_seed)
    layer = MODELS["torch"](
        data.features,
        data.outputs,
        generator=generator,
        device=torch.device("cpu"),
        dtype=torch.float64,
    )
    return layer.parameters.clone()


def _program(seed: int) -> Iterator[tuple[str, Cell]]:
    """The cells of the program with all that is filled in, by what they are for."""
    cells, beside, paragraphs = read_cells(_PROGRAM), comments(), prose()
    around = "\n".join(text for name, text in cells if name not in ("settings", "checks"))
    for name, text in cells:
        if name == "settings":
            yield name, Cell(_settings(DataConfig(seed=seed), TrainConfig()))
        elif name == "checks":
            yield from ((name, cell) for cell in cells_of(quoted(around), folded=True))
        elif name.startswith("[markdown]"):
            yield name, Cell(as_prose(paragraphs[text.strip("# {}")]), prose=True)
        else:
            yield name, Cell(spoken_program(with_comments(text, beside)))


def quoted(around: str = "") -> Source:
    """Return what the program quotes of this package: its checks.

    Args:
        around: The rest of the program.
    """
    source = Source.beside(around).grown_by(f"{_ROOM}.blanks", "BLANKS")
    return source.grown_by(f"{_ROOM}.verdict", "verdict")


def _settings(data: DataConfig, config: TrainConfig) -> str:
    return (
        f"SEED = {data.seed!r}  # {as_comment(comments()['yours'])}\n"
        f"SAMPLES, VALID, FEATURES, OUTPUTS = "  # in English: Python
        f"{data.samples!r}, {data.valid!r}, {data.features!r}, {data.outputs!r}\n"
        f"NOISE, START_SEED = {data.noise!r}, {config.init_seed!r}\n"
        f"LEARNING_RATE, BATCH_SIZE, EPOCHS = "
        f"{config.learning_rate!r}, {config.batch_size!r}, {config.epochs!r}"
    )


def _joined(cells: list[tuple[str, Cell]], before: str) -> list[tuple[str, Cell]]:
    """The cells, with each check in one cell with what is before it, if that is called so."""
    joined: list[tuple[str, Cell]] = []
    for name, cell in cells:
        last = joined[-1] if joined else ("", cell)
        if name == _CHECK and last[0] == before:
            gap = "\n" if before == _CHECK else "\n\n\n"
            joined[-1] = (before, Cell(f"{last[1].text}{gap}{cell.text}"))
        else:
            joined.append((name, cell))
    return joined
