"""The run of a session: kept between script runs, owned by one of them at a time.

After a click Streamlit starts the next script run at once, in another thread, while the
old one goes on until its next drawing call. Both hold the same run, so a script run takes
ownership when it starts, and one that has lost it never trains another step.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import streamlit as st

from pages.shared.settings import Settings, load_data
from perceptron import Run

FRAME = 0.12  # seconds between drawings
FIRST_FRAME = 0.02
SPEEDS = {  # epochs a second; None is as fast as the machine goes
    "slow motion": 0.25,
    "1 epoch/s": 1.0,
    "4 epochs/s": 4.0,
    "20 epochs/s": 20.0,
    "full speed": None,
}
DEFAULT_SPEED = "4 epochs/s"


@dataclass(eq=False)
class LiveRun:
    """A run that is played, paused and stepped by whichever script run owns it.

    Attributes:
        run: The run itself.
        settings: What it was made from.
        playing: Whether it should train on.
    """

    run: Run
    settings: Settings
    playing: bool = False
    _owner: object = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> object:
        """Make the caller the owner and return its token; the former owner stops."""
        with self._lock:
            self._owner = token = object()
        return token

    def step(self, token: object) -> bool:
        """Train one batch, if `token` still owns the run; tell whether it did."""
        with self._lock:
            if self._owner is not token:
                return False
            self.run.step()
            return True

    def train_for(self, token: object, seconds: float, pace: Pace) -> bool:
        """Train for a while at a pace; tell whether the caller should go on."""
        until = time.perf_counter() + seconds
        while not self.run.done and (now := time.perf_counter()) < until:
            wait = pace.wait(self.run.steps_done)
            if wait > 0:
                time.sleep(min(wait, until - now))
            elif not self.step(token):
                return False
        return self._owner is token


class Pace:
    """Spreads steps evenly over time, counted from when play was pressed.

    Args:
        run: The run that is played.
        epochs_per_second: The speed; None does not wait.
    """

    def __init__(self, run: Run, epochs_per_second: float | None) -> None:
        self._first = run.steps_done
        self._total = run.epochs * run.n_batches
        self._rate = epochs_per_second and epochs_per_second * run.n_batches
        self._started = time.perf_counter()

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


def current(settings: Settings) -> LiveRun:
    """Return the session's run; make one if there is none, or if nothing would be lost.

    Raises:
        ConfigError: If the settings don't fit together.
        DataError: If a table can't be used.
    """
    live: LiveRun | None = st.session_state.get("live")
    if live is None or st.session_state.pop("renew", False):
        return start(settings)
    if not live.settings.differences(settings):
        live.settings = settings
        live.run.learning_rate = settings.train.learning_rate
        live.run.epochs = max(settings.train.epochs, live.run.history.n_epochs)
    elif live.run.steps_done == 0:
        playing = live.playing  # Train may be pressed before the last slider has arrived
        live = start(settings)
        live.playing = playing
    return live


def start(settings: Settings) -> LiveRun:
    """Make a new run from the settings and put it in the session's place."""
    live = LiveRun(Run(load_data(settings), settings.train), settings)
    former: LiveRun | None = st.session_state.get("live")
    if former is not None:
        former.take()  # whoever still trains it stops
    st.session_state["live"] = live
    return live
