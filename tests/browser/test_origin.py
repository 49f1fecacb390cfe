"""The browser asks no other host, breaks no rule of ours, and fetches what is large once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.pages import PAGES, PATH
from tests.browser.opening import open_at
from tools.browser import (
    new_context,
    press,
    serve,
    wait_for_charts,
    wait_until_steady,
    wait_until_still,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ["", *(page.name for page in PAGES if page.name != "home")]
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.refused.push(`${violatedDirective} ${blockedURI}`));
window.icons = [];
new MutationObserver((changes) => changes.forEach(({ target }) => window.icons.push(target.href)))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["href"] });
"""
# A Streamlit that looks for no application in app.py.
AS_A_SCRIPT = """
import streamlit.web.server.app_discovery as discovery
nothing = discovery.AppDiscoveryResult(is_asgi_app=False, app_name=None, import_string=None)
discovery.discover_asgi_app = lambda *_: nothing
"""


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[[str, str], Any]]:
    """Opens a page in a browser that has not been here; all that it says must be well."""
    context = new_context(browser)
    context.add_init_script(WATCH)
    said: list[str] = []
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    addresses: set[str] = set()
    opened: list[Any] = []

    def visit(address: str, name: str) -> Any:
        addresses.add(address)
        page = context.new_page()
        open_at(page, f"{address}/{name}")
        opened.append(page)
        return page

    yield visit
    refused = [one for page in opened for one in page.evaluate("window.refused")]
    icons = {icon for page in opened for icon in page.evaluate("window.icons") if icon}
    context.close()
    ours = (*addresses, "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    assert [icon for icon in icons if not icon.startswith(ours)] == []
    assert icons, "the check sees the page's icon"
    assert refused == []
    assert said == []


def drawn(page: Any) -> int:
    """Wait until each chart of the page is drawn; return how many there are."""
    page.wait_for_function(
        "() => [...(window.perceptronLab?.charts.values() ?? [])].every((one) => one.drawn)"
    )
    return page.evaluate("window.perceptronLab?.charts.size ?? 0")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_no_other_host(app: str, visit: Callable[..., Any], name: str) -> None:
    drawn(visit(app, name))


def test_what_a_visitor_does_on_train_asks_no_other_host(
    app: str, visit: Callable[..., Any]
) -> None:
    page = visit(app, "train?epochs=2&speed=full-speed")
    press(page, "Train")
    wait_until_still(page)
    page.get_by_text("Take this run home").first.click()
    for kind in ("CSV", "JSON", "Python script", "Jupyter notebook"):
        offered = page.get_by_test_id("stDownloadButton").get_by_text(kind, exact=True)
        wait_until_steady(offered)
        with page.expect_download():
            offered.click()
    page.locator('[data-name="loss"]').hover()
    for kind in ("PNG", "SVG"):
        with page.expect_download():
            page.locator(f'[data-name="loss"] [data-title="Save this picture as {kind}"]').click()
    page.locator('[data-testid="stApp"]').press("?")
    close_dialog(page)
    page.locator(".st-key-tool_share button:visible").click()
    close_dialog(page)
    page.locator(".lab-data").first.click()
    page.locator(".lab-table table").first.wait_for()


def close_dialog(page: Any) -> None:
    """Wait until a dialog shows all that it has, and close it."""
    page.locator('[role="dialog"]').wait_for()
    wait_until_still(page)
    page.keyboard.press("Escape")
    page.locator('[role="dialog"]').wait_for(state="detached")


def follow_every_page(page: Any) -> None:
    """Go from page to page along the path, as the link at the end of each leads on."""
    for _ in PATH:
        title = page.title()
        page.get_by_role("link", name="Next: ").click()
        page.wait_for_function("(title) => document.title !== title", arg=title)
        page.get_by_text("Next: ").last.wait_for()
        wait_until_still(page)
        drawn(page)


def test_going_from_page_to_page_asks_no_other_host(app: str, visit: Callable[..., Any]) -> None:
    follow_every_page(visit(app, "train"))


def test_a_second_visit_fetches_no_script_again(app: str, visit: Callable[..., Any]) -> None:
    def fetched(page: Any) -> dict[str, int]:
        """Bytes that came over the network, by script."""
        wait_for_charts(page)
        return page.evaluate(
            """() => Object.fromEntries(performance.getEntriesByType("resource")
                 .filter(({ name }) => name.includes("/assets/"))
                 .map(({ name, transferSize }) => [name.split("/").at(-1), transferSize]))"""
        )

    page = visit(app, "train")
    first = fetched(page)
    assert len(first) == 4
    assert 300_000 < sum(first.values()) < 600_000, "compressed"
    page.reload()
    assert fetched(page) == dict.fromkeys(first, 0)


@pytest.fixture
def deep() -> Iterator[str]:
    """The address of an app that begins at a path of its own."""
    with serve(base="/a/lab") as (address, _):
        yield address


def test_the_app_may_begin_at_a_path_of_its_own(deep: str, visit: Callable[..., Any]) -> None:
    page = visit(deep, "train")  # it leaves before its server ends, or it misses it
    wait_for_charts(page)
    page.get_by_text("Next: ").click()
    page.get_by_role("heading", name="One batch under the microscope").wait_for()
    assert page.url.partition("?")[0] == f"{deep}/microscope"


def test_a_server_that_runs_app_py_as_a_plain_script_has_the_whole_app(
    browser: Any, tmp_path: Any
) -> None:
    log = tmp_path / "log"
    with serve(AS_A_SCRIPT, log) as (address, _):
        page = new_context(browser).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/microscope")  # the first that this server hears
        page.get_by_role("heading", name="One batch under the microscope").wait_for()
        page.get_by_text("Three ways").first.wait_for()
        page.goto(f"{address}/train?epochs=2&speed=full-speed")
        wait_for_charts(page)
        press(page, "Train")
        page.locator(".lab-status output", has_text="epoch 2 of").wait_for()
        wait_until_still(page)
        follow_every_page(page)
        page.context.close()
    ours = (address, "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == [], "no policy holds them back"
    assert log.read_text("utf-8").count("runs as a plain script") == 1
