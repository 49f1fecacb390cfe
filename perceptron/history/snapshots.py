"""Parameters of many epochs, kept side by side in one block of memory.

One block, because thousands of small tensors that stay would pin the heap between the large
ones that a step frees: a run of the einsum model then grows by gigabytes.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch

from perceptron.history.thinning import Thinned
from perceptron.parameters import Parameters


class Snapshots:
    """Copies of each model's parameters after some epochs, thinned evenly to a budget.

    Args:
        start: Parameters of the shapes and dtype to be kept: W (d, c), b (c,).
        names: The models.
        budget: Bytes that the copies may take.
    """

    def __init__(self, start: Parameters, names: list[str], budget: int) -> None:
        d, c = start.W.shape
        self._kept: Thinned[tuple[int, tuple[str, ...]]] = Thinned(
            budget // (start.n_bytes * max(1, len(names)))
        )
        n_rows = self._kept.limit + 1  # one more than stays, until it is thinned
        self._shape = (len(names), d + 1, c)
        self._block = torch.empty(n_rows, len(names) * (d + 1), c, dtype=start.W.dtype)
        self._used = 0
        self._free: list[int] = []

    @property
    def epochs(self) -> list[int]:
        """The epochs kept, in order."""
        return list(self._kept.items)

    def add(self, epoch: int, parameters: Mapping[str, Parameters]) -> None:
        """Copy what the models that still train have after `epoch`."""
        if self._free:
            row = self._free.pop()
        else:
            row, self._used = self._used, self._used + 1
        parts = [part for one in parameters.values() for part in (one.W, one.b[None])]
        if parts:
            rows = torch.cat(parts)
            self._block[row].narrow(0, 0, rows.shape[0]).copy_(rows)
        self._free += [row for row, _ in self._kept.add(epoch, (row, tuple(parameters)))]

    def get(self, epoch: int) -> dict[str, Parameters]:
        """Return copies, on the CPU, of each model's parameters after a kept epoch."""
        row, names = self._kept.items[epoch]
        rows = self._block[row].clone().view(self._shape)
        places = dict(zip(names, rows, strict=False))
        return {name: Parameters(W=place[:-1], b=place[-1]) for name, place in places.items()}
