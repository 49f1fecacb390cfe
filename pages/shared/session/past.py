"""What a run had done when its page was left."""

from __future__ import annotations

from dataclasses import dataclass


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
