"""Presses in a crowd: while all train, each presses Pause and Continue at moments of its own."""

from __future__ import annotations

import time
from random import Random

from tools.visitor import Visitor

LONG = "epochs=4000&speed=4-epochs-s"  # it is under way as long as anybody presses
PRESSES = 6  # of a visitor
REST = (0.5, 3.0)  # seconds between two of them
PATIENCE = 60.0
ASKED = 1.0  # seconds, 95 of 100 of thirty visitors


async def press_now_and_then(seed: int, who: Visitor) -> list[float]:
    """Train, pause, go on; return the seconds from each press to the page that shows it.

    Args:
        seed: Of the moments.
        who: A visitor who has opened `LONG`.

    Raises:
        VisitError: If a press is not answered, or the page shows an error.
    """
    drawn, waited, label = Random(seed), [], "Train"
    for _ in range(1 + PRESSES):
        then = "Continue" if label == "Pause" else "Pause"
        began = time.perf_counter()
        await who.press_until(label, then, PATIENCE)
        waited.append(time.perf_counter() - began)
        await who.look_on(drawn.uniform(*REST))
        label = then
    return waited
