"""The derivative with four axes, dY_hat/dW: its slices, both ways to flatten it, the contraction.

Flattened to a matrix it is a Kronecker product, and which one depends on the order in which
entries are counted. Row by row ("row-major", as torch stores them) it is X (x) I; column by
column ("column-major", as mathematics writes vec) it is I (x) X.
Sources: "Multivariate linear regression" of the course Inside Deep Learning; Magnus and
Neudecker, "Matrix Differential Calculus", for vec and the commutation matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.config import ConfigError
from perceptron.gradients import contract, prediction_by_weight
from perceptron.sizes import MIB, four_axis_bytes
from perceptron.text.language import _
from perceptron.text.numbers import in_bytes

SHOWN_BYTES = MIB  # of the tensor that a page builds to be looked at
_FRAMES = 120  # of a film of the contraction
_FILM = 4_000  # numbers of one of its matrices, in all frames


def samples_within(m: int, d: int, c: int, budget: int = SHOWN_BYTES) -> int:
    """Return for how many of m samples the four-axis tensor stays within a budget.

    Args:
        m: Samples in the batch.
        d: Inputs.
        c: Outputs.
        budget: In bytes.

    Raises:
        ConfigError: If a single sample needs more.
    """
    one = four_axis_bytes(1, d, c)
    if one > budget:
        raise ConfigError(
            _(
                "The four-axis tensor of one sample must fit into {limit} to be shown; {inputs} "
                "inputs and {outputs} outputs need {needed}. Choose fewer inputs or outputs.",
                limit=in_bytes(budget),
                inputs=d,
                outputs=c,
                needed=in_bytes(one),
            )
        )
    return min(m, budget // one)


# --- what a slice is -------------------------------------------------------------------


def unit(j: int, c: int) -> Tensor:
    """Row j of the identity, shape (1, c): 1 at j, else 0."""
    return torch.eye(c, dtype=torch.float64)[j][None]


def slice_of(X: Tensor, i: int, j: int, c: int) -> Tensor:
    """dy_hat_ij/dW, shape (d, c): all zero but column j, which is row i of X."""
    return X[i][:, None] @ unit(j, c)


def share_of_zeros(derivative: Tensor) -> float:
    """Count the zeros of a tensor; a fraction of all entries."""
    return float((derivative == 0).double().mean())


def structural_zeros(c: int) -> float:
    """The fraction of dY_hat/dW that is zero whatever the data: 1 - 1/c.

    >>> structural_zeros(1), structural_zeros(4)
    (0.0, 0.75)
    """
    return 1 - 1 / c


# --- two orders ------------------------------------------------------------------------


def by_rows(X: Tensor, c: int) -> Tensor:
    """X (x) I, shape (m c, d c): row i c + j is y_hat_ij, column p c + q is w_pq."""
    return torch.kron(X, torch.eye(c, dtype=X.dtype))


def by_columns(X: Tensor, c: int) -> Tensor:
    """I (x) X, shape (m c, d c): row j m + i is y_hat_ij, column q d + p is w_pq."""
    return torch.kron(torch.eye(c, dtype=X.dtype), X)


def commutation(rows: int, columns: int) -> Tensor:
    """The permutation K that turns counting by rows into counting by columns.

    K applied to a (rows, columns) matrix that was flattened row by row gives it column by
    column; shape (rows columns, rows columns).
    """
    order = torch.arange(rows * columns).reshape(rows, columns).T.flatten()
    return torch.eye(rows * columns, dtype=torch.float64)[order]


@dataclass(frozen=True, slots=True, eq=False)
class Flattened:
    """dY_hat/dW as a matrix, and where one of its entries stands.

    Attributes:
        title: How entries are counted.
        values: Shape (m c, d c).
        row: Of the entry.
        column: Of the entry.
        row_names: Which prediction each row is.
        column_names: Which weight each column is.
    """

    title: str
    values: Tensor
    row: int
    column: int
    row_names: list[str]
    column_names: list[str]


def flattenings(X: Tensor, c: int, i: int, j: int, p: int) -> tuple[Flattened, ...]:
    """From X (x) I to I (x) X by the permutation of the rows, then of the columns.

    The entry that is followed is dy_hat_ij/dw_pj.
    """
    m, d = X.shape
    K, K_weights = commutation(m, c), commutation(d, c)
    flat = by_rows(X, c)
    predictions, weights = _names("ŷ", m, c), _names("w", d, c)
    predictions_moved = [predictions[k] for k in K.argmax(dim=1).tolist()]
    weights_moved = [weights[k] for k in K_weights.argmax(dim=1).tolist()]
    at = i * c + j, p * c + j
    moved = j * m + i, j * d + p
    return (
        Flattened(
            _("{product}: by rows", product="X ⊗ I"), flat, at[0], at[1], predictions, weights
        ),
        Flattened(
            _("{product}: rows moved", product="K (X ⊗ I)"),
            K @ flat,
            moved[0],
            at[1],
            predictions_moved,
            weights,
        ),
        Flattened(
            _("{product}: by columns", product="K (X ⊗ I) Kᵀ"),
            K @ flat @ K_weights.T,
            *moved,
            predictions_moved,
            weights_moved,
        ),
    )


def _names(letter: str, rows: int, columns: int) -> list[str]:
    return [f"{letter} {i + 1},{j + 1}" for i in range(rows) for j in range(columns)]


def later_form(X: Tensor, c: int) -> Tensor:
    """dY_hat/dW as later versions of the course build it, shape (m, c, d, c)."""
    return torch.einsum("pr,qs->pqrs", X, torch.eye(c, dtype=X.dtype))


def forms_agree(X: Tensor, c: int) -> bool:
    """Whether the Kronecker product and the later form are bit-identical."""
    return prediction_by_weight(X, torch.eye(c, dtype=X.dtype)).equal(later_form(X, c))


def mixed_up(X: Tensor, delta: Tensor) -> Tensor:
    """What comes out if delta is flattened by rows and the derivative by columns: not dL/dW.

    The shapes fit, (m c) @ (m c, d c) -> (d, c), so nothing warns.
    """
    d, c = X.shape[1], delta.shape[1]
    return (delta.flatten() @ by_columns(X, c)).reshape(d, c)


# --- the contraction -------------------------------------------------------------------


def weighted_sum(delta: Tensor, derivative: Tensor, n: int) -> Tensor:
    """Add up the first n slices of dY_hat/dW, each times its entry of delta.

    Args:
        delta: dL/dY_hat, shape (m, c).
        derivative: dY_hat/dW, shape (m, c, d, c).
        n: How many slices, counted row by row; all m c of them give dL/dW.

    Raises:
        ValueError: If there are not that many.
    """
    if not 0 <= n <= delta.numel():
        most = delta.numel()
        raise ValueError(
            f"n must be between 0 and the slices m c ({most}); got {n}."  # in English: our own code
        )
    kept = (torch.arange(delta.numel()) < n).reshape(delta.shape)
    return contract(delta * kept, derivative)


def counts_to_play(total: int, numbers: int) -> list[int]:
    """After how many slices a film of the sum shows it: each, or evenly chosen ones of many.

    Args:
        total: Slices there are.
        numbers: In one slice.

    >>> counts_to_play(8, 6), counts_to_play(1000, 2)[:3], counts_to_play(9, 10_000)
    ([1, 2, 3, 4, 5, 6, 7, 8], [1, 9, 17], [1, 9])
    """
    most = min(total, _FRAMES, max(2, _FILM // numbers))
    if most < 2:
        return [total]
    return [1 + (total - 1) * k // (most - 1) for k in range(most)]
