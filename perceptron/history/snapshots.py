"""Parameters of many epochs, kept side by side in one block of memory.

One block, because thousands of small tensors that stay would pin the heap between the large
ones that a step frees: a run of the einsum model then grows by gigabytes.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch

from perceptron.history.thinning import Thinned
from perceptron.parameters import Parameters

WAITING = 32  # epochs that are copied into the block together: each copy has its own cost


class Snapshots:
    """Copies of each model's parameters after some epochs, thinned evenly to a budget.

    Args:
        start: Parameters of the shapes and dtype to be kept: W (d, c), b (c,).
        names: The models.
        budget: Bytes that the copies may take.
    """

    def __init__(self, start: Parameters, names: list[str], budget: int) -> None:
        self._kept: Thinned[tuple[int, tuple[str, ...]]] = Thinned(
            budget // (start.n_bytes * max(1, len(names)))
        )
        n_rows = self._kept.limit + 1  # one more than stays, until it is thinned
        self._W = start.W.new_empty(n_rows, len(names), *start.W.shape, device="cpu")
        self._b = start.b.new_empty(n_rows, len(names), *start.b.shape, device="cpu")
        self._waiting: dict[int, Mapping[str, Parameters]] = {}
        self._names = tuple(names)  # of all that wait
        self._used = 0
        self._free: list[int] = []

    @property
    def epochs(self) -> list[int]:
        """The epochs kept, in order."""
        return list(self._kept.items)

    def add(self, epoch: int, parameters: Mapping[str, Parameters]) -> None:
        """Keep what the models that still train have after `epoch`: tensors that nobody changes."""
        if self._free:
            row = self._free.pop()
        else:
            row, self._used = self._used, self._used + 1
        names = tuple(parameters)
        if len(self._waiting) == WAITING or names != self._names:
            self._write()
            self._names = names
        self._waiting[row] = parameters
        self._free += [row for row, _ in self._kept.add(epoch, (row, names))]

    def _write(self) -> None:
        """Copy what waits into the block, from where it is read from then on."""
        every = [one for after in self._waiting.values() for one in after.values()]
        if every:
            rows, n = torch.tensor(list(self._waiting)), len(self._names)
            W, b = torch.cat([one.W for one in every]), torch.cat([one.b for one in every])
            self._W[rows, :n] = W.view(-1, n, *self._W.shape[2:]).to("cpu")
            self._b[rows, :n] = b.view(-1, n, *self._b.shape[2:]).to("cpu")
        self._waiting = {}

    def get(self, epoch: int) -> dict[str, Parameters]:
        """Return copies, on the CPU, of each model's parameters after a kept epoch."""
        row, names = self._kept.items[epoch]
        if after := self._waiting.get(row):
            return {name: after[name].to("cpu", self._W.dtype).clone() for name in names}
        W, b = self._W[row].clone(), self._b[row].clone()
        return {name: Parameters(W[k], b[k]) for k, name in enumerate(names)}
