"""Where the focus goes when what was pressed by a key is gone: next to it, never nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.keyboard import PLACE, PLACED, Keyboard
from tools.browser import new_context, press, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
IN_FOCUS = "(node) => node === document.activeElement"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab of a visitor who has not been here before."""
    context = new_context(browser)
    context.add_init_script("window.lookAtFocus = () => document.activeElement?.textContent ?? ''")
    yield context.new_page()
    context.close()


def opened(page: Any, address: str) -> Keyboard:
    page.goto(address)
    page.locator("html[data-lab-focus]").wait_for(state="attached")
    page.locator('[data-testid="stMain"] button:visible').first.wait_for()
    wait_until_still(page)
    return Keyboard(page)


def test_it_stays_at_a_question_that_was_answered_and_at_a_hint_that_was_the_last(
    page: Any, app: str
) -> None:
    hands = opened(page, f"{app}/four_axes")
    place = ".st-key-asked-four-axes-order"
    for _ in range(2):
        hands.press(f"{place} button", "int")  # Hint, Another hint
    held = f"() => !!document.activeElement.closest('{place}')"
    assert page.evaluate(held), "no third hint is offered"
    hands.choose(place, 0)
    hands.press(f"{place} [data-testid=stFormSubmitButton] button")
    page.locator(f"{place} [data-testid=stAlert]").first.wait_for()
    page.wait_for_function(PLACED)
    assert page.evaluate(held)
    assert page.evaluate("document.activeElement.textContent").endswith("Ask again")
    assert hands.faults == []


def test_another_page_begins_at_its_title_which_is_seen(page: Any, app: str) -> None:
    hands = opened(page, app)
    hands.press(".st-key-home_start button")
    title = page.locator("h1", has_text="Train")
    page.wait_for_function(PLACED)
    assert title.evaluate(IN_FOCUS)
    box = title.bounding_box()
    assert box["width"] > 40
    assert box["height"] > 20
    page.keyboard.press("Tab")
    wait_until_still(page)
    assert title.bounding_box()["width"] < 5, "it is heard only, without the focus"


def test_a_button_that_is_switched_off_hands_it_on_and_one_that_is_busy_keeps_it(
    page: Any, app: str
) -> None:
    hands = opened(page, f"{app}/microscope?phase=gradients")
    hands.press('[data-testid="stMain"] button', "Next")
    page.locator('[data-testid="stMain"] button:disabled', has_text="Next").wait_for()
    page.wait_for_function(PLACED)
    assert page.evaluate("!document.activeElement.matches(':disabled')")
    hands = opened(page, f"{app}/write")
    button = hands.reach(".st-key-write_py button")
    with page.expect_download():
        hands.key("Enter")
    page.wait_for_timeout(1000)
    page.locator(".st-key-write_py button:not(:disabled)").first.wait_for()
    assert button.evaluate(IN_FOCUS)


def test_who_points_is_led_nowhere(page: Any, app: str) -> None:
    opened(page, f"{app}/four_axes")
    page.locator(".st-key-asked-four-axes-order [data-testid=stRadioOption]").nth(1).click()
    page.locator(".st-key-asked-four-axes-order").get_by_role("button", name="Commit").click()
    page.locator(".st-key-asked-four-axes-order [data-testid=stAlert]").first.wait_for()
    wait_until_still(page)
    page.wait_for_timeout(1000)
    assert page.evaluate(PLACE) is None
    press(page, "Ask again")


def test_a_term_that_tab_scrolls_to_stays_explained(page: Any, app: str) -> None:
    page.set_viewport_size({"width": 640, "height": 360})
    hands = opened(page, f"{app}/last_batch")
    hands.reach('[data-testid="stMain"] a[href^="#term-"]')
    page.wait_for_timeout(500)
    assert page.locator("#lab-tip").is_visible()
    page.keyboard.press("Escape")
    page.locator("#lab-tip").wait_for(state="hidden")


def test_a_sketch_takes_a_number_as_we_write_it(page: Any, app: str) -> None:
    hands = opened(page, f"{app}/predict?question=curve")
    field = hands.reach(".lab-sketch-fields input")
    for typed in ("10\u202f876", "10 876"):
        hands.type(".lab-sketch-fields input", typed)
        assert field.input_value() == "10900", "three digits are kept"
        hands.type(".lab-sketch-fields input", "70")
