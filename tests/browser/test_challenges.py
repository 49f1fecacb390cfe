"""After a run: what it shows, training it again, and what it earns, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import (
    button,
    new_context,
    press,
    status,
    wait_for_charts,
    wait_for_status,
    wait_until_still,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAST = "train?learning_rate=1.9&speed=full-speed"  # 2 % below the limit
TITLE = "As large as possible"
SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 720}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


def finish(page: Any) -> None:
    press(page, "Train")
    button(page, "Train again").wait_for()
    wait_until_still(page)


def visit(browser: Any, address: str, **options: Any) -> Any:
    page = new_context(browser, **options).new_page()
    page.goto(address)
    wait_for_charts(page)
    wait_until_still(page)
    return page


@pytest.mark.parametrize("screen", SCREENS)
def test_a_run_is_judged_trained_again_and_what_it_earns_outlives_a_reload(
    app: str, browser: Any, screen: str
) -> None:
    page = visit(browser, f"{app}/{FAST}", **SCREENS[screen])
    assert page.get_by_text("One line: three programs").is_visible() == (screen == "desk")
    finish(page)
    assert status(page).startswith("epoch 16 of 16 · finished")
    verdict = page.locator(".st-key-lab_verdict")
    assert verdict.get_by_text("not yet the least possible").is_visible()
    assert verdict.get_by_text(f"{TITLE}.").is_visible()
    told = page.locator(".lab-status [role=status]").text_content()
    assert "not yet the least possible" in told
    assert f"Earned: {TITLE}." in told
    page.locator(".st-key-challenges button", has_text="Challenges: 1 of 8").wait_for()
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")

    press(page, "Train again")
    wait_for_status(page, "finished")
    wait_until_still(page)
    assert verdict.get_by_text(f"{TITLE}.").count() == 0, "it is earned once"

    page.reload()
    wait_for_charts(page)
    page.locator(".st-key-challenges button", has_text="Challenges: 1 of 8").wait_for()
    wait_until_still(page)
    page.locator(".st-key-challenges button").first.click()
    page.get_by_text("Your run: synthetic, learning rate 1.9").wait_for()
    page.context.close()


def test_the_space_bar_trains_again(app: str, browser: Any) -> None:
    page = visit(browser, f"{app}/train?epochs=3")
    finish(page)
    page.evaluate("() => document.activeElement?.blur()")
    page.keyboard.press("Space")
    button(page, "Pause").wait_for()
    wait_for_status(page, "epoch 3 of 3 · finished")
    page.context.close()


def test_two_quick_presses_train_again_once(app: str, browser: Any) -> None:
    page = visit(browser, f"{app}/train?epochs=20")
    finish(page)
    button(page, "Train again").dblclick()
    button(page, "Pause").wait_for()
    wait_for_status(page, "epoch 20 of 20 · finished")
    page.context.close()


@pytest.mark.parametrize("rate", ["0.3", "2", "10"])
def test_what_stands_above_the_charts_leaves_them_room(app: str, browser: Any, rate: str) -> None:
    page = visit(browser, f"{app}/train?learning_rate={rate}&speed=full-speed", **SCREENS["desk"])
    finish(page)
    page.wait_for_timeout(600)
    said = page.locator(".st-key-lab_said").bounding_box()
    assert said["height"] < 70, "a line or two"
    axis = page.locator('.lab-chart[data-name="loss"] .xtitle').bounding_box()
    assert axis["y"] + axis["height"] <= 720
    page.context.close()


def test_hints_come_one_after_the_other_while_the_list_stays_open(app: str, browser: Any) -> None:
    page = visit(browser, f"{app}/train")
    page.locator(".st-key-challenges button").first.click()
    page.get_by_role("button", name="Hint").first.click()
    page.get_by_text("Hint 1:").wait_for()
    page.get_by_role("button", name="Another hint").first.click()
    page.get_by_text("Hint 2:").wait_for()
    page.context.close()
