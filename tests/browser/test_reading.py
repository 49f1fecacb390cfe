"""Pages that lead: one column, terms that explain themselves, a way in, and what stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pages.shared.pages import PAGES
from tests.browser.opening import open_at
from tools.browser import PHONE, new_context, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READ = [page.name for page in PAGES if not page.wide and page.name not in {"join", "guide"}]
LETTERS = 85  # of a line: 33 em hold 80 letters of the usual mix; narrow ones may be some more
LONGEST = """() => {
  const lines = [];
  const texts = document.querySelectorAll(
    '[data-testid="stMain"] [data-testid="stMarkdownContainer"] > p');
  for (const p of texts) {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    const counts = new Map();
    for (let node; (node = walker.nextNode());) {
      if (node.parentElement.closest(".katex, [data-testid=stIconMaterial]")) continue;
      for (let i = 0; i < node.length; i += 1) {
        const range = document.createRange();
        range.setStart(node, i); range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (box?.width) {
          const top = Math.round(box.top / 8);
          counts.set(top, (counts.get(top) ?? 0) + 1);
        }
      }
    }
    lines.push([Math.max(0, ...counts.values()), p.textContent.slice(0, 60)]);
  }
  return lines.sort((a, b) => b[0] - a[0])[0] ?? [0, ""];
}"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_line_of_a_page_that_is_read_is_longer_than_eighty_letters(
    app: str, browser: Any, width: int
) -> None:
    page = new_context(browser, viewport={"width": width, "height": 900}).new_page()
    found = {}
    for name in READ:
        open_at(page, f"{app}/{'' if name == 'home' else name}")
        for _ in range(10):  # on a busy machine a page is laid out some time after it has come
            letters, words = page.evaluate(LONGEST)
            if letters <= LETTERS:
                break
            page.wait_for_timeout(500)
        else:
            found[name] = (letters, words)
    page.context.close()
    assert found == {}


def test_a_term_says_what_it_means_pointed_at_in_focus_and_after_a_tap(
    visit: Callable[..., Any], app: str, browser: Any
) -> None:
    page, _ = visit({}, "last_batch")
    page.locator("html[data-lab-terms]").wait_for(state="attached")
    link, tip = page.locator('a[href="#term-epoch"]').first, page.locator("#lab-tip")
    link.hover()
    tip.get_by_text("One pass over all training rows.").wait_for()
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    page.mouse.move(5, 500)
    link.focus()
    tip.wait_for()
    assert link.get_attribute("aria-describedby") == "lab-tip"
    page.locator("h1").first.click()
    tip.wait_for(state="hidden")
    phone = new_context(browser, **PHONE).new_page()
    phone.goto(f"{app}/last_batch")
    phone.locator("h1").first.wait_for()
    wait_until_still(phone)
    phone.locator("html[data-lab-terms]").wait_for(state="attached")
    phone.locator('a[href="#term-epoch"]').first.tap()
    phone.locator("#lab-tip").wait_for()
    assert "#term" not in phone.url, "it leads nowhere"
    box = phone.locator("#lab-tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    phone.context.close()


def test_home_fits_two_screens_of_a_phone_and_start_is_seen_at_once(app: str, browser: Any) -> None:
    page = new_context(browser, **PHONE).new_page()
    page.goto(app)
    start = page.locator(".st-key-home_start button")
    start.wait_for()
    wait_until_still(page)
    page.wait_for_function("window.perceptronLab?.charts.get('home-bowl')?.drawn")
    box = start.bounding_box()
    assert box["y"] + box["height"] <= 844
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    assert height <= 2 * 844
    page.get_by_text("long", exact=True).tap()
    wait_until_still(page)
    start.tap()
    page.locator(".lab-status output").wait_for()
    wait_until_still(page)
    rate = page.locator('input[type=range][aria-label="Learning rate"]')
    assert rate.get_attribute("aria-valuetext") == "1.2"
    page.context.close()


def test_the_layer_lights_up_part_by_part_and_moves_with_the_run(visit: Callable[..., Any]) -> None:
    page, _ = visit({}, "")
    svg = page.locator(".lab-layer")
    svg.wait_for()
    for part in ("X", "W", "Y_hat", "delta"):
        page.wait_for_function(
            "(part) => document.querySelector('.lab-layer')?.dataset.lit === part", arg=part
        )
    page.locator('.lab-layer-box button[data-part="X"]').click()
    assert svg.get_attribute("data-lit") == "X"
    page.wait_for_timeout(2000)
    assert svg.get_attribute("data-lit") == "X", "what was chosen stays"
    page.goto(f"{page.url.rstrip('/')}/train?learning_rate=0.3&speed=1+epoch%2Fs")
    page.locator(".lab-layer .predicted").first.wait_for()
    wait_until_still(page)
    words = ".lab-layer .predicted"
    before = page.locator(words).first.text_content()
    page.locator(".st-key-play button").click()
    page.wait_for_function(
        "([words, before]) => document.querySelector(words)?.textContent !== before",
        arg=[words, before],
    )


def test_what_was_missed_stays_and_comes_back_with_other_numbers(app: str, browser: Any) -> None:
    page = new_context(browser).new_page()
    page.goto(f"{app}/last_batch")
    field = page.locator('[class*="st-key-ask-last-batch-share"] input').first
    field.fill("1.23")
    page.locator('[class*="st-key-commit-ask-last-batch-share"] button').first.click()
    page.get_by_text("Not quite. You said 1.23; it is 16.67.").wait_for()
    page.get_by_text("You may have taken its share of the rows").wait_for()
    wait_until_still(page)
    page.goto(f"{app}/write")  # a new session: only the browser knows
    page.get_by_text("you missed one like this").wait_for()
    again = page.locator(".st-key-asked-back-last-batch-share")
    again.get_by_text("70 rows in batches of 32").first.wait_for()
    again.locator("input").fill("33,33")
    again.locator("button", has_text="Commit").click()
    again.get_by_text("Right: 33.33.").wait_for()
    wait_until_still(page)
    page.goto(f"{app}/progress")
    page.get_by_text("1 question answered").wait_for()
    on_paper = page.locator(".lab-on-paper")
    assert not on_paper.is_visible()
    page.emulate_media(media="print")
    assert on_paper.is_visible()
    assert on_paper.inner_text().split() == ["Name", "Date"]
    wait_until_still(page)
    page.get_by_text("First guess and last answer").click()
    page.get_by_text(re.compile(r"First guess: 1\W?\.23")).wait_for()
    page.get_by_text(re.compile(r"Now, after 2 tries: 33\W?\.33")).wait_for()
    page.context.close()
