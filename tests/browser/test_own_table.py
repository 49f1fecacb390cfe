"""A table of one's own in a real browser: uploaded, taken away, pasted, never in the address."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import new_context, serve, wait_until_still

pytestmark = pytest.mark.browser
SLOW = """
import time
from pages.shared.train import sidebar
choose = sidebar.choose_table
sidebar.choose_table = lambda: time.sleep(0.25) or choose()
"""  # so that a paste comes before the script run that opened the field has drawn it
ROWS = "\n".join(f"Ann-{i},{i % 7},{i * i % 5},{3 * i % 11}" for i in range(20))


def test_the_page_says_which_table_is_used_and_the_address_holds_none(
    browser: Any, app: str
) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto(f"{app}/train?dataset=table")
    wait_until_still(page)
    page.locator('input[type="file"]').set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": f"name,x,y,z\n{ROWS}".encode()}
    )
    used = page.get_by_text("In use:")
    used.filter(has_text="a.csv").wait_for()
    page.locator(".lab-status output").wait_for()
    wait_until_still(page)
    assert "table=" not in page.url.replace("dataset=table", "")
    page.get_by_role("button", name="Paste a small table").click()
    field = page.get_by_label("Numbers in columns, names in the first row")
    field.fill("p,q,r\n" + "\n".join(f"{i},{i % 3},{i * i}" for i in range(20)))
    field.press("Control+Enter")
    used.filter(has_text="the pasted table").wait_for()
    field.wait_for(state="hidden")
    wait_until_still(page)
    assert page.get_by_text("a.csv").count() == 0, "no chip names a file that is not used"
    page.locator('input[type="file"]').set_input_files(
        {"name": "b.csv", "mimeType": "text/csv", "buffer": f"name,x,y,z\n{ROWS}".encode()}
    )
    used.filter(has_text="b.csv").wait_for()
    wait_until_still(page)
    page.get_by_test_id("stFileChipDeleteBtn").locator("button").click()
    used.wait_for(state="detached")
    wait_until_still(page)
    page.get_by_text("There is nothing to train on with these settings.").wait_for()
    page.get_by_role("button", name="Undo the change").click()
    used.wait_for()
    context.close()


def test_a_paste_closes_its_field_however_slow_the_server_is(new_page: Any) -> None:
    with serve(SLOW) as (lab, _):
        for _try in range(3):
            page = new_page()
            page.goto(f"{lab}/train?dataset=table")
            wait_until_still(page)
            page.get_by_role("button", name="Paste a small table").click()
            field = page.get_by_label("Numbers in columns, names in the first row")
            field.fill(f"name,x,y,z\n{ROWS}")
            field.press("Control+Enter")
            page.get_by_text("In use:").filter(has_text="the pasted table").wait_for()
            field.wait_for(state="hidden", timeout=20_000)
