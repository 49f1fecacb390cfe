"""What live drawing costs, measured in a real Chromium: `make bench-live`.

Prints a line a figure, and what docs/live.md asks for. Compare the lines of one run only.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from benchmarks.answers import bench_answers, bench_close, report
from benchmarks.processors import (
    browser_seconds,
    cpu_seconds,
    headless_seconds,
    models_seconds,
)
from tools.browser import (
    button,
    chromium,
    new_context,
    open_app,
    press,
    serve,
    set_slider,
    status,
    wait_for_charts,
    wait_for_status,
)

REPEATS = 5
LARGE = {"Samples": "1 000", "Features": "10", "Outputs": "5", "Batch size": "32", "Epochs": "600"}
WATCH = """() => {
  const lab = window.perceptronLab, watch = (window.watch = { frames: [], drawn: [] });
  const feed = lab.feed;
  lab.feed = (data) => {
    watch.frames.push(performance.now());
    feed(data);
    Promise.all([...lab.charts.values()].map((chart) => chart.queue))
      .then(() => watch.drawn.push(performance.now()));
  };
  addEventListener("click", () => { watch.click = performance.now(); }, true);
  watch.nodes = document.querySelectorAll(".js-plotly-plot").length;
  watch.node = document.querySelector(".lab-chart");
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(
    (node) => { if (node.classList?.contains("lab-chart")) watch.nodes += 1; }
  ))).observe(document.body, { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Turn:
    """A run without a page, and the same with one.

    Attributes:
        without: Seconds by the clock, of the processor, and that the models took.
        live: The same, of the server's processor.
        frame: Milliseconds of a processor a frame, of the browser's pages and of its painting.
    """

    without: tuple[float, float, float]
    live: tuple[float, float, float]
    frame: list[float]


def open_watched(browser: Browser, address: str, sizes: list[int]) -> Page:
    """Open the app; note the size of every frame that is sent to it, in bytes."""
    page = new_context(browser).new_page()
    page.set_default_timeout(600_000)  # others may use the cores: it is measured all the same

    def note(payload: str | bytes) -> None:
        if b"lab_feed" in (payload if isinstance(payload, bytes) else payload.encode()):
            sizes.append(len(payload))

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    page.goto(f"{address}/train")
    wait_for_charts(page)
    page.evaluate(WATCH)
    return page


def choose_speed(page: Page, speed: str) -> None:
    """Choose how fast the run is played."""
    page.locator('[data-testid="stSelectbox"]').last.locator("input").click()
    page.get_by_role("option", name=speed).click()
    page.wait_for_timeout(500)


def first_frame(page: Page) -> float:
    """Milliseconds from a click on Train to the first frame drawn; the median of some."""
    waits = []
    for _ in range(REPEATS):
        page.evaluate("() => { window.watch.drawn.length = 0; }")
        press(page, "Train")
        page.wait_for_function("() => window.watch.drawn.length > 0")
        waits.append(page.evaluate("() => window.watch.drawn[0] - window.watch.click"))
        press(page, "Reset")
        button(page, "Train").wait_for()
        page.wait_for_timeout(500)
    return statistics.median(waits)


def bench_default(browser: Browser, address: str) -> None:
    """The default run: first frame, size of frames."""
    sizes: list[int] = []
    page = open_watched(browser, address, sizes)
    report("first frame after the click", f"{first_frame(page):.0f} ms", "300 ms or less")
    sizes.clear()
    press(page, "Train")
    wait_for_status(page, "epoch 16 of 16")
    figure = f"{max(sizes) / 1000:.1f} KB ({len(sizes)} frames)"
    report("largest frame, default run of 16 epochs", figure, "20 KB or less")
    page.context.close()


def bench_large(browser: Browser, address: str, pid: int) -> None:
    """A run of some seconds: frames, nodes, ratio to headless, answers, closing."""
    sizes: list[int] = []
    page = open_watched(browser, address, sizes)
    for label, value in LARGE.items():
        set_slider(page, label, value)
    choose_speed(page, "full speed")
    turns = [one_run(browser, page, pid, sizes) for _ in range(REPEATS)]
    tell_ratios(turns)
    nodes = page.evaluate("() => window.watch.nodes")
    same = page.evaluate("() => window.watch.node === document.querySelector('.lab-chart')")
    report("plot nodes over all runs, same as at first", f"{nodes}, {same}", "3, True")

    set_slider(page, "Epochs", "10 000")  # so that the run outlasts what follows
    press(page, "Train")
    page.wait_for_timeout(1500)
    report("zoom kept while frames come in", str(zoom_is_kept(page)), "True")
    bench_answers(page)
    bench_close(page, pid)


def tell_ratios(turns: list[Turn]) -> None:
    """Print what a page costs, over the same without one.

    By the seconds of both, of which the least counts, since whatever else the machine does only
    adds; and by those that the models took in the same run, which a slow moment makes longer, too.
    """
    without, live = ([getattr(turn, kind) for turn in turns] for kind in ("without", "live"))
    for what, which, asked in (
        ("live time / headless time", 0, "1.15 or less"),
        ("processor time, server / headless", 1, "1.08 or less"),
    ):
        ratio = min(one[which] for one in live) / min(one[which] for one in without)
        report(what, f"{ratio:.2f}", asked)
        shares = (
            (a[which] / a[-1]) / (b[which] / b[-1]) for a, b in zip(live, without, strict=True)
        )
        report("  a second of the models' own", f"{statistics.median(shares):.2f}", asked)
    split = " / ".join(
        f"{min(turn.frame[i] for turn in turns):.0f}" for i in range(len(turns[0].frame))
    )
    report("ms of a processor a frame: page / painting", split, "as little as may be")


def one_run(browser: Browser, page: Page, pid: int, sizes: list[int]) -> Turn:
    """Train once, after the same run without a page."""
    without = headless_seconds()
    sizes.clear()
    page.evaluate("() => { Object.assign(window.watch, { frames: [], drawn: [] }); }")
    began, drew = cpu_seconds(pid), browser_seconds(browser)
    started = time.perf_counter()
    press(page, "Train")
    wait_for_status(page, "epoch 600 of 600")
    live = time.perf_counter() - started
    worked, drawn = cpu_seconds(pid) - began, browser_seconds(browser)
    models = models_seconds(status(page))
    page.wait_for_timeout(1000)
    received, times = page.evaluate("() => [window.watch.frames.length, window.watch.drawn]")
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0])
    counts = f"{len(sizes)} / {received} / {len(times)}, {rate:.1f} per s"
    report("frames sent / received / drawn", counts, "all, 10 per s or more")
    report("largest frame, 600 epochs, 10 -> 5", f"{max(sizes) / 1000:.1f} KB", "20 KB or less")
    press(page, "Reset")
    button(page, "Train").wait_for()
    page.wait_for_timeout(500)
    costs = [1000 * (drawn[kind] - drew[kind]) / len(times) for kind in drew]
    return Turn(without, (live, worked, models), costs)


def zoom_is_kept(page: Page) -> bool:
    """Zoom into the loss chart with the mouse and look again some frames later."""
    zoom = "() => window.perceptronLab.charts.get('loss').node.layout.xaxis.range.map(Math.round)"
    before = page.evaluate(zoom)
    plot = page.locator(".lab-chart .nsewdrag").first.bounding_box()
    x, y = plot["x"], plot["y"] + plot["height"] / 2
    page.mouse.move(x + 0.2 * plot["width"], y)
    page.mouse.down()
    page.mouse.move(x + 0.7 * plot["width"], y, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    zoomed = page.evaluate(zoom)
    page.wait_for_timeout(1500)
    return zoomed != before and page.evaluate(zoom) == zoomed


if __name__ == "__main__":
    with serve() as (address, pid), chromium() as browser:
        open_app(browser, address).context.close()  # warm: imports, caches
        bench_default(browser, address)
        bench_large(browser, address, pid)
