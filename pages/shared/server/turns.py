"""Turns: of script runs that overlap, only the newest goes on with what they share."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_AGAIN = 1e-4  # seconds between two looks at whether who asks has taken the turn


@dataclass(eq=False)
class Turns:
    """Work that goes on in the page, of which only the newest script run does more.

    Who asks for a turn comes before who works: a lock alone would be given up and taken again
    by the same thread, many times, before the other one has woken up.
    """

    _turn: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _asking: list[None] = field(default_factory=list)  # one for each who waits for the lock

    @property
    def asked(self) -> bool:
        """Whether someone waits for a turn: who works holds on no longer than it must."""
        return bool(self._asking)

    def enter(self) -> int:
        """Take a turn; whoever had the last one stops before its next step."""
        with self.taking() as turn:
            return turn

    @contextmanager
    def taking(self) -> Iterator[int]:
        """Take a turn and keep others from taking one; what is changed meanwhile stays changed."""
        self._asking.append(None)
        with self._lock:
            self._asking.pop()
            self._turn += 1
            yield self._turn

    @contextmanager
    def while_newest(self, turn: int) -> Iterator[bool]:
        """Keep others from taking a turn; yield whether `turn` is the newest."""
        while self._asking:
            time.sleep(_AGAIN)
        with self._lock:
            yield turn == self._turn
