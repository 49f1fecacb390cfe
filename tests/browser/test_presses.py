"""No press is lost: of the player's buttons, of its keys, and of the button in focus."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.draw.chart_words import chart_words
from tests.browser.opening import open_at
from tests.drill.presses import open_watched, press_at_random
from tools.browser import (
    ROOT,
    button,
    new_context,
    status,
    wait_for_status,
    wait_until_still,
)

pytestmark = pytest.mark.browser
PRESSES = 40  # `make presses` does 500
OVERTAKEN = """async ([text, words]) => {
  const { charts, code } = window.perceptronLab;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: mount } = await import(address);
  const parentElement = document.body.appendChild(document.createElement("div"));
  const data = { name: "twin", version: "1", figure: { data: [], layout: {} }, height: 100,
    alt: "", library: "", code: "", clickable: false, film: null, words };
  const leave = [1, 2].map(() => mount({ data, parentElement, setTriggerValue() {} }));
  await code;
  const { node } = charts.get("twin");
  leave[0](); // the first call was overtaken by the second
  const stayed = node.isConnected && charts.get("twin")?.node === node;
  parentElement.remove();
  leave[1]();
  return [stayed, charts.has("twin")];
}"""

TWO_PRESSES = """([first, second, delay]) => {
  document.querySelector(first).click();
  setTimeout(() => document.querySelector(second).click(), delay);
}"""
OVERTAKEN_KEYS = """async (text) => {
  const { default: mount } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  const parentElement = document.body.appendChild(document.createElement("div"));
  const leave = [1, 2].map(() => mount({ data: { on: true }, parentElement }));
  const heard = () => {
    delete document.documentElement.dataset.labPointer;
    window.dispatchEvent(new PointerEvent("pointerdown"));
    return document.documentElement.dataset.labPointer === "last";
  };
  leave[0]();
  const stayed = heard();
  parentElement.remove();
  leave[1]();
  return [stayed, heard()];
}"""


@pytest.mark.slow
def test_no_press_is_lost_and_no_chart_is_drawn_anew(app: str, browser: Any) -> None:
    page = new_context(browser).new_page()
    open_watched(page, app)
    presses = press_at_random(page, PRESSES)
    assert [one for one in presses if one.seconds is None] == []
    assert page.evaluate("() => watch.mounted") == 0
    page.context.close()


def test_a_script_run_that_is_overtaken_takes_no_chart_with_it(page: Any) -> None:
    text = (ROOT / "pages/shared/draw/mount.js").read_text("utf-8")
    assert page.evaluate(OVERTAKEN, [text, chart_words()]) == [True, False]


def test_a_script_run_that_is_overtaken_takes_no_key_with_it(browser: Any) -> None:
    page = new_context(browser).new_page()
    text = (ROOT / "pages/shared/frame/keys.js").read_text("utf-8")
    assert page.evaluate(OVERTAKEN_KEYS, text) == [True, False]
    page.context.close()


def focus(page: Any, where: str) -> None:
    """Give a control the focus."""
    page.locator(where).first.focus()
    assert page.evaluate("() => document.activeElement !== document.body"), where


def test_the_space_bar_presses_the_button_in_focus(page: Any) -> None:
    for label, shown in (("Epoch", "epoch 1 of"), ("Batch", "batch 1 of"), ("Reset", "epoch 0 of")):
        focus(page, f'[data-testid="stMain"] button:has-text("{label}")')
        page.keyboard.press("Space")
        wait_for_status(page, shown)
        wait_until_still(page)
        assert button(page, "Pause").count() == 0


def test_a_control_in_focus_keeps_its_keys(page: Any) -> None:
    for where, keys in (
        ('[data-testid*="TopNav"] a', ["Space"]),
        ('[data-testid="stMain"] summary', ["Space", "Space"]),
        ('[data-testid="stMain"] [data-testid="stSelectbox"] input', ["e", "Escape"]),
        ('input[type=range][aria-label="Learning rate"]', ["ArrowRight", "Space", "e"]),
    ):
        focus(page, where)
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(100)
    focus(page, ".st-key-tool_keys button")
    page.keyboard.press("Space")
    page.get_by_role("dialog").wait_for()
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("e")  # not while a dialog is open
    page.get_by_role("dialog").get_by_role("button").first.click()
    page.get_by_role("dialog").wait_for(state="detached")
    wait_until_still(page)
    assert status(page) == "epoch 0 of 16", "a shortcut acted"
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("e")
    wait_for_status(page, "epoch 1 of 16")


def test_arrows_move_within_a_row_of_choices_and_turn_no_page(app: str, browser: Any) -> None:
    page = new_context(browser).new_page()
    page.goto(f"{app}/microscope")
    page.get_by_text("Next: ").wait_for()
    wait_until_still(page)
    focus(page, '[data-testid="stMain"] [role=radio]')
    shown = page.url
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    wait_until_still(page)
    assert page.url == shown, "the next phase was shown"
    page.context.close()


def test_a_press_is_not_lost_to_the_script_run_that_another_one_asks_for(
    new_page: Any, app: str
) -> None:
    page = new_page()
    open_at(page, f"{app}/predict?question=lives&projector=on")
    first, second = ".st-key-goes_on_button button", ".st-key-tool_projector button"
    hands = page.locator("textarea").first
    for delay in (20, 60, 120):
        page.locator(first).wait_for()
        wait_until_still(page)
        page.evaluate(TWO_PRESSES, [first, second, delay])
        hands.wait_for()
        page.locator(first).wait_for(state="detached")
        button(page, "Answer").click()  # who chooses again what was chosen before is heard
        hands.wait_for(state="detached")
        wait_until_still(page)
        page.locator(f"{second}:visible").click()
