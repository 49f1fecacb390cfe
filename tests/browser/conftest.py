"""What the tests in a browser share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


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


@pytest.fixture
def visit(browser: Any, app: str) -> Iterator[Any]:
    """Open a page on a touch screen; return it with a thumb. No error may reach the console."""
    from tests.browser.thumb import Thumb
    from tools.browser import new_context, wait_until_still

    contexts, errors = [], []

    def open_on(device: dict[str, Any], path: str) -> tuple[Any, Any]:
        contexts.append(new_context(browser, **device))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{app}/{path}")
        page.locator('[data-testid="stMain"] :is(h1, h2, .lab-status output)').first.wait_for()
        wait_until_still(page)
        return page, Thumb(page)

    yield open_on
    for context in contexts:
        context.close()
    assert errors == []
