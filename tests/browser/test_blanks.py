"""The blanks of the microscope: by keyboard and by thumb, what is heard, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.thumb import LAPTOP, middle
from tools.axe import STREAMLITS, look
from tools.browser import PHONE, new_context, press, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RIGHT = [["0", "4"], ["3", "-1"], ["1", "0"], ["2", "-2"]]  # the prediction, reckoned by hand
AT = "document.activeElement.dataset.blank"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab of a visitor who has not been here before."""
    context = new_context(browser)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def opened(page: Any, address: str) -> Any:
    """The page, once its fields are there and the browser has handed over what it keeps."""
    page.goto(address)
    return settled(page)


def settled(page: Any) -> Any:
    page.locator("html[data-lab-memory]").wait_for(state="attached")
    page.locator(".lab-matrices td").first.wait_for()
    wait_until_still(page)
    return page


def blank(page: Any, matrix: str, i: int, j: int) -> Any:
    return page.locator(f'figure[data-matrix="{matrix}"] td[data-i="{i}"][data-j="{j}"] input')


def states(page: Any) -> list[tuple[str, str]]:
    """What stands in the fields, and how they are marked."""
    found = page.locator("input[data-blank]").evaluate_all(
        "(all) => all.map((one) => [one.value, one.dataset.state ?? ''])"
    )
    return [(text, state) for text, state in found]


def heard(page: Any) -> str:
    return page.locator(".lab-matrices [role=status]").inner_text()


def described(page: Any, field: Any) -> str:
    """What a screen reader adds to the label of a field."""
    return page.locator(f"#{field.get_attribute('aria-describedby')}").text_content()


def test_a_phase_is_filled_in_by_keyboard_alone(page: Any, app: str) -> None:
    opened(page, f"{app}/microscope?level=alone")
    first = blank(page, "Y_hat", 0, 0)
    while page.evaluate(AT) != "0":
        page.keyboard.press("Tab")
    assert first.get_attribute("aria-label") == "row 1, y1 of the prediction"
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    page.locator('input[data-blank="0"][data-state="right"]').wait_for()
    assert page.evaluate(AT) == "1", "Enter goes on"
    told = "row 1, y1 of the prediction: right. 1 of 8 entries right in this phase."
    assert heard(page) == told
    page.keyboard.type("-4")
    page.keyboard.press("Tab")
    wrong = page.locator('input[data-blank="1"][data-state="wrong"]')
    wrong.wait_for()
    assert page.evaluate(AT) == "2", "and so does Tab"
    cause = "row 1, y2 of the prediction: not right. The sign is the other way round."
    assert cause in heard(page)
    assert described(page, wrong) == cause
    assert [one.get_attribute("aria-invalid") for one in (first, wrong)] == ["false", "true"]
    assert page.locator(".lab-notes li:visible").count() == 1
    marks = page.locator(".lab-matrices .mark").all_inner_texts()
    assert marks[:3] == ["✓", "✗", ""], "colour is never alone"
    page.keyboard.type("2,0x")
    page.keyboard.press("Enter")
    page.locator('input[data-blank="2"][data-state="wrong"]').wait_for()
    assert "A number is needed" in heard(page)
    page.keyboard.press("ArrowUp")
    assert page.evaluate(AT) == "1", "up a row"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+Tab")
    for i, row in enumerate(RIGHT):
        for j, text in enumerate(row):
            blank(page, "Y_hat", i, j).fill(text)
            page.keyboard.press("Enter")
    page.get_by_text("8 of 8 entries right in this phase.").first.wait_for()
    wait_until_still(page)
    assert {state for _, state in states(page)} == {"right"}
    assert page.locator(".lab-notes li:visible").count() == 0
    assert "phase" not in page.url, "no arrow has left the phase"
    assert page.locator(".st-key-show_phase button").is_disabled()


def test_all_that_was_typed_is_there_after_phases_levels_and_a_reload(page: Any, app: str) -> None:
    opened(page, f"{app}/microscope?level=blanks&phase=gradients")
    typed = ["1", "0,25", "-2.25"]
    for k, text in enumerate(typed):
        page.locator(f'input[data-blank="{k}"]').fill(text)
        page.keyboard.press("Enter")
    wait_until_still(page)
    before = states(page)
    assert [text for text, _ in before] == typed
    assert before[2][1] == "wrong"
    press(page, "Next")  # a field that is left by a click has been heard
    page.locator('figure[data-matrix="new_W"]').wait_for()
    wait_until_still(page)
    assert {text for text, _ in states(page)} == {""}
    page.locator('input[data-blank="1"]').fill("7")
    page.get_by_role("radio", name="gradients").click()
    page.locator('figure[data-matrix="bias_gradient"] input').wait_for()
    wait_until_still(page)
    assert states(page) == before
    page.reload()
    settled(page)
    page.locator('input[data-blank="2"][data-state="wrong"]').wait_for()
    assert states(page) == before
    press(page, "Next")
    page.locator('figure[data-matrix="new_W"]').wait_for()
    wait_until_still(page)
    assert states(page)[1][0] == "7", "also what was typed right before another phase was chosen"
    page.get_by_role("radio", name="alone").click()
    wait_until_still(page)
    assert "level=alone" in page.url
    assert {text for text, _ in states(page)} == {""}, "of another level"


def test_a_phase_is_shown_and_other_numbers_are_another_task(page: Any, app: str) -> None:
    opened(page, f"{app}/microscope?level=alone&phase=delta")
    page.locator('input[data-blank="0"]').fill("-0.25")
    page.keyboard.press("Enter")
    wait_until_still(page)
    press(page, "Show me this phase")
    page.locator('input[data-state="shown"]').first.wait_for()
    wait_until_still(page)
    told = states(page)
    assert told[:2] == [("-0.25", "right"), ("0.5", "shown")]
    assert page.locator("input[data-blank][readonly]").count() == 7
    assert page.get_by_text("1 of 8 entries right in this phase.").is_visible()
    press(page, "Try with other numbers")
    page.locator('figure[data-matrix="Y_hat"] input').first.wait_for()
    wait_until_still(page)
    assert "try=2" in page.url
    assert {text for text, _ in states(page)} == {""}
    x = page.locator('figure[data-matrix="X"] td[data-i]').all_inner_texts()
    assert set(x) <= {"1", "2", "−1", "−2"}
    page.reload()
    settled(page)
    assert page.locator('figure[data-matrix="X"] td[data-i]').all_inner_texts() == x
    press(page, "Back to the worked example")
    page.get_by_role("radio", name="delta").click()
    page.locator('figure[data-matrix="delta"] input').first.wait_for()
    wait_until_still(page)
    assert states(page) == told, "what was shown stays shown"


@pytest.mark.parametrize("device", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_thumb_fills_in_blanks(visit: Any, device: Any) -> None:
    page, thumb = visit(device, "microscope?level=blanks")
    field = page.locator('input[data-blank="0"]')
    box = field.bounding_box()
    assert box["height"] >= 44
    assert field.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)") >= 16
    assert field.get_attribute("inputmode") == "decimal"
    thumb.tap(*middle(page, 'input[data-blank="0"]'))
    assert page.evaluate(AT) == "0"
    page.keyboard.type("3")
    thumb.tap(*middle(page, ".lab-sign"))
    assert field.input_value() == "−3", "some keyboards have no minus sign"
    thumb.tap(*middle(page, 'input[data-blank="1"]'))
    page.locator('input[data-blank="0"][data-state="wrong"]').wait_for()
    assert "The sign is the other way round." in heard(page)
    thumb.tap(*middle(page, 'input[data-blank="0"]'))
    thumb.tap(*middle(page, ".lab-sign"))
    assert field.input_value() == "3"
    page.keyboard.press("Enter")
    page.locator('input[data-blank="0"][data-state="right"]').wait_for()
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")
    assert page.evaluate("visualViewport.scale") == 1


def test_the_sum_behind_a_number_is_written_beside_it_in_every_phase(page: Any, app: str) -> None:
    for phase, matrix, words in (
        ("forward", "Y_hat", "row 2, y1: 2 · 1 + (−1) · 0 + 1 · 1 + 0 = 3"),
        ("loss", "residual", "row 2, y1: 3 − 7 = −4"),
        ("delta", "delta", "row 2, y1: −4 · 2 / (4 · 2) = −1"),
        ("gradients", "bias_gradient", "y1: −0.25 + (−1) + 0.5 + (−1.25) = −2"),
        ("update", "new_b", "y1: 0 − 0.4 · (−2) = 0.8"),
    ):
        opened(page, f"{app}/microscope?phase={phase}")
        line = page.locator(".lab-written")
        row = 0 if matrix.startswith(("new", "bias")) else 1
        cell = page.locator(f'figure[data-matrix="{matrix}"] td[data-i="{row}"][data-j="0"]')
        cell.hover()
        assert line.inner_text() == words
        page.mouse.move(5, 5)
        assert line.inner_text() != words
        cell.focus()
        assert line.inner_text() == words
        assert cell.get_attribute("aria-description").endswith(words.partition(": ")[2])


def test_the_numbers_that_are_asked_are_not_in_the_page(page: Any, app: str) -> None:
    opened(page, f"{app}/microscope?level=alone&phase=gradients")
    assert "6.25" not in page.locator('figure[data-matrix="weight_gradient"]').inner_text()
    assert page.get_by_text("−4", exact=True).count() == 0
    assert page.get_by_text("written out").count() == 0
    assert page.locator('figure[data-matrix="weight_gradient"] [aria-description]').count() == 0


def test_axe_finds_nothing_of_ours_in_blanks(page: Any, app: str, axe: str) -> None:
    page.add_init_script(axe)
    opened(page, f"{app}/microscope?level=blanks&phase=gradients")
    for k, text in enumerate(("1", "9")):
        page.locator(f'input[data-blank="{k}"]').fill(text)
        page.keyboard.press("Enter")
    wait_until_still(page)
    for scheme in ("light", "dark"):
        for width, height in ((1280, 720), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(150)
            found, own = look(page)
            assert found == [], f"{width} px, {scheme}"
            assert own <= set(STREAMLITS)
