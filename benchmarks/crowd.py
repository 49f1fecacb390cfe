"""Presses in a crowd: while all train, each presses Pause and Continue at moments of its own."""

from __future__ import annotations

import asyncio
import time
from random import Random

from tools.visitor import Visitor

LONG = "epochs=4000&speed=4-epochs-s"  # it is under way as long as anybody presses
PRESSES = 6  # of a visitor
REST = (0.5, 3.0)  # seconds between two of them
PATIENCE = 60.0
ASKED = 1.0  # seconds, 95 of 100 of thirty visitors


async def press_now_and_then(who: Visitor, seed: int) -> list[float]:
    """Train, pause, go on; return the seconds from each press to the page that shows it.

    Args:
        who: A visitor who has opened `LONG`.
        seed: Of the moments.

    Raises:
        VisitError: If a press is not answered, or the page shows an error.
    """
    drawn, waited = Random(seed), []
    labels = ["Train", *["Pause", "Continue"] * PRESSES][: PRESSES + 1]
    for label, then in zip(labels, [*labels[1:], ""], strict=True):
        shown = then or ("Continue" if label == "Pause" else "Pause")
        began = time.perf_counter()
        await who.press_until(label, shown, PATIENCE)
        waited.append(time.perf_counter() - began)
        await who.look_on(drawn.uniform(*REST))
    return waited


async def presses(visitors: list[Visitor]) -> list[float]:
    """Let all press now and then at once; return what each press waited for."""
    acts = (press_now_and_then(who, seed) for seed, who in enumerate(visitors))
    return [seconds for one in await asyncio.gather(*acts) for seconds in one]
