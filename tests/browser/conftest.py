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
