"""Two processes of phones, of which one is killed, at a server that is killed and restarted."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from perceptron.room.errors import ClosedError, StoreError
from perceptron.room.in_redis import InRedis
from perceptron.room.rooms import Rooms
from perceptron.room.state import AGAIN, ANSWER, CLOSED
from tests.room.asking import STEPS, THEIR_KEY, student_key
from tests.room.phones import KEPT, check, read_notes
from tests.room.test_interleavings import MANY, STUDENTS
from tools.redis_server import RedisServer

ROOT = Path(__file__).parents[2]
Result = TypeVar("Result")


def insist(do: Callable[[], Result]) -> Result:
    """Do it until the server answers, as somebody presses again."""
    for _ in range(400):
        try:
            return do()
        except StoreError:
            time.sleep(0.05)
    return do()


class Class:
    """Processes of phones, each writing into a file of its own."""

    def __init__(self, folder: Path, address: str, room: str) -> None:
        self._folder, self._place = folder, (address, room)
        self._running: list[subprocess.Popen[bytes]] = []
        self._files: list[Path] = []

    def start(self, first: int, last: int) -> subprocess.Popen[bytes]:
        """Start a process with the students of these numbers."""
        self._files.append(self._folder / f"{len(self._files)}.txt")
        words = [*self._place, *map(str, (len(self._files), first, last))]
        command = [sys.executable, "-m", "tests.room.phones", *words]
        with self._files[-1].open("wb") as notes:
            self._running.append(subprocess.Popen(command, cwd=ROOT, stdout=notes))
        return self._running[-1]

    def notes(self) -> list[tuple[str, int, str, int, float]]:
        """What all have written."""
        return [note for file in self._files for note in read_notes(file.read_text())]

    def wait_for(self, n_kept: int) -> None:
        """Wait until so many more messages have been kept."""
        before, deadline = self._n_kept(), time.monotonic() + 60
        while self._n_kept() < before + n_kept:
            assert time.monotonic() < deadline, "the phones have stopped"
            time.sleep(0.02)

    def _n_kept(self) -> int:
        return sum(note[0] == KEPT for note in self.notes())

    def wait_for_the_end(self) -> None:
        """Wait until the phones have seen the answer."""
        assert all(one.wait(60) in (0, -9) for one in self._running)

    def kill(self) -> None:
        """End what still runs."""
        for one in self._running:
            one.kill()
            one.wait()


@contextmanager
def class_of(folder: Path, address: str, room: str) -> Iterator[Class]:
    """Phones, that end with the test."""
    phones = Class(folder, address, room)
    try:
        yield phones
    finally:
        phones.kill()


def walk(server: RedisServer, folder: Path, seed: int, n_students: int) -> None:
    """Let a class answer twice while connections, a process and the server die."""
    store, random = InRedis(server.address), Random(seed)
    rooms = Rooms(store)
    room, key = rooms.open(str(seed))
    teaching = rooms.teaching(room, key)
    teaching.ask(STEPS, THEIR_KEY)
    ballots = [f"{STEPS.name}-{STEPS.mark}/{round_}" for round_ in (1, 2)]
    at_close = []
    half = n_students // 2
    with class_of(folder, server.address, room) as phones:
        one, _ = phones.start(0, half), phones.start(half, n_students)
        for ballot in ballots:
            phones.wait_for(random.randrange(20, 2 * n_students))
            for _ in range(10):
                server.run("CLIENT KILL TYPE normal")
                time.sleep(random.random() / 50)
            phones.wait_for(10)
            server.kill()
            time.sleep(random.random() / 5)
            server.start()
            phones.wait_for(10)
            if ballot == ballots[1]:
                one.kill()
                phones.start(0, half)  # the same students, in another process
                phones.wait_for(20)
            insist(lambda: teaching.move(CLOSED))
            at_close.append(insist(lambda: store.commits(room, ballots[len(at_close)])))
            time.sleep(0.2)  # messages that were under way
            with pytest.raises(ClosedError):
                insist(partial(rooms.commit, room, student_key(n_students), ballot, 1, 12, True))
            if ballot == ballots[0]:
                insist(lambda: teaching.move(AGAIN))
        insist(lambda: teaching.move(ANSWER))
        phones.wait_for_the_end()
        notes = phones.notes()
    for ballot, then in zip(ballots, at_close, strict=True):
        final = store.commits(room, ballot)
        assert final == then, "taken after the close was acknowledged"
        assert store.count(room, ballot) == len(final) > 0
        check(notes, ballot, final)
    assert len(store.students(room)) <= n_students
    store.delete(room)
    store.close()


def test_nothing_is_lost_when_connections_processes_and_the_server_die(
    own_server: RedisServer, tmp_path: Path
) -> None:
    for seed in range(MANY // 50 or 1):
        folder = tmp_path / str(seed)
        folder.mkdir()
        walk(own_server, folder, seed, STUDENTS if MANY else 60)
