"""How a teacher's phones are led: at once to another page, and calmly while a slider moves."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from perceptron.room.errors import RoomError
from perceptron.room.teaching import Teaching

PAUSE = 2.0  # seconds between two settings of one page that phones are led to


@dataclass(eq=False)
class Leader:
    """Leads the phones of a room to the pages that one session of its teacher shows.

    Each change of the address would run a script on every phone of the class. So of the settings
    that a page passes through within `PAUSE`, phones see the last.

    Attributes:
        shown: Where it has led last; empty for nowhere, or where that is over.
    """

    shown: str = ""
    _wanted: str = ""
    _last: float = 0.0
    _timer: threading.Timer | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def lead(self, here: Teaching, there: str) -> None:
        """Lead to a page with its settings, as `microscope?phase=delta`.

        Raises:
            RoomError: If the room is closed, or can't be reached.
        """
        with self._lock:
            if there == self._wanted:
                return
            self._wanted = there
            same = there.partition("?")[0] == self.shown.partition("?")[0]
            rest = self._last + PAUSE - time.monotonic()
            if not same or rest <= 0:
                self._show(here, None)
            elif self._timer is None:
                self._timer = threading.Timer(rest, self._late, (here,))
                self._timer.daemon = True
                self._timer.start()

    def leave(self, here: Teaching) -> None:
        """Lead nowhere any more, but to what is waiting; the next page is led to at once.

        Raises:
            RoomError: As `lead`.
        """
        with self._lock:
            if self._timer is not None:
                self._show(here, self.shown)
            self.shown = self._wanted = ""

    def _late(self, here: Teaching) -> None:
        with self._lock, suppress(RoomError):
            if self._timer is not None:
                self._show(here, self.shown)

    def _show(self, here: Teaching, instead_of: str | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._last = None, time.monotonic()
        try:
            here.show(self._wanted, instead_of)
        except RoomError:
            self._wanted = self.shown  # so that it is tried again
            raise
        self.shown = self._wanted
