"""What the server keeps in memory: a part of `make bench`, on Linux.

Visitors without a browser, over Streamlit's own WebSocket, train the default run at full speed.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tools.browser import serve
from tools.visitor import Visitor, arrive

RUNS = 100
SESSIONS = 10
PATIENCE = 120.0  # seconds for one run
QUERY = "speed=full-speed"


def resident(pid: int) -> float:
    """MiB of a process that are in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def report(what: str, figure: str, asked: str = "") -> None:
    """Print one line of the result."""
    print(f"{what:<52} {figure:>16}" + (f"   asked: {asked}" if asked else ""), flush=True)


async def train_again(visitor: Visitor, runs: int) -> None:
    """Train the same run some times more; each is kept until the shelf is full."""
    for _ in range(runs):
        await visitor.press("Reset", PATIENCE)
        await visitor.train(PATIENCE)


async def measure(address: str, pid: int) -> None:
    """Print the memory of a server that fills up."""
    report("idle, before the first visitor", f"{resident(pid):.0f} MiB")
    visitor = await arrive(address)
    await visitor.open(QUERY, PATIENCE)
    await visitor.train(PATIENCE)
    report("one session, after one run", f"{resident(pid):.0f} MiB")
    await train_again(visitor, 29)
    full = resident(pid)
    report("the same session, after 30 runs (24 are kept)", f"{full:.0f} MiB")
    await train_again(visitor, RUNS - 30)
    report(f"after {RUNS} runs", f"{resident(pid):.0f} MiB")
    report("growth over the last 70 runs", f"{resident(pid) - full:+.1f} MiB", "none, within 20")
    others = []
    before = resident(pid)
    for _ in range(SESSIONS):
        others.append(await arrive(address))
        await others[-1].open(QUERY, PATIENCE)
        await others[-1].train(PATIENCE)
    each = (resident(pid) - before) / SESSIONS
    report(f"each of {SESSIONS} more sessions, after a run", f"{each:.1f} MiB", "10 MiB or less")
    for one in (visitor, *others):
        await one.socket.close()


if __name__ == "__main__":
    with serve() as (address, pid):
        time.sleep(2)
        asyncio.run(measure(address, pid))
