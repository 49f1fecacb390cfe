"""What every dataset becomes: four tensors, the names of their columns, and what is known."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import torch
from torch import Tensor

from perceptron.data.errors import DataError
from perceptron.gradients import mse, predict
from perceptron.parameters import Parameters
from perceptron.text.language import _

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Training and validation rows, as the models see them.

    Attributes:
        x_train: Training inputs, shape (m, d).
        y_train: Training targets, shape (m, c).
        x_valid: Validation inputs, shape (m_valid, d).
        y_valid: Validation targets, shape (m_valid, c).
        feature_names: d names.
        target_names: c names.
        true: The parameters that made the data; None for real data.
        noise_floor: Expected MSE of the true parameters; None for real data.
        scaled: Whether inputs and outputs were standardised by the training rows.

    Raises:
        DataError: If the shapes don't fit together or a value is not finite.
    """

    x_train: Tensor
    y_train: Tensor
    x_valid: Tensor
    y_valid: Tensor
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    true: Parameters | None = None
    noise_floor: float | None = None
    scaled: bool = False
    _known: dict[Hashable, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        d, c = len(self.feature_names), len(self.target_names)
        for part in ("train", "valid"):
            X, Y = getattr(self, f"x_{part}"), getattr(self, f"y_{part}")
            if X.ndim != 2 or Y.ndim != 2 or X.shape != (len(Y), d) or Y.shape[1] != c:
                raise DataError(
                    f"x_{part} and y_{part} must have shapes "  # in English: for who makes one
                    f"(m, {d}) and (m, {c}); got {tuple(X.shape)} and {tuple(Y.shape)}."
                )
            if not len(X):
                raise DataError(
                    _("The {part} part must have at least one row; got none.", part=part)
                )
            if not (torch.isfinite(X).all() and torch.isfinite(Y).all()):
                raise DataError(
                    _(
                        "The {part} part holds infinite or missing values; remove those rows.",
                        part=part,
                    )
                )

    @property
    def n_samples(self) -> int:
        """Training rows m."""
        return len(self.x_train)

    @property
    def n_features(self) -> int:
        """Inputs d."""
        return self.x_train.shape[1]

    @property
    def n_targets(self) -> int:
        """Outputs c."""
        return self.y_train.shape[1]

    def once(self, what: Hashable, compute: Callable[[], _T]) -> _T:
        """Return what was computed of these rows before, or compute it: rows don't change.

        Args:
            what: Tells it from all else that is computed of them.
            compute: Computes it from them.
        """
        if what not in self._known:
            self._known[what] = compute()
        found: _T = self._known[what]
        return found

    def to(self, device: torch.device, dtype: torch.dtype) -> Dataset:
        """Return the same rows on a device, in a dtype, the validation rows stored by columns.

        Rows that are so already are these very ones: runs share them, and what is known of them.
        """
        parts = (self.x_train, self.y_train, self.x_valid, self.y_valid)
        as_asked = all(part.device == device and part.dtype == dtype for part in parts)
        if as_asked and self.x_valid.T.is_contiguous() and self.y_valid.T.is_contiguous():
            return self
        return replace(
            self,
            x_train=self.x_train.to(device, dtype),
            y_train=self.y_train.to(device, dtype),
            x_valid=stored_by_columns(self.x_valid.to(device, dtype)),
            y_valid=stored_by_columns(self.y_valid.to(device, dtype)),
        )

    def standardised(self) -> Dataset:
        """Scale every column to mean 0 and standard deviation 1 over the training rows.

        Validation rows are scaled by the same numbers. A column without any spread is only
        centred. The true parameters and the noise floor, where known, are carried over to
        the new units.
        """
        x_mean, x_std = _mean_and_spread(self.x_train)
        y_mean, y_std = _mean_and_spread(self.y_train)
        true, noise_floor = self.true, self.noise_floor
        if true is not None:
            true = Parameters(
                W=x_std[:, None] * true.W / y_std, b=(x_mean @ true.W + true.b - y_mean) / y_std
            )
        if noise_floor is not None:
            noise_floor = noise_floor * (1 / y_std**2).mean().item()
        return replace(
            self,
            x_train=(self.x_train - x_mean) / x_std,
            x_valid=(self.x_valid - x_mean) / x_std,
            y_train=(self.y_train - y_mean) / y_std,
            y_valid=(self.y_valid - y_mean) / y_std,
            true=true,
            noise_floor=noise_floor,
            scaled=True,
        )

    def losses(self, parameters: Parameters) -> tuple[float, float]:
        """Return the MSE of fixed parameters over all training and all validation rows."""
        W, b = parameters.W.to(self.x_valid), parameters.b.to(self.x_valid)
        return (
            self.train_loss(parameters),
            mse(predict(self.x_valid, W, b), self.y_valid).item(),
        )

    def train_loss(self, parameters: Parameters) -> float:
        """Return the MSE of fixed parameters over all training rows alone."""
        W, b = parameters.W.to(self.x_train), parameters.b.to(self.x_train)
        return mse(predict(self.x_train, W, b), self.y_train).item()


def unnamed(X: Tensor, Y: Tensor) -> Dataset:
    """Make a dataset of rows without a story: x1, x2 and y1, y2, validated on the same rows.

    Args:
        X: Inputs, shape (m, d).
        Y: Targets, shape (m, c).
    """
    d, c = X.shape[1], Y.shape[1]
    names = tuple(f"x{i + 1}" for i in range(d)), tuple(f"y{j + 1}" for j in range(c))
    return Dataset(X, Y, X, Y, *names)


def stored_by_columns(rows: Tensor) -> Tensor:
    """The same matrix, (m, d), stored column after column."""
    return rows.T.contiguous().T


def _mean_and_spread(values: Tensor) -> tuple[Tensor, Tensor]:
    """Column means and standard deviations (dividing by m); 1 where there is no spread."""
    mean, std = values.mean(dim=0), values.std(dim=0, correction=0)
    return mean, torch.where(std > 1e-12 * mean.abs(), std, torch.ones_like(std))


def n_validation_rows(n_rows: int) -> int:
    """A fifth of the rows, at least one."""
    return max(1, n_rows // 5)


def split_rows(n_rows: int, seed: int) -> tuple[Tensor, Tensor]:
    """Shuffle row numbers by a seed and return (training, validation): four fifths, a fifth."""
    order = torch.randperm(n_rows, generator=torch.Generator().manual_seed(seed))
    n_valid = n_validation_rows(n_rows)
    return order[n_valid:], order[:n_valid]
