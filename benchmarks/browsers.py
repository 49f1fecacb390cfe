"""A few real Chromiums among the visitors, driven from a thread of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from playwright.sync_api import Page

from tools.browser import chromium, open_app
from tools.visitor import Timing

PRESS = """() => {
  const lab = window.perceptronLab, watch = (window.watch = { frames: 0 });
  const words = () => document.querySelector(".lab-status output")?.textContent ?? "";
  const feed = lab.feed;
  lab.feed = (data) => {
    watch.waited ||= data.status?.text.includes("waiting for a free core");
    feed(data);
    if (!Object.keys(data.charts).length) return; // words alone are no frame
    watch.frames += 1;
    Promise.all([...lab.charts.values()].map((chart) => chart.queue))
      .then(() => { watch.first ??= performance.now() - watch.click; });
  };
  const look = setInterval(() => {
    if (!words().startsWith("epoch 16 of 16")) return;
    clearInterval(look);
    Promise.all([...lab.charts.values()].map((chart) => chart.queue))
      .then(() => { watch.finished = performance.now() - watch.click; });
  }, 20);
  watch.click = performance.now();
  document.querySelector(":is(.st-key-play, .st-key-again) button").click();
}"""


class Browsers:
    """Open pages in one Chromium. Playwright wants all its calls in one thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._open = ExitStack()
        self._pages: list[Page] = []

    @classmethod
    def open(cls, address: str, count: int) -> Browsers:
        """Open the Train page in some windows that share nothing."""
        browsers = cls()
        browsers._thread.submit(browsers._enter, address, count).result()
        return browsers

    def _enter(self, address: str, count: int) -> None:
        running = self._open.enter_context(chromium())
        self._pages = [open_app(running, address) for _ in range(count)]

    def train(self) -> list[Timing]:
        """Press Train on every page at once; return what was drawn when."""
        return self._thread.submit(self._train).result()

    def _train(self) -> list[Timing]:
        for page in self._pages:
            page.evaluate(PRESS)
        timings = []
        for page in self._pages:
            page.wait_for_function("() => window.watch.finished")
            seen = page.evaluate("() => window.watch")
            first, finished = seen.get("first", 0) / 1000, seen["finished"] / 1000
            timings.append(Timing(first, finished, seen["frames"], int(bool(seen.get("waited")))))
        return timings

    def close(self) -> None:
        """Close the Chromium."""
        self._thread.submit(self._open.close).result()
        self._thread.shutdown()
