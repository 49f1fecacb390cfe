"""How soon a page is there after a click in the navigation, warm: part of `make bench-live`.

Browser and server share this machine. Each page is opened once before it is timed.
"""

from __future__ import annotations

import statistics
import time

from playwright.sync_api import Page

from pages.shared.pages import PAGES
from pages.shared.pages import Page as LabPage
from tools.browser import button, chromium, go_to, open_app, serve, wait_until_still

REPEATS = 5
ASKED = 1.0  # seconds
HEADINGS = {"home": "How a layer learns, three ways"}  # where it is not the title
DRAWN = """() => document.querySelector('[data-test-script-state="notRunning"]')
  && [...document.querySelectorAll(".lab-chart")].every((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return node.classList.contains("js-plotly-plot") || bottom < 0 || top > innerHeight; })"""


def switch(page: Page, lesson: LabPage) -> tuple[float, float]:
    """Go to a page; return the seconds to its heading, and until all in sight is drawn."""
    if lesson.group:
        page.locator('[data-testid="stTopNavSection"]', has_text=lesson.group).click()
    link = page.locator('[data-testid*="TopNav"] a', has_text=lesson.title).first
    link.wait_for()
    started = time.perf_counter()
    link.click()
    arrived(page, lesson)
    heading = time.perf_counter() - started
    page.wait_for_function(DRAWN)
    return heading, time.perf_counter() - started


def arrived(page: Page, lesson: LabPage) -> None:
    """Wait until what only this page has is there."""
    if lesson.name == "train":
        button(page, "Epoch").wait_for()
    else:
        heading = HEADINGS.get(lesson.name, lesson.title)
        page.get_by_role("heading", name=heading, exact=True).wait_for()


if __name__ == "__main__":
    with serve() as (address, _), chromium() as browser:
        page = open_app(browser, address)
        for lesson in PAGES:  # warm: caches, the browser's code
            go_to(page, lesson.title, lesson.group or None)
            arrived(page, lesson)
            wait_until_still(page)
        times: dict[str, list[tuple[float, float]]] = {lesson.title: [] for lesson in PAGES}
        for _ in range(REPEATS):
            for lesson in PAGES:
                times[lesson.title].append(switch(page, lesson))
                page.wait_for_timeout(1500)
        print(f"median of {REPEATS}; asked: {ASKED:g} s")
        for title, measured in times.items():
            heading, drawn = (statistics.median(part) for part in zip(*measured, strict=True))
            print(f"{title:<32} heading {heading:5.2f} s   all in sight {drawn:5.2f} s")
