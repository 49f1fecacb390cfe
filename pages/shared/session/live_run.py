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
from dataclasses import dataclass, field
from enum import Enum, auto

from pages.shared.server.faults import FAULTS, explain
from pages.shared.server.of_session import of_session
from pages.shared.server.seat import this_seat
from pages.shared.server.turns import Turns
from pages.shared.session.pace import Pace
from pages.shared.session.past import Past
from pages.shared.session.settings import Settings
from perceptron import Run


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


class Wish(Enum):
    """What a click asks of the page."""

    BATCH = auto()  # train one batch
    EPOCH = auto()  # train on to the end of the epoch
    AGAIN = auto()  # put the same run on screen again, with the same start
    ANOTHER = auto()  # make a new run from what is chosen now


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

    def train_again(self, run: Run) -> None:
        """Train once more from the start, with what is chosen now.

        Args:
            run: The one that had ended when the button was shown; if another one is on screen by
                now, the press has been heard already.
        """
        with self.taking():
            if self.live is None or self.live.run is not run or not run.done:
                return
            if not {Wish.AGAIN, Wish.ANOTHER} & {*self.wishes}:
                self.wishes.append(Wish.ANOTHER)
            self.playing, self.pressed = True, time.perf_counter()

    def stand_still(self, *wishes: Wish) -> None:
        """Pause, and ask for something."""
        with self.taking():
            self.playing = False
            self.wishes += wishes

    def bring_back(self, live: LiveRun) -> None:
        """Put the run of an earlier visit on screen; the page trains it again to where it was."""
        with self.taking():
            self.live, self.playing = live, live.behind

    def grant(
        self, turn: int, make: Callable[[Settings], LiveRun], chosen: Settings | None
    ) -> None:
        """Do what was asked for, in its order, as long as `turn` is the newest.

        Args:
            turn: That of this script run.
            make: Makes a run; what it raises is raised, and what asked for it is struck out.
            chosen: The settings of a new run; None if they can't be used.
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
        run, epochs = self.live.run, self.live.run.history.n_epochs
        if not run.done:
            self.live.step()
        return wish is Wish.BATCH or run.done or run.history.n_epochs > epochs

    def show(self, turn: int, live: LiveRun) -> LiveRun:
        """Put a run on screen, if `turn` is the newest; return the one that is there then."""
        with self.while_newest(turn) as newest:
            if newest or self.live is None:
                self.live = live
            return self.live

    def come_back(self, turn: int, seconds: float) -> None:
        """Train again to where the run was before a reload, as far as the seconds allow."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self.while_newest(turn) as newest:
                if not (newest and self.playing and self.live and self.live.behind):
                    return
                self.live.step()
                self.playing = self.live.behind

    def catch_up(self, turn: int, steps: int, seconds: float) -> None:
        """Train until so many updates are done, as far as the seconds allow."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self.while_newest(turn) as newest:
                live = self.live
                if not (newest and live and live.run.steps_done < steps) or live.run.done:
                    return
                live.step()

    def clear(self) -> None:
        """Take the run off the screen; who trains it stops."""
        with self.taking():
            self.playing, self.live = False, None
            self.wishes.clear()

    def advance(self, seconds: float = 0.0) -> bool:
        """Train one batch, or for some seconds with the turn held, unless somebody asks for one.

        It tells whether the same models train on.
        """
        until = time.perf_counter() + seconds
        if self.live is None:
            return False
        run, came_back = self.live.run, self.live.behind
        stopped = len(run.reasons)
        while True:
            self.live.step()
            self.playing = not run.done and self.live.behind is came_back
            goes_on = self.playing and len(run.reasons) == stopped
            if not goes_on or self.asked or time.perf_counter() >= until:
                return goes_on


def player() -> Player:
    """Return the session's player."""
    return of_session("player", Player)
