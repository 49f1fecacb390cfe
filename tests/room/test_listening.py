"""Who listens hears of each change, over both stores, and after an outage of every room."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from perceptron.room.in_redis import InRedis
from perceptron.room.store import COUNT, STATE, Commit, Store
from tools.redis_server import RedisServer


class Ear:
    """Listens to a store, and has begun to hear."""

    def __init__(self, store: Store) -> None:
        self._told: list[tuple[str, str]] = []
        self._changed = threading.Condition()
        self.end = store.listen(self.tell)
        store.create("FIRST", "")
        for version in range(1, 100):
            store.replace("FIRST", version, "", "")
            with self._changed:
                if self._changed.wait_for(lambda: ("FIRST", STATE) in self._told, 0.1):
                    return
        raise AssertionError("nothing was heard")

    def tell(self, room: str, what: str) -> None:
        """Note a change."""
        with self._changed:
            self._told.append((room, what))
            self._changed.notify_all()

    def told(self, room: str) -> list[str]:
        """What has changed in a room."""
        with self._changed:
            return [what for one, what in self._told if one == room]

    def wait_for(self, *expected: str, room: str = "ROOM2") -> None:
        """Wait until exactly this has changed in a room."""
        with self._changed:
            heard = self._changed.wait_for(lambda: self.told(room) == [*expected], 10)
        assert heard, (self.told(room), expected)

    def wait_for_more(self, before: int) -> None:
        """Wait until every room may have changed once more."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.told("")) > before, 10)


def change_everything(store: Store) -> None:
    store.create("ROOM2", "first")
    store.replace("ROOM2", 1, "asked", "one/1")
    store.hear("ROOM2", "ada", "live")
    store.hear("ROOM2", "ada", "live")  # no news
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))
    store.commit("ROOM2", "one/1", "ada", Commit(1, "a"))  # no news
    store.replace("ROOM2", 1, "late", "")  # no news
    store.delete("ROOM2")


TOLD = (STATE, COUNT, COUNT, STATE)


def test_each_change_is_told_until_nobody_listens(store: Store) -> None:
    ear, other = Ear(store), Ear(store)
    change_everything(store)
    ear.wait_for(*TOLD)
    ear.end()
    change_everything(store)
    other.wait_for(*TOLD, *TOLD)
    ear.wait_for(*TOLD)
    other.end()


def test_one_who_fails_to_listen_harms_nobody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_room: str, _what: str) -> None:
        raise RuntimeError("the loop is closed")

    end = store.listen(fail)
    ear = Ear(store)
    change_everything(store)
    ear.wait_for(*TOLD)
    assert "was not taken" in caplog.text
    ear.end()
    end()


def test_changes_are_heard_in_all_processes(server: RedisServer, in_redis: InRedis) -> None:
    other = InRedis(server.address)
    ear = Ear(in_redis)
    change_everything(other)
    ear.wait_for(*TOLD)
    ear.end()
    other.close()


@pytest.mark.parametrize("outage", ["killed connections", "restarted server", "silence"])
def test_after_an_outage_every_room_may_have_changed(
    outage: str, own_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perceptron.room.listening.SILENCE", 0.3)
    monkeypatch.setattr("perceptron.room.listening.TICK", 0.1)
    store, unharmed = InRedis(own_server.address), InRedis(own_server.address)
    ear = Ear(store)
    before = len(ear.told(""))

    def kill() -> None:
        own_server.run("CLIENT KILL TYPE pubsub")

    def restart() -> None:
        own_server.kill()
        own_server.start()

    def silence() -> None:
        with own_server.stopped():
            threading.Event().wait(1.5)

    outages: dict[str, Callable[[], None]] = {
        "killed connections": kill, "restarted server": restart, "silence": silence,
    }  # fmt: skip
    outages[outage]()
    ear.wait_for_more(before)
    change_everything(unharmed)
    ear.wait_for(*TOLD)
    ear.end()
    store.close()
    unharmed.close()


def test_what_listens_ends_with_its_store(server: RedisServer) -> None:
    store = InRedis(server.address)
    Ear(store).end()
    assert "rooms" in [thread.name for thread in threading.enumerate()]
    store.close()
    assert "rooms" not in [thread.name for thread in threading.enumerate()]
