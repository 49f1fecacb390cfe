"""Whoever comes: axe-core, titles, tables of the charts, and room at 200 % zoom, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from playwright.sync_api import TimeoutError as TookTooLong

from pages.shared.pages import PAGES, after
from tools.axe import STREAMLITS, look
from tools.browser import new_context, press, status, wait_for_charts, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
ZOOMED = {"width": 640, "height": 360}  # what a window of 1280 x 720 holds at 200 %
UNFOLD = """() => document.querySelectorAll(
  '[data-testid=stMain] [data-testid=stExpander] details:not([open]) > summary')
  .forEach((one) => one.click())"""
TABLES = """(name) => {
  const chart = window.perceptronLab.charts.get(name).node.parentElement;
  const tables = [...chart.querySelectorAll(".lab-table table")];
  return {
    sentence: chart.querySelector("svg.main-svg").getAttribute("aria-label"),
    said: chart.querySelector(".lab-table p").textContent,
    rows: tables.map((table) => table.tBodies[0].rows.length),
    heads: tables.flatMap((table) => [...table.tHead.rows[0].cells].map((cell) =>
      [cell.scope, cell.textContent])),
    names: tables.flatMap((table) => [...table.tBodies[0].rows].map((row) => row.cells[0].scope)),
  };
}"""


@pytest.fixture
def page(browser: Any, app: str, axe: str) -> Iterator[Any]:
    """A visitor whose browser has axe-core."""
    context = new_context(browser)
    context.add_init_script(axe)
    yield context.new_page()
    context.close()


class Walk:
    """Goes from page to page and writes down what is not as it should be."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        self.own: set[Any] = set()

    def look(self, where: str, *rules: str) -> None:
        """Keep what axe-core finds."""
        found, own = look(self.page, *rules)
        self.faults += [f"{where}: {words}" for words in found]
        self.own |= own

    def looks(self, where: str) -> None:
        """In both widths and both themes; what is no colour does not depend on the theme."""
        for size, scheme, rules in (
            (DESK, "light", ()),
            (DESK, "dark", ("color-contrast",)),
            (PHONE, "dark", ()),
            (PHONE, "light", ("color-contrast",)),
        ):
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=scheme)
            self.page.wait_for_timeout(150)
            self.look(f"{where}, {size['width']} px, {scheme}", *rules)
        self.page.set_viewport_size(DESK)

    def check(self, where: str, right: object, told: object) -> None:
        """Keep what is not right."""
        if not right:
            self.faults.append(f"{where}: {told}")

    def titles(self, where: str, title: str) -> None:
        """One title, one h1, and formulas that are typeset."""
        wanted = "Perceptron Lab" if title == "Home" else f"{title} · Perceptron Lab"
        with suppress(TookTooLong):  # it is told after the page
            told = "(wanted) => document.title === wanted"
            self.page.wait_for_function(told, arg=wanted, timeout=10_000)
        title = self.page.title()
        self.check(where, title == wanted, title)
        heads = self.page.locator("h1").all_inner_texts()
        self.check(where, len(heads) == 1, f"h1: {heads}")
        wrong = self.page.locator(".katex-error").all_inner_texts()
        self.check(where, not wrong, f"formulas that KaTeX can't read: {wrong}")

    def zoom(self, where: str) -> None:
        """At 200 % nothing scrolls sideways."""
        self.page.set_viewport_size(ZOOMED)
        self.page.wait_for_timeout(150)
        wide = self.page.locator('[data-testid="stMain"]').evaluate(
            "(node) => node.scrollWidth - node.clientWidth"
        )
        self.check(where, wide <= 1, f"at 200 % it scrolls sideways by {wide} px")
        self.page.set_viewport_size(DESK)

    def tables(self, where: str) -> None:
        """Open what is folded, then the table of each chart, and close it."""
        self.page.evaluate(UNFOLD)
        wait_until_still(self.page)
        self.page.wait_for_function(
            "() => [...(window.perceptronLab?.charts.values() ?? [])].every((one) => one.drawn)"
        )
        for name in self.page.evaluate("[...(window.perceptronLab?.charts.keys() ?? [])]"):
            button = self.page.locator(f'.lab-beside:has([data-name="{name}"]) .lab-data')
            button.press("Enter")
            panel = self.page.locator(f'.lab-beside:has([data-name="{name}"]) .lab-table')
            panel.locator("p").wait_for()
            found, at = self.page.evaluate(TABLES, name), f"{where}, chart {name}"
            empty = found["said"] == "Nothing is drawn yet."
            self.check(at, found["said"] == found["sentence"], found)
            self.check(at, empty or any(map(str.isdigit, found["said"])), found["said"])
            self.check(at, empty or found["rows"], "no table")
            self.check(at, all(0 < n <= 41 for n in found["rows"]), found["rows"])
            self.check(at, all(one[0] == "col" and one[1] for one in found["heads"]), found)
            self.check(at, set(found["names"]) <= {"row"}, found["names"])
            panel.press("Escape")
            self.check(at, panel.is_hidden(), "Escape did not close the table")


def settle(page: Any, title: str) -> None:
    page.wait_for_function("(title) => document.title.startsWith(title)", arg=title)
    page.locator(".st-key-terms").first.wait_for(state="attached")
    wait_until_still(page)


def test_axe_finds_nothing_of_ours_and_each_chart_has_its_table(page: Any, app: str) -> None:
    walk = Walk(page)
    page.goto(f"{app}/train?epochs=2&speed=full-speed")
    settle(page, "Train")
    walk.looks("train, fresh")
    press(page, "Train")
    page.locator(".lab-status output", has_text="epoch 2 of 2").wait_for()
    wait_until_still(page)
    page.emulate_media(color_scheme="light")
    folded = page.locator('[data-testid="stMain"] details:not([open]) > summary')
    while folded.count():
        folded.first.press("Enter")
    for this, following in pairwise([*PAGES[1:], *PAGES[:2]]):
        settle(page, "Perceptron Lab" if this.name == "home" else this.title)
        if this.name == "runs":
            press(page, "Open")
            page.get_by_role("heading", name="Shown again").wait_for()
            wait_until_still(page)
        walk.titles(this.name, this.title)
        walk.tables(this.name)
        walk.looks(this.name)
        walk.zoom(this.name)
        page.emulate_media(color_scheme="light")
        if this.name == "predict":
            dialogs_and_projector(walk)
        on = after(this.name)
        if this.name == "home":
            press(page, "Start: train it")
        elif on and on.name == following.name:
            page.get_by_role("link", name="Next: ").press("Enter")
        else:  # with a class: no page leads to it
            page.goto(f"{app}/{'' if following.name == 'home' else following.name}")
    assert walk.faults == [], "\n".join(walk.faults)
    assert walk.own == set(STREAMLITS), "of these Streamlit has mended some"


def dialogs_and_projector(walk: Walk) -> None:
    page = walk.page
    for tool in ("share", "keys"):
        page.locator(f".st-key-tool_{tool} button:visible").press("Enter")
        page.locator('[role="dialog"]').wait_for()
        wait_until_still(page)
        walk.looks(f"dialog {tool}")
        page.keyboard.press("Escape")
        page.locator('[role="dialog"]').wait_for(state="detached")
    for _ in range(2):  # there and back
        page.locator(".st-key-tool_projector button:visible").press("Enter")
        wait_until_still(page)
        walk.looks("projector")


def test_the_sentence_of_a_chart_follows_the_run_and_is_not_announced(page: Any, app: str) -> None:
    page.goto(f"{app}/train?epochs=500")  # two minutes
    wait_for_charts(page)
    said = '.lab-chart[data-name="loss"] svg[role=img]'
    first = page.locator(said).get_attribute("aria-label")
    page.keyboard.press("Space")
    page.wait_for_function(
        "([place, first]) => document.querySelector(place).getAttribute('aria-label') !== first",
        arg=[said, first],
    )
    assert not status(page).startswith("epoch 500"), "it is still trained"
    assert page.locator(said).evaluate("(node) => !node.closest('[aria-live], [role=status]')")
