"""A script run's seat in front of the server's cores, and the one line that leads there."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

import streamlit as st

from pages.shared.server.scheduler import Account, Scheduler, Tell, Ticket


class Seat:
    """A script run's place on a core: given up for whoever waits, after a slice, and at rest.

    Use it with `with`; it is left whatever ends the script run.

    Args:
        scheduler: The line.
        account: Who sits there.
        tell: Says how many are ahead, while it takes long; may be changed at any time.
    """

    def __init__(self, scheduler: Scheduler, account: Account, tell: Tell | None = None) -> None:
        self.scheduler = scheduler
        self.tell = tell
        self._account = account
        self._ticket: Ticket | None = None
        self._drawing = 0.0

    def __enter__(self) -> Self:
        """Wait for a core."""
        self.scheduler.come()
        try:
            self._take()
        except BaseException:
            self.scheduler.go()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self._free()
        self.scheduler.go()

    def breathe(self) -> None:
        """Let others have their turn, if the slice is over and somebody waits."""
        if self._ticket and self.scheduler.used_up(self._ticket):
            left, self._ticket = self._ticket, None
            self._ticket = self.scheduler.enter(self._account, self.tell, left)

    def rest(self, seconds: float) -> None:
        """Sleep, and let others compute meanwhile."""
        self._free()
        time.sleep(seconds)
        self._take()

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Note how long a frame takes, without what others compute meanwhile."""
        began = time.thread_time()
        yield
        self._drawing = time.thread_time() - began

    def frame_seconds(self, alone: float) -> float:
        """Seconds until the next frame; `alone` when there is no crowd."""
        return self.scheduler.frame_seconds(alone, self._drawing)

    def _take(self) -> None:
        self._ticket = self.scheduler.enter(self._account, self.tell)

    def _free(self) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket:
            self.scheduler.leave(self._account, ticket)


_seat: ContextVar[Seat | None] = ContextVar("seat", default=None)  # of this script run


@st.cache_resource
def scheduler() -> Scheduler:
    """Return the one line of this server."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Scheduler(ours or 1)


@contextmanager
def seated(tell: Tell | None = None) -> Iterator[Seat]:
    """Compute on a core of this server, in the name of the session, once there is one free."""
    account = st.session_state.setdefault("account", Account())
    with Seat(scheduler(), account, tell) as seat:
        token = _seat.set(seat)
        try:
            yield seat
        finally:
            _seat.reset(token)


def this_seat() -> Seat | None:
    """Return the seat of this script run, if it has one."""
    return _seat.get()


def in_line(ahead: int) -> str:
    """Say where a visitor stands.

    >>> in_line(3)
    'waiting for a free core: 3 ahead of you'
    """
    return "waiting for a free core: " + (f"{ahead} ahead of you" if ahead else "you are next")
