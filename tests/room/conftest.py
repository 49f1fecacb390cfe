"""Both stores, as the tests of rooms need them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from perceptron.room.in_memory import InMemory
from perceptron.room.in_redis import InRedis
from perceptron.room.rooms import Rooms
from perceptron.room.store import Store
from perceptron.room.teaching import Teaching
from tools.redis_server import RedisServer, redis_path, redis_server


@dataclass(frozen=True)
class Place:
    """A store and its time."""

    store: Store
    wait: Callable[[float], None]  # lets seconds pass


@pytest.fixture(scope="session")
def installed() -> None:
    """Skips where there is no Redis server, fails where one is required."""
    if redis_path() is None:
        missing = "no Redis server on this machine (Debian: apt-get install redis-server)"
        if os.environ.get("PERCEPTRON_REQUIRE_REDIS"):
            pytest.fail(f"PERCEPTRON_REQUIRE_REDIS is set, but {missing}.")
        pytest.skip(missing)


@pytest.fixture(scope="session")
def shared_server(installed: None) -> Iterator[RedisServer]:
    """A server without a disk."""
    with redis_server() as running:
        yield running


@pytest.fixture
def server(shared_server: RedisServer) -> RedisServer:
    """A server without a disk, and without keys."""
    shared_server.run("FLUSHALL")
    return shared_server


@pytest.fixture
def own_server(installed: None, tmp_path: Path) -> Iterator[RedisServer]:
    """A server of this test alone, that keeps what it has answered to when it is killed."""
    with redis_server(tmp_path) as running:
        yield running


@pytest.fixture
def in_redis(server: RedisServer) -> Iterator[InRedis]:
    """A store in that server."""
    store = InRedis(server.address)
    yield store
    store.close()


def in_memory_place() -> Place:
    now = [1000.0]

    def wait(seconds: float) -> None:
        now[0] += seconds

    return Place(InMemory(lambda: now[0]), wait)


@pytest.fixture(params=["memory", "redis"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each store in turn; time passes at once in the one, and really in the other."""
    if request.param == "memory":
        return in_memory_place()
    return Place(request.getfixturevalue("in_redis"), time.sleep)


@pytest.fixture
def store(place: Place) -> Store:
    """Each store in turn."""
    return place.store


@pytest.fixture
def opened(store: Store) -> tuple[Rooms, str, Teaching]:
    """A room in each store in turn, and its teacher."""
    rooms = Rooms(store)
    room, key = rooms.open()
    return rooms, room, rooms.teaching(room, key)
