"""The one loop that plays: for the newest script run only, fair, paced, and drawn in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import streamlit as st

from pages.shared.draw.play import FIRST_FRAME, FRAME, play
from pages.shared.server.scheduler import Account, Scheduler
from pages.shared.server.seat import Seat
from pages.shared.server.turns import Turns


class Rerun(BaseException):
    """As Streamlit's own: it ends a script run, which then begins anew."""


class Work(Turns):
    """Something to do, so many times; what was done and drawn is written down."""

    def __init__(self, times: float, seconds: float = 0.001) -> None:
        super().__init__()
        self.left = times
        self.seconds = seconds
        self.done = 0
        self.frames: list[tuple[int, int]] = []  # number, and what was done by then
        self.enough = 5
        self.then: Callable[[], object] = self.enter

    def advance(self) -> bool:
        """Do it once more."""
        time.sleep(self.seconds)
        self.done, self.left = self.done + 1, self.left - 1
        return self.left > 0

    def draw(self, number: int) -> None:
        """Write a frame down; as soon as there are enough, somebody else takes the turn."""
        self.frames.append((number, self.done))
        if len(self.frames) == self.enough:
            self.then()


@pytest.fixture(autouse=True)
def _rerun(monkeypatch: pytest.MonkeyPatch) -> None:
    def rerun() -> None:
        raise Rerun

    monkeypatch.setattr(st, "rerun", rerun)


@pytest.fixture
def seat() -> Iterator[Seat]:
    with Seat(Scheduler(2), Account()) as taken:
        yield taken


@pytest.mark.usefixtures("seat")
def test_work_that_is_done_runs_the_script_anew() -> None:
    work = Work(3)
    with pytest.raises(Rerun):
        play(work, work.enter(), work.advance, work.draw)
    assert work.done == 3
    assert work.enter(), "the turn is free again"


@pytest.mark.usefixtures("seat")
def test_who_never_had_the_newest_turn_does_nothing() -> None:
    work = Work(3)
    old = work.enter()
    work.enter()
    play(work, old, work.advance, work.draw)
    assert (work.done, work.frames) == (0, [])


def test_a_second_script_run_stops_the_first_before_its_next_step_and_frame() -> None:
    work, turn = Work(float("inf")), 0

    def script() -> None:
        with Seat(Scheduler(2), Account()):
            play(work, turn, work.advance, work.draw)

    turn, work.enough = work.enter(), 0
    first = threading.Thread(target=script)
    first.start()
    while len(work.frames) < 2:
        time.sleep(0.001)
    work.enter()
    at_once = work.done, len(work.frames)
    first.join(timeout=1)
    assert not first.is_alive(), "the former owner goes on"
    assert (work.done, len(work.frames)) == at_once


@pytest.mark.usefixtures("seat")
def test_frames_come_soon_then_evenly_and_always_with_some_work_between() -> None:
    work = Work(float("inf"))
    draw, times = work.draw, [time.perf_counter()]

    def slow(number: int) -> None:
        times.append(time.perf_counter())
        if number == 3:
            time.sleep(2 * FRAME)  # so that the next one is late already
        draw(number)

    play(work, work.enter(), work.advance, slow)
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert FIRST_FRAME <= waits[0] < FRAME
    assert all(FRAME <= wait < 2 * FRAME for wait in waits[1:4])
    assert waits[4] >= 2 * FRAME + FIRST_FRAME
    done = [done for _, done in work.frames]
    assert sorted(set(done)) == done, "however late it is, it goes on"


def test_what_falls_due_at_rest_is_done_before_the_frame(seat: Seat, monkeypatch) -> None:
    work, wait = Work(float("inf")), 1e9
    work.enough = 1

    def rest(seconds: float, tell: object) -> None:
        nonlocal wait
        time.sleep(seconds)
        wait = 0.0  # now everything is due

    monkeypatch.setattr(seat, "rest", rest)
    play(work, work.enter(), work.advance, work.draw, wait=lambda: wait)
    assert work.frames[0][1] > 1


@pytest.mark.usefixtures("seat")
def test_what_is_not_due_waits_but_frames_go_on() -> None:
    work = Work(float("inf"))
    work.enough = 2
    play(work, work.enter(), work.advance, work.draw, wait=lambda: 1e9)
    assert work.frames == [(0, 0), (1, 0)]


@pytest.mark.usefixtures("seat")
def test_what_is_dear_is_drawn_in_every_sixteenth_frame(monkeypatch) -> None:
    monkeypatch.setattr("pages.shared.draw.play.FRAME", 0.001)
    monkeypatch.setattr("pages.shared.draw.play.FIRST_FRAME", 0.001)
    work, seldom = Work(float("inf"), 0), []
    work.enough = 34
    play(work, work.enter(), work.advance, work.draw, seldom=lambda: seldom.append(work.frames[-1]))
    assert [number for number, _ in seldom] == [15, 31]


def test_it_stands_in_the_one_line_and_tells_whom_it_is_told_to(monkeypatch) -> None:
    monkeypatch.setattr("pages.shared.server.scheduler.SILENCE", 0.01)
    scheduler, work, heard = Scheduler(1), Work(60), []
    corner: list[int | None] = []

    def other() -> None:
        with Seat(scheduler, Account(used=1e-9)):
            time.sleep(0.2)

    with Seat(scheduler, Account(), corner.append):
        threading.Thread(target=other).start()
        with pytest.raises(Rerun):
            play(work, work.enter(), work.advance, work.draw, tell=heard.append)
    assert 0 in heard
    assert heard[-1] is None, "the wait is over"
    assert corner == []
