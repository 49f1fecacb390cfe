"""Turns: of script runs that overlap, only the newest goes on with what they share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class Turns:
    """Work that goes on in the page, of which only the newest script run does more."""

    _turn: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self) -> int:
        """Take a turn; whoever had the last one stops before its next step."""
        with self.taking() as turn:
            return turn

    @contextmanager
    def taking(self) -> Iterator[int]:
        """Take a turn and keep others from taking one; what is changed meanwhile stays changed."""
        with self._lock:
            self._turn += 1
            yield self._turn

    @contextmanager
    def while_newest(self, turn: int) -> Iterator[bool]:
        """Keep others from taking a turn; yield whether `turn` is the newest."""
        with self._lock:
            yield turn == self._turn
