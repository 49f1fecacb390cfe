"""What the models are measured against, each written as its user would write it.

All follow the notebook's rule: slices in order, the last one kept; the MSE of a batch before its
update; one MSE over the validation rows after each epoch. Each returns the last epoch's two losses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.linear_model import SGDRegressor
from sklearn.multioutput import MultiOutputRegressor
from torch import Tensor, nn

from perceptron import Dataset, Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What every contender is given.

    Attributes:
        data: The rows, float64 on the CPU.
        start: Where all start from.
        batch_size: Rows in a batch.
        learning_rate: Step length.
    """

    data: Dataset
    start: Parameters
    batch_size: int
    learning_rate: float

    @property
    def n_batches(self) -> int:
        """Updates in an epoch."""
        return -(-self.data.n_samples // self.batch_size)

    @property
    def slices(self) -> list[slice]:
        """The batches of an epoch."""
        starts = range(0, self.data.n_samples, self.batch_size)
        return [slice(k, k + self.batch_size) for k in starts]


Contender = Callable[[Task, int], tuple[float, float]]


def notebook_scratch(task: Task, epochs: int) -> tuple[float, float]:
    """The notebook's loop with gradients by hand, its loss read in every step."""
    data, W, b = task.data, task.start.W.clone(), task.start.b.clone()
    for _ in range(epochs):
        losses = []
        for rows in task.slices:
            X, Y = data.x_train[rows], data.y_train[rows]
            Y_hat = X @ W + b
            losses.append(((Y_hat - Y) ** 2).mean().item())
            delta = 2 * (Y_hat - Y) / Y.numel()
            b -= task.learning_rate * delta.sum(dim=0)
            W -= task.learning_rate * (X.T @ delta)
        valid = ((data.x_valid @ W + b - data.y_valid) ** 2).mean().item()
    return sum(losses) / len(losses), valid


def notebook_einsum(task: Task, epochs: int) -> tuple[float, float]:
    """The notebook's loop with every derivative as a tensor of its own."""
    data, W, b = task.data, task.start.W.clone(), task.start.b.clone()
    for _ in range(epochs):
        losses = []
        for rows in task.slices:
            X, Y = data.x_train[rows], data.y_train[rows]
            Y_hat = X @ W + b
            losses.append(((Y_hat - Y) ** 2).mean().item())
            delta = 2 * (Y_hat - Y) / Y.numel()
            eye = torch.eye(Y.shape[1], dtype=X.dtype)
            by_bias = torch.kron(torch.ones(len(X), 1, 1, dtype=X.dtype), eye)
            by_weight = torch.kron(X[:, None, :, None], eye[None, :, None, :])
            b -= task.learning_rate * torch.einsum("pq,pqi->i", delta, by_bias)
            W -= task.learning_rate * torch.einsum("pq,pqij->ij", delta, by_weight)
        valid = ((data.x_valid @ W + b - data.y_valid) ** 2).mean().item()
    return sum(losses) / len(losses), valid


def bare_torch(task: Task, epochs: int) -> tuple[float, float]:
    """A plain PyTorch loop; it is the notebook's torch model too."""
    data = task.data
    layer = nn.Linear(data.n_features, data.n_targets, dtype=task.start.W.dtype)
    with torch.no_grad():
        layer.weight.copy_(task.start.W.T)
        layer.bias.copy_(task.start.b)
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(layer.parameters(), lr=task.learning_rate)
    for _ in range(epochs):
        losses = []
        for rows in task.slices:
            optimizer.zero_grad()
            loss = loss_function(layer(data.x_train[rows]), data.y_train[rows])
            losses.append(loss.item())
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            valid = loss_function(layer(data.x_valid), data.y_valid).item()
    return sum(losses) / len(losses), valid


def numpy_loop(task: Task, epochs: int) -> tuple[float, float]:
    """The shortest correct loop in NumPy."""
    data = task.data
    x, y, xv, yv = (t.numpy() for t in (data.x_train, data.y_train, data.x_valid, data.y_valid))
    W, b = task.start.W.numpy().copy(), task.start.b.numpy().copy()
    for _ in range(epochs):
        losses = []
        for rows in task.slices:
            X = x[rows]
            R = X @ W + b - y[rows]
            losses.append((R * R).mean())
            eta = 2 * task.learning_rate / R.size
            b -= eta * R.sum(axis=0)
            W -= eta * (X.T @ R)
        R = xv @ W + b - yv
        valid = (R * R).mean()
    return float(np.mean(losses)), float(valid)


def products_alone(task: Task, epochs: int) -> tuple[float, float]:
    """The floor: the three products of a step, X W, 1^T delta and X^T delta, and nothing else."""
    data, W = task.data, task.start.W
    ones: dict[int, Tensor] = {}
    for _ in range(epochs):
        for rows in task.slices:
            X, Y = data.x_train[rows], data.y_train[rows]
            one = ones.setdefault(len(X), X.new_ones(1, len(X)))
            torch.mm(X, W)
            torch.mm(one, Y)
            torch.mm(X.T, Y)
    return 0.0, 0.0


def sgd_regressor(task: Task, epochs: int) -> tuple[float, float]:
    """scikit-learn's SGD, one sample an update, with as many updates as the others make."""
    updates = np.arange(epochs * task.n_batches) % task.data.n_samples
    X, Y = task.data.x_train.numpy()[updates], task.data.y_train.numpy()[updates]
    model = MultiOutputRegressor(
        SGDRegressor(
            penalty=None, learning_rate="constant", eta0=1e-4, max_iter=1, tol=None, shuffle=False
        )
    ).fit(X, Y)
    return 0.0, float(((model.predict(X[:1]) - Y[:1]) ** 2).mean())


BASELINES: dict[str, Contender] = {
    "notebook scratch": notebook_scratch,
    "notebook einsum": notebook_einsum,
    "bare PyTorch": bare_torch,
    "NumPy": numpy_loop,
    "SGDRegressor": sgd_regressor,
    "products alone": products_alone,
}
