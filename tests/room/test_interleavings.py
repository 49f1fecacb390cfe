"""Whatever the order, and whoever dies: no commit is lost, doubled, invented or taken too late."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from perceptron.room.errors import ClosedError
from perceptron.room.in_memory import InMemory
from perceptron.room.in_redis import InRedis
from perceptron.room.rooms import Rooms
from perceptron.room.state import AGAIN, CLOSED
from perceptron.room.store import Commit, Store
from perceptron.room.teaching import Teaching
from tests.room.asking import STEPS, THEIR_KEY
from tests.room.phones import Note, Phone, check

MANY = int(os.environ.get("ROOM_INTERLEAVINGS", "0"))  # `make interleave`
STUDENTS = 500
SHARES = 4 if MANY else 1  # of the orders, for several processes
ACTS = 3 if MANY else 5  # of a student, on average
WORKERS = 6  # threads that take turns: the teacher, and phones


class Turns:
    """Lets one worker go on at a time, drawn by lot whenever all of them wait."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._lock = threading.Lock()
        self._gates = [threading.Semaphore(0) for _ in range(WORKERS)]
        self._waiting: set[int] = set()
        self._working = WORKERS
        self._here = threading.local()

    def work(self, worker: int, job: Callable[[], None]) -> None:
        """Do a worker's job."""
        self._here.worker = worker
        try:
            job()
        finally:
            with self._lock:
                self._working -= 1
                self._draw()

    def take(self) -> None:
        """Wait for one's turn."""
        worker = self._here.worker
        with self._lock:
            self._waiting.add(worker)
            self._draw()
        self._gates[worker].acquire()

    def _draw(self) -> None:
        if self._waiting and len(self._waiting) == self._working:
            drawn = self._random.choice(sorted(self._waiting))
            self._waiting.remove(drawn)
            self._gates[drawn].release()


class InTurns:
    """A store each of whose operations waits for its turn."""

    def __init__(self, store: Store, turns: Turns) -> None:
        self._store, self._turns = store, turns

    def __getattr__(self, name: str) -> Any:
        def operation(*args: Any) -> Any:
            self._turns.take()
            return getattr(self._store, name)(*args)

        return operation


def interleave(store: Store, seed: int, n_students: int, n_acts: int) -> None:
    """Let a class answer twice in one random order, and check what is kept."""
    notes: list[Note] = []
    room, key = Rooms(store).open(str(seed))
    outside = Rooms(store).teaching(room, key)
    outside.ask(STEPS, THEIR_KEY)
    turns, random = Turns(seed), Random(seed)
    rooms = Rooms(InTurns(store, turns))  # type: ignore[arg-type]
    ballots = [f"{STEPS.name}-{STEPS.mark}/{round_}" for round_ in (1, 2)]
    closed = []

    def teach() -> None:
        teaching = Teaching(rooms.store, room, key)
        for ballot in ballots:
            for _ in range(random.randrange(n_students * n_acts // WORKERS)):
                turns.take()
            teaching.move(CLOSED)
            closed.append(store.commits(room, ballot))  # as it was acknowledged
            if ballot == ballots[0]:
                teaching.move(AGAIN)

    def answer(worker: int) -> None:
        here = Random(f"{seed}/{worker}")
        whos = [*range(worker, n_students, WORKERS - 1), worker % 3]  # some have two phones
        phones = [Phone(rooms, room, who, here, notes.append) for who in whos]
        for phone in here.choices(phones, k=n_acts * len(phones)):
            phone.act()

    jobs = [teach, *(lambda w=worker: answer(w) for worker in range(WORKERS - 1))]  # type: ignore[misc]
    with ThreadPoolExecutor(WORKERS) as threads:
        for done in [threads.submit(turns.work, k, job) for k, job in enumerate(jobs)]:
            done.result()
    for ballot, at_close in zip(ballots, closed, strict=True):
        final = store.commits(room, ballot)
        assert final == at_close, "taken after the close was acknowledged"
        assert store.count(room, ballot) == len(final)
        check(notes, ballot, final)
    told = Rooms(store).watch(room, outside.watch)
    assert told["committed"] == len(closed[1])
    assert told["here"] + told["gone"] == len(outside.students()) <= n_students
    store.delete(room)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_order_of_messages_loses_or_doubles_a_commit_in_memory(share: int) -> None:
    for seed in range(share, MANY or 40, SHARES):
        interleave(InMemory(), seed, STUDENTS if MANY or seed < 2 else 20, ACTS)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_order_of_messages_loses_or_doubles_a_commit_in_redis(
    in_redis: InRedis, share: int
) -> None:
    for seed in range(share, MANY or 15, SHARES):
        interleave(in_redis, seed, STUDENTS if MANY or seed < 1 else 20, ACTS)


def test_an_order_comes_again_with_its_seed() -> None:
    drawn = []
    for _ in range(2):
        turns = Turns(7)
        order: list[int] = []

        def job(worker: int, turns: Turns = turns, order: list[int] = order) -> None:
            for _ in range(20):
                turns.take()
                order.append(worker)

        with ThreadPoolExecutor(WORKERS) as threads:
            for worker in range(WORKERS):
                threads.submit(turns.work, worker, lambda w=worker: job(w))  # type: ignore[misc]
        drawn.append(order)
    assert drawn[0] == drawn[1] != sorted(drawn[0])


def test_who_commits_while_it_is_closed_is_in_or_is_told(store: Store) -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            for k in range(60):
                close_among(store, threads, f"R{k}", n_first=k % 12)
    finally:
        sys.setswitchinterval(interval)


def close_among(store: Store, threads: ThreadPoolExecutor, room: str, n_first: int) -> None:
    """Close a vote when some have committed and others are at it."""
    store.create(room, "")
    store.replace(room, 1, "asked", "one/1")

    def commit(who: int) -> bool:
        try:
            return store.commit(room, "one/1", f"{who % 10}", Commit(1, f"{who}")).text == f"{who}"
        except ClosedError:
            return False

    tries = [threads.submit(commit, who) for who in range(20)]  # each from two phones
    for one in tries[:n_first]:
        one.result()
    store.replace(room, 2, "closed", "")
    at_close = store.commits(room, "one/1")
    taken = [who for who, one in enumerate(tries) if one.result()]
    assert store.commits(room, "one/1") == at_close
    assert at_close == {f"{who % 10}": Commit(1, f"{who}") for who in taken}
    assert len(taken) == len(at_close) >= n_first // 2
    store.delete(room)
