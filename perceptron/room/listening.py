"""Hears of changes that a Redis server tells, whoever made them, in one thread for a process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import redis

from perceptron.room.listeners import Listeners, Told
from perceptron.room.scripts import CHANGES
from perceptron.room.store import STATE

TICK = 1.0  # seconds after which the thread looks whether it is still needed
SILENCE = 5.0  # after which the server is asked whether it is there, and again must answer
_PAUSES = (0.1, 0.3, 1.0)  # before it is looked for again; then always the last
_log = logging.getLogger(__name__)


class Listening:
    """Tells who listens of each change; of every room after an outage.

    Args:
        client: Of the server.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._listeners = Listeners()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def add(self, told: Told) -> Callable[[], None]:
        """Call `told(room, what)` after each change from now on; return what ends it."""
        end = self._listeners.add(told)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="rooms", daemon=True)
                self._thread.start()
        return end

    def end(self) -> None:
        """End the thread."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(2 * TICK)

    def _listen(self) -> None:
        failures = 0
        while not self._ended.is_set():
            try:
                with self._client.pubsub() as channel:  # type: ignore[no-untyped-call]
                    channel.subscribe(CHANGES)
                    for room, what in self._changes(channel):
                        failures = 0
                        self._listeners.tell(room, what)
            except redis.RedisError as error:
                if failures == 0:
                    name = type(error).__name__
                    _log.warning("The rooms' server is away: %s", name)  # in English: a log
                self._ended.wait(_PAUSES[min(failures, len(_PAUSES) - 1)])
                failures += 1

    def _changes(self, channel: redis.client.PubSub) -> Iterator[tuple[str, str]]:
        """Yield what has changed, and ("", STATE) whenever a subscription begins, also anew."""
        heard, asked = time.monotonic(), False
        while not self._ended.is_set():
            message = channel.get_message(timeout=TICK)
            now = time.monotonic()
            if message is not None:
                heard, asked = now, False
            elif now - heard > 2 * SILENCE:
                raise redis.TimeoutError("The server is silent.")  # in English: nobody is told
            elif now - heard > SILENCE and not asked:
                channel.ping()
                asked = True
            if message is not None and message["type"] == "subscribe":
                yield "", STATE
            elif message is not None and message["type"] == "message":
                room, _space, what = str(message["data"]).partition(" ")
                yield room, what
