"""Rooms in a Redis or Valkey server: for several processes, on one machine or on several."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from perceptron.room import scripts, store
from perceptron.room.errors import ClosedError, FullError, NoRoomError, StoreError
from perceptron.room.listening import Listening
from perceptron.room.scripts import PREFIX
from perceptron.room.store import COUNT, STATE, Commit, Heard, Kept
from perceptron.room.words import AWAY, CLOSED, GONE, ROOMS_FULL, STUDENTS_FULL
from perceptron.text.language import _

PATIENCE = 0.5  # seconds for the server to take a connection, and again for it to answer


class InRedis:
    """A store in a Redis server (6 or later) or Valkey; see `Store`.

    Each operation is one script, so it is atomic. A connection that broke is opened once more and
    the script sent again: what it had done already, it does not do twice. A server that does not
    answer is not waited for longer than twice `PATIENCE`. Ages are by the server's clock, so the
    machines' clocks don't matter. One server, with or without replicas; a Redis Cluster won't do,
    as a room's keys lie in several of its slots.

    Args:
        address: `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS.

    Raises:
        ValueError: If this is no such address.
    """

    def __init__(self, address: str) -> None:
        self._client = redis.Redis.from_url(
            address,
            decode_responses=True,
            protocol=2,  # all servers speak it, and push nothing that was not asked for
            max_connections=1000,  # each thread that asks at the moment has one
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            socket_keepalive=True,  # what was cut without a word is found out while idle
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        )
        try:
            self._client.connection_pool.make_connection()  # not opened: it reads the options
        except TypeError as error:
            raise ValueError("unknown option") from error  # in English: `store_from` says it
        self._scripts: dict[str, Any] = {}
        self._listening = Listening(self._client)

    def create(self, room: str, record: str) -> bool:
        """Make a room; return whether the code was free."""
        bounds = store.MAX_ROOMS, _milliseconds(store.SECONDS_KEPT)
        word, *_found = self._run(scripts.CREATE, room, record, *bounds)
        if word == scripts.FULL:
            raise FullError(_(ROOMS_FULL, n=store.MAX_ROOMS))
        return bool(word == scripts.DONE)

    def read(self, room: str) -> Kept:
        """Return what is kept of a room."""
        version, record, ballot = self._in_room(scripts.READ, room)
        return Kept(int(version), record, ballot)

    def replace(self, room: str, version: int, record: str, ballot: str) -> bool:
        """Write record and ballot if the version is still this one; return whether it was."""
        word, *_found = self._run(scripts.REPLACE, room, version, record, ballot, STATE)
        _refuse(word)
        return bool(word == scripts.DONE)

    def renew(self, room: str) -> None:
        """Keep a room for `SECONDS_KEPT` from now."""
        self._in_room(scripts.RENEW, room, _milliseconds(store.SECONDS_KEPT))

    def delete(self, room: str) -> None:
        """Keep nothing of a room."""
        self._run(scripts.DELETE, room, STATE)

    def commit(self, room: str, ballot: str, student: str, commit: Commit) -> Commit:
        """Keep a commit, unless this or a later one is kept; return the one that is kept."""
        value, most = f"{commit.number} {commit.text}", store.MAX_STUDENTS
        asked = ballot, student, commit.number, value, most, COUNT
        (kept,) = self._in_room(scripts.COMMIT, room, *asked)
        return _read_commit(kept)

    def commits(self, room: str, ballot: str) -> Mapping[str, Commit]:
        """Return the commits of a vote, by student."""
        (flat,) = self._in_room(scripts.COMMITS, room, ballot)
        return {student: _read_commit(value) for student, value in _pairs(flat)}

    def committed(self, room: str, ballot: str, student: str) -> Commit | None:
        """Return one student's commit in a vote."""
        (value,) = self._in_room(scripts.COMMITTED, room, ballot, student)
        return None if value is None else _read_commit(value)

    def count(self, room: str, ballot: str) -> int:
        """Return how many students have committed in a vote."""
        (count,) = self._in_room(scripts.COUNT, room, ballot)
        return int(count)

    def hear(self, room: str, student: str, how: str) -> None:
        """Note that a student is there."""
        self._in_room(scripts.HEAR, room, student, how, store.MAX_STUDENTS, COUNT)

    def students(self, room: str) -> Mapping[str, Heard]:
        """Return when each student of a room was last heard of."""
        now, flat = self._in_room(scripts.STUDENTS, room)
        heard = {student: value.split(" ", 1) for student, value in _pairs(flat)}
        ages = {student: (now - int(at)) / 1000 for student, (at, _) in heard.items()}
        return {student: Heard(max(0.0, ages[student]), how) for student, (_, how) in heard.items()}

    def allow(self, what: str, limit: int, seconds: int, tries: int = 1) -> bool:
        """Count tries; return whether there were fewer than `limit` before in this time."""
        tried = hashlib.blake2s(what.encode(), digest_size=16).hexdigest()  # no network is kept
        key = f"{PREFIX}tries:{tried}"
        _word, before = self._call(scripts.ALLOW, key, tries, _milliseconds(seconds))
        return int(before) < limit

    def listen(self, told: Callable[[str, str], None]) -> Callable[[], None]:
        """Call `told(room, STATE or COUNT)` after each change; return what ends it."""
        return self._listening.add(told)

    def close(self) -> None:
        """End the thread that listens, and all connections."""
        self._listening.end()
        self._client.close()

    def _in_room(self, script: str, room: str, *args: str | int) -> list[Any]:
        word, *found = self._run(script, room, *args)
        _refuse(word)
        return found

    def _run(self, script: str, room: str, *args: str | int) -> list[Any]:
        return self._call(script, f"{PREFIX}room:{room}", room, *args)

    def _call(self, script: str, key: str, *args: str | int) -> list[Any]:
        """Run a script; the server is sent its text once, and then only what it is called."""
        if (run := self._scripts.get(script)) is None:
            run = self._scripts[script] = self._client.register_script(script)
        try:
            return list(run(keys=[key], args=args))
        except redis.RedisError as error:
            raise StoreError(_(AWAY)) from error


def _refuse(word: str) -> None:
    """Raise what a script's word stands for, if it says no."""
    if word == scripts.GONE:
        raise NoRoomError(_(GONE))
    if word == scripts.CLOSED:
        raise ClosedError(_(CLOSED))
    if word == scripts.FULL:
        raise FullError(_(STUDENTS_FULL, n=store.MAX_STUDENTS))


def _read_commit(value: str) -> Commit:
    number, text = value.split(" ", 1)
    return Commit(int(number), text)


def _pairs(flat: list[str]) -> Iterator[tuple[str, str]]:
    return zip(flat[::2], flat[1::2], strict=True)


def _milliseconds(seconds: float) -> int:
    return round(1000 * seconds)
