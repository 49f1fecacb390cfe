"""What the tests in a browser share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator, Sequence
from typing import Any

import pytest

_LONGEST = 4_000  # characters of a page in the report of a failure


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Beside a failure, say what each open page said: one seen elsewhere can be read then."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser:
        for page in [page for context in browser.contexts for page in context.pages]:
            report.sections.append((f"page {page.url}", _said_on(page)))
    return report


def _said_on(page: Any) -> str:
    try:
        body = page.locator("body").inner_text(timeout=5_000)
    except Exception as error:  # also where the browser is gone; the failure is told anyway
        body = repr(error)
    return str(body[:_LONGEST])


@pytest.fixture
def page(app: str, browser: Any) -> Iterator[Any]:
    """The Train page, freshly opened; no error may reach the console while it is used."""
    from tools.browser import open_app  # not above: without playwright the tests are skipped

    page = open_app(browser, app)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.context.close()
    assert errors == []


@pytest.fixture(scope="module")
def axe() -> str:
    """The program axe-core; skips where npm has not brought it, fails where it has to."""
    from tools.axe import SCRIPT

    if not SCRIPT.exists():
        why = "axe-core is not installed: make .venv/.javascript, with npm"
        if os.environ.get("PERCEPTRON_REQUIRE_JAVASCRIPT") and shutil.which("npm"):
            pytest.fail(f"PERCEPTRON_REQUIRE_JAVASCRIPT is set, but {why}")
        pytest.skip(why)
    return SCRIPT.read_text("utf-8")


@pytest.fixture
def new_page(browser: Any) -> Iterator[Any]:
    """Make a page in a browser context of its own; no error may reach its console."""
    from tools.browser import new_context

    contexts: list[Any] = []
    errors: list[str] = []

    def make(**options: Any) -> Any:
        contexts.append(new_context(browser, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def visit(new_page: Any, app: str) -> Any:
    """Open a page on a touch screen; return it with a thumb."""
    from tests.browser.opening import open_at
    from tests.browser.thumb import Thumb

    def open_on(device: dict[str, Any], path: str) -> tuple[Any, Any]:
        page = new_page(**device)
        open_at(page, f"{app}/{path}")
        return page, Thumb(page)

    return open_on


@pytest.fixture
def new_hour(browser: Any, app: str) -> Iterator[Any]:
    """Begin a class hour on devices of its own; no error may reach a console of them."""
    from tools.class_hour import begin

    before, errors = list(browser.contexts), []

    def make(phones: Sequence[dict[str, Any]], **options: Any) -> Any:
        begun = begin(browser, app, phones, **options)
        for page in (begun.teacher, begun.wall, *begun.phones):
            page.on("pageerror", lambda error: errors.append(str(error)))
        return begun

    yield make
    for context in browser.contexts:
        if context not in before:
            context.close()
    assert errors == []
