"""A day of classes: `make soak`, or `make soak CLASSES=3 MINUTES=10`.

Eight classes of thirty in a row, on one server. All have data of their own; some train a heavy run,
some a table that they upload, some take a run home; they answer in a room meanwhile; and a
third leaves without a word. When Streamlit has let their sessions go, what the server holds is
read: memory, threads, file handles. The exit status is 1 if the last class leaves more than the
second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.guest import Guest, come
from benchmarks.load import HEAVY, Class, tell
from benchmarks.readings import HOOK, Reading, growth, left, read, verdict
from tools.browser import serve
from tools.phone import Phone, PhoneError
from tools.visitor import VisitError

CLASSES, MINUTES = 8, 40.0
STUDENTS = 30
PATIENCE = 240.0  # seconds for a page or a run
SESSION = 120  # seconds that Streamlit keeps a session whose page is gone
SETTLED = 15.0  # seconds after that: collections of garbage are ten seconds apart
SHORTEST = 40.0  # seconds of a class while all are there
ROWS = 200
TTL = "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL"


def link_of(number: int, student: int) -> str:
    """The settings of a student: own data and start, some with a table, some with a heavy run."""
    seeds = f"seed={number}{student:02}&init_seed={student}"
    if student % 10 == 9:
        return f"{HEAVY}&{seeds}"
    return f"{seeds}&learning_rate=0.3" + ("&dataset=table" if student % 5 == 0 else "")


def table_of(number: int, student: int) -> bytes:
    """A table of a student's own."""
    rows = ((i, (i * i + student) % 17 + number, 3 * i + i % 5) for i in range(ROWS))
    return b"size,age,price\n" + b"".join(b"%d,%d,%d\n" % row for row in rows)


async def attend(guest: Guest, number: int, student: int, until: float) -> None:
    """What one student does in a class, again and again with other data until it is over."""
    turn = number * 10
    while True:
        await guest.open(link_of(turn, student), PATIENCE)
        if student % 5 == 0 and not guest.in_use:
            await guest.upload("houses.csv", table_of(number, student), PATIENCE)
            if "houses.csv" not in guest.in_use:
                raise VisitError("the page does not use the table")
        await guest.train(PATIENCE)
        if student % 3 == 0:
            for label in ("CSV", "JSON"):
                await guest.take_home(label, PATIENCE)
        turn += 1
        if time.monotonic() > until:
            return
        await asyncio.sleep(5)


async def hold_room(address: str, number: int) -> None:
    """A teacher asks, thirty phones commit; every other teacher forgets to close the room."""
    teacher = await come(address, "teach")
    await teacher.open("", PATIENCE)
    await teacher.press("Open a room", PATIENCE)
    phones = [Phone(address, teacher.room, lambda *_: None) for _ in range(STUDENTS)]
    await asyncio.gather(*(phone.join() for phone in phones))
    await teacher.press_key("plan_step_0", PATIENCE)
    await asyncio.sleep(2)
    await asyncio.gather(*(phone.commit("3") for phone in phones))
    for stage in ("move_closed", "move_answer"):
        await teacher.press_key(stage, PATIENCE)
    if number % 2:
        await teacher.press_key("close_room", PATIENCE)
    for phone in phones:
        phone.leave()
    await teacher.socket.close()


async def teach(address: str, number: int, seconds: float) -> list[str]:
    """Hold a class; return what failed."""
    group = Class(address)
    until = time.monotonic() + seconds
    guests = await group.each([come(address) for _ in range(STUDENTS)])
    acts = [attend(guest, number, k, until) for k, guest in enumerate(guests)]
    await group.each([*acts, hold_room(address, number)])
    for k, guest in enumerate(guests):
        if k % 3 == 1:
            guest.drop()
    await group.each([guest.socket.close() for k, guest in enumerate(guests) if k % 3 != 1])
    return group.failures


async def be_forgotten(address: str, session: float) -> None:
    """Wait until the sessions of those who left are let go: as the next page closes after that."""
    await asyncio.sleep(session + 2)
    guest = await come(address)
    await guest.open("", PATIENCE)
    await guest.socket.close()
    await asyncio.sleep(SETTLED)
    # Threads that were idle for ten seconds go when the next request needs one.
    with suppress(PhoneError):
        await Phone(address, "AAAAA", lambda *_: None).post("hear", {})


def row(what: str, one: Reading, failures: int) -> str:
    """One line of the table."""
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(one.handles.items()) if n > 1)
    return (
        f"{what:<10}{one.resident:>10.1f}{one.threads.total():>9}{one.handles.total():>9}"
        f"{one.types.total():>10}{failures:>9}   {kinds}"
    )


def report(readings: list[Reading], failures: int) -> int:
    """Print the verdict; return the exit status."""
    wrong = verdict(readings)
    if failures:
        wrong.append(f"{failures} visitors failed")
    if len(readings) > 2:
        second, last = readings[1], readings[-1]
        grown = growth(second.resident, last.resident)
        tell(f"\nresident memory after the last class, by that after the second: {grown:+.1f} %")
        tell(f"threads by name: {dict(last.threads)}")
        most = left(second.types, last.types)
        tell(f"objects that have come since the second: {most or 'none'}"[:2000])
    tell("".join(f"FAILED  {one}\n" for one in wrong) or "holds")
    return int(bool(wrong))


def soak(classes: int, minutes: float) -> int:
    """Let classes come and go; return the exit status."""
    seconds = 60 * minutes / classes
    session = min(SESSION, max(2, int(seconds - SHORTEST - SETTLED)))
    os.environ[TTL] = str(session)
    at_work = max(0.0, seconds - session - SETTLED - 10)
    tell(f"{classes} classes of {STUDENTS}, {seconds:.0f} s each; a session is kept for {session} s"
         f" after its page is gone; load before {os.getloadavg()[0]:.1f}")  # fmt: skip
    tell(f"{'after':<10}{'MiB':>10}{'threads':>9}{'handles':>9}{'objects':>10}{'failures':>9}")
    readings: list[Reading] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        with serve(HOOK.format(file=str(told))) as (address, pid):
            asyncio.run(be_forgotten(address, 0))
            tell(row("nobody", read(pid, told), 0))
            for number in range(1, classes + 1):
                failed = asyncio.run(teach(address, number, at_work))
                asyncio.run(be_forgotten(address, session))
                readings.append(read(pid, told))
                failures += failed
                tell(row(f"class {number}", readings[-1], len(failed)))
                for kind in dict.fromkeys(failed):
                    tell(f"  {failed.count(kind)} x {kind}")
    return report(readings, len(failures))


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="A day of classes.")
    parser.add_argument("--classes", type=int, default=CLASSES)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="of all together")
    options = parser.parse_args()
    return soak(options.classes, options.minutes)


if __name__ == "__main__":
    sys.exit(main())
