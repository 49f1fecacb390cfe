"""Which learning rates work, and what scaling a feature does to their limit."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from perceptron.theory import EpochMap, spectrum


def verdicts(epoch_map: EpochMap, rates: Sequence[float], epochs: int) -> list[str]:
    """Return 'works', 'slow' or 'diverges' for each learning rate.

    'slow': after all epochs more than a tenth of the slowest part of the distance is left.
    """
    found = []
    for rate in rates:
        left = epoch_map.radius(rate)
        found.append("diverges" if left >= 1 else "slow" if left**epochs > 0.1 else "works")
    return found


def limits_by_factor(
    X: Tensor, n_targets: int, factors: Sequence[float], column: int = 0
) -> list[float]:
    """Full-batch limits when one feature is multiplied by each factor.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Outputs c.
        factors: What to multiply by.
        column: Which feature.
    """
    limits = []
    for factor in factors:
        scaled = X.clone()
        scaled[:, column] *= factor
        limits.append(spectrum(scaled, n_targets).limit)
    return limits


def fall_of_limit(X: Tensor, n_targets: int, factor: float) -> float:
    """How many times lower the full-batch limit is when the first feature is scaled."""
    once, scaled = limits_by_factor(X, n_targets, [1, factor])
    return once / scaled
