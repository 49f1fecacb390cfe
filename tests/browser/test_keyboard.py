"""A whole hour of a class without a mouse: Tab, Enter, Space, arrow keys and single keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import curves, new_context, wait_for_charts, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAR = 200  # presses of Tab from one control to any other of a page
NO_MOUSE = """for (const kind of ["mousedown", "pointerdown", "touchstart", "mousemove"]) {
  addEventListener(kind, (event) => { window.moused ||= event.isTrusted; }, true);
}"""
HELD = "(node) => node === document.activeElement || node.contains(document.activeElement)"
RING = """() => { const look = getComputedStyle(document.activeElement);
  return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2; }"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A visitor without a mouse."""
    context = new_context(browser)
    context.add_init_script(NO_MOUSE)
    page = context.new_page()
    yield page
    assert not page.evaluate("window.moused ?? false"), "the test itself used a mouse"
    context.close()


def reach(page: Any, selector: str, text: str | None = None, *, ring: bool = False) -> Any:
    """Press Tab until a control, or something in it, has the focus."""
    wanted = page.locator(f"{selector}:visible", has_text=text).first
    wanted.wait_for()
    for _ in range(FAR):
        if wanted.evaluate(HELD):
            assert not ring or page.evaluate(RING), f"{selector}: the focus can't be seen"
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector} {text or ''}")


def press(page: Any, selector: str, text: str | None = None, key: str = "Enter") -> None:
    reach(page, selector, text)
    page.keyboard.press(key)
    wait_until_still(page)


def headed(page: Any, title: str) -> None:
    page.locator("h1", has_text=title).wait_for(state="attached")
    wait_until_still(page)


def test_a_run_is_trained_read_as_a_table_and_followed_on(page: Any, app: str) -> None:
    page.goto(f"{app}/train?epochs=3&speed=full-speed")
    wait_for_charts(page)
    page.keyboard.press("Space")
    page.locator(".lab-status output", has_text="epoch 3 of 3").wait_for()
    wait_until_still(page)
    told = page.locator(".lab-status [role=status]")
    assert told.inner_text().startswith("epoch 3 of 3"), "a screen reader is told the end"
    assert page.locator(".lab-status output").get_attribute("aria-live") == "off"
    drawn = {one["name"]: one["y"][-1] for one in curves(page, "loss")}
    press(page, '.lab-data[aria-label*="Loss"]')
    reach(page, ".lab-table", ring=True)
    table = page.locator(".lab-table:visible table").first
    heads = table.locator("thead th").all_inner_texts()
    last = table.locator("tbody tr").last.locator("th, td").all_inner_texts()
    assert float(last[heads.index("torch")]) == pytest.approx(drawn["torch"], rel=1e-4)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Data"
    press(page, '[data-testid="stPageLink"] a', "Next: ")
    headed(page, "One batch under the microscope")
    press(page, '[data-testid*="TopNav"] a', "Your runs")
    headed(page, "Your runs")
    press(page, '[data-testid="stTopNavSection"]', "Learn")
    press(page, '[data-testid*="TopNav"] a', "microscope")
    headed(page, "One batch under the microscope")


def test_an_entry_of_a_matrix_is_picked(page: Any, app: str) -> None:
    page.goto(f"{app}/microscope?phase=gradients")
    headed(page, "One batch under the microscope")
    reach(page, '[data-matrix="weight_gradient"] table', ring=True)
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="Entry (x2, y2)").wait_for()
    wait_until_still(page)
    cell = page.locator('[data-matrix="weight_gradient"] td:focus')
    told = cell.get_attribute("aria-description")
    assert told.startswith("computed from X (x2) and δ (y2): 2 · 0.5 + ")
    assert page.locator('[data-matrix="X"] td.lit').count() == 4
    page.keyboard.press("ArrowRight")
    page.locator("h1").wait_for()
    assert "phase" not in page.url.replace("phase=gradients", ""), "the arrow moved the cell only"


def test_predictions_are_committed_and_revealed(page: Any, app: str) -> None:
    sockets: list[Any] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto(f"{app}/predict?question=lives")
    headed(page, "Predict, then reveal")
    reach(page, '[data-testid="stRadio"]')
    page.keyboard.press("Space")
    wait_until_still(page)
    press(page, "button", "Commit")
    press(page, "button", "Run it, and reveal")
    press(page, "button", "Next")
    page.goto(f"{app}/predict?question=curve")
    headed(page, "Predict, then reveal")
    handle = reach(page, ".lab-sketch .handle")
    before = handle.get_attribute("aria-valuenow")
    with sockets[-1].expect_event("framesent"):  # when the point rests
        page.keyboard.press("ArrowUp")
    wait_until_still(page)
    assert page.locator(".lab-sketch .handle").first.get_attribute("aria-valuenow") != before
    press(page, "button", "Commit")
    reach(page, "button", "Run it, and reveal")


def test_single_keys_are_switched_off_for_the_session(page: Any, app: str) -> None:
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda one: sent.append(one)))
    page.goto(f"{app}/train?epochs=3&speed=full-speed")
    wait_for_charts(page)
    page.locator("html[data-lab-keys=heard]").wait_for(state="attached")
    page.keyboard.press("?")
    page.locator('[role="dialog"]').wait_for()
    wait_until_still(page)
    reach(page, '[role="dialog"] [data-testid="stCheckbox"]')
    page.keyboard.press("Space")
    wait_until_still(page)
    held = "() => !!document.activeElement.closest('[role=dialog]')"
    assert page.evaluate(held), "the focus stays in the dialog"
    page.keyboard.press("Escape")
    page.locator('[role="dialog"]').wait_for(state="detached")
    page.locator("html[data-lab-keys=off]").wait_for(state="attached")
    wait_until_still(page)
    assert page.locator('[data-testid="stMain"] button kbd').count() == 0
    page.evaluate("document.activeElement.blur()")
    sent.clear()
    for key in ("e", "?", "r", "Space", "ArrowRight"):
        page.keyboard.press(key)
    wait_until_still(page)
    assert sent == [], "no key asks the server for anything"
    assert page.locator('[role="dialog"]').count() == 0
    assert page.locator(".lab-status output").inner_text().startswith("epoch 0 of 3")
    press(page, '[data-testid="stPageLink"] a', "Next: ")
    headed(page, "One batch under the microscope")
    assert page.locator("html").get_attribute("data-lab-keys") == "off"


def test_the_link_is_shared_and_the_projector_goes_on(page: Any, app: str) -> None:
    page.goto(f"{app}/microscope")
    headed(page, "One batch under the microscope")
    press(page, ".st-key-tool_share button")
    reach(page, ".lab-copy button", ring=True)
    page.keyboard.press("Escape")
    page.locator('[role="dialog"]').wait_for(state="detached")
    press(page, ".st-key-tool_projector button")
    page.locator(".st-key-lab_next button").wait_for()
    wait_until_still(page)
    before = page.url
    page.keyboard.press("n")
    page.wait_for_function("(before) => location.href !== before", arg=before)


def test_a_click_on_the_ground_frames_nothing_but_tab_does(app: str, browser: Any) -> None:
    frame = """() => { const main = document.querySelector('[data-testid="stMain"]');
      return main.matches(":focus-visible") &&
        getComputedStyle(main, "::before").boxShadow !== "none"; }"""
    page = new_context(browser).new_page()
    page.goto(f"{app}/microscope")
    headed(page, "One batch under the microscope")
    page.locator("html[data-lab-keys]").wait_for(state="attached")
    page.mouse.click(1270, 400)
    page.keyboard.press("a")
    page.wait_for_function(f"() => !({frame})()")  # one that Tab has left fades out
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.wait_for_function(frame)  # it fades in
    page.context.close()
