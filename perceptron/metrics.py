"""How far apart two numbers or tensors are: the notebook's MAPE, in percent."""

from __future__ import annotations

from typing import overload

import torch
from torch import Tensor


@overload
def mape(pred: Tensor, true: Tensor) -> float: ...
@overload
def mape(pred: float, true: float) -> float: ...
def mape(pred: Tensor | float, true: Tensor | float) -> float:
    """Mean absolute percentage error of `pred` against `true`, in percent.

    Mean over all entries of |true - pred| / |true|, or of |pred| where true is exactly 0,
    times 100. Formula: the notebook's `mape` (Inside Deep Learning, 1.2).

    Args:
        pred: A number, or a tensor of any shape.
        true: A number, or a tensor of the same shape as `pred`.

    Returns:
        The error in percent: 0 for equal values, 100 for mape(0, a), 200 for mape(-a, a).

    Raises:
        TypeError: If one is a tensor and the other is not.
        ValueError: If the shapes differ, or the tensors are empty.

    >>> mape(9.0, 10.0)
    10.0
    """
    if isinstance(pred, Tensor) != isinstance(true, Tensor):
        raise TypeError(
            "mape compares two numbers or two tensors; "  # in English: as Python's own errors are
            f"got {type(pred).__name__} and {type(true).__name__}. Convert one of them."
        )
    pred = torch.as_tensor(pred, dtype=None if isinstance(pred, Tensor) else torch.float64)
    true = torch.as_tensor(true, dtype=None if isinstance(true, Tensor) else torch.float64)
    if pred.shape != true.shape:
        raise ValueError(
            "mape compares tensors of one shape; "  # in English: as Python's own errors are
            f"got {tuple(pred.shape)} and {tuple(true.shape)}."
        )
    if pred.numel() == 0:
        raise ValueError(
            "mape needs at least one entry; got empty tensors."  # in English: as Python's errors
        )
    size = true.abs()
    share = (true - pred).abs() / size
    if not size.amin() > 0:
        share = torch.where(size == 0, pred.abs(), share)
    return 100 * share.mean().item()
