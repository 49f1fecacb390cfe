"""The contraction, played in a real browser: slices are added until the sum is the gradient."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK = {"viewport": {"width": 1280, "height": 720}}


def texts(page: Any, matrix: str) -> list[str]:
    return [one.inner_text() for one in page.locator(f'[data-matrix="{matrix}"] td[data-i]').all()]


def test_slices_are_played_until_the_sum_is_the_gradient(visit: Any) -> None:
    page, _ = visit(DESK, "four_axes")
    player = page.locator(".lab-film")
    for matrix in ("goal", "weight_gradient", "slice"):
        page.locator(f'[data-matrix="{matrix}"] td[data-i]').first.wait_for()
    assert player.locator("output").inner_text() == "1 of 8"
    assert texts(page, "weight_gradient") != texts(page, "goal")
    page.wait_for_timeout(1500)
    assert player.locator("output").inner_text() == "1 of 8", "nothing moves by itself"
    player.get_by_role("button", name="Play").click()
    player.locator("output", has_text="3 of 8").wait_for()
    filled = page.locator('[data-matrix="slice"] td.lit').evaluate_all(
        "(cells) => cells.map((cell) => cell.dataset.j)"
    )
    assert len(filled) == 3, "the column that this slice fills"
    assert len(set(filled)) == 1
    player.get_by_role("button", name="Pause").click()
    wait_until_still(page)
    paused = player.locator("output").inner_text()
    page.wait_for_timeout(1200)
    assert player.locator("output").inner_text() == paused
    page.get_by_text(f"sum of {paused}").wait_for()
    page.wait_for_url(f"**slices={paused[0]}*")
    page.keyboard.press("ArrowRight")
    page.get_by_text(f"sum of {int(paused[0]) + 1} of 8").wait_for()
    player.get_by_role("button", name="Play").click()
    player.locator("output", has_text="8 of 8").wait_for()
    page.get_by_text("Now the sum equals Xᵀδ").wait_for()
    assert texts(page, "weight_gradient") == texts(page, "goal")
    page.wait_for_url("**slices=8*")


def test_who_asks_for_less_motion_goes_step_by_step(visit: Any) -> None:
    page, _ = visit(DESK | {"reduced_motion": "reduce"}, "four_axes")
    player = page.locator(".lab-film")
    player.locator("input").wait_for()
    assert not player.locator("button").is_visible()
    player.locator("input").press("ArrowRight")
    page.get_by_text("sum of 2 of 8").wait_for()


def test_of_a_large_matrix_the_cell_in_turn_is_brought_into_sight(visit: Any) -> None:
    page, _ = visit(DESK, "four_axes?numbers=notebooks-data")
    frame = page.locator('[data-matrix="delta"] .frame')
    slider = page.locator(".lab-film input")
    slider.press("End")
    page.get_by_text("sum of 99 of 99").wait_for()
    wait_until_still(page)
    slider.press("ArrowLeft")
    page.get_by_text("sum of 98 of 99").wait_for()
    inside = """(frame) => { const at = frame.querySelector("td.self").getBoundingClientRect();
        const { top, bottom } = frame.getBoundingClientRect();
        return at.top >= top && at.bottom <= bottom + 1; }"""
    assert frame.evaluate(inside)


def test_on_a_small_projector_the_tools_cover_no_group_of_pages(visit: Any) -> None:
    page, _ = visit(DESK, "four_axes?projector=on")
    groups = page.locator('[data-testid="stTopNavSection"]')
    assert groups.last.inner_text().startswith("Class")
    page.wait_for_function(  # the style of the page may come after its controls
        """() => {
          const groups = [...document.querySelectorAll('[data-testid="stTopNavSection"]')];
          const tools = document.querySelector(".st-key-lab_tools").getBoundingClientRect();
          return groups.at(-1).getBoundingClientRect().right <= tools.left; }""",
        timeout=20_000,
    )
