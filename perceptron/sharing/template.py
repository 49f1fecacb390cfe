"""The program that repeats a run: `program.py` makes it of these cells. Nothing imports it.

The cells "settings" and "models" stand for what the run and the registry fill in; cells of prose
have the words of `program_prose.py`, where their names stand in braces.
"""

# %% [markdown]
# {title}

# %%
from __future__ import annotations

import math
import sys

import torch
from torch import Tensor

from perceptron.text.language import _

torch.set_num_threads(1)  # as the app does: with more threads the last digit may differ

# %% [markdown]
# {run}

# %% settings
from typing import Any

SETTINGS: dict[str, Any] = {}
LEARNING_RATES = [(0, 0.1)]
MADE = ""
EXPECTED: dict[str, tuple[float | None, float | None]] = {}
SOURCE, INPUTS, OUTPUTS = "", [0], [1]
ROWS: tuple[list[list[float]], ...] = ()

# %% [markdown]
# {data}

# %% data synthetic
import random

from sklearn import datasets


def synthetic_rows() -> tuple[Tensor, ...]:
    """A hidden linear layer plus noise: training rows, then validation rows, not shuffled."""
    bias = random.Random(SETTINGS["seed"]).random()
    X, Y = datasets.make_regression(
        n_samples=SETTINGS["samples"] + SETTINGS["valid"],
        n_features=SETTINGS["features"],
        n_targets=SETTINGS["outputs"],
        n_informative=max(1, SETTINGS["features"] - 1),
        bias=bias,
        noise=SETTINGS["noise"],
        random_state=SETTINGS["seed"],
    )
    x = torch.from_numpy(X)
    y = torch.from_numpy(Y.reshape(len(X), SETTINGS["outputs"]))
    m = SETTINGS["samples"]
    return x[:m], y[:m], x[m:], y[m:]


rows = synthetic_rows()

# %% data bundled
import numpy as np
from sklearn import datasets


def bundled_rows() -> tuple[Tensor, ...]:
    """Some columns of a table that comes with scikit-learn; a fifth of the rows validates."""
    bunch = getattr(datasets, f"load_{SOURCE}")()
    table = torch.from_numpy(np.column_stack([bunch.data, bunch.target]).astype(np.float64))
    order = torch.randperm(len(table), generator=torch.Generator().manual_seed(SETTINGS["seed"]))
    n_valid = max(1, len(table) // 5)
    train, valid = order[n_valid:], order[:n_valid]
    X, Y = table[:, INPUTS], table[:, OUTPUTS]
    return X[train], Y[train], X[valid], Y[valid]


rows = bundled_rows()


# %% data rows
def written_rows() -> tuple[Tensor, ...]:
    """The rows as the models saw them, after scaling if there was any."""
    return tuple(torch.tensor(part, dtype=torch.float64) for part in ROWS)


rows = written_rows()


# %% standardise
def standardised(rows: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Mean 0 and standard deviation 1 over the training rows, for every column."""
    x_train, y_train, x_valid, y_valid = rows

    def scale(values: Tensor, by: Tensor) -> Tensor:
        mean, std = by.mean(dim=0), by.std(dim=0, correction=0)
        std = torch.where(std > 1e-12 * mean.abs(), std, torch.ones_like(std))
        return (values - mean) / std

    return (
        scale(x_train, x_train),
        scale(y_train, y_train),
        scale(x_valid, x_train),
        scale(y_valid, y_train),
    )


rows = standardised(rows)

# %% on cpu
device = torch.device("cpu")


# %% on another device
def device_here() -> torch.device:
    """The device of the run; the CPU, with a word, where there is no such device."""
    wanted = torch.device(SETTINGS["device"])
    here = {"cuda": torch.cuda.device_count(), "mps": int(torch.backends.mps.is_available())}
    if (wanted.index or 0) < here.get(wanted.type, 0):
        return wanted
    print(
        _(
            "There is no {device} here: this runs on the CPU; last digits may differ.",
            device=SETTINGS["device"],
        )
    )
    return torch.device("cpu")


device = device_here()

# %%
dtype = getattr(torch, SETTINGS["dtype"])
x_train, y_train, x_valid, y_valid = (part.to(device, dtype) for part in rows)
d, c = x_train.shape[1], y_train.shape[1]
print(
    _(
        "{training} training rows, {validation} validation rows, {inputs} inputs, "
        "{outputs} outputs",
        training=len(x_train),
        validation=len(x_valid),
        inputs=d,
        outputs=c,
    )
)

# %% [markdown]
# {programs}

# %% models
from perceptron.models import MODELS as PROGRAMS
from perceptron.parameters import Parameters

# %% [markdown]
# {start}


# %%
def start() -> Parameters:
    """W (d, c) and b (c,) that all programs start from, as `nn.Linear` draws them."""
    generator = torch.Generator().manual_seed(SETTINGS["init_seed"])
    bound = 1 / math.sqrt(d)
    weight = torch.empty(c, d, dtype=torch.float64).uniform_(-bound, bound, generator=generator)
    bias = torch.empty(c, dtype=torch.float64).uniform_(-bound, bound, generator=generator)
    return Parameters(weight.to(device, dtype).T.contiguous(), bias.to(device, dtype))


size = SETTINGS["batch_size"]
for name, program in PROGRAMS.items():
    if program.readable() is not program:
        readable, fused = program.readable().starting_from(start()), program.starting_from(start())
        for one in (readable, fused):
            one.step(x_train[:size], y_train[:size], LEARNING_RATES[0][1])
        apart = (readable.parameters.W - fused.parameters.W).abs().max()
        print(
            _(
                "{name}: both forms of its first step differ by {apart}",
                name=name,
                apart=f"{apart:.1e}",
            )
        )

# %% [markdown]
# {rule}


# %%
def rate_at(step: int) -> float:
    """The learning rate of an update; it may have been changed in mid-run."""
    return next(rate for first, rate in reversed(LEARNING_RATES) if first <= step)


def train(name: str) -> dict[str, list[float]]:
    """Train one program, print its epochs as the notebook does, return its losses."""
    model = PROGRAMS[name].starting_from(start())
    losses: dict[str, list[float]] = {"train_mse": [], "valid_mse": []}
    highest, step = 0.0, 0  # a loss beyond it has diverged; known from the first batch on
    print(f"\n{name}")
    for epoch in range(SETTINGS["epochs"]):
        batch_losses = []
        for k in range(0, len(x_train), size):
            loss = model.step(x_train[k : k + size], y_train[k : k + size], rate_at(step))
            batch_losses.append(loss)
            step += 1
            highest = highest or min(1e12 * (loss or math.inf), sys.float_info.max)
            if not loss <= highest:
                at = {"epoch": epoch, "loss": f"{loss:.3g}"}
                print(_("diverged in epoch {epoch}: the loss reached {loss}", **at))
                return losses
        valid_mse = model.loss(x_valid, y_valid)
        if not valid_mse <= highest:
            at = {"epoch": epoch, "loss": f"{valid_mse:.3g}"}
            print(_("diverged in epoch {epoch}, on the validation rows: {loss}", **at))
            return losses
        losses["train_mse"].append(sum(batch_losses) / len(batch_losses))
        losses["valid_mse"].append(valid_mse)
        print(f"epoch: {epoch} - MSE: {losses['train_mse'][-1]:.4f} - MSE_v: {valid_mse:.4f}")
    return losses


# Stored column after column, as in the app: sums are rounded in the same order.
x_valid, y_valid = x_valid.T.contiguous().T, y_valid.T.contiguous().T
results = {name: train(name) for name in PROGRAMS}

# %% [markdown]
# {same}

# %%
print()
print(_("made with {made}, here torch {version}", made=MADE, version=torch.__version__))
for name, (train_mse, valid_mse) in EXPECTED.items():
    if train_mse is None:
        print(_("{name}: no epoch was finished", name=name))
        continue
    found = tuple((results[name][part] or [math.nan])[-1] for part in ("train_mse", "valid_mse"))
    app, here = f"{train_mse!r}, {valid_mse!r}", f"{found[0]!r}, {found[1]!r}"
    losses = {"name": name, "app": app, "here": here}
    if found == (train_mse, valid_mse):
        print(_("{name}: app {app}; here {here}: identical to the last bit", **losses))
    else:
        print(_("{name}: app {app}; here {here}: differs", **losses))
