"""Drive the app in a real Chromium: shared by the browser tests, the benchmark and the pictures."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright

ROOT = Path(__file__).parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
PATIENCE = 120  # seconds that a wait may take: tests share their machine with others


def chromium_path() -> str | None:
    """Return where Chromium is installed, if it is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serve(
    before: str = "", log: Path | None = None, base: str = "", root: Path = ROOT
) -> Iterator[tuple[str, int]]:
    """Run the app on a free port of the loopback address; yield its address and process id.

    Args:
        before: Python that the server's process runs first.
        log: Where its output goes; None is nowhere.
        base: The path that the app begins at, with a slash before it.
        root: The tree of the app.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    streamlit = ["-c", f"{before}\nfrom streamlit.web.cli import main\nmain()"]
    command = [sys.executable, *(streamlit if before else ["-m", "streamlit"]), "run", "app.py"]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    options += [f"--server.baseUrlPath={base}"] if base else []
    with open(log or os.devnull, "wb") as output:
        server = subprocess.Popen(
            command + options,
            cwd=root,
            env=os.environ
            | {"PYTHONPATH": str(root)}
            | {"STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}{base}"
    try:
        _wait_until_healthy(address, server)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"The server ended with status {server.returncode}.")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not answer within a minute.")


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Start a headless Chromium, with some flags more."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """A visitor's browser of its own, patient, 1280 x 720 unless told."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}} | options)
    context.set_default_timeout(PATIENCE * 1000)
    return context


def open_app(browser: Browser, address: str, **options: Any) -> Page:
    """Open the Train page and wait until its charts are drawn."""
    page = new_context(browser, **options).new_page()
    page.goto(f"{address}/train")
    wait_for_charts(page)
    return page


def wait_for_charts(page: Page) -> None:
    """Wait until every chart on the page has been drawn once."""
    page.wait_for_function(
        """() => window.perceptronLab && window.perceptronLab.charts.size === 3
           && [...window.perceptronLab.charts.values()].every((chart) => chart.drawn)"""
    )
    page.wait_for_timeout(300)


def curves(page: Page, name: str) -> list[dict[str, Any]]:
    """Return name, x and y of every trace of a chart, once it has been drawn."""
    page.wait_for_function("(name) => window.perceptronLab?.charts.get(name)?.drawn", arg=name)
    return page.evaluate(
        """async (name) => {
          const chart = window.perceptronLab.charts.get(name);
          await chart.queue;
          return chart.node._fullData.map(({ name, x, y }) =>
            ({ name, x: Array.from(x ?? []), y: Array.from(y ?? []) })); }""",
        name,
    )


def set_slider(page: Page, label: str, value: str) -> None:
    """Move a slider with the keyboard until it shows `value`; its spaces do not count."""
    value = "".join(value.split())
    slider = page.locator(f'input[type=range][aria-label="{label}"]')
    for _ in range(3):  # a script run that ends meanwhile may set the slider back
        wait_until_still(page)
        slider.focus()
        shown = _after(slider, "Home")
        while shown not in (value, None):
            shown = _after(slider, "ArrowRight")
        page.wait_for_timeout(400)  # Streamlit sends the value when it rests
        wait_until_still(page)
        if _shown(slider) == value:
            return
    raise AssertionError(f"{label} never showed {value}")


def _shown(slider: Locator) -> str:
    """What a slider shows, without the narrow spaces in its large numbers."""
    return "".join((slider.get_attribute("aria-valuetext") or "").split())


def _after(slider: Locator, key: str) -> str | None:
    """Press a key; return what the slider shows then, None if it does not move any more."""
    before = _shown(slider)
    slider.press(key)
    for _ in range(50):
        shown = _shown(slider)
        if shown != before:
            return shown
        slider.page.wait_for_timeout(10)
    return before if key == "Home" else None


# Under load the server may be late to begin what a press asks for: it has to answer meanwhile; and
# a script may have ended before the browser has the programs that draw what it said.
_STILL = """([quiet, patience]) => new Promise((resolve) => {
  const begun = performance.now(), health = new URL("_stcore/health", document.baseURI);
  let since = begun, answers = 0;
  const look = async () => {
    await fetch(health, { signal: AbortSignal.timeout(1000) }).catch(() => {});
    const app = document.querySelector('[data-testid="stApp"]'), now = performance.now();
    answers += 1;
    const late = document.querySelector("#lab-first, .stMain [data-testid=stSkeleton]");
    if (late || app?.dataset.testScriptState !== "notRunning") { since = now; answers = 0; }
    const still = now - since >= quiet && answers > 3;
    if (still || now - begun > patience) resolve(still); else setTimeout(look, 20);
  };
  look();
})"""


def wait_until_still(page: Page, quiet: float = 0.3) -> None:
    """Wait until a page is drawn and no script has run for `quiet` s; never while a run plays."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if page.evaluate(_STILL, [1000 * quiet, 1000 * PATIENCE]):
                return
        except Error:  # the page has gone to another address meanwhile
            page.wait_for_timeout(50)
    raise AssertionError(f"a script has been running for {PATIENCE} s")


def wait_until_steady(place: Locator) -> None:
    """Wait until what is there has not moved for a while: a click on what unfolds may miss it."""
    place.evaluate(
        """(node) => new Promise((resolve) => {
          let last = "", since = 0;
          const look = (now) => {
            const { x, y, width, height } = node.getBoundingClientRect();
            const box = [x, y, width, height].join();
            if (box !== last) { last = box; since = now; }
            if (now - since > 200) resolve(); else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        })"""
    )


def press(page: Page, name: str) -> None:
    """Click the button whose label starts with `name`."""
    button(page, name).click()


def button(page: Page, name: str) -> Locator:
    """Find the button whose label starts with `name`."""
    return page.locator(f'[data-testid="stMain"] button:has-text("{name}"):visible').first


def status(page: Page) -> str:
    """Return the words beside the progress bar."""
    return page.locator(".lab-status output").inner_text()


def wait_for_status(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the words beside the progress bar contain `text`."""
    page.locator(".lab-status output", has_text=text).wait_for()


def go_to(page: Page, title: str, group: str | None = None) -> None:
    """Go to a page by the navigation above; open its group first, if it stands in one."""
    page.mouse.move(0, page.viewport_size["height"] - 1)  # a tooltip may cover the navigation
    page.locator('[role="tooltip"]').first.wait_for(state="hidden")
    if group:
        section = page.locator('[data-testid="stTopNavSection"]', has_text=group)
        if section.evaluate("(node) => Boolean(node.closest('[inert]'))"):  # it found no room
            section = page.locator('[data-testid="stTopNavSection"]', has_text=" more")
        section.click()
    page.locator('[data-testid*="TopNav"] a', has_text=title).first.click()
