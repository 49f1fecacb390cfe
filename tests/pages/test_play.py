"""The one loop that plays: for the newest script run only, fair, paced, and drawn in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
import streamlit as st

from pages.shared.draw import play as module
from pages.shared.draw.play import FIRST_FRAME, FRAME, play
from pages.shared.server.scheduler import QUANTUM, Account, Scheduler
from pages.shared.server.seat import Seat
from pages.shared.server.turns import Turns

STEP = 0.001  # seconds


class Rerun(BaseException):
    """As Streamlit's own: it ends a script run, which then begins anew."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = self.computed = 0.0

    def perf_counter(self) -> float:
        """The time in seconds."""
        return self.now

    def thread_time(self) -> float:
        """Seconds that this thread has computed, as far as frames go."""
        return self.computed


class Work(Turns):
    """Something to do, so many times; what was drawn is written down."""

    def __init__(self, clock: Clock, times: float = float("inf"), frames: int = 5) -> None:
        super().__init__()
        self.clock, self.left, self.enough = clock, times, frames
        self.done = 0
        self.frames: list[tuple[float, int]] = []  # when, and what was done by then
        self.drawing = self.waiting = 0.0  # seconds that a frame computes, and that it waits

    def advance(self) -> bool:
        """Do it once more."""
        self.clock.now += STEP
        self.done, self.left = self.done + 1, self.left - 1
        return self.left > 0

    def draw(self, number: int) -> None:
        """Draw a frame; once there are enough, another script run takes the turn."""
        assert number == len(self.frames) != self.enough
        self.frames.append((self.clock.now, self.done))
        self.clock.now += self.drawing + self.waiting
        self.clock.computed += self.drawing
        if len(self.frames) == self.enough:
            self.enter()

    @property
    def waits(self) -> list[float]:
        """Seconds before each frame."""
        return [later - earlier for (earlier, _), (later, _) in pairwise([(0.0, 0), *self.frames])]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture(autouse=True)
def seat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    def rerun() -> None:
        raise Rerun

    monkeypatch.setattr(st, "rerun", rerun)
    with Seat(Scheduler(2), Account()) as taken:
        yield taken


def test_work_that_is_done_runs_the_script_anew(clock: Clock) -> None:
    work = Work(clock, times=3)
    with pytest.raises(Rerun):
        play(work, work.enter(), work.advance, work.draw)
    assert work.done == 3
    assert work.enter(), "the turn is free again"


def test_who_never_had_the_newest_turn_does_nothing(clock: Clock) -> None:
    work = Work(clock)
    old = work.enter()
    work.enter()
    play(work, old, work.advance, work.draw)
    assert (work.done, work.frames) == (0, [])


def test_a_second_script_run_stops_the_first_before_its_next_step_and_frame() -> None:
    work = Work(Clock(), frames=-1)
    turn = work.enter()

    def script() -> None:
        with Seat(Scheduler(2), Account()):
            play(work, turn, work.advance, work.draw)

    first = threading.Thread(target=script)
    first.start()
    while len(work.frames) < 2:
        time.sleep(0.001)
    work.enter()
    at_once = work.done
    first.join(timeout=5)
    assert not first.is_alive(), "the former owner goes on"
    assert work.done == at_once


def test_frames_come_soon_then_evenly(clock: Clock) -> None:
    work = Work(clock)
    play(work, work.enter(), work.advance, work.draw)
    assert work.waits == pytest.approx([FIRST_FRAME, *[FRAME] * 4], abs=1.5 * STEP)


def test_however_late_it_is_the_work_goes_on_between_frames(clock: Clock) -> None:
    work = Work(clock)
    work.waiting = 3 * FRAME
    play(work, work.enter(), work.advance, work.draw)
    assert work.waits[1:] == pytest.approx([3 * FRAME + FIRST_FRAME] * 4, abs=1.5 * STEP)
    assert all(more - less >= FIRST_FRAME / STEP for (_, less), (_, more) in pairwise(work.frames))


def test_in_a_crowd_frames_make_room_by_what_they_take(clock: Clock, seat: Seat) -> None:
    for _ in range(29):
        seat.scheduler.come()
    work = Work(clock)
    work.drawing = 0.003
    play(work, work.enter(), work.advance, work.draw)
    crowded = seat.scheduler.frame_seconds(FRAME, work.drawing)
    assert crowded > 3 * FRAME
    assert work.waits[2:] == pytest.approx([crowded] * 3, abs=1.5 * STEP)


def test_one_costly_frame_among_cheap_ones_delays_none(clock: Clock, seat: Seat) -> None:
    costs = [0.004, 0.006, 0.02] * 3
    assert seat.scheduler.frame_seconds(FRAME, max(costs)) > FRAME
    work = Work(clock, frames=len(costs))
    draw = work.draw

    def draws(number: int) -> None:
        work.drawing = costs[number]
        draw(number)

    play(work, work.enter(), work.advance, draws)
    assert work.waits[1:] == pytest.approx([FRAME] * (len(costs) - 1), abs=1.5 * STEP)


def test_what_falls_due_at_rest_is_done_before_the_frame(clock: Clock, seat: Seat) -> None:
    work, wait = Work(clock, frames=1), 1e9

    def rest(seconds: float, _: object) -> None:
        nonlocal wait
        clock.now += seconds
        wait = 0.0  # now everything is due

    seat.rest = rest
    play(work, work.enter(), work.advance, work.draw, wait=lambda: wait)
    assert work.frames == [(pytest.approx(FIRST_FRAME + QUANTUM), pytest.approx(QUANTUM / STEP))]


def test_what_is_dear_is_drawn_in_every_sixteenth_frame_and_not_counted(clock: Clock) -> None:
    work, seldom = Work(clock, frames=34), []
    play(
        *(work, work.enter(), work.advance, work.draw),
        seldom=lambda: seldom.append(len(work.frames)),
    )
    assert seldom == [16, 32]


def test_others_may_compute_after_each_step_and_each_frame(clock: Clock, seat: Seat) -> None:
    work, told = Work(clock), []
    seat.breathe = told.append
    play(work, work.enter(), work.advance, work.draw, tell=print)
    assert told == [print] * (work.done + len(work.frames))
