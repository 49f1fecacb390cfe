"""The program with blanks: `write.py` makes it of these cells. Nothing imports it.

A script has checks below, a notebook one beside each blank. "settings" and "checks" get filled in,
and so do the words of `prose.py`, where their names stand in braces.
"""

# %% [markdown] first
# {first}
# %% first
from __future__ import annotations

import math
import random
from collections.abc import Callable

import torch
from sklearn.datasets import make_regression
from torch import Tensor

from perceptron.text.language import _  # the program has the sentences themselves

# %% settings
SEED = 0
SAMPLES, VALID, FEATURES, OUTPUTS, NOISE = 100, 10_000, 6, 3, 1.0
LEARNING_RATE, BATCH_SIZE, EPOCHS, START_SEED = 0.01, 33, 16, 0

# %% [markdown] notebook
# {notebook}
# %% [markdown] script
# {script}


# %%
def make_data() -> tuple[Tensor, Tensor]:
    """The course's data with your seed: X (100, 6) and Y (100, 3), float64."""
    X, Y = make_regression(
        n_samples=SAMPLES + VALID,
        n_features=FEATURES,
        n_targets=OUTPUTS,
        n_informative=FEATURES - 1,
        bias=random.Random(SEED).random(),
        noise=NOISE,
        random_state=SEED,
    )
    return torch.from_numpy(X)[:SAMPLES], torch.from_numpy(Y)[:SAMPLES]


def start() -> tuple[Tensor, Tensor]:
    """W (d, c) and b (c,) that training starts from, as `nn.Linear` draws them."""
    generator = torch.Generator().manual_seed(START_SEED)
    bound = 1 / math.sqrt(FEATURES)
    weight = torch.empty(OUTPUTS, FEATURES, dtype=torch.float64)
    bias = torch.empty(OUTPUTS, dtype=torch.float64)
    weight.uniform_(-bound, bound, generator=generator)
    bias.uniform_(-bound, bound, generator=generator)
    return weight.T.contiguous(), bias


x_train, y_train = make_data()
print(
    _(
        "Seed {seed}: {rows} rows, {inputs} inputs, {outputs} outputs",
        seed=SEED,
        rows=len(x_train),
        inputs=FEATURES,
        outputs=OUTPUTS,
    )
)

# %% checks
from perceptron.sharing.exercise.blanks import Batch
from perceptron.sharing.exercise.verdict import verdict

# %%
right = dict.fromkeys(range(1, 7), False)  # which blanks are
rows = [slice(k, k + BATCH_SIZE) for k in range(0, SAMPLES, BATCH_SIZE)]
batches = [Batch(x_train[k], y_train[k], *start(), LEARNING_RATE) for k in rows]


def check(number: int, function: Callable[..., object]) -> None:
    """Try a blank on the first batch and on the last, which has one row; print what is found."""
    right[number], words = verdict(number, function, [batches[0], batches[-1]])
    print(words)


# %% [markdown] blank
# {blank_1}


# %% blank
def loss_derivative(Y_hat: Tensor, Y: Tensor) -> Tensor:
    """{gives_1}."""
    # {given_1}
    delta = ...  # {fill_delta}
    return delta


# %% check
check(1, loss_derivative)

# %% [markdown] blank
# {blank_2}


# %% blank
def weight_gradient(X: Tensor, delta: Tensor) -> Tensor:
    """{gives_2}."""
    # {given_2}
    gradient = ...  # {fill_weights}
    return gradient


# %% check
check(2, weight_gradient)

# %% [markdown] blank
# {blank_3}


# %% blank
def bias_gradient(delta: Tensor) -> Tensor:
    """{gives_3}."""
    # {given_3}
    gradient = ...  # {fill_bias}
    return gradient


# %% check
check(3, bias_gradient)

# %% [markdown] blank
# {blank_4}


# %% blank
def update(
    W: Tensor, b: Tensor, W_gradient: Tensor, b_gradient: Tensor, learning_rate: float
) -> tuple[Tensor, Tensor]:
    """{gives_4}."""
    # {given_4}
    new_W = ...  # {fill_W}
    new_b = ...  # {fill_b}
    return new_W, new_b


# %% check
check(4, update)

# %% [markdown] blank
# {blank_5}


# %% blank
def prediction_by_weight(X: Tensor, eye: Tensor) -> Tensor:
    """{gives_5}."""
    # {given_5}
    derivative = ...  # {fill_derivative}
    return derivative


# %% check
check(5, prediction_by_weight)

# %% [markdown] blank
# {blank_6}


# %% blank
def contract(delta: Tensor, derivative: Tensor) -> Tensor:
    """{gives_6}."""
    # {given_6}
    gradient = ...  # {fill_contraction}
    return gradient


# %% check
check(6, contract)

# %% [markdown] end
# {end}


# %% end
def loss(Y_hat: Tensor, Y: Tensor) -> float:
    """The mean of all squares."""
    return torch.nn.functional.mse_loss(Y_hat, Y).item()


def train(four_axes: bool) -> tuple[list[float], float]:
    """Train with your functions; return the loss of each epoch, and that after the last."""
    (W, b), eye, epochs = start(), torch.eye(OUTPUTS, dtype=torch.float64), []
    for __ in range(EPOCHS):
        losses = []
        for X, Y in ((batch.X, batch.Y) for batch in batches):
            Y_hat = X @ W + b
            losses.append(loss(Y_hat, Y))
            delta = loss_derivative(Y_hat, Y)
            if four_axes:
                gradient = contract(delta, prediction_by_weight(X, eye))
            else:
                gradient = weight_gradient(X, delta)
            W, b = update(W, b, gradient, bias_gradient(delta), LEARNING_RATE)
        epochs.append(sum(losses) / len(losses))
    return epochs, loss(x_train @ W + b, y_train)


def finish() -> None:
    """Train as far as the blanks allow, and say what is left."""
    left = [str(number) for number, is_right in right.items() if not is_right]
    if not all(right[number] for number in (1, 2, 3, 4)):
        print(
            _("Not trained yet: these blanks are not right yet: {blanks}.", blanks=", ".join(left))
        )
        return
    epochs, last = train(four_axes=False)
    print(_("The plain mean over the batches of each epoch, each before its update:"))
    print("\n".join(f"epoch: {epoch} - MSE: {mean:.4f}" for epoch, mean in enumerate(epochs)))
    if left:
        print(
            _(
                "It learns. Your number comes when these are right as well: {blanks}.",
                blanks=", ".join(left),
            )
        )
        return
    other = train(four_axes=True)[1]
    if other == last:
        print(_("With four axes the final loss is the very same."))
    else:
        apart = f"{abs(other - last) / last:.0e}"
        print(_("With four axes the final loss is the same within {apart}.", apart=apart))
    print(
        _(
            "Seed {seed}, final loss, all rows after all updates, your number: {loss}",
            seed=SEED,
            loss=f"{last:#.6g}",
        )
    )


finish()
