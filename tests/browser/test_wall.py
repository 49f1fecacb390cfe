"""The wall of a room: its code is square, and projector mode begins at its top."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.opening import open_at
from tests.browser.test_class_screens import box, fits
from tools.browser import wait_until_still

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_wall_begins_at_its_top_with_a_square_code(new_page: Any, app: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 9 * width // 16})
    open_at(page, f"{app}/teach")
    page.get_by_role("button", name="Open a room").click()
    code = page.get_by_alt_text("QR code of the way in").first
    code.wait_for()
    wait_until_still(page)

    def is_square() -> bool:
        place = box(code)
        return (
            abs(place["width"] - place["height"]) < 2
            and place["width"] > 0.55 * page.viewport_size["height"]
        )

    assert is_square()
    main = page.get_by_test_id("stMain")
    main.evaluate("node => node.scrollTo(0, node.scrollHeight)")
    assert main.evaluate("node => node.scrollTop") > 0
    page.locator(".st-key-tool_projector button:visible").click()
    page.get_by_role("button", name="Desk").wait_for()
    wait_until_still(page)
    assert main.evaluate("node => node.scrollTop") == 0
    assert page.evaluate("document.activeElement === document.body")
    assert page.get_by_text("Back to all controls.").filter(visible=True).count() == 0
    assert is_square()
    assert fits(page, code)
