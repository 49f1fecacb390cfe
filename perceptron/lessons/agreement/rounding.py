"""Where rounding grows: near the largest learning rate, and in central differences as h shrinks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from perceptron.config import DTYPES, TrainConfig
from perceptron.data.dataset import Dataset
from perceptron.difference import REFERENCE
from perceptron.gradients import bias_gradient, mse, mse_derivative, predict, weight_gradient
from perceptron.lessons.agreement.series import on_cpu
from perceptron.lessons.update import central_differences
from perceptron.parameters import Parameters
from perceptron.run import Run
from perceptron.theory import learning_rate_limit

SHARES = (0.1, 0.5, 0.9, 0.99, 1.01, 1.1)  # of the full-batch limit
EVERY_H = tuple(10.0**-k for k in range(15))  # h from 1 to 1e-14


@dataclass(frozen=True, slots=True)
class AtShare:
    """Where the models are after full-batch training at a share of the largest rate.

    Attributes:
        share: The learning rate divided by the limit 2 / lambda_max.
        learning_rate: eta.
        largest: Largest absolute difference of W and b between any two models.
        relative: The same divided by the largest entry of W and b, as a fraction.
        epochs: How many epochs were trained; fewer than asked for if all were stopped.
        loss: Training loss (MSE) of the torch model where it ended.
        start_loss: The same before the first update.
        diverged: Whether `train` stopped the torch model.
    """

    share: float
    learning_rate: float
    largest: float
    relative: float
    epochs: int
    loss: float
    start_loss: float
    diverged: bool


def near_limit(
    dataset: Dataset,
    config: TrainConfig,
    dtype: str = DTYPES[0],
    shares: Sequence[float] = SHARES,
    epochs: int = 100,
) -> list[AtShare]:
    """Train with full batches, for which the limit is exact, at shares of the limit.

    A model that diverges is stopped by `train` and keeps its last finite parameters. The
    models are compared at the last epoch that all of them finished.

    Args:
        dataset: The rows, in float64 on the CPU.
        config: Seed of the start and budget of the einsum model; the rest is replaced.
        dtype: 'float64' or 'float32'.
        shares: Learning rates as shares of the limit.
        epochs: How many full-batch updates.
    """
    limit = learning_rate_limit(dataset.x_train, dataset.n_targets)
    full = replace(config, batch_size=dataset.n_samples, epochs=epochs)
    # Validation plays no part here, and on 10 000 rows it would take most of the time.
    rows = replace(dataset, x_valid=dataset.x_train, y_valid=dataset.y_train)
    points = []
    for share in shares:
        run = on_cpu(rows, full, dtype)
        run.learning_rate = share * limit  # past the bounds of the widgets, which it may leave
        points.append(_at_share(run.finish(), share))
    return points


def _at_share(run: Run, share: float) -> AtShare:
    every = set(run.history.models)
    last = max(e for e in run.history.snapshot_epochs if every <= run.history.snapshot(e).keys())
    kept = run.history.snapshot(last)
    flat = {name: torch.cat([kept[name].W, kept[name].b[None]]).double() for name in every}
    pairs = itertools.combinations(flat.values(), 2)
    largest = max(((a - b).abs().max().item() for a, b in pairs), default=0.0)
    size = flat[REFERENCE].abs().max().item() or 1.0
    return AtShare(
        share=share,
        learning_rate=run.learning_rate,
        largest=largest,
        relative=largest / size,
        epochs=last + 1,
        loss=run.dataset.train_loss(kept[REFERENCE]),
        start_loss=run.dataset.train_loss(run.start),
        diverged=run.status(REFERENCE) == "diverged",
    )


@dataclass(frozen=True, slots=True)
class ErrorAtH:
    """How far central differences are from the exact gradient at one h.

    Attributes:
        h: How far each entry of W and b was moved to either side.
        error: Largest absolute error of an entry of the gradient.
        estimate: What rounding alone is expected to cost: epsilon * loss / h.
    """

    h: float
    error: float
    estimate: float


def errors_by_h(
    X: Tensor, Y: Tensor, at: Parameters, every_h: Sequence[float] = EVERY_H
) -> Iterator[ErrorAtH]:
    """Compare central differences with the gradient by hand, for each h.

    The loss is quadratic, so the formula has no truncation error. Each loss is rounded by
    about epsilon * loss, and the difference of two is divided by 2h: the error is about
    epsilon * loss / h.

    Args:
        X: Inputs, shape (m, d).
        Y: Targets, shape (m, c).
        at: W (d, c) and b (c,) to differentiate at; their dtype is what is computed in.
        every_h: The h.
    """
    Y_hat = predict(X, at.W, at.b)
    delta = mse_derivative(Y_hat, Y)
    noise = torch.finfo(at.W.dtype).eps * mse(Y_hat, Y).item()
    for h in every_h:
        found = central_differences(X, Y, at, h)
        apart = [found.W - weight_gradient(X, delta), (found.b - bias_gradient(delta))[None]]
        yield ErrorAtH(h, torch.cat(apart).abs().max().item(), noise / h)


def errors_by_dtype(
    X: Tensor, Y: Tensor, at: Parameters, most_rows: int = 100
) -> dict[str, list[ErrorAtH]]:
    """Find the errors of central differences in float64 and in float32.

    Args:
        X: Inputs, shape (m, d).
        Y: Targets, shape (m, c).
        at: W (d, c) and b (c,) to differentiate at.
        most_rows: Rows beyond these are left out, for time.
    """
    found = {}
    for dtype in DTYPES:
        number_format = getattr(torch, dtype)
        x, y = X[:most_rows].to(number_format), Y[:most_rows].to(number_format)
        found[dtype] = list(errors_by_h(x, y, at.to("cpu", number_format)))
    return found
