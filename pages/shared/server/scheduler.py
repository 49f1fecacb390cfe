"""Who computes now: a fair queue for the server's cores, shared by all visitors.

Python lets threads run by turns of milliseconds, so thirty visitors at once would all be there
late. Here as many compute as there are cores, and the others wait in line.

The line is start-time fair queueing (Goyal, Vin and Cheng, 1996): next comes who has used least.
A visitor who was away comes in where the line stands, so that rest earns nothing; who asks for
much falls behind by what it used. So a visitor who needs little waits for about one quantum of
another's, however many ask for much.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field

QUANTUM = 0.05  # seconds of computing, after which others may have their turn
SILENCE = 0.5  # seconds of waiting, after which a visitor is told
LONGEST_SILENCE = 2.0  # seconds until the visitor is told anew; each time is twice the last
DRAWING = 1 / 12  # of the cores' time may go into frames, in a crowd
LONGEST_FRAME = 2.0  # seconds between frames at most

Tell = Callable[[int | None], None]
"""Says how many are ahead in the line; None when the waiting is over."""


def cores() -> int:
    """How many cores this process may use."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ours or 1


@dataclass(eq=False)
class Account:
    """What one session has used, in seconds on a clock that all sessions share.

    Attributes:
        used: Where the session stands in the line; least comes first.
    """

    used: float = 0.0


@dataclass(order=True)
class Ticket:
    """A place in the line, then on a core.

    Attributes:
        used: What the session had used when it asked.
        number: Who asked first, among equals.
        gate: Locked until there is a core; a bare lock wakes a thread soonest.
        called: Whether there is.
        began: When that was.
    """

    used: float
    number: int
    gate: threading.Lock = field(compare=False, default_factory=threading.Lock)
    called: bool = field(compare=False, default=False)
    began: float = field(compare=False, default=0.0)


class Scheduler:
    """The line before the cores.

    Args:
        slots: How many may compute at once.
        clock: Tells the time in seconds.

    Attributes:
        there: How many script runs are in progress: computing, waiting or at rest.
    """

    def __init__(self, slots: int, clock: Callable[[], float] = time.perf_counter) -> None:
        self.slots = slots
        self.there = 0
        self._clock = clock
        self._free = slots
        self._line: list[Ticket] = []
        self._served = 0.0  # where the line stands
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait for a core."""
        return len(self._line)

    @property
    def computing(self) -> int:
        """How many compute; only tests ask: a core that is not given back shows here alone."""
        return self.slots - self._free

    def frame_seconds(self, alone: float, drawing: float) -> float:
        """Seconds between the frames of a visitor; more in a crowd, as all draw on the same cores.

        Args:
            alone: Seconds when there is no crowd.
            drawing: Seconds of computing that a frame takes.
        """
        share = DRAWING * self.slots / max(self.there, 1)
        return max(alone, min(drawing / share, LONGEST_FRAME))

    def come(self) -> None:
        """Count a script run that begins."""
        with self._lock:
            self.there += 1

    def go(self) -> None:
        """Count it no more."""
        with self._lock:
            self.there -= 1

    def enter(
        self, account: Account, tell: Tell | None = None, left: Ticket | None = None
    ) -> Ticket:
        """Wait for a core.

        Args:
            account: Who asks.
            tell: Called every now and then while it takes long. It may raise to give up.
            left: What is given up for it in the same moment; who was not away loses nothing.

        Returns:
            What `leave` wants back.
        """
        with self._lock:
            if left:
                self._charge(account, left)
            else:
                account.used = max(account.used, self._served)
            ticket = Ticket(account.used, next(self._numbers))
            ticket.gate.acquire()
            insort(self._line, ticket)
            self._call()
        try:
            told, silence = False, SILENCE
            while not ticket.gate.acquire(timeout=silence):
                silence = min(2 * silence, LONGEST_SILENCE)  # to tell takes time that others wait
                if tell:
                    tell(self.ahead_of(ticket))
                    told = True
            if tell and told:
                tell(None)
        except BaseException:  # Streamlit stops a script run so
            self._give_up(ticket)
            raise
        return ticket

    def ahead_of(self, ticket: Ticket) -> int:
        """How many come first, as the line stands."""
        with self._lock:
            return sum(other < ticket for other in self._line)

    def leave(self, account: Account, ticket: Ticket) -> None:
        """Let the next one in, and note what was used."""
        with self._lock:
            self._charge(account, ticket)
            self._call()

    def used_up(self, ticket: Ticket) -> bool:
        """Whether a quantum is over and somebody waits."""
        return bool(self._line) and self._clock() - ticket.began >= QUANTUM

    def _charge(self, account: Account, ticket: Ticket) -> None:
        account.used += self._clock() - ticket.began
        self._free += 1

    def _give_up(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket.called:  # it was called just now
                self._free += 1
            else:
                self._line.remove(ticket)
            self._call()

    def _call(self) -> None:
        """Call who comes next, while there are free cores; the lock is held."""
        while self._free and self._line:
            ticket = self._line.pop(0)
            self._free -= 1
            self._served = max(self._served, ticket.used)
            ticket.began = self._clock()
            ticket.called = True
            ticket.gate.release()
