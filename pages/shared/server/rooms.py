"""The rooms of this server, and who waits for changes in them."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from perceptron.room.rooms import Rooms
from perceptron.room.store import STATE
from perceptron.room.stores import VARIABLE, store_from


class Hub:
    """Wakes those who wait for changes in a room, in the server's one event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, dict[asyncio.Event, bool]] = defaultdict(dict)
        self.ended = False

    def told(self, room: str, what: str) -> None:
        """Wake who waits for such a change; called in any thread.

        Args:
            room: Its code; empty for every room.
            what: `STATE`, or `COUNT`, which only teachers wait for.
        """
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, room, what)

    def _wake(self, room: str, what: str) -> None:
        for code in [room] if room else list(self._waiting):
            for event, counts in self._waiting.get(code, {}).items():
                if counts or what == STATE:
                    event.set()

    def end(self) -> None:
        """Let all who wait go: a server that stops waits for its last connection to close."""
        self.ended = True
        self.told("", STATE)

    @contextmanager
    def waiting(self, room: str, *, counts: bool = False) -> Iterator[asyncio.Event]:
        """Make what is set after each change in a room; who has seen it clears it.

        Args:
            room: Its code.
            counts: Whether it matters how many have committed and are there.
        """
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._waiting[room][event] = counts
        try:
            yield event
        finally:
            del self._waiting[room][event]
            if not self._waiting[room]:
                del self._waiting[room]


@cache
def hub() -> Hub:
    """Return the one of this process."""
    return Hub()


@cache
def rooms() -> Rooms:
    """Return the rooms of this process, or of all processes that share a store.

    Raises:
        RoomError: If the environment names no store.
    """
    store = store_from(os.environ.get(VARIABLE))
    store.listen(hub().told)
    return Rooms(store)
