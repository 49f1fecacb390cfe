"""A seat before the cores: who says that it takes long."""

from __future__ import annotations

import threading

import pytest

from pages.shared.server.scheduler import QUANTUM, Account, Scheduler
from pages.shared.server.seat import Seat, this_seat
from tests.server.test_scheduler import Clock, assert_empty, until


def test_a_script_run_finds_its_own_seat_while_it_sits_there() -> None:
    with Seat(Scheduler(1), Account()) as seat:
        assert this_seat() is seat
    with pytest.raises(LookupError):
        this_seat()


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
