"""The line before the cores: bounded, fair, and left by whoever goes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from pages.shared.server.scheduler import DRAWING, LONGEST_FRAME, QUANTUM, Account, Scheduler
from pages.shared.server.seat import Seat, in_line

LONG = 1.5 * QUANTUM  # a turn that is over


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        """The time in seconds."""
        return self.time


class Visitors:
    """Threads that compute by slices of a clock of their own, and the order in which they did."""

    def __init__(self, slots: int = 1) -> None:
        self.clock = Clock()
        self.scheduler = Scheduler(slots, self.clock)
        self.order: list[str] = []
        self._threads: list[threading.Thread] = []

    def come(self, name: str, turns: int, seconds: float, used: float = 0.0) -> None:
        """Let somebody come, who needs so many turns of so many seconds and has used some."""

        def compute() -> None:
            with Seat(self.scheduler, Account(used)) as seat:
                for _ in range(turns):
                    self.clock.time += seconds
                    self.order.append(name)
                    seat.breathe()

        before = self.scheduler.waiting + self.scheduler.computing
        self._threads.append(threading.Thread(target=compute, daemon=True))
        self._threads[-1].start()
        until(lambda: self.scheduler.waiting + self.scheduler.computing > before)

    def all_gone(self) -> None:
        """Wait until everybody has left."""
        for thread in self._threads:
            thread.join(timeout=30)
            assert not thread.is_alive(), "somebody waits for ever"
        assert_empty(self.scheduler)


def until(condition: Callable[[], object]) -> None:
    """Wait for what another thread is about to do."""
    for _ in range(5_000):
        if condition():
            return
        time.sleep(0.001)
    raise AssertionError("it never came to that")


def assert_empty(scheduler: Scheduler) -> None:
    assert (scheduler.waiting, scheduler.computing, scheduler.there) == (0, 0, 0)


def hold(scheduler: Scheduler) -> Seat:
    """Take a seat that stays taken."""
    return Seat(scheduler, Account()).__enter__()


def test_equals_take_turns() -> None:
    visitors = Visitors()
    door = hold(visitors.scheduler)
    for name in "abc":
        visitors.come(name, 50, LONG)
    door.__exit__()
    visitors.all_gone()
    for start in range(0, 150, 3):
        assert Counter(visitors.order[start : start + 3]) == Counter("abc")


@pytest.mark.parametrize("heavy", [1, 5, 29])
def test_heavy_visitors_slow_a_light_one_by_its_fair_share_and_no_more(heavy: int) -> None:
    visitors = Visitors()
    door = Seat(visitors.scheduler, Account(used=5.0)).__enter__()
    for number in range(heavy):  # in the midst of their work, with steps that can't be cut
        visitors.come(f"heavy {number}", 40, 10 * LONG, used=5.0 + 10 * LONG * number / heavy)
    visitors.come("light", 10, LONG)
    door.__exit__()
    visitors.all_gone()
    last = len(visitors.order) - 1 - visitors.order[::-1].index("light")
    needed = sum(LONG if name == "light" else 10 * LONG for name in visitors.order[: last + 1])
    fair = (heavy + 1) * 10 * LONG
    assert needed <= 2 * fair


def test_who_was_away_gets_no_credit_for_it() -> None:
    clock = Clock()
    scheduler = Scheduler(1, clock)
    rested, busy = Account(), Account()
    for _ in range(20):
        with Seat(scheduler, busy):
            clock.time += QUANTUM
    with Seat(scheduler, rested):
        pass
    assert rested.used == pytest.approx(busy.used, abs=QUANTUM * 1.01)


def test_no_more_compute_than_there_are_slots() -> None:
    scheduler, lock = Scheduler(2), threading.Lock()
    at_once, most = 0, 0

    def compute() -> None:
        nonlocal at_once, most
        for _ in range(20):
            with Seat(scheduler, Account()):
                with lock:
                    at_once += 1
                    most = max(most, at_once)
                time.sleep(0.0005)
                with lock:
                    at_once -= 1

    threads = [threading.Thread(target=compute) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert most == 2
    assert_empty(scheduler)


def test_a_seat_is_left_whatever_ends_the_script() -> None:
    scheduler = Scheduler(1)
    with pytest.raises(ZeroDivisionError), Seat(scheduler, Account()):
        raise ZeroDivisionError
    assert_empty(scheduler)


class Stop(BaseException):
    """As Streamlit's own: it stops a script run inside a drawing call."""


def test_who_is_stopped_in_the_line_gives_up_the_place() -> None:
    scheduler = Scheduler(1)
    door = hold(scheduler)

    def tell(_: int | None) -> None:
        raise Stop

    with pytest.raises(Stop):
        Seat(scheduler, Account(), tell).__enter__()
    assert scheduler.waiting == 0
    door.__exit__()
    assert_empty(scheduler)


def test_who_is_stopped_after_being_called_hands_the_place_on() -> None:
    scheduler = Scheduler(1)
    door = hold(scheduler)

    def tell(_: int | None) -> None:
        door.__exit__()  # which calls the one who is about to stop
        raise Stop

    with pytest.raises(Stop):
        Seat(scheduler, Account(), tell).__enter__()
    assert_empty(scheduler)


def test_a_seat_lost_in_mid_run_is_not_left_twice() -> None:
    clock = Clock()
    scheduler = Scheduler(1, clock)

    def tell(_: int | None) -> None:
        raise Stop

    seat = Seat(scheduler, Account(), tell).__enter__()
    other = threading.Thread(target=hold, args=(scheduler,))
    other.start()
    until(lambda: scheduler.waiting)
    clock.time += QUANTUM
    with pytest.raises(Stop):
        seat.breathe()
    seat.__exit__()
    other.join(timeout=5)
    assert (scheduler.waiting, scheduler.computing, scheduler.there) == (0, 1, 1)


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


def test_alone_frames_are_as_dense_as_ever_and_in_a_crowd_they_make_room() -> None:
    scheduler, frame, drawing = Scheduler(2), 0.118, 0.003
    with Seat(scheduler, Account()) as seat:
        seat.breathe()  # nobody waits, so nothing happens
        assert scheduler.frame_seconds(frame, drawing) == frame
        for _ in range(29):
            scheduler.come()
        seconds = scheduler.frame_seconds(frame, drawing)
        assert seconds > frame
        assert 30 * drawing / seconds == pytest.approx(2 * DRAWING)  # of two cores
        assert scheduler.frame_seconds(frame, drawing=10) == LONGEST_FRAME
