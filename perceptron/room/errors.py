"""Why something can't be done in a room, in a sentence for whoever tried."""

from __future__ import annotations


class RoomError(ValueError):
    """Something can't be done in a room. The message says why, and what to do."""


class NoRoomError(RoomError):
    """There is no such room, or no longer."""


class ClosedError(RoomError):
    """A commit came for a question that is not open: too late, or too early."""


class FullError(RoomError):
    """A bound is reached."""


class RightError(RoomError):
    """Only the teacher may do this."""


class StoreError(RoomError):
    """The store can't be reached: nothing was changed, and it may be tried again."""
