"""Pages that the browser translates while they live: nothing breaks, and no old text stays."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.pages import PATH
from tests.browser.test_origin import AS_A_SCRIPT
from tests.drill.translation import TRANSLATE
from tools.browser import new_context, serve, wait_for_status, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOWN = """() => {  // but for charts, which are drawn in their own time and not translated
  for (const chart of document.querySelectorAll(".lab-chart")) chart.style.visibility = "hidden";
  return [...document.querySelectorAll(
  '[data-testid=stMain], [data-testid=stSidebar], [role=dialog]')].map((node) => node.innerText)
  .join(" ");
}"""
PRIMARY = '[data-testid="stMain"] [data-testid^="stBaseButton-primary"]:visible'
NEXT = ".st-key-lab_onward a"


class Both:
    """One visitor who has pages translated, and one who does the same and has not."""

    def __init__(self, browser: Any, address: str) -> None:
        self.errors: list[str] = []
        self.plain, self.translated = self.pages = [
            new_context(browser, reduced_motion="reduce").new_page() for _ in "12"
        ]
        for page in self.pages:
            page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.translated.add_init_script(f"({TRANSLATE})()")
        self.do(lambda page: page.goto(address))

    def do(self, act: Callable[[Any], object]) -> None:
        """Do something on both, and see that both show the same."""
        for page in self.pages:
            act(page)
        self.plain.wait_for_timeout(300)  # a script may begin, on both
        for page in self.pages:
            wait_until_still(page)
        until = time.monotonic() + 20
        while time.monotonic() < until and words(self.plain) != words(self.translated):
            self.plain.wait_for_timeout(200)
        assert self.errors == []
        assert words(self.translated) == words(self.plain)
        assert "SHARE" in self.translated.evaluate(SHOWN), "nothing is translated"


def words(page: Any) -> str:
    """What a page shows, whatever it is translated to; numbers may be measured times."""
    shown = unicodedata.normalize(
        "NFKC", page.evaluate(SHOWN)
    )  # formulas have letters of their own
    return " ".join(re.sub(r"−?[\d.,]+(×10−?[\d.,]+)?", "#", shown).lower().split())


@pytest.fixture
def visit(browser: Any, app: str) -> Iterator[Callable[[str], Both]]:
    """Opens a page twice, once translated."""
    opened: list[Both] = []

    def visit(name: str) -> Both:
        opened.append(Both(browser, f"{app}/{name}"))
        return opened[-1]

    yield visit
    for both in opened:
        for page in both.pages:
            page.context.close()


def key(name: str) -> Callable[[Any], None]:
    """Press a key while nothing is in focus."""

    def act(page: Any) -> None:
        page.evaluate("() => document.activeElement?.blur()")
        page.keyboard.press(name)

    return act


def test_every_page_follows_the_one_before_in_translation(visit: Callable[[str], Both]) -> None:
    both = visit("train")
    for _ in PATH:
        both.do(lambda page: page.locator(NEXT).click())


def test_a_translated_page_is_played_through(visit: Callable[[str], Both]) -> None:
    both = visit("microscope")
    for name in ("ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight", "ArrowRight"):
        both.do(key(name))
    both.do(key("?"))
    both.do(lambda page: page.get_by_role("dialog").get_by_role("button").first.click())


def test_questions_follow_each_other_in_translation(visit: Callable[[str], Both]) -> None:
    both = visit("predict")
    both.do(lambda page: page.locator('input[placeholder="type a number"]').fill("7"))
    for _ in range(4):  # commit, reveal, why, the next question
        both.do(lambda page: page.locator(PRIMARY).first.click())
    for _ in range(3):
        both.do(key("ArrowRight"))


def test_a_run_is_trained_in_translation(visit: Callable[[str], Both]) -> None:
    both = visit("train")

    def train(page: Any) -> None:
        key("Space")(page)
        wait_for_status(page, re.compile("epoch 16 of 16", re.IGNORECASE))

    both.do(train)
    both.do(lambda page: page.locator('[data-testid="stMain"] summary').first.click())
    both.do(
        lambda page: page.locator('[data-testid="stMain"] button:has-text("Reset"):visible').click()
    )


def test_a_server_without_our_html_lets_pages_be_translated_too(browser: Any) -> None:
    errors: list[str] = []
    with serve(AS_A_SCRIPT) as (address, _):
        pages = plain, translated = [
            new_context(browser, reduced_motion="reduce").new_page() for _ in "12"
        ]
        translated.on("pageerror", lambda error: errors.append(str(error)))
        for page in pages:
            page.goto(f"{address}/microscope")
            page.locator("html[data-lab-translated=mended]").wait_for(state="attached")
            wait_until_still(page)
        translated.evaluate(f"({TRANSLATE})()")
        for name in ("ArrowRight", "ArrowRight", "ArrowLeft"):
            before = words(plain)
            for page in pages:
                key(name)(page)
                page.wait_for_timeout(300)
                wait_until_still(page)
            assert words(plain) != before, "the phase is another one"
            assert words(translated) == words(plain)
            assert "NEXT" in translated.evaluate(SHOWN), "nothing is translated"
        for page in pages:
            page.context.close()
    assert errors == []
