"""Each lesson's main interaction in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pages.shared.pages import after

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import ROOT, curves, go_to, new_context, serve, status, wait_until_still

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def visit(app: str, browser: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a lesson by its address; no error may reach the console while it is used."""
    errors: list[str] = []
    context = new_context(browser)

    def visit(name: str, address: str = app) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/{name}")
        page.locator(".st-key-lab_onward a, .st-key-home_start button").first.wait_for()
        wait_until_still(page)
        return page

    yield visit
    context.close()
    assert errors == []


def cell(page: Any, matrix: str, i: int, j: int) -> Any:
    """A cell of a matrix on the page."""
    return page.locator(f'figure[data-matrix="{matrix}"] td[data-i="{i}"][data-j="{j}"]')


def lit(page: Any, matrix: str) -> set[tuple[int, int]]:
    """The cells of a matrix that are lit up."""
    found = page.locator(f'figure[data-matrix="{matrix}"] td.lit').evaluate_all(
        "(cells) => cells.map((cell) => [Number(cell.dataset.i), Number(cell.dataset.j)])"
    )
    return {(i, j) for i, j in found}


def test_a_link_to_a_lesson_is_framed_even_when_it_is_the_first_that_a_server_hears(
    visit: Callable[..., Any],
) -> None:
    with serve() as (address, _):
        page = visit("microscope", address)
        page.get_by_text("Three ways").first.wait_for()
        assert page.get_by_role("heading", name="One batch under the microscope").is_visible()


def test_an_entry_of_the_gradient_lights_up_the_columns_it_comes_from(
    visit: Callable[..., Any],
) -> None:
    page = visit("microscope?phase=gradients")
    page.locator(".lab-matrices td.lit").first.wait_for()
    assert lit(page, "X") == {(i, 0) for i in range(4)}
    cell(page, "weight_gradient", 2, 1).hover()
    assert lit(page, "X") == {(i, 2) for i in range(4)}
    assert lit(page, "delta") == {(i, 1) for i in range(4)}
    cell(page, "weight_gradient", 1, 1).click()
    page.get_by_text("Entry (x2, y2), written out").wait_for()
    wait_until_still(page)
    page.mouse.move(5, 5)
    assert lit(page, "X") == {(i, 1) for i in range(4)}


def test_the_arrows_walk_through_the_phases(visit: Callable[..., Any]) -> None:
    page = visit("microscope?phase=gradients")
    page.keyboard.press("ArrowRight")
    page.locator('figure[data-matrix="new_W"]').wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator('figure[data-matrix="weight_gradient"] td.pickable').first.wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator('figure[data-matrix="weight_gradient"]').wait_for(state="detached")
    assert page.locator('figure[data-matrix="delta"]').is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_leads_on(app: str, browser: Any, name: str) -> None:
    page = new_context(browser, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{app}/{name}")
    on = after(name)
    leads = f"Next: {on.title}" if on and name != "home" else ""
    page.locator('[data-testid="stMain"] h1').first.wait_for()
    if leads:
        page.get_by_text(leads).wait_for()
    wait_until_still(page)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")
    if page.locator(".lab-chart").count():
        page.wait_for_function(
            "() => [...window.perceptronLab.charts.values()].every((chart) => chart.drawn)"
        )
    covered = """() => [...(window.perceptronLab?.charts ?? [])].filter(([, { node }]) => {
        const { legend, margin, showlegend } = node._fullLayout;
        return showlegend && legend?._height > margin.b - 10; }).map(([name]) => name)"""
    assert page.evaluate(covered) == []
    page.context.close()


def test_a_click_on_the_scale_takes_its_learning_rate_to_the_train_page(
    visit: Callable[..., Any],
) -> None:
    page = visit("step_size")
    page.get_by_text("Training diverges from").wait_for()
    wait_until_still(page)
    curves(page, "scale")  # once it is drawn
    rate = page.evaluate(
        """() => { const chart = window.perceptronLab.charts.get("scale").node;
          chart.scrollIntoView({ block: "center" });
          const curve = chart._fullData[0], box = chart.getBoundingClientRect();
          const { xaxis, yaxis } = chart._fullLayout;
          window.target = [box.x + xaxis._offset + xaxis.c2p(curve.x[30]),
                           box.y + yaxis._offset + yaxis.c2p(curve.y[30])];
          return curve.x[30]; }"""
    )
    page.mouse.move(*page.evaluate("() => window.target"))
    page.wait_for_timeout(300)
    page.mouse.click(*page.evaluate("() => window.target"))
    label = "Learning rate, here and on the Train page"
    slider = page.locator(f'input[type=range][aria-label="{label}"]')
    page.wait_for_timeout(500)
    wait_until_still(page)
    chosen = float(slider.get_attribute("aria-valuetext"))
    assert chosen == pytest.approx(rate, rel=0.15)
    go_to(page, "Train")
    slider = page.locator('input[type=range][aria-label="Learning rate"]')
    slider.wait_for()
    assert float(slider.get_attribute("aria-valuetext")) == chosen


def test_the_differences_can_be_read_in_percent_and_as_a_fraction(
    visit: Callable[..., Any],
) -> None:
    page = visit("agreement")
    page.locator("summary", has_text="More: other quantities").click()
    epsilon = []
    for measure in ("MAPE in %", "MAPE as a fraction"):
        page.locator('[data-testid="stMain"] button', has_text=measure).click()
        page.locator(".lab-chart .ytitle", has_text=measure).first.wait_for()
        found = {curve["name"]: curve["y"] for curve in curves(page, "agreement")}
        epsilon += found["ε of float64"][:1]
    assert epsilon == [100 * 2**-52, 2**-52]


def test_a_click_on_a_prediction_shows_its_slice(visit: Callable[..., Any]) -> None:
    page = visit("four_axes?view=slices")
    cell(page, "Y_hat", 2, 1).click()
    page.get_by_text("slice [3, 2]").wait_for()
    wait_until_still(page)
    column = [cell(page, "slice", i, 1).inner_text() for i in range(3)]
    assert column == [cell(page, "X", i, 0).inner_text() for i in range(3)]
    assert [cell(page, "slice", i, 0).inner_text() for i in range(3)] == ["0", "0", "0"]
    cell(page, "slice", 1, 1).hover()
    assert lit(page, "X") == {(1, 0)}
    assert lit(page, "ones") == {(0, 1)}


def test_each_rule_gives_the_last_batch_its_weight(visit: Callable[..., Any]) -> None:
    page = visit("last_batch")
    widths = """() => { const chart = window.perceptronLab?.charts.get("last-batch-bars");
        return chart?.drawn ? [...chart.node._fullData[1].width] : null; }"""
    page.wait_for_function(f"() => `${{({widths})()}}` === '0.25,0.25,0.25,0.25'")
    page.locator('[data-testid="stMain"] button', has_text="weighted").first.click()
    page.wait_for_function(f"() => `${{({widths})()}}` === '0.33,0.33,0.33,0.01'")


def test_the_race_runs_to_its_end_and_stops_at_once(visit: Callable[..., Any]) -> None:
    page = visit("cost")
    page.get_by_text("13.9 KiB").first.wait_for(state="attached")
    points = """() => { const chart = window.perceptronLab?.charts.get("race-False");
        if (!chart?.drawn) return 0;
        return chart.node._fullData.find((one) => one.name === "scratch").x.length; }"""
    start = page.locator('[data-testid="stMain"] button', has_text="Start the race")
    start.click()
    page.wait_for_function(f"() => ({points})() >= 2")
    page.get_by_text("A fixed cost.").wait_for(state="attached")
    page.wait_for_function(f"() => ({points})() === 6")
    page.locator(".lab-status output", has_text="150 rounds done").wait_for()
    page.evaluate(  # a race is short: the page itself presses Stop at its first sign
        """() => { const timer = setInterval(() => {
            const words = document.querySelector(".lab-status output").textContent;
            const stop = [...document.querySelectorAll('[data-testid="stMain"] button')]
              .find((one) => one.textContent.includes("Stop"));
            if (!/round [0-9]+ of/.test(words) || stop.disabled) return;
            clearInterval(timer);
            stop.click();
            window.stopped = true; }, 10); }"""
    )
    page.locator('[data-testid="stMain"] button', has_text="Race again").click()
    page.wait_for_function("() => window.stopped")  # what it said meanwhile may be gone by now
    page.locator(".lab-status output", has_text=re.compile("^[0-9]+ rounds done")).wait_for()
    wait_until_still(page)
    assert int(status(page).split()[0]) < 150


def test_the_first_page_is_home_and_its_picture_moves_by_itself(
    visit: Callable[..., Any],
) -> None:
    page = visit("")
    page.get_by_role("heading", name="How a layer learns, three ways").wait_for()
    steps = """() => { const chart = window.perceptronLab?.charts.get("home-bowl");
        return chart?.drawn ? chart.node._fullData[1].x.length : 0; }"""
    page.wait_for_function(f"() => ({steps})() > 3 && ({steps})() < 60")
    page.wait_for_function(f"() => ({steps})() === 65")
    go_to(page, "Train")
    page.locator('[data-testid="stMain"] button', has_text="Train").first.wait_for()


def test_who_asks_for_less_motion_sees_the_end_at_once(app: str, browser: Any) -> None:
    page = new_context(browser, reduced_motion="reduce").new_page()
    page.goto(app)
    steps = """() => { const chart = window.perceptronLab?.charts.get("home-bowl");
        return chart?.drawn ? chart.node._fullData[1].x.length : 0; }"""
    page.wait_for_function(f"() => ({steps})() > 0")
    assert page.evaluate(steps) == 65
    page.context.close()
