"""What a step costs: bytes, known before anything is allocated."""

from __future__ import annotations

KIB = 2**10
MIB = 2**20


def four_axis_bytes(m: int, d: int, c: int, itemsize: int = 8) -> int:
    """Bytes of dY_hat/dW, the tensor of m c d c entries.

    Args:
        m: Samples in a batch.
        d: Inputs.
        c: Outputs.
        itemsize: Bytes of one number: 8 for float64, 4 for float32.

    >>> four_axis_bytes(33, 6, 3) == 33 * 3 * 6 * 3 * 8
    True
    """
    return m * c * d * c * itemsize


def first_way_multiplications(m: int, d: int, c: int) -> int:
    """Multiplications of dL/dW = X^T delta: m for each of the d c weights.

    >>> first_way_multiplications(33, 6, 3)
    594
    """
    return m * d * c


def contraction_multiplications(m: int, d: int, c: int) -> int:
    """Multiplications that join delta with dY_hat/dW: m c for each of the d c weights.

    Nearly all of them multiply by zero.

    >>> contraction_multiplications(33, 6, 3)
    1782
    """
    return m * c * d * c
