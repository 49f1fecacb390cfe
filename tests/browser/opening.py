"""How a page is opened in a browser: until it is drawn, and no script runs any more."""

from __future__ import annotations

from typing import Any

from tools.browser import wait_until_still


def open_at(page: Any, address: str) -> None:
    """Go to an address, and wait for its page."""
    page.goto(address)
    page.locator('[data-testid="stMain"] :is(h1, h2, .lab-status output)').first.wait_for()
    wait_until_still(page)
