"""A script run's seat in front of the server's cores, and the one line that leads there."""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Self

import streamlit as st

from pages.shared.server.of_session import of_session
from pages.shared.server.scheduler import Account, Scheduler, Tell, Ticket, cores
from perceptron.text.language import _


class Seat:
    """A script run's place on a core: given up for whoever waits, after a quantum, and at rest.

    Use it with `with`; it is left whatever ends the script run.

    Args:
        scheduler: The line.
        account: Who sits there.
        tell: Says how many are ahead, while it takes long and nobody else says it.
    """

    def __init__(self, scheduler: Scheduler, account: Account, tell: Tell | None = None) -> None:
        self.scheduler = scheduler
        self._tell = tell
        self._account = account
        self._ticket: Ticket | None = None

    def __enter__(self) -> Self:
        """Wait for a core."""
        self.scheduler.come()
        try:
            self._take()
        except BaseException:
            self.scheduler.go()
            raise
        self._token = _seat.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self._free()
        self.scheduler.go()
        _seat.reset(self._token)

    def breathe(self, tell: Tell | None = None) -> None:
        """Let others have their turn, if the quantum is over and somebody waits."""
        if self._ticket and self.scheduler.used_up(self._ticket):
            left, self._ticket = self._ticket, None
            self._ticket = self.scheduler.enter(self._account, tell or self._tell, left)

    def rest(self, seconds: float, tell: Tell | None = None) -> None:
        """Sleep, and let others compute meanwhile."""
        self._free()
        time.sleep(seconds)
        self._take(tell)

    def _take(self, tell: Tell | None = None) -> None:
        self._ticket = self.scheduler.enter(self._account, tell or self._tell)

    def _free(self) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket:
            self.scheduler.leave(self._account, ticket)


_seat: ContextVar[Seat] = ContextVar("seat")  # of this script run


@st.cache_resource
def scheduler() -> Scheduler:
    """Return the one line of this server."""
    return Scheduler(cores())


def seated(tell: Tell | None = None) -> Seat:
    """Make the session's seat on a core of this server; `with` waits until there is one free."""
    return Seat(scheduler(), of_session("account", Account), tell)


def this_seat() -> Seat:
    """Return the seat of this script run, taken before its page runs.

    Raises:
        LookupError: If there is none.
    """
    return _seat.get()


def in_line(ahead: int) -> str:
    """Say where a visitor stands.

    >>> in_line(3)
    'waiting for a free core: 3 ahead of you'
    """
    if not ahead:
        return _("waiting for a free core: you are next")
    return _("waiting for a free core: {n} ahead of you", n=ahead)
