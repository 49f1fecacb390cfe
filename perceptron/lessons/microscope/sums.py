"""The sum behind a number of a matrix, written out with the numbers that went into it."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from perceptron.text.language import ngettext
from perceptron.text.numbers import factor, number

MAX_TERMS = 8  # of a sum that is written out in full
_HEAD, _TAIL = 5, 2  # of a longer one


def terms(n: int, term: Callable[[int], str]) -> list[str]:
    """The terms of a sum; of a long one the first and the last, and how many are between.

    Args:
        n: How many terms there are.
        term: Writes term k, from 0.

    >>> terms(3, str), terms(12, str)
    (['0', '1', '2'], ['0', '1', '2', '3', '4', '… 5 more …', '10', '11'])
    """
    if n <= MAX_TERMS:
        return [term(k) for k in range(n)]
    more = ngettext("… {n} more …", "… {n} more …", n - _HEAD - _TAIL)
    return [*(term(k) for k in range(_HEAD)), more, *(term(k) for k in range(n - _TAIL, n))]


def products(one: Tensor, other: Tensor) -> list[str]:
    """The products of two vectors, entry by entry, as the terms of a sum.

    Args:
        one: Of shape (n,).
        other: Of shape (n,).

    >>> import torch
    >>> products(torch.tensor([1.0, 3.0]), torch.tensor([2.0, -1.0]))
    ['1 · 2', '3 · (−1)']
    """
    return terms(len(one), lambda k: f"{factor(one[k].item())} · {factor(other[k].item())}")


def numbers(values: Tensor) -> list[str]:
    """Numbers, shape (n,), as the terms of a sum: negative ones in parentheses, not the first."""
    return terms(len(values), lambda k: (factor if k else number)(values[k].item()))


def squares(values: Tensor) -> list[str]:
    """The squares of numbers, of any shape, as the terms of a sum."""
    flat = values.flatten()
    return terms(len(flat), lambda k: f"{factor(flat[k].item())}²")


def sum_of(written: list[str], result: Tensor) -> str:
    """A sum and what it makes.

    >>> import torch
    >>> sum_of(["1 · 2", "1"], torch.tensor(3.0))
    '1 · 2 + 1 = 3'
    """
    return f"{' + '.join(written)} = {number(result.item())}"
