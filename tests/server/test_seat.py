"""A seat before a core: what who waits hears, and what others do while one rests."""

from __future__ import annotations

import threading

from pages.shared.server.scheduler import QUANTUM, Account, Scheduler
from pages.shared.server.seat import Seat, in_line
from tests.server.test_scheduler import Clock, assert_empty, hold, until


def test_a_visitor_hears_how_many_are_ahead() -> None:
    scheduler = Scheduler(1)
    door = hold(scheduler)
    heard: dict[int, list[int | None]] = {number: [] for number in range(3)}

    def wait(number: int) -> None:
        with Seat(scheduler, Account(), heard[number].append):
            pass

    threads = [threading.Thread(target=wait, args=(number,)) for number in heard]
    for number, thread in enumerate(threads):
        thread.start()
        until(lambda number=number: scheduler.waiting == number + 1)
    until(lambda: all(heard.values()))
    door.__exit__()
    for thread in threads:
        thread.join(timeout=5)
    assert [heard[number][0] for number in range(3)] == [0, 1, 2]
    assert [heard[number][-1] for number in range(3)] == [None, None, None], "the wait is over"
    assert in_line(2) == "waiting for a free core: 2 ahead of you"
    assert_empty(scheduler)


def test_who_says_it_in_mid_run_says_it_alone() -> None:
    clock, corner, beside = Clock(), [], []
    scheduler = Scheduler(1, clock)

    def other() -> None:
        with Seat(scheduler, Account()):
            until(lambda: beside)

    with Seat(scheduler, Account(), corner.append) as seat:
        threading.Thread(target=other).start()
        until(lambda: scheduler.waiting)
        clock.time += QUANTUM
        seat.breathe(beside.append)
    assert (corner, beside) == ([], [0, None])
    assert_empty(scheduler)


def test_who_rests_lets_others_compute() -> None:
    scheduler = Scheduler(1)
    with Seat(scheduler, Account()) as seat:
        other = threading.Thread(target=lambda: hold(scheduler).__exit__())
        seat.rest(0)
        other.start()
        until(lambda: scheduler.waiting)
        seat.rest(0.001)
        other.join(timeout=5)
        assert not other.is_alive()
        assert scheduler.computing == 1
    assert_empty(scheduler)
