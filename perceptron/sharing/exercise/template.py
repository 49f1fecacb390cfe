"""The program with blanks: `write.py` makes it of these cells. Nothing imports it.

A script has checks below, a notebook one beside each blank; "settings" and "checks" get filled in.
"""

# %% [markdown] first
# # Write it yourself
#
# A linear layer with several outputs learns by gradient descent. Its gradient is left to you: put
# your own code where three dots stand, in six blanks. Each is checked against what torch computes
# by itself, and the check says what it finds. When all six are right, your program trains and
# prints your number for the page.
#
# It needs torch and scikit-learn, nothing else: `pip install torch scikit-learn`.
#
# | name | shape | what it is |
# |---|---|---|
# | X | (m, d) | the inputs of a batch: m samples, d = 6 inputs |
# | Y | (m, c) | the targets: c = 3 outputs |
# | W, b | (d, c), (c,) | the weights and the bias |
# | Y_hat | (m, c) | the prediction: X times W, plus b |
# | loss | one number | the mean of the m c squares of Y_hat - Y |
# | delta | (m, c) | the derivative of the loss by Y_hat |

# %% first
from __future__ import annotations

import math
import random
from collections.abc import Callable

import torch
from sklearn.datasets import make_regression
from torch import Tensor

# %% settings
SEED = 0
SAMPLES, VALID, FEATURES, OUTPUTS, NOISE = 100, 10_000, 6, 3, 1.0
LEARNING_RATE, BATCH_SIZE, EPOCHS, START_SEED = 0.01, 33, 16, 0

# %% [markdown] notebook
# ## The data, the start and the checks
#
# Nothing is to be filled in here. Run these cells and go on to blank 1.
# %% [markdown] script
# From here on nothing is to be filled in: the data, the start, the checks, the training.


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
print(f"Seed {SEED}: {len(x_train)} rows, {FEATURES} inputs, {OUTPUTS} outputs")

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
# ## Blank 1: delta
#
# How does the loss answer to each prediction? The loss is the mean over **all** m c squares.


# %% blank
def loss_derivative(Y_hat: Tensor, Y: Tensor) -> Tensor:
    """The derivative of the loss by the predictions, shape (m, c)."""
    # Y_hat (m, c): the predictions. Y (m, c): the targets.
    delta = ...  # fill in: the derivative of the mean of the squares by each entry of Y_hat
    return delta


# %% check
check(1, loss_derivative)

# %% [markdown] blank
# ## Blank 2: the gradient of the weights
#
# Pass delta backwards: weight (p, q) carries input p to output q, in every sample.


# %% blank
def weight_gradient(X: Tensor, delta: Tensor) -> Tensor:
    """The derivative of the loss by W, shape (d, c)."""
    # X (m, d): the inputs. delta (m, c): from blank 1.
    gradient = ...  # fill in: joins X and delta over the samples
    return gradient


# %% check
check(2, weight_gradient)

# %% [markdown] blank
# ## Blank 3: the gradient of the bias
#
# The bias of an output is part of that output's prediction in every sample.


# %% blank
def bias_gradient(delta: Tensor) -> Tensor:
    """The derivative of the loss by b, shape (c,)."""
    # delta (m, c): from blank 1.
    gradient = ...  # fill in: one number for each output
    return gradient


# %% check
check(3, bias_gradient)

# %% [markdown] blank
# ## Blank 4: the update
#
# One step downhill; the learning rate says how far.


# %% blank
def update(
    W: Tensor, b: Tensor, W_gradient: Tensor, b_gradient: Tensor, learning_rate: float
) -> tuple[Tensor, Tensor]:
    """W and b after one step, shapes (d, c) and (c,)."""
    # W_gradient (d, c): from blank 2. b_gradient (c,): from blank 3. learning_rate: one number.
    new_W = ...  # fill in: from W, W_gradient and the learning rate
    new_b = ...  # fill in: from b, b_gradient and the learning rate
    return new_W, new_b


# %% check
check(4, update)

# %% [markdown] blank
# ## Blank 5: the derivative with four axes
#
# The second way builds the derivative of each prediction by each weight. Prediction (i, j) depends
# on weight (p, q) only if j = q, and then by input p of sample i.


# %% blank
def prediction_by_weight(X: Tensor, eye: Tensor) -> Tensor:
    """The derivative of Y_hat (m, c) by W (d, c): a tensor with four axes, (m, c, d, c)."""
    # X (m, d): the inputs. eye (c, c): the identity, 1 where j = q and else 0.
    derivative = ...  # fill in: entry [i, j, p, q], of X and eye
    return derivative


# %% check
check(5, prediction_by_weight)

# %% [markdown] blank
# ## Blank 6: its contraction with delta
#
# Each prediction counts as much as delta says: multiply, and sum over all predictions.


# %% blank
def contract(delta: Tensor, derivative: Tensor) -> Tensor:
    """The derivative of the loss by W once more, shape (d, c)."""
    # delta (m, c): from blank 1. derivative (m, c, d, c): from blank 5.
    gradient = ...  # fill in: torch.einsum of both; the axes of the prediction are summed over
    return gradient


# %% check
check(6, contract)

# %% [markdown] end
# ## Your program trains
#
# By the rule of the course: 16 epochs, the rows in order in batches of 33, 33, 33 and 1. First with
# the gradient of blank 2, then with that of blanks 5 and 6.


# %% end
def loss(Y_hat: Tensor, Y: Tensor) -> float:
    """The mean of all squares."""
    return torch.nn.functional.mse_loss(Y_hat, Y).item()


def train(four_axes: bool) -> tuple[list[float], float]:
    """Train with your functions; return the loss of each epoch, and that after the last."""
    (W, b), eye, epochs = start(), torch.eye(OUTPUTS, dtype=torch.float64), []
    for _ in range(EPOCHS):
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
        print(f"Not trained yet: these blanks are not right yet: {', '.join(left)}.")
        return
    epochs, last = train(four_axes=False)
    print("The plain mean over the batches of each epoch, each before its update:")
    print("\n".join(f"epoch: {epoch} - MSE: {mean:.4f}" for epoch, mean in enumerate(epochs)))
    if left:
        print(f"It learns. Your number comes when these are right as well: {', '.join(left)}.")
        return
    _, other = train(four_axes=True)
    same = f"the same within {abs(other - last) / last:.0e}" if other != last else "the very same"
    print(f"With four axes the final loss is {same}.")
    print(f"Seed {SEED}, final loss, all rows after all updates, your number: {last:#.6g}")


finish()
