"""The run of a session: kept between script runs, trained by the newest of them only.

After a click Streamlit starts the next script run at once, in another thread, while the
old one goes on until its next drawing call. Both hold the same run. So every script run and
every click takes a turn, and who does not have the newest turn never trains another step
and never puts another run in its place.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import streamlit as st

from pages.shared.server.faults import FAULTS, explain
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


@dataclass(frozen=True, slots=True)
class Past:
    """What a run had done when the page was left: it is trained again up to there.

    Attributes:
        steps: How many updates.
        rates: (number of the update from 0, rate) wherever the rate became another.
    """

    steps: int
    rates: tuple[tuple[int, float], ...]

    def rate_at(self, step: int) -> float:
        """The learning rate of an update."""
        return next(rate for first, rate in reversed(self.rates) if first <= step)


@dataclass(frozen=True, slots=True, eq=False)
class LiveRun:
    """A run and what it was made from.

    Attributes:
        run: The run.
        settings: Its settings; the learning rate and the epochs are those it has now.
        past: What it had done before a reload; None for a run that began here.
    """

    run: Run
    settings: Settings
    past: Past | None = None

    @property
    def epochs_done(self) -> int:
        """How many epochs it has trained, before a reload or since."""
        before = -(-self.past.steps // self.run.n_batches) if self.past else 0
        return max(before, self.run.history.n_epochs)

    @property
    def behind(self) -> bool:
        """Whether it has still to be trained again to where it was."""
        return self.past is not None and self.run.steps_done < self.past.steps and not self.run.done

    def step(self) -> None:
        """Train one batch; a run whose step fails is given up, with the reason in words."""
        if self.past is not None and self.behind:
            self.run.learning_rate = self.past.rate_at(self.run.steps_done)
        try:
            self.run.step()
        except FAULTS as fault:  # a visitor never sees a traceback
            self.run.give_up(explain(fault))
        if self.past is not None and not self.behind:
            self.run.learning_rate = self.settings.train.learning_rate

    def come_back(self, seconds: float) -> None:
        """Train again to where it was before a reload, or as far as the seconds allow."""
        if self.past is not None and self.behind:
            self.catch_up(self.past.steps, seconds)

    def catch_up(self, steps: int, seconds: float) -> None:
        """Train until so many updates are done, or the seconds are over."""
        until = time.monotonic() + seconds
        while self.run.steps_done < steps and not self.run.done and time.monotonic() < until:
            self.step()


@dataclass(eq=False)
class Player(Turns):
    """What a session keeps of its training.

    Attributes:
        live: The run on screen, None before the first.
        playing: Whether it should train on.
        pressed: When play was pressed, until a script run has heard of it.
    """

    live: LiveRun | None = None
    playing: bool = False
    pressed: float | None = None

    def pace(self, run: Run, epochs_per_second: float | None) -> Pace:
        """Make a pace from when play was pressed; who had to wait for a core catches up."""
        since, self.pressed = self.pressed, None
        return Pace(run, epochs_per_second, since)

    def stand_still(self) -> int:
        """Pause, and return the turn that this takes."""
        self.playing = False
        return self.enter()

    def show(self, turn: int, live: LiveRun) -> LiveRun:
        """Put a run on screen, if `turn` is the newest; return the one that is there then."""
        with self.while_newest(turn) as newest:
            if newest or self.live is None:
                self.live = live
            return self.live

    def clear(self) -> None:
        """Take the run off the screen; who trains it stops."""
        with self.while_newest(self.stand_still()):
            self.live = None

    def step(self, turn: int) -> bool:
        """Train one batch, if `turn` is the newest; tell whether it is."""
        with self.while_newest(turn) as newest:
            if not newest or self.live is None:
                return False
            self.live.step()
            return True

    def advance(self) -> bool:
        """Train one batch, with the turn held; tell whether the same models train on."""
        if self.live is None:
            return False
        run, came_back = self.live.run, self.live.behind
        stopped = len(run.reasons)
        self.live.step()
        self.playing = not run.done and self.live.behind is came_back
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


def stand_still() -> None:
    """Pause what is played."""
    player().stand_still()


def current(turn: int, settings: Settings) -> LiveRun:
    """Return the session's run; make one if there is none, or if nothing would be lost.

    Raises:
        ConfigError: If the settings don't fit together.
        DataError: If a table can't be used.
    """
    here = player()
    live = here.live
    if live is None or st.session_state.pop("renew", False):
        return start(turn, settings)
    if live.settings.changes(settings):
        return live if live.run.steps_done else start(turn, settings)
    if not live.behind:
        live.run.learning_rate = settings.train.learning_rate
    live.run.epochs = max(settings.train.epochs, live.epochs_done)
    return here.show(turn, replace(live, settings=settings))


def start(turn: int, settings: Settings) -> LiveRun:
    """Make a new run from the settings and put it on screen."""
    return player().show(turn, LiveRun(Run(load_data(settings), settings.train), settings))
