"""How fast a run is played."""

from __future__ import annotations

import time

from perceptron import Run
from perceptron.text.language import N_

SPEEDS = {  # epochs a second; None is as fast as the machine goes
    N_("slow motion"): 0.25,
    N_("1 epoch/s"): 1.0,
    N_("4 epochs/s"): 4.0,
    N_("20 epochs/s"): 20.0,
    N_("full speed"): None,
}
DEFAULT_SPEED = "4 epochs/s"
_SLICE = 0.002  # seconds of work between two looks at all else


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

    @property
    def slice(self) -> float:
        """Seconds to work without asking `wait`."""
        return _SLICE if self._rate is None else 0.0

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
