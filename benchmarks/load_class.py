"""One process against `make class`: `make load-class`, or `make load-class VISITORS="30 100"`.

A class presses Train in the same second, as in benchmarks/load.py: before one process, and before
as many as there are cores behind nginx. The two take turns within one run. Visitors and servers
share this machine's cores, so the second gains what the visitors leave it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.load import Class, Memory, fairness, percentile, tell
from pages.shared.server.scheduler import cores
from tools.browser import serve
from tools.class_running import serve_class
from tools.nginx import allow_files, free_ports

COUNTS = (30, 100, 300)
PATIENCE = 180.0  # seconds: three hundred on two cores
WARM = 2  # visitors before the class, for each process


@dataclass
class Waits:
    """What a class waited for, in seconds, all turns together."""

    page: list[float] = field(default_factory=list)
    first_frame: list[float] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    resident: float = 0.0  # MiB, at most


@contextmanager
def served(processes: int) -> Iterator[tuple[str, list[int]]]:
    """Serve the app; yield its address and the processes of the app.

    Args:
        processes: 0 for one without nginx and store, as `make run` starts it.
    """
    if not processes:
        with serve() as (address, pid):
            yield address, [pid]
        return
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with serve_class(*free_ports(1), processes, log) as running:
            yield running.address, running.app
            if "and is started anew" in running.said:
                tell(running.said)


async def visit(address: str, pids: Sequence[int], count: int, waits: Waits) -> None:
    """Let a class come, train the default run and leave."""
    group = Class(address)
    group.patience = PATIENCE
    await group.come([""] * WARM * len(pids))
    await group.train(group.visitors, PATIENCE)
    waits.page += await group.come([""] * count)
    timings = await group.train(group.visitors, PATIENCE)
    waits.first_frame += [one.first_frame for one in timings if one.first_frame]
    waits.finished += [one.finished for one in timings]
    resident = 0.0
    for pid in pids:
        memory = Memory(pid)
        memory.stop()
        resident += memory.now
    waits.resident = max(waits.resident, resident)
    await group.leave()
    waits.failures += group.failures


def two(seconds: Sequence[float]) -> str:
    """Half and nearly all of them.

    >>> two([1.0, 2.0])
    ' 1.00 /  2.00'
    """
    if not seconds:
        return "nobody"
    return f"{percentile(seconds, 50):5.2f} / {percentile(seconds, 95):5.2f}"


def table(count: int, found: dict[str, Waits]) -> None:
    """Print what was found."""
    tell(f"\n{count} visitors, p50 / p95 in s")
    tell(f"{'':<22}" + "".join(f"{name:<26}" for name in found))
    for what in ("page", "first_frame", "finished"):
        figures = (two(getattr(waits, what)) for waits in found.values())
        tell(f"{what.replace('_', ' '):<22}" + "".join(f"{one:<26}" for one in figures))
    spread = (f"{fairness(one.finished):.1f}" if one.finished else "" for one in found.values())
    tell(f"{'slowest / fastest':<22}" + "".join(f"{one:<26}" for one in spread))
    tell(f"{'resident, MiB':<22}" + "".join(f"{one.resident:<26.0f}" for one in found.values()))
    tell(f"{'failures':<22}" + "".join(f"{len(one.failures):<26}" for one in found.values()))
    for name, waits in found.items():
        for kind in dict.fromkeys(waits.failures):
            tell(f"  {name}: {waits.failures.count(kind)} x {kind}")


def main() -> None:
    """Measure each number of visitors."""
    parser = argparse.ArgumentParser(description="One process against make class.")
    parser.add_argument("visitors", nargs="*", type=int, default=COUNTS, help="how many at once")
    parser.add_argument("--processes", type=int, default=cores(), help="of make class")
    parser.add_argument("--turns", type=int, default=2, help="of each, with each number")
    options = parser.parse_args()
    allow_files()
    contenders = {"one process": 0, f"{options.processes} behind nginx": options.processes}
    tell(f"{os.cpu_count()} cores for all, load before {os.getloadavg()[0]:.1f}")
    for count in options.visitors:
        found = {name: Waits() for name in contenders}
        began = time.perf_counter()
        for turn in range(options.turns):
            order = list(contenders)
            for name in order if turn % 2 == 0 else reversed(order):
                with served(contenders[name]) as (address, pids):
                    asyncio.run(visit(address, pids, count, found[name]))
        table(count, found)
        tell(f"{'took':<22}{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
