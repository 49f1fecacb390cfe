"""The run of a session: kept between script runs, trained by the newest of them only.

After a click Streamlit starts the next script run at once, in another thread, while the
old one goes on until its next drawing call. Both hold the same run. So every script run and
every click takes a turn, and who does not have the newest turn never trains another step
and never puts another run in its place.

A click only writes down what it asks for, in the moment in which it takes its turn: the script
run that plays can't write over it. The page does it, and strikes it out in the moment in which it
is done: a script run that another one cuts short loses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

import streamlit as st

from pages.shared.server.faults import FAULTS, explain
from pages.shared.server.seat import this_seat
from pages.shared.server.turns import Turns
from pages.shared.session.settings import Settings, load_data
from perceptron import Run

SPEEDS = {  # epochs a second; None is as fast as the machine goes
    "slow motion": 0.25,
    "1 epoch/s": 1.0,
    "4 epochs/s": 4.0,
    "20 epochs/s": 20.0,
    "full speed": None,
}
DEFAULT_SPEED = "4 epochs/s"


@dataclass(frozen=True, slots=True, eq=False)
class LiveRun:
    """A run and what it was made from.

    Attributes:
        run: The run.
        settings: Its settings; the learning rate and the epochs are those it has now.
    """

    run: Run
    settings: Settings

    def step(self) -> None:
        """Train one batch; a run whose step fails is given up, with the reason in words."""
        try:
            self.run.step()
        except FAULTS as fault:  # a visitor never sees a traceback
            self.run.give_up(explain(fault))

    def catch_up(self, steps: int, seconds: float) -> None:
        """Train until so many updates are done, or the seconds are over."""
        until = time.monotonic() + seconds
        while self.run.steps_done < steps and not self.run.done and time.monotonic() < until:
            self.step()


class Wish(Enum):
    """What a click asks of the page."""

    BATCH = "train one batch"
    EPOCH = "train on to the end of the epoch"
    AGAIN = "put the same run on screen again, with the same start"
    ANOTHER = "make a new run from what is chosen now"


@dataclass(eq=False)
class Player(Turns):
    """What a session keeps of its training.

    Attributes:
        live: The run on screen, None before the first.
        playing: Whether it should train on.
        pressed: When play was pressed, until a script run has heard of it.
        wishes: What was asked for and is not done yet, the oldest first.
    """

    live: LiveRun | None = None
    playing: bool = False
    pressed: float | None = None
    wishes: list[Wish] = field(default_factory=list)

    def pace(self, run: Run, epochs_per_second: float | None) -> Pace:
        """Make a pace from when play was pressed; who had to wait for a core catches up."""
        since, self.pressed = self.pressed, None
        return Pace(run, epochs_per_second, since)

    def toggle(self) -> None:
        """Play, or pause."""
        with self.taking():
            self.playing = not (self.playing or self.live is None or self.live.run.done)
            self.pressed = time.perf_counter() if self.playing else None

    def stand_still(self, *wishes: Wish) -> None:
        """Pause, and ask for something."""
        with self.taking():
            self.playing = False
            self.wishes += wishes

    def grant(
        self, turn: int, make: Callable[[Settings], LiveRun], chosen: Settings | None
    ) -> None:
        """Do what was asked for, in its order, as long as `turn` is the newest.

        Args:
            turn: That of this script run.
            make: Makes a run; what it raises is raised, and what asked for it is struck out.
            chosen: The settings of a new run; None if there are none that can be used.
        """
        while True:
            with self.while_newest(turn) as newest:
                if not (newest and self.wishes and self.live):
                    return
                wish, made = self.wishes[0], None
                settings = {Wish.AGAIN: self.live.settings, Wish.ANOTHER: chosen}.get(wish)
            fault = None
            try:
                made = make(settings) if settings else None
            except Exception as raised:  # Streamlit's, which end this script run, are none of these
                fault = raised
            with self.while_newest(turn) as newest:
                if newest and (fault or self._is_done(wish, made)):
                    self.wishes.pop(0)
            if fault:
                raise fault
            this_seat().breathe()

    def _is_done(self, wish: Wish, made: LiveRun | None) -> bool:
        """Do the next bit of it; tell whether that was all."""
        if self.live is None or wish in (Wish.AGAIN, Wish.ANOTHER):
            self.live = made or self.live
            return True
        run = self.live.run
        epochs = run.history.n_epochs
        if not run.done:
            self.live.step()
        return wish is Wish.BATCH or run.done or run.history.n_epochs > epochs

    def show(self, turn: int, live: LiveRun) -> LiveRun:
        """Put a run on screen, if `turn` is the newest; return the one that is there then."""
        with self.while_newest(turn) as newest:
            if newest or self.live is None:
                self.live = live
            return self.live

    def advance(self) -> bool:
        """Train one batch, with the turn held; tell whether the same models train on."""
        if self.live is None:
            return False
        run = self.live.run
        stopped = len(run.reasons)
        self.live.step()
        self.playing = not run.done
        return self.playing and len(run.reasons) == stopped


class Pace:
    """Spreads steps evenly over time, counted from when play was pressed.

    Args:
        run: The run that is played.
        epochs_per_second: The speed; None does not wait.
        since: When that was, by the performance counter; None is now.
    """

    def __init__(
        self, run: Run, epochs_per_second: float | None, since: float | None = None
    ) -> None:
        self._first = run.steps_done
        self._total = run.epochs * run.n_batches
        self._rate = epochs_per_second and epochs_per_second * run.n_batches
        self._started = time.perf_counter() if since is None else since

    def wait(self, steps_done: int) -> float:
        """Seconds until the next step is due."""
        if self._rate is None:
            return 0.0
        due = self._started + (steps_done - self._first) / self._rate
        return due - time.perf_counter()

    def seconds_left(self, steps_done: int) -> float | None:
        """Seconds to the end at the speed so far; None before the first step."""
        done = steps_done - self._first
        if done <= 0:
            return None
        return (time.perf_counter() - self._started) / done * (self._total - steps_done)


def player() -> Player:
    """Return the session's player."""
    here: Player = st.session_state.setdefault("player", Player())
    return here


def current(turn: int, settings: Settings | None) -> LiveRun | None:
    """Return the session's run, after what was asked for; None if there is none.

    One is made if there is none, or if nothing would be lost.

    Args:
        turn: That of this script run.
        settings: What is chosen; None if it can't be used.

    Raises:
        ConfigError: If the settings don't fit together.
        DataError: If a table can't be used.
    """
    here = player()
    here.grant(turn, _new_run, settings)
    live = here.live
    if settings is None:
        return live
    if live is None:
        return start(turn, settings)
    if live.settings.differences(settings):
        return live if live.run.steps_done else start(turn, settings)
    live.run.learning_rate = settings.train.learning_rate
    live.run.epochs = max(settings.train.epochs, live.run.history.n_epochs)
    return here.show(turn, replace(live, settings=settings))


def start(turn: int, settings: Settings) -> LiveRun:
    """Make a new run from the settings and put it on screen."""
    return player().show(turn, _new_run(settings))


def _new_run(settings: Settings) -> LiveRun:
    return LiveRun(Run(load_data(settings), settings.train), settings)
