"""Keeping fewer: evenly spread items of a long run, so that memory and frames stay bounded.

Strides are powers of two, so what is kept at one length is kept at the next one too.
"""

from __future__ import annotations

from typing import Generic, TypeVar

Item = TypeVar("Item")  # in English: a name in Python


def thin(n: int, limit: int) -> list[int]:
    """Return at most `limit` + 1 of the positions 0 ... n - 1, both ends kept.

    >>> thin(5, limit=10), thin(10, limit=3)
    ([0, 1, 2, 3, 4], [0, 4, 8, 9])
    """
    stride = 1
    while n > stride * limit:
        stride *= 2
    kept = list(range(0, n, stride))
    return kept if not kept or kept[-1] == n - 1 else [*kept, n - 1]


class Thinned(Generic[Item]):
    """Numbered items of which only every `stride`-th is kept once there are too many.

    The newest is always kept, whatever its number.

    >>> kept = Thinned(limit=4)
    >>> for number in range(10):
    ...     dropped = kept.add(number, number)
    >>> list(kept.items)
    [0, 4, 8, 9]
    """

    def __init__(self, limit: int) -> None:
        self.limit = max(4, limit)
        self.stride = 1
        self.items: dict[int, Item] = {}
        self._newest = 0

    def add(self, number: int, item: Item) -> list[Item]:
        """Keep `item`; return what no longer falls on the stride and was dropped for it."""
        dropped = []
        if self._newest % self.stride:
            dropped.append(self.items.pop(self._newest))
        self.items[number] = item
        self._newest = number
        while len(self.items) > self.limit:
            self.stride *= 2
            off = [n for n in self.items if n % self.stride and n != number]
            dropped += [self.items.pop(n) for n in off]
        return dropped

    def copy(self) -> Thinned[Item]:
        """Return the same items, to go on with."""
        other: Thinned[Item] = Thinned(self.limit)
        other.stride, other.items, other._newest = self.stride, self.items.copy(), self._newest
        return other
