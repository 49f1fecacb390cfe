"""Who is told of each change in a room."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

Told = Callable[[str, str], None]
_log = logging.getLogger(__name__)


class Listeners:
    """Those who are told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Told] = []

    def add(self, told: Told) -> Callable[[], None]:
        """Call `told(room, what)` from now on; return what ends it."""
        with self._lock:
            self._listeners.append(told)

        def end() -> None:
            with self._lock:
                self._listeners.remove(told)

        return end

    def tell(self, room: str, what: str) -> None:
        """Tell all. One who fails is no fault of who made the change, nor of the others."""
        with self._lock:
            listeners = list(self._listeners)
        for told in listeners:
            try:
                told(room, what)
            except Exception:
                _log.exception("A change of a room was not taken.")  # in English: a log
