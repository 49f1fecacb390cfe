"""Back and Forward in a real browser: one choice or one page, in one press, on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.pages import PATH
from tools.browser import ROOT, go_to, new_context, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
# What is not on the machine is told, and not taken over from an address.
NOT_TAKEN_OVER = ("Device",)
# Nothing that is chosen with them stands in the address, so Back leads past it: the past of a run;
# a patient that the page is not to name; a tool that no one else is to get; guesses.
NOT_IN_THE_ADDRESS = ("Look back", "Send in a patient", "What you do", "Guess first")
CONTROLS = """() => [...document.querySelectorAll(
  '[data-testid=stMain] :is(input:not([type=radio]), [role=radio]), [data-testid=stSidebar] input')]
  .filter((one) => !one.closest('.st-key-lab_heard')) // which counts script runs
  .map((one) => [one.getAttribute('aria-label') || one.innerText, one.ariaValueText || one.value,
                 one.checked, one.ariaChecked].join())"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def settle(page: Any) -> None:
    """Wait until the page is there and no script runs."""
    page.locator(".st-key-terms").first.wait_for(state="attached")
    if urlsplit(page.url).path.strip("/") in PATH:
        page.locator(".st-key-lab_onward a").wait_for()  # below all questions
    wait_until_still(page, 0.15)


def elsewhere(page: Any, before: str) -> None:
    """Wait until the page has another address, and is there."""
    page.wait_for_url(lambda address: address != before, timeout=60_000)
    settle(page)


def travel(page: Any, way: str) -> None:
    """Press Back or Forward, once."""
    before = page.url
    page.evaluate(f"history.{way}()")
    elsewhere(page, before)


def seen(page: Any) -> tuple[str, list[str]]:
    """The address, and what every control shows."""
    return page.url, page.evaluate(CONTROLS)


def controls(page: Any) -> list[tuple[str, Callable[[], object]]]:
    """Each control of the page by its label, and what moves it."""
    main, sidebar = '[data-testid="stMain"]', '[data-testid="stSidebar"]'
    found: list[tuple[str, Callable[[], object]]] = []
    for group in page.locator(f"{main} [data-testid=stButtonGroup]:visible").all():
        other = group.locator("[role=radio][aria-checked=false]:enabled").first
        found.append((group.inner_text().strip(), other.click))
    for kind, move in (
        ("[role=switch]", lambda one: one.press("Space")),
        ("input[type=range]:enabled", slide),
        ("[data-testid=stNumberInputField]:not([placeholder])", lambda one: one.press("ArrowUp")),
        ("[role=combobox]:enabled", choose_another),
    ):
        for one in page.locator(f":is({main}, {sidebar}) {kind}:visible").all():
            label = one.get_attribute("aria-label") or kind
            found.append((label, lambda one=one, move=move: move(one)))
    return found


def slide(slider: Any) -> None:
    """Move a slider in two moves, which are one choice."""
    near_the_end = slider.evaluate("(one) => Number(one.value) + 2 * one.step > one.max")
    key = "ArrowLeft" if near_the_end else "ArrowRight"
    in_address = not (slider.get_attribute("aria-label") or "").startswith(NOT_IN_THE_ADDRESS)
    for _ in range(2):
        before, shown = slider.page.url, slider.input_value()
        slider.press(key)
        if in_address and slider.input_value() != shown:
            elsewhere(slider.page, before)  # it is sent when it rests


def choose_another(box: Any) -> None:
    shown = box.input_value()
    box.click()
    options = box.page.get_by_role("option")
    options.first.wait_for()
    options.filter(has_not_text=shown).first.click()


def reached(page: Any, state: tuple[str, list[str]]) -> tuple[str, list[str]]:
    """What is seen when it is as it should be, or does not become so: the address changes first."""
    for _ in range(50):
        if seen(page) == state:
            break
        page.wait_for_timeout(100)
    return seen(page)


@pytest.mark.parametrize("name", PAGES)
def test_back_takes_one_choice_back_at_a_time_and_forward_makes_it_again(
    page: Any, app: str, name: str
) -> None:
    page.goto(f"{app}/{'' if name == 'home' else name}")
    settle(page)
    forward = True
    for label, act in controls(page):
        before = seen(page)
        act()
        if label.startswith(NOT_IN_THE_ADDRESS):
            settle(page)
            assert page.url == before[0], label
            continue
        elsewhere(page, before[0])
        after = seen(page)
        ways = [("back", before)]
        if forward and not label.startswith(NOT_TAKEN_OVER):
            ways, forward = [*ways, ("forward", after), *ways], False
        for way, state in ways:
            travel(page, way)
            assert reached(page, state) == state, f"{label}: {way}"
    assert page.locator(".st-key-link_notes").count() == 0
    here = page.url
    if name in PATH:
        page.locator(".st-key-lab_onward a").click()
    else:
        go_to(page, "Train" if name != "train" else "Home")
    page.wait_for_url(lambda address: address.split("?")[0] != here.split("?")[0])
    settle(page)
    travel(page, "back")
    assert page.url == here
