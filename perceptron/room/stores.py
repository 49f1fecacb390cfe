"""Which store keeps the rooms."""

from __future__ import annotations

from perceptron.room.errors import RoomError
from perceptron.room.in_memory import InMemory
from perceptron.room.store import Store
from perceptron.text.language import _

VARIABLE = "PERCEPTRON_ROOMS"  # of the environment
_SCHEMES = ("redis", "rediss")


def store_from(address: str | None) -> Store:
    """Return the store that an address names: a Redis server's, or this process's memory.

    It need not be reachable yet.

    Args:
        address: What `VARIABLE` says, as `redis://host:6379`; None or empty for the memory.

    Raises:
        RoomError: If it is no such address. The message holds no password that stands in it.
    """
    if not address:
        return InMemory()
    scheme, found, _rest = address.partition("://")
    if not found or scheme not in _SCHEMES:
        raise RoomError(
            _(
                "{variable} must be the address of a Redis server, as {plain} or {secret}; "
                "got {got} before ://.",
                variable=VARIABLE,
                plain="redis://127.0.0.1:6379",
                secret="rediss://user:password@host:6380",
                got=repr(scheme[:20] if found else "no"),
            )
        )
    from perceptron.room.in_redis import InRedis  # only a server of several processes needs it

    try:
        return InRedis(address)
    except ValueError:
        raise RoomError(
            _(
                "{variable} can't be read after {scheme}: host, port and database must be as in "
                "{example}.",
                variable=VARIABLE,
                scheme=f"{scheme}://",
                example=f"{scheme}://127.0.0.1:6379/0",
            )
        ) from None  # what could not be read may be a password
