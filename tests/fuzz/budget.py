"""What a case may cost, and how many there were."""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

UNITS = 30.0  # a case may take so many of a unit that this very machine is measured by
BYTES = 128 * 2**20  # that Python and numpy allocate for one case, whatever was sent
GROWTH = 512 * 2**20  # of the whole process over all cases of a door
Result = TypeVar("Result")


@dataclass(eq=False)
class Ledger:
    """The cases of this test run.

    Attributes:
        cases: How many, by door.
        taken: How many of them were taken without a word.
        slowest: Seconds of the slowest case, by door.
        largest: Most bytes that a case had allocated, by door, where it was measured.
    """

    cases: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    slowest: Counter[str] = field(default_factory=Counter)
    largest: Counter[str] = field(default_factory=Counter)


LEDGER = Ledger()


def resident() -> int:
    """Most bytes that this process has ever had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@cache
def unit() -> float:
    """Seconds of the processor for three million turns of a loop, the fastest of three tries."""

    def turn() -> float:
        started = time.process_time()
        for k in range(3_000_000):
            _ = k % 7
        return time.process_time() - started

    return min(turn() for _ in range(3))


def timed(door: str, case: Callable[[], Result], units: float = UNITS) -> Result:
    """Run a case within its time, and count it.

    Time of the processor, in units: neither a busy machine nor a slow one fails a case.
    """
    most = units * unit()
    started = time.process_time()
    result = case()
    seconds = time.process_time() - started
    LEDGER.cases[door] += 1
    LEDGER.taken[door] += result == ""
    LEDGER.slowest[door] = max(LEDGER.slowest[door], seconds)
    assert seconds < most, f"{door}: {seconds:.2f} s, where {most:.2f} s are allowed"
    return result


def weighed(door: str, case: Callable[[], Result]) -> Result:
    """Run a case within its memory; slower than without, so its time does not count."""
    tracemalloc.start()
    try:
        result = case()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    LEDGER.largest[door] = max(LEDGER.largest[door], peak)
    assert peak < BYTES, f"{door}: {peak / 2**20:.0f} MiB"
    return result
