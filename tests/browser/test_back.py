"""Back and Forward in a real browser: one choice or one page, in one press, on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import ROOT, new_context, wait_until_still

pytestmark = pytest.mark.browser
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
# What is chosen with them does not stand in the address: Back leads past it.
NOT_IN_THE_ADDRESS = {
    "Look back to epoch",
    "Send in a patient of your choice",
    "What you do",
}
SHOWN = """() => [...document.querySelectorAll(
  '[data-testid=stMain] :is(input:not([type=radio]), [role=radio]), [data-testid=stSidebar] input')]
  .map((one) => [one.getAttribute('aria-label') || one.innerText, one.ariaValueText || one.value,
                 one.checked, one.ariaChecked].join())"""


@pytest.fixture
def visitor(browser: Any) -> Iterator[Any]:
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def settle(page: Any) -> None:
    page.get_by_text("Next: ").first.wait_for()
    wait_until_still(page)


def travel(page: Any, way: str) -> None:
    """Press Back or Forward, once."""
    page.evaluate(f"history.{way}()")
    page.wait_for_timeout(200)
    settle(page)


def acts_on(page: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each control that is on the page, and what moves it."""
    main = '[data-testid="stMain"]'
    for k in range(page.locator(f'{main} [data-testid="stButtonGroup"]').count()):
        group = page.locator(f'{main} [data-testid="stButtonGroup"]').nth(k)
        name = group.locator('[data-testid="stWidgetLabel"]').inner_text().strip()
        yield name, group.locator('[role=radio][aria-checked="false"]:enabled').first.click
    for kind, move in (
        ("[role=switch]", lambda one: one.press("Space")),
        ("input[type=range]:enabled", lambda one: (one.press("ArrowRight"), one.press("ArrowUp"))),
        ("[data-testid=stNumberInputField]:not([placeholder])", lambda one: one.press("ArrowUp")),
        ("[role=combobox]:enabled", choose_another),
    ):
        for place in (main, '[data-testid="stSidebar"]'):
            found = page.locator(f"{place} {kind}:visible")
            for k in range(found.count()):
                one = found.nth(k)
                yield one.get_attribute("aria-label") or kind, lambda one=one, move=move: move(one)


def choose_another(box: Any) -> None:
    box.click()
    options = box.page.get_by_role("option")
    options.first.wait_for()
    shown = box.input_value()
    options.filter(has_not_text=shown).first.click()


@pytest.mark.parametrize("name", PAGES)
def test_back_takes_one_choice_back_and_forward_makes_it_again(
    visitor: Any, app: str, name: str
) -> None:
    page = visitor
    page.goto(f"{app}/{'' if name == 'home' else name}")
    settle(page)
    for k in range(len(list(acts_on(page)))):
        label, act = list(acts_on(page))[k]
        address, shown = page.url, page.evaluate(SHOWN)
        entries = page.evaluate("history.length")
        act()
        page.wait_for_timeout(700)
        settle(page)
        if label in NOT_IN_THE_ADDRESS:
            assert page.url == address
            continue
        chosen = page.url, page.evaluate(SHOWN)
        assert chosen[0] != address, label
        assert page.evaluate("history.length") <= max(entries, 3), label
        travel(page, "back")
        assert (page.url, page.evaluate(SHOWN)) == (address, shown), label
        travel(page, "forward")
        assert (page.url, page.evaluate(SHOWN)) == chosen, label
        travel(page, "back")
        assert page.locator(".st-key-link_notes").count() == 0
