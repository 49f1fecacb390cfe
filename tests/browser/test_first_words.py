"""What is read before the app is there: its words are fit to be read, and they go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.pages import page_named
from tools.axe import look
from tools.browser import PHONE, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST = "#lab-first"
NO_HEADING = "page-has-heading-one"  # it comes with the app: who reads by headings waits for it


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_first_words(
    app: str,
    new_page: Callable[..., Any],
    axe: str,
    scheme: str,
) -> None:
    page = new_page(**PHONE, color_scheme=scheme)
    page.add_init_script(axe)
    page.route(re.compile(r"/static/js/"), lambda route: route.abort())
    page.goto(f"{app}/train", wait_until="commit")
    words = page.locator(FIRST)
    words.get_by_text(page_named("train").idea).wait_for()
    found, _ = look(page)
    assert [one for one in found if not one.startswith(NO_HEADING)] == []


def test_the_first_words_go_when_the_title_is_there(app: str, new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.goto(f"{app}/train", wait_until="commit")
    page.locator(FIRST).wait_for()
    wait_until_still(page)
    assert page.locator("h1").inner_text() == page_named("train").title
    assert page.locator(FIRST).count() == 0


def test_the_first_words_do_not_lie_over_a_page_whose_title_never_comes(
    app: str, new_page: Callable[..., Any]
) -> None:
    page = new_page()
    page.route(
        re.compile(r"/Html\.[^/]*\.js"),
        lambda route: route.fulfill(
            body="await new Promise(() => {})", content_type="text/javascript"
        ),
    )
    page.goto(f"{app}/train", wait_until="commit")
    page.get_by_role("button", name="Share").wait_for()
    assert page.locator("h1").count() == 0
    page.locator(FIRST).wait_for(state="detached")
