"""What a page and a control cost, in a real Chromium, everything warm: a part of `make bench`.

Server: from the browser's message to the server's last one. Drawn: until the last chart in sight
is drawn, from the same message, or from the request where a page is opened. Browser and server
share this machine.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from playwright.sync_api import Page

from pages.shared.pages import PAGES
from tools.browser import chromium, new_context, press, serve, wait_for_charts, wait_until_still

REPEATS = 5
CONTROLS = ("Samples", "Features", "Outputs", "Learning rate", "Batch size", "Epochs")
LISTEN = """
  window.traffic = [];
  const Socket = window.WebSocket;
  const size = (data) => data.byteLength ?? data.size ?? data.length;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) =>
        window.traffic.push({ at: performance.now(), got: size(data) }));
    }
    send(data) {
      window.traffic.push({ at: performance.now(), sent: size(data) });
      super.send(data);
    }
  };
  setInterval(() => {
    for (const chart of window.perceptronLab?.charts.values() ?? []) {
      if (chart.queue === chart.seen) continue;
      chart.seen = chart.queue;
      chart.queue.then(() => { window.drawnAt = performance.now(); });
    }
  }, 5);
"""


def note(page: Page) -> tuple[float, float, float]:
    """Return KB received, ms of the server, ms until drawn, of all that was heard."""
    wait_until_still(page)
    traffic = page.evaluate("() => window.traffic")
    first = next(one["at"] for one in traffic if "sent" in one)
    got = [one for one in traffic if "got" in one]
    drawn = page.evaluate("() => window.drawnAt ?? 0")
    kilobytes = sum(one["got"] for one in got) / 1000
    return kilobytes, got[-1]["at"] - first, max(drawn - first, got[-1]["at"] - first)


def act(page: Page, what: Callable[[], object]) -> tuple[float, float, float]:
    """Do something to a page, and note what it costs."""
    page.evaluate("() => { window.traffic.length = 0; }")
    what()
    page.wait_for_function("() => window.traffic.some((one) => one.sent)")
    page.wait_for_function("() => window.traffic.some((one) => one.got > 100)")
    return note(page)


def opened(page: Page, address: str) -> tuple[float, float, float]:
    """Open a page by its address, and note what it costs."""
    page.goto(address)
    page.locator('[data-testid="stMain"] h1, .lab-status output').first.wait_for()
    return note(page)


def report(what: str, costs: list[tuple[float, float, float]]) -> None:
    """Print the medians of one line."""
    size, server, drawn = (median(column) for column in zip(*costs, strict=True))
    print(
        f"{what:<46} {size:7.1f} KB   server {server:6.0f} ms   drawn {drawn:6.0f} ms", flush=True
    )


def slide(page: Page, label: str) -> Callable[[], object]:
    """A step of a slider."""
    slider = page.locator(f'input[type=range][aria-label="{label}"]')
    return lambda: slider.press("ArrowRight")


if __name__ == "__main__":
    with serve() as (address, _), chromium() as browser:
        page = new_context(browser).new_page()
        page.add_init_script(LISTEN)
        print(f"Opening a page, median of {REPEATS}")
        for lesson in PAGES:
            where = f"{address}/{lesson.name}"
            opened(page, where)
            report(lesson.title, [opened(page, where) for _ in range(REPEATS)])
        print(f"\nA change on the Train page, median of {REPEATS}")
        page.goto(f"{address}/train")
        wait_for_charts(page)
        for label in CONTROLS:
            act(page, slide(page, label))
            report(label, [act(page, slide(page, label)) for _ in range(REPEATS)])
        for name in ("New start", "New data", "Batch", "Epoch", "Reset"):
            report(name, [act(page, lambda name=name: press(page, name)) for _ in range(REPEATS)])
