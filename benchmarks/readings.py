"""What a server holds: memory, threads, file handles (Linux); and the verdict on their growth."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20
GROWTH = 5.0  # per cent of resident memory, from the second class to the last
HOOK = """
import gc, json, os, signal, threading
from collections import Counter
def tell(*_):
    types = Counter(type(one).__qualname__ for one in gc.get_objects())
    names = [one.name for one in threading.enumerate()]
    told = {{"threads": names, "types": types.most_common(400)}}
    with open({file!r} + ".new", "w") as file:
        json.dump(told, file)
    os.replace({file!r} + ".new", {file!r})
signal.signal(signal.SIGUSR1, tell)
"""


@dataclass(frozen=True)
class Reading:
    """What a process holds at one time.

    Attributes:
        resident: Memory in MiB.
        threads: How many, by name; numbers in names don't count.
        handles: How many, by kind.
        types: How many objects there are, by type, of those that have come since the start.
    """

    resident: float
    threads: Counter[str]
    handles: Counter[str]
    types: Counter[str]


def read(pid: int, told: Path) -> Reading:
    """Read what a process holds.

    Args:
        pid: Of a server that began with `HOOK`.
        told: The file that it writes when it is asked.
    """
    told.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR1)
    until = time.monotonic() + 30
    while not told.exists():
        if time.monotonic() > until:
            raise RuntimeError("The server does not say what it holds.")
        time.sleep(0.05)
    inside = json.loads(told.read_text("utf-8"))
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return Reading(
        resident=pages * os.sysconf("SC_PAGE_SIZE") / MIB,
        threads=Counter(name.rstrip("0123456789-_ ") for name in inside["threads"]),
        handles=Counter(kind_of(file) for file in Path(f"/proc/{pid}/fd").iterdir()),
        types=Counter(dict(inside["types"])),
    )


def kind_of(handle: Path) -> str:
    """What a file handle leads to, as `socket` or the name of a file."""
    try:
        return os.readlink(handle).partition(":[")[0]
    except OSError:
        return "closed meanwhile"


def growth(second: float, last: float) -> float:
    """Return by how many per cent a figure has grown.

    >>> growth(600.0, 630.0)
    5.0
    """
    return 100 * (last - second) / second


def left(second: Counter[str], last: Counter[str]) -> str:
    """Say what there is more of than after the second class.

    >>> left(Counter(socket=2, pipe=1), Counter(socket=5))
    '3 x socket'
    """
    return ", ".join(f"{n} x {kind}" for kind, n in sorted((last - second).items()))


def verdict(readings: Sequence[Reading]) -> list[str]:
    """Return what grew that must not, in words; empty if nothing did.

    Args:
        readings: After each class.
    """
    if len(readings) < 3:
        return [f"A verdict takes three classes or more; there were {len(readings)}."]
    second, last = readings[1], readings[-1]
    found = []
    if (by := growth(second.resident, last.resident)) > GROWTH:
        found.append(f"resident memory has grown by {by:.1f} %, more than {GROWTH:g} %")
    for what in ("threads", "handles"):
        before, after = getattr(second, what), getattr(last, what)
        if after.total() > before.total():
            found.append(f"{what} are left: {left(before, after)}")
    return found
