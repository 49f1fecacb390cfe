"""A class presses Train in the same second: `make load`, or `make load VISITORS="10 30"`.

For each number of visitors it starts a server of its own, on loopback, and ends it. Visitors and
server share this machine's cores, so a class on machines of its own waits a little less.

1. All open the Train page at once, then press Train at once: the default run.
2. All open a link to a heavy run (10 000 x 50 -> 20) and press Train; a second later one in ten
   of them, beside the heavy ones, presses Train for a default run.
3. All train a long run, and press Pause and Continue at moments of their own. Then all leave.

A visitor speaks Streamlit's messages over a WebSocket (tools/visitor.py); a few are real
Chromiums (benchmarks/browsers.py), where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import threading
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path

from benchmarks import crowd
from benchmarks.browsers import Browsers
from tools.browser import serve
from tools.visitor import Timing, VisitError, Visitor, arrive

COUNTS = (1, 10, 30, 100)
N_BROWSERS = 2
# 80 updates:
HEAVY = "samples=10000&features=50&outputs=20&batch_size=256&epochs=2&speed=full-speed"
PATIENCE = 60.0  # seconds for a page and a default run
HEAVY_PATIENCE = 300.0
MIB = 2**20
ASKED = {"first frame": 3.0, "finished": 4.8}  # seconds, 95 of 100 of thirty visitors
ASKED_OF = 30


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of the values don't exceed.

    >>> percentile([3, 1, 2, 4], 50), percentile([3, 1, 2, 4], 95)
    (2, 4)
    """
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100).__trunc__() - 1)]


def fairness(values: Sequence[float]) -> float:
    """How many times as long the slowest waited as the fastest."""
    return max(values) / min(values)


def line(what: str, figure: str, asked: str = "") -> str:
    """One line of the report."""
    return f"{what:<44} {figure:<42}" + (f" asked: {asked}" if asked else "").rstrip()


def waits(what: str, seconds: Sequence[float], asked: float | None = None) -> str:
    """One line about how long visitors waited.

    >>> waits("finished", [1.0, 2.0], 6.0).split()
    ['finished', 'p50', '1.00', 'p95', '2.00', 's,', 'slowest/fastest', '2.0', 'asked:', '6', 's']
    """
    if not seconds:
        return line(what, "nobody")
    halves = f"p50 {percentile(seconds, 50):5.2f}  p95 {percentile(seconds, 95):5.2f} s"
    spread = f"slowest/fastest {fairness(seconds):.1f}"
    return line(what, f"{halves}, {spread}", f"{asked:g} s" if asked else "")


class Memory:
    """Resident memory of a process, in MiB, watched by a thread (Linux)."""

    def __init__(self, pid: int) -> None:
        self._file = Path(f"/proc/{pid}/statm")
        self._page = os.sysconf("SC_PAGE_SIZE")
        self._over = threading.Event()
        self.peak = self.now
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def now(self) -> float:
        """Resident memory now."""
        return int(self._file.read_text().split()[1]) * self._page / MIB

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, self.now)

    def stop(self) -> None:
        """Watch no longer."""
        self._over.set()


class Class:
    """Visitors of one server, and what became of them.

    Args:
        address: Of the server.

    Attributes:
        visitors: Who is there.
        failures: What went wrong, in words.
        patience: Seconds that a page may take.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.patience = PATIENCE
        self.visitors: list[Visitor] = []
        self.failures: list[str] = []

    async def each(self, acts: Sequence[Awaitable[object]]) -> list:
        """Let all act at once; return what those who did not fail did."""
        results = await asyncio.gather(*acts, return_exceptions=True)
        for result in results:
            if isinstance(result, (VisitError, OSError)):
                self.failures.append(str(result))
            elif isinstance(result, BaseException):
                self.failures.append(repr(result))
        return [result for result in results if not isinstance(result, BaseException)]

    async def come(self, queries: Sequence[str]) -> list[float]:
        """Leave, if there, and open a link each; return the seconds to each one's page."""
        await self.leave()
        self.visitors = await self.each([arrive(self.address) for _ in queries])
        pages = zip(self.visitors, queries, strict=False)
        return await self.each([who.open(query, self.patience) for who, query in pages])

    async def leave(self) -> None:
        """Close all pages."""
        await self.each([who.socket.close() for who in self.visitors])
        self.visitors = []

    async def train(self, whom: Sequence[Visitor], patience: float) -> list[Timing]:
        """Let some press Train at once."""
        return await self.each([who.train(patience) for who in whom])


def tell(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


async def default_runs(group: Class, count: int, browsers: Browsers | None) -> None:
    """All open the page, then all press Train."""
    tell(waits("page there", await group.come([""] * count)))
    asked = ASKED if count + bool(browsers) * N_BROWSERS == ASKED_OF else {}
    seen = asyncio.to_thread(browsers.train) if browsers else asyncio.sleep(0, [])
    timings, seen = await asyncio.gather(group.train(group.visitors, PATIENCE), seen)
    tell_timings("default run", timings, asked)
    if browsers:
        tell_timings("  drawn in Chromium", seen, {})


def tell_timings(what: str, timings: Sequence[Timing], asked: dict[str, float]) -> None:
    """Print when the first frame came and when the run was finished."""
    first = [one.first_frame for one in timings if one.first_frame]
    tell(waits(f"{what}: first frame", first, asked.get("first frame")))
    done = [one.finished for one in timings]
    tell(waits(f"{what}: finished", done, asked.get("finished")))
    if timings:
        frames = statistics.median(one.frames for one in timings)
        told = sum(bool(one.waited) for one in timings)
        tell(line(f"{what}: frames a visitor", f"{frames:.0f}, told of a queue: {told}"))


async def presses_in_a_crowd(group: Class, count: int) -> None:
    """All train a long run, and each presses Pause and Continue now and then."""
    await group.come([crowd.LONG] * count)
    pressed = await group.each(
        [crowd.press_now_and_then(*one) for one in enumerate(group.visitors)]
    )
    waited = [seconds for one in pressed for seconds in one]
    tell(waits("a press is answered", waited, crowd.ASKED if count == ASKED_OF else None))


async def heavy_runs(group: Class, count: int) -> None:
    """Nearly all train the heavy run; a few press Train for the default one meanwhile."""
    n_heavy = count - count // 10
    await group.come([HEAVY] * n_heavy + [""] * (count - n_heavy))
    heavy, light = group.visitors[:n_heavy], group.visitors[n_heavy:]

    async def later() -> list[Timing]:
        await asyncio.sleep(1)
        return await group.train(light, PATIENCE)

    timings, beside = await asyncio.gather(group.train(heavy, HEAVY_PATIENCE), later())
    tell_timings("heavy run", timings, {})
    if light:
        tell_timings("default run beside heavy ones", beside, {})


async def visit(address: str, pid: int, count: int, *, light_only: bool) -> list[str]:
    """Let `count` visitors come, train and leave; return the failures."""
    group = Class(address)
    await group.come([""])  # warm: imports, caches
    await group.train(group.visitors, PATIENCE)
    await group.leave()
    memory = Memory(pid)
    empty = memory.now
    with_browsers = count >= 5 * N_BROWSERS
    browsers = (
        await asyncio.to_thread(Browsers.open, address, N_BROWSERS) if with_browsers else None
    )
    try:
        await default_runs(group, count - N_BROWSERS * bool(browsers), browsers)
    finally:
        if browsers:
            await asyncio.to_thread(browsers.close)
    after_default, default_peak = memory.now, memory.peak
    if not light_only:
        await heavy_runs(group, count)
    here, peak = memory.now, memory.peak  # those who left stay in it for two minutes
    await presses_in_a_crowd(group, count)
    await group.leave()
    await asyncio.sleep(3)
    memory.stop()
    parts = [f"empty {empty:.0f}", f"default run {after_default:.0f} (peak {default_peak:.0f})"]
    parts += [f"heavy {here:.0f} (peak {peak:.0f})"] * (not light_only)
    parts += [f"3 s after all left {memory.now:.0f} MiB"]
    asked = "1024 MiB" if count == ASKED_OF else ""
    tell(line("resident memory", ", ".join(parts), asked))
    return group.failures


def main() -> None:
    """Measure each number of visitors."""
    parser = argparse.ArgumentParser(description="Let a class press Train at once.")
    parser.add_argument("visitors", nargs="*", type=int, default=COUNTS, help="how many at once")
    parser.add_argument("--light", action="store_true", help="the default run only")
    options = parser.parse_args()
    tell(f"{os.cpu_count()} cores for server and visitors, load before {os.getloadavg()[0]:.1f}")
    for count in options.visitors:
        tell(f"\n{count} visitors")
        started = time.perf_counter()
        with serve() as (address, pid):
            failures = asyncio.run(visit(address, pid, count, light_only=options.light))
        kinds = "; ".join(f"{failures.count(kind)} x {kind}" for kind in dict.fromkeys(failures))
        tell(line("failures", str(len(failures)) + (f": {kinds}" if kinds else ""), "0"))
        tell(line("took", f"{time.perf_counter() - started:.0f} s"))


if __name__ == "__main__":
    main()
