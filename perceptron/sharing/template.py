# %% [markdown]
# # Perceptron Lab: one gradient, three ways
#
# A linear layer with several outputs learns by gradient descent. Three programs compute the
# gradient in three ways: by hand (scratch), by PyTorch (torch), and by a tensor with four axes
# (einsum). This file repeats one run of the app and needs torch and scikit-learn, nothing else.

# %%
import math

import torch
from torch import Tensor, nn

torch.set_num_threads(1)  # as the app does: with more threads the last digit may differ

# %% [markdown]
# ## The run

# %% settings

# %% [markdown]
# ## The data

# %% data synthetic
import random

from sklearn import datasets


def load_rows() -> tuple[Tensor, Tensor, Tensor, Tensor]:
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

# %% data bundled
import numpy as np
from sklearn import datasets


def load_rows() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Some columns of a table that comes with scikit-learn; a fifth of the rows validates."""
    bunch = getattr(datasets, f"load_{SETTINGS['dataset']}")()
    table = torch.from_numpy(np.column_stack([bunch.data, bunch.target]).astype(np.float64))
    order = torch.randperm(
        len(table), generator=torch.Generator().manual_seed(SETTINGS["seed"])
    )
    n_valid = max(1, len(table) // 5)
    train, valid = order[n_valid:], order[:n_valid]
    X, Y = table[:, INPUTS], table[:, OUTPUTS]
    return X[train], Y[train], X[valid], Y[valid]

# %% data rows
def load_rows() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The rows as the models saw them, after scaling if there was any."""
    return tuple(torch.tensor(part, dtype=torch.float64) for part in ROWS)

# %%
rows = load_rows()

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

# %%
device = torch.device(SETTINGS["device"])
dtype = getattr(torch, SETTINGS["dtype"])
x_train, y_train, x_valid, y_valid = (part.to(device, dtype) for part in rows)
d, c = x_train.shape[1], y_train.shape[1]
print(f"{len(x_train)} training rows, {len(x_valid)} validation rows, {d} inputs, {c} outputs")

# %% [markdown]
# ## The lesson: a prediction, its loss, and both ways to its gradient
#
# These functions are those of the app, word for word.

# %% lesson

# %% [markdown]
# ## The same steps in fewer operations
#
# The app trains with these: the same mathematics in larger pieces, and W and b changed in place.
# A sum in another order is rounded in another place, so the last digits need these very lines.

# %% fused

# %% [markdown]
# ## Three programs, one start

# %%
def start() -> tuple[Tensor, Tensor]:
    """W (d, c) and b (c,) that all three start from, as `nn.Linear` draws them."""
    generator = torch.Generator().manual_seed(SETTINGS["init_seed"])
    bound = 1 / math.sqrt(d)
    weight = torch.empty(c, d, dtype=torch.float64).uniform_(-bound, bound, generator=generator)
    bias = torch.empty(c, dtype=torch.float64).uniform_(-bound, bound, generator=generator)
    return weight.to(device, dtype).T.contiguous(), bias.to(device, dtype)


class Scratch:
    """First program: the gradients derived by hand."""

    def __init__(self) -> None:
        self.W, self.b = start()

    def readable_step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        Y_hat = predict(X, self.W, self.b)
        delta = mse_derivative(Y_hat, Y)
        self.b = descend(self.b, bias_gradient(delta), learning_rate)
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return mse(Y_hat, Y).item()

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        return step_by_hand(X, Y, self.W, self.b, learning_rate)

    def loss(self, X: Tensor, Y: Tensor) -> float:
        return rows_mse(X, Y, self.W, self.b)


class Torch:
    """Second program: the gradient left to autograd."""

    def __init__(self) -> None:
        W, b = start()
        self.layer = nn.Linear(d, c, device=device, dtype=dtype)
        with torch.no_grad():
            self.layer.weight.copy_(W.T)
            self.layer.bias.copy_(b)
        self.loss_function = nn.MSELoss()
        self.optimizer = torch.optim.SGD(self.layer.parameters(), lr=0.0, foreach=False)

    @torch.no_grad()
    def loss(self, X: Tensor, Y: Tensor) -> float:
        return self.loss_function(self.layer(X), Y).item()

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        self.optimizer.param_groups[0]["lr"] = learning_rate
        self.optimizer.zero_grad()
        loss = self.loss_function(self.layer(X), Y)
        loss.backward()
        self.optimizer.step()
        return loss.item()


class Einsum(Scratch):
    """Third program: each derivative as its own tensor, joined by Einstein summation."""

    def readable_step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        Y_hat = predict(X, self.W, self.b)
        delta = mse_derivative(Y_hat, Y)
        eye = torch.eye(c, dtype=dtype, device=device)
        bias_derivative = prediction_by_bias(len(X), eye)
        weight_derivative = prediction_by_weight(X, eye)
        self.b = descend(self.b, contract(delta, bias_derivative), learning_rate)
        self.W = descend(self.W, contract(delta, weight_derivative), learning_rate)
        return mse(Y_hat, Y).item()

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        eye = torch.eye(c, dtype=dtype, device=device)
        return step_by_tensor(X, Y, self.W, self.b, learning_rate, eye)


batch = x_train[: SETTINGS["batch_size"]], y_train[: SETTINGS["batch_size"]]
for name, program in {"scratch": Scratch, "einsum": Einsum}.items():
    if name in EXPECTED:
        readable, fused = program(), program()
        readable.readable_step(*batch, rate := LEARNING_RATES[0][1])
        fused.step(*batch, rate)
        print(f"{name}: both forms of its first step differ by {(readable.W - fused.W).abs().max():.1e}")

# %% [markdown]
# ## The training rule
#
# The rows are walked in order in slices; the last, shorter slice is kept. The loss of an epoch is
# the plain mean over its batches, each taken before its update; then one loss over all
# validation rows.

# %%
def rate_at(step: int) -> float:
    """The learning rate of an update; it may have been changed in mid-run."""
    return next(rate for first, rate in reversed(LEARNING_RATES) if first <= step)


def train(name: str) -> dict[str, list[float]]:
    """Train one program, print its epochs as the notebook does, return its losses."""
    model = {"scratch": Scratch, "torch": Torch, "einsum": Einsum}[name]()
    losses = {"train_mse": [], "valid_mse": []}
    first, step = None, 0
    print(f"\n{name}")
    for epoch in range(SETTINGS["epochs"]):
        batch_losses = []
        for k in range(0, len(x_train), SETTINGS["batch_size"]):
            batch = slice(k, k + SETTINGS["batch_size"])
            loss = model.step(x_train[batch], y_train[batch], rate_at(step))
            batch_losses.append(loss)
            step += 1
            first = loss if first is None else first
            if not math.isfinite(loss) or loss > 1e12 * first:
                print(f"diverged in epoch {epoch}: the loss reached {loss:.3g}")
                return losses
        valid_mse = model.loss(x_valid, y_valid)
        if not math.isfinite(valid_mse) or valid_mse > 1e12 * first:
            losses["diverged_at"] = epoch
        losses["train_mse"].append(sum(batch_losses) / len(batch_losses))
        losses["valid_mse"].append(valid_mse)
        print(
            f"epoch: {epoch} - MSE: {losses['train_mse'][-1]:.4f} - MSE_v: {valid_mse:.4f}"
        )
        if losses.pop("diverged_at", None) is not None:
            print(f"diverged in epoch {epoch}, on the validation rows: {valid_mse:.3g}")
            return losses
    return losses


# Stored column after column, as in the app: sums are rounded in the same order.
x_valid, y_valid = x_valid.T.contiguous().T, y_valid.T.contiguous().T
results = {name: train(name) for name in EXPECTED}

# %% [markdown]
# ## The same numbers as in the app
#
# On the versions that the app ran with, every digit is the same. With others the last digits may
# differ, because sums are rounded in another order.

# %%
print(f"\nmade with {MADE}, here torch {torch.__version__}")
for name, (train_mse, valid_mse) in EXPECTED.items():
    if not train_mse:
        print(f"{name}: no epoch was finished")
        continue
    found = (results[name]["train_mse"][-1], results[name]["valid_mse"][-1])
    same = "identical to the last bit" if found == (train_mse, valid_mse) else "differs"
    print(f"{name}: app {train_mse!r}, {valid_mse!r}; here {found[0]!r}, {found[1]!r}: {same}")
