"""What is particular to rooms in a Redis server: its keys, its outages, its address."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import redis

from perceptron.room import store as bounds
from perceptron.room.errors import RoomError, StoreError
from perceptron.room.in_memory import InMemory
from perceptron.room.in_redis import InRedis
from perceptron.room.rooms import Rooms
from perceptron.room.store import Commit, Kept
from perceptron.room.stores import store_from
from tools.redis_server import RedisServer

A_SECOND = 1.0  # that a page may wait for a server that does not answer


def fill(store: InRedis) -> None:
    store.create("ROOM2", "first")
    store.replace("ROOM2", 1, "asked", "one/1")
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    store.replace("ROOM2", 2, "asked", "two/1")
    store.commit("ROOM2", "two/1", "ada", Commit(1, "a"))
    store.hear("ROOM2", "ben", "live")
    store.allow("code 192.0.2.7", 60, 60)


def every_call(store: InRedis) -> list[Callable[[], object]]:
    return [
        lambda: store.create("ROOM3", ""),
        lambda: store.read("ROOM2"),
        lambda: store.replace("ROOM2", 1, "", ""),
        lambda: store.renew("ROOM2"),
        lambda: store.delete("ROOM2"),
        lambda: store.commit("ROOM2", "one/1", "ada", Commit(1, "a")),
        lambda: store.commits("ROOM2", "one/1"),
        lambda: store.committed("ROOM2", "one/1", "ada"),
        lambda: store.count("ROOM2", "one/1"),
        lambda: store.hear("ROOM2", "ada", "live"),
        lambda: store.students("ROOM2"),
        lambda: store.allow("a", 1, 1),
    ]


def assert_away(call: Callable[[], object]) -> None:
    started = time.monotonic()
    with pytest.raises(StoreError, match="can't be reached for the moment"):
        call()
    assert time.monotonic() - started < A_SECOND


def test_every_key_is_ours_and_expires(server: RedisServer, in_redis: InRedis) -> None:
    fill(in_redis)
    with redis.Redis.from_url(server.address, decode_responses=True) as client:
        keys = client.keys("*")
        kept = {key: client.pttl(key) for key in keys}
        room = {key for key in kept if ":room:" in key or key.endswith(":rooms")}
        assert len(kept) == 7
        assert all(key.startswith("perceptron:") for key in kept)
        assert not any("192.0.2.7" in key for key in kept)
        assert len({client.pexpiretime(key) for key in room}) == 1  # all at the same moment
        assert 0 < min(kept.values()) <= 60_000 < max(kept.values())
        assert max(kept.values()) <= 1000 * bounds.SECONDS_KEPT
        in_redis.delete("ROOM2")
        (left,) = client.keys("*")
        assert left.startswith("perceptron:tries:")


def test_a_server_that_answers_nobody_is_not_waited_for(
    server: RedisServer, in_redis: InRedis
) -> None:
    fill(in_redis)
    with server.stopped():
        for call in every_call(in_redis)[:4]:  # with a connection that was open, and with new ones
            assert_away(call)
    assert in_redis.read("ROOM2").record == "asked"


def test_a_server_that_is_gone_is_said_at_once_and_its_return_is_found(
    own_server: RedisServer,
) -> None:
    store = InRedis(own_server.address)
    fill(store)
    kept = store.read("ROOM2")
    own_server.kill()
    for call in every_call(store):
        assert_away(call)
    own_server.start()
    assert store.read("ROOM2") == kept
    assert store.committed("ROOM2", "one/1", "ada") == Commit(1, "a")
    assert store.students("ROOM2").keys() == {"ada", "ben"}
    store.close()


def test_connections_that_were_cut_are_opened_again_unseen(
    server: RedisServer, in_redis: InRedis
) -> None:
    fill(in_redis)
    for _ in range(5):
        server.run("CLIENT KILL TYPE normal")
        assert in_redis.read("ROOM2") == Kept(3, "asked", "two/1")


def test_a_server_that_refuses_is_away_too(own_server: RedisServer) -> None:
    store = InRedis(own_server.address)
    fill(store)
    own_server.run("CONFIG SET maxmemory 1")  # nothing more can be written
    assert_away(lambda: store.commit("ROOM2", "two/1", "ben", Commit(1, "a")))
    own_server.run("CONFIG SET maxmemory 0")
    assert store.commits("ROOM2", "two/1").keys() == {"ada"}
    own_server.run("CONFIG SET requirepass secret")
    own_server.run("CLIENT KILL TYPE normal")
    stranger = InRedis(own_server.address)
    assert_away(lambda: stranger.read("ROOM2"))
    known = InRedis(own_server.address.replace("://", "://:secret@"))
    assert known.read("ROOM2").record == "asked"
    for one in (store, stranger, known):
        one.close()


def test_rooms_open_in_one_process_are_open_in_the_other(server: RedisServer) -> None:
    here, there = (Rooms(InRedis(server.address)) for _ in range(2))
    room, key = here.open()
    there.teaching(room, key).show("train")
    assert here.view(room, "0" * 24)["page"] == "train"
    for one in (here, there):
        one.store.close()  # type: ignore[attr-defined]


def test_without_an_address_rooms_are_in_memory() -> None:
    assert isinstance(store_from(None), InMemory)
    assert isinstance(store_from(""), InMemory)


def test_a_server_need_not_be_there_yet() -> None:
    store = store_from("redis://127.0.0.1:1")
    assert isinstance(store, InRedis)
    assert_away(lambda: store.read("ROOM2"))
    store.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://user:secret@host",
        "user:secret@host:6379",
        "unix:///secret",
        "redis:secret",
        "secret",
        "redis://:sec/ret@host:6379",
        "redis://host:secret",
        "redis://host:99999",
        "redis://host?socket_timeout=secret",
        "redis://host?secret=1",
    ],
)
def test_another_address_is_refused_in_a_sentence_without_what_may_be_secret(address: str) -> None:
    with pytest.raises(RoomError, match=r"PERCEPTRON_ROOMS .*redis.?://.*127\.0\.0\.1") as refused:
        store_from(address)
    assert "sec" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
