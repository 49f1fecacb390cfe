"""What a visit costs a phone: `make bench-visit BEFORE=../other-tree`.

A real Chromium, 390 px wide, with a processor four times slower, behind a line of 10 Mbit/s and
40 ms (tools/slow_line.py) that counts each byte to the browser: heads, bodies and the messages of
the WebSocket, as they travel. A first visit begins with nothing kept and lasts until the Train
page's first chart is drawn and nothing has come for a second; the second visit is a new tab of
the same browser. Another tree of this project takes turns with this one. `--list` names each file.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tools.browser import PHONE, ROOT, chromium, new_context, serve
from tools.slow_line import Line, slow_line

TURNS = 3
MEGABITS, MILLISECONDS, SLOWER = 10, 40, 4
QUIET = 1.0  # seconds without a byte
READY = 12  # seconds after a server's start, until all that it prepares is there
# When something true is in sight: what the page is about, the numbers of its run, a chart.
MARKS = """
  window.seen = {};
  const visible = (node) => Boolean(node && node.getBoundingClientRect().height > 0);
  const note = (name, there) => { if (there) window.seen[name] ??= performance.now(); };
  const look = () => {
    const first = document.querySelector("#lab-first p, [data-testid=stMain] h1");
    note("title", visible(first));
    note("numbers", visible(document.querySelector(".lab-status output")));
    note("frame", [...document.querySelectorAll(".lab-chart")].some(visible));
    const charts = [...(window.perceptronLab?.charts.values() ?? [])];
    note("chart", charts.some((chart) => chart.drawn && visible(chart.node)));
    setTimeout(look, 20);
  };
  look();
"""
SEEN = ("title", "numbers", "frame", "chart")


@dataclass(eq=False)
class Visit:
    """What one visit cost.

    Attributes:
        bytes: All that travelled to the browser.
        files: Bytes of each file that travelled, with its head, by its path.
        seen: Seconds until something was in sight.
    """

    bytes: int = 0
    files: Counter[str] = field(default_factory=Counter)
    seen: dict[str, float] = field(default_factory=dict)

    def of_kind(self, kind: str) -> int:
        """Bytes of the files of a kind."""
        return sum(size for file, size in self.files.items() if kind_of(file) == kind)


def visit(context: BrowserContext, line: Line) -> Visit:
    """Open the Train page in a new tab and note what travels until nothing does any more."""
    page, cost, asked, before = context.new_page(), Visit(), {}, line.bytes
    page.add_init_script(MARKS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def request(event: Any) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def finished(event: Any) -> None:
        url, size = asked.get(event["requestId"], ""), int(event["encodedDataLength"])
        if url.startswith(line.address) and size:  # nothing travels of what the browser has kept
            cost.files[url.removeprefix(line.address).partition("?")[0]] += size

    session.on("Network.requestWillBeSent", request)
    session.on("Network.loadingFinished", finished)
    page.goto(f"{line.address}/train", wait_until="commit")
    page.wait_for_function("(all) => all.every((one) => window.seen?.[one])", arg=list(SEEN))
    last, since = line.bytes, time.monotonic()
    while time.monotonic() - since < QUIET:
        page.wait_for_timeout(100)
        if line.bytes != last:
            last, since = line.bytes, time.monotonic()
    cost.bytes = line.bytes - before
    cost.seen = {name: at / 1000 for name, at in page.evaluate("window.seen").items()}
    page.close()
    return cost


def kind_of(name: str) -> str:
    """What a file belongs to."""
    if name.startswith("/static/"):
        return "Streamlit's fonts" if "/media/" in name else "Streamlit's programs"
    if name.startswith("/assets/plotly"):
        return "the charts' program"
    return "ours"


def turn(browser: Browser, tree: Path) -> tuple[Visit, Visit]:
    """A first and a second visit of one phone to a server of its own."""
    with serve(root=tree) as (address, _):
        time.sleep(READY)
        with slow_line(int(address.rpartition(":")[2]), MEGABITS, MILLISECONDS) as line:
            context = new_context(browser, **PHONE)
            both = visit(context, line), visit(context, line)
            context.close()
    return both


def middle(visits: tuple[Visit, ...], get: Callable[[Visit], float]) -> float:
    """The median over the visits of one kind."""
    return statistics.median(map(get, visits))


def report(name: str, turns: list[tuple[Visit, Visit]]) -> None:
    """Print the medians of all turns."""
    print(name)
    asked = {"first": "2 800 KB", "second": "60 KB"}
    for which, visits in zip(asked, zip(*turns, strict=True), strict=True):
        kinds = dict.fromkeys(kind_of(file) for one in visits for file in one.files)
        parts = ", ".join(
            f"{kind} {middle(visits, lambda one, k=kind: one.of_kind(k)) / 1000:.0f}"
            for kind in kinds
        )
        travelled = f"{middle(visits, lambda one: one.bytes) / 1000:.0f} KB"
        requests = f"{middle(visits, lambda one: len(one.files)):.0f} requests"
        line = f"  {which + ' visit':<13} {travelled:>9}, {requests:<13}"
        print(f"{line} asked: {asked[which]}   ({parts})")
        seen = (f"{mark} {middle(visits, lambda one, m=mark: one.seen[m]):.2f} s" for mark in SEEN)
        print(f"  {'in sight':<13} {', '.join(seen)}")


if __name__ == "__main__":
    others = [Path(one).resolve() for one in sys.argv[1:] if not one.startswith("-")]
    trees = [ROOT, *others]
    turns: dict[Path, list[tuple[Visit, Visit]]] = {tree: [] for tree in trees}
    with chromium() as browser:
        for number in range(1 if "--list" in sys.argv else TURNS):
            for tree in trees[:: 1 if number % 2 else -1]:
                turns[tree].append(turn(browser, tree))
    for tree in trees:
        report("this tree" if tree == ROOT else "the other tree", turns[tree])
    if "--list" in sys.argv:
        for one in turns[ROOT][0]:
            print()
            for name, size in one.files.most_common():
                print(f"{size / 1000:9.1f} KB  {name}")
