"""A class in a room: `make room`, or `make room STUDENTS="30 100"`.

For each number of students it starts a server of its own, on loopback, and ends it. Two of them
and the teacher are real Chromiums; the others speak the same words over real sockets
(tools/phone.py). All of them share this machine's cores with the server, and with 30 visitors who
train the default run meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page

from benchmarks.load import PATIENCE, Class, line, tell, waits
from tools.browser import chromium, new_context, serve
from tools.phone import Phone

COUNTS = (30, 100, 300)
N_BROWSERS = 2
RUNS = 30  # default runs beside
SLOWER = "1.10"  # times, at the most
IDLE = 10.0  # seconds
ASKED = {"commit to the count": 1.0, "close": 1.5, "reveal": 1.5, "join": 2.0}  # of 100, p95
ASKED_OF = 100


def processor_seconds(pid: int) -> float:
    """Return how long a process has computed (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Teacher:
    """The teacher's page and two phones, in Chromium, in a thread of their own.

    Args:
        address: Of the app.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._pool = ThreadPoolExecutor(max_workers=1)

    async def do(self, what: Callable[..., Any], *args: object) -> Any:
        """Do something in the thread of the browsers."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, what, *args)

    def open(self) -> str:
        """Open a room; return its code."""
        self._stack = chromium()
        self._browser = self._stack.__enter__()
        self._page: Page = new_context(self._browser).new_page()
        self._page.goto(f"{self._address}/teach")
        self._page.get_by_role("button", name="Open a room").click()
        return self._page.locator("[data-room]").get_attribute("data-room") or ""

    def close(self) -> None:
        """End the browsers."""
        self._stack.__exit__(None, None, None)

    def phones(self, code: str) -> None:
        """Let two phones in."""
        phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
        self._phones = [new_context(self._browser, **phone).new_page() for _ in range(N_BROWSERS)]
        for page in self._phones:
            page.goto(f"{self._address}/join?room={code}")
            page.locator(".lab-room-how[data-how=live]").wait_for()

    def ask(self) -> None:
        """Ask a question."""
        self._page.locator(".st-key-plan_step_0 button").first.click()
        for page in self._phones:
            page.locator(".lab-room input").wait_for()

    def commit(self) -> None:
        """Let both phones commit."""
        for page in self._phones:
            page.locator(".lab-room input").fill("3")
            page.get_by_role("button", name="Commit, not sure").tap()

    def counted(self, count: int) -> float:
        """Return when the wall said so many."""
        self._page.wait_for_function(
            """(text) => [...document.querySelectorAll(".lab-room-counts")]
              .some((node) => node.textContent.includes(text))""",
            arg=f"{count} of",
        )
        return time.perf_counter()

    def press(self, stage: str, shown: str) -> float:
        """Press the button that leads to a stage; return when it was pressed, both phones show it.

        Args:
            stage: Of the room.
            shown: A selector of what phones show then.
        """
        button = self._page.locator(f".st-key-move_{stage} button").first
        button.wait_for()
        pressed = time.perf_counter()
        button.click()
        for page in self._phones:
            page.locator(shown).wait_for()
        return pressed


class Students:
    """The phones without browsers, and when they saw what."""

    def __init__(self, address: str, code: str, count: int) -> None:
        self.saw: dict[str, dict[Phone, float]] = {}
        self.phones = [Phone(address, code, self._see) for _ in range(count)]

    def _see(self, phone: Phone, view: dict[str, Any], now: float) -> None:
        self.saw.setdefault(view.get("stage", ""), {}).setdefault(phone, now)

    async def all_saw(self, stage: str) -> list[float]:
        """Wait until all saw a stage; return when each did."""
        async with asyncio.timeout(PATIENCE):
            while len(self.saw.get(stage, {})) < len(self.phones):
                await asyncio.sleep(0.01)
        return list(self.saw[stage].values())


async def together(acts: Sequence[Awaitable[float]]) -> tuple[list[float], list[str]]:
    """Let all act at once; return the seconds of those who did, the failures of the others."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    failures = [repr(one) for one in results if isinstance(one, BaseException)]
    return [one for one in results if not isinstance(one, BaseException)], failures


async def lesson(address: str, pid: int, count: int) -> tuple[list[str], list[float]]:
    """Let a class of so many go through one question.

    Returns:
        The failures, and the seconds that each default run beside it took.
    """
    asked = ASKED if count == ASKED_OF else {}
    teacher = Teacher(address)
    code = await teacher.do(teacher.open)
    try:
        await teacher.do(teacher.phones, code)
        students = Students(address, code, count - N_BROWSERS)
        joined, failures = await together([phone.join() for phone in students.phones])
        tell(waits("join", joined, asked.get("join")))
        before = processor_seconds(pid)
        await asyncio.sleep(IDLE)
        idle = (processor_seconds(pid) - before) / IDLE
        tell(line("processor, all idle", f"{100 * idle:.1f} % of a core", "3 %" if asked else ""))
        visitors = Class(address)
        await visitors.come([""] * RUNS)
        running = asyncio.create_task(visitors.train(visitors.visitors, PATIENCE))
        await teacher.do(teacher.ask)
        await students.all_saw("asked")
        began = time.perf_counter()
        commits = [phone.commit("3" if i % 2 else "4") for i, phone in enumerate(students.phones)]
        kept, more = await together(commits)
        tell(waits("commit to its acknowledgement", kept))
        await teacher.do(teacher.commit)
        counted = await teacher.do(teacher.counted, count)
        tell(waits("all commits to the count on the wall", [counted - began],
                   asked.get("commit to the count")))  # fmt: skip
        for what, stage, shown in (
            ("close", "closed", ".lab-room:not(:has(form))"),
            ("reveal", "answer", ".lab-room-verdict"),
        ):
            pressed = await teacher.do(teacher.press, stage, shown)
            seen = [at - pressed for at in await students.all_saw(stage)]
            tell(waits(f"{what} to every phone", seen, asked.get(what)))
        timings = await running
        beside = [one.finished for one in timings]
        tell(waits("default runs beside: finished", beside))
        await visitors.leave()
        for phone in students.phones:
            phone.leave()
        return failures + more + visitors.failures, beside
    finally:
        await teacher.do(teacher.close)


async def runs_alone(address: str) -> list[float]:
    """Train the same default runs without a room; return the seconds that each took."""
    visitors = Class(address)
    await visitors.come([""] * RUNS)
    timings = await visitors.train(visitors.visitors, PATIENCE)
    await visitors.leave()
    return [one.finished for one in timings]


def compare(alone: list[float], beside: list[float]) -> None:
    """Tell how much slower default runs are beside a room."""
    tell(waits("default runs without a room: finished", alone))
    ratio = median(beside) / median(alone)
    tell(line("median beside a room, by that without", f"{ratio:.2f}", SLOWER))


def main() -> None:
    """Measure each number of students."""
    parser = argparse.ArgumentParser(description="Let a class answer in a room.")
    parser.add_argument("students", nargs="*", type=int, default=COUNTS, help="how many at once")
    options = parser.parse_args()
    tell(f"{os.cpu_count()} cores for all, load before {os.getloadavg()[0]:.1f}")
    for count in options.students:
        tell(f"\n{count} students, {RUNS} default runs beside them")
        with serve() as (address, pid):
            asyncio.run(runs_alone(address))  # the first visitors pay for what a server loads
            alone = asyncio.run(runs_alone(address))
            failures, beside = asyncio.run(lesson(address, pid, count))
            compare([*alone, *asyncio.run(runs_alone(address))], beside)
        kinds = "; ".join(f"{failures.count(kind)} x {kind}" for kind in dict.fromkeys(failures))
        tell(line("failures", str(len(failures)) + (f": {kinds}" if kinds else ""), "0"))


if __name__ == "__main__":
    main()
