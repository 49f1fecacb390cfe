"""The whole thing in a real browser: what a visitor does in the first five minutes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import (
    button,
    go_to,
    open_app,
    press,
    set_slider,
    status,
    wait_for_charts,
    wait_for_status,
    wait_until_still,
)

pytestmark = pytest.mark.browser
UNDER_WAY = re.compile(r"epoch [1-9]\d* of 16")


def curve(page: Any, name: str) -> list[float]:
    """The y values of a loss curve as Plotly has drawn them."""
    return page.evaluate(
        """(name) => { const chart = window.perceptronLab.charts.get("loss");
          const trace = chart.node._fullData.find((one) => one.name === name);
          return trace ? Array.from(trace.y) : []; }""",
        name,
    )


def plot_node(page: Any) -> Any:
    """The loss chart's node."""
    return page.evaluate_handle("() => window.perceptronLab.charts.get('loss').node")


def epoch(words: str) -> int:
    return int(re.findall(r"epoch (\d+) of", words)[0])


def finish(page: Any, epochs: int = 16) -> None:
    """Train to the end and wait until the page is still."""
    press(page, "Train")
    wait_for_status(page, f"epoch {epochs} of {epochs}")
    button(page, "Finished").wait_for()
    wait_until_still(page)


def test_a_slider_then_training_draws_three_finished_curves_into_one_node(page: Any) -> None:
    node = plot_node(page)
    set_slider(page, "Learning rate", "0.3")
    finish(page)
    page.wait_for_timeout(500)
    scratch, torch, einsum = (curve(page, name) for name in ("scratch", "torch", "einsum"))
    assert len(scratch) == len(torch) == len(einsum) == 17, "the start, and after each epoch"
    assert scratch == pytest.approx(torch, rel=1e-9)
    assert einsum == pytest.approx(torch, rel=1e-9)
    assert torch[0] > 1000 > 10 > torch[-1]  # a rate of 0.3 reaches the floor in 16 epochs
    assert page.evaluate("(node) => node === window.perceptronLab.charts.get('loss').node", node)


def test_pause_step_continue_and_reset(page: Any) -> None:
    press(page, "Train")
    wait_for_status(page, UNDER_WAY)
    press(page, "Pause")
    button(page, "Continue").wait_for()
    wait_until_still(page)
    paused = status(page)
    page.wait_for_timeout(700)
    assert status(page) == paused, "a paused run must stand still"

    press(page, "Batch")
    page.wait_for_timeout(300)
    wait_until_still(page)
    stepped = status(page)
    assert stepped != paused
    press(page, "Epoch")
    page.wait_for_timeout(300)
    wait_until_still(page)
    assert epoch(status(page)) == epoch(stepped) + 1

    press(page, "Reset")
    wait_for_status(page, "epoch 0 of 16")
    button(page, "Train").wait_for()
    finish(page)
    assert status(page).startswith("epoch 16 of 16")


def test_space_plays_and_pauses_and_the_right_arrow_steps(page: Any) -> None:
    page.keyboard.press("ArrowRight")
    wait_for_status(page, "batch 1 of 4")
    page.keyboard.press("Space")
    wait_for_status(page, UNDER_WAY)
    page.keyboard.press("Space")
    button(page, "Continue").wait_for()
    wait_until_still(page)
    assert not status(page).startswith("epoch 16")


def test_space_after_a_click_toggles_once(page: Any) -> None:
    press(page, "Train")
    wait_for_status(page, UNDER_WAY)
    page.keyboard.press("Space")
    button(page, "Continue").wait_for()
    wait_until_still(page)
    page.wait_for_timeout(700)
    assert button(page, "Continue").is_visible()


def test_a_changed_setting_is_told_and_can_be_undone(page: Any) -> None:
    press(page, "Epoch")
    wait_for_status(page, "epoch 1 of 16")
    set_slider(page, "Features", "8")
    page.get_by_text("You changed the number of inputs to 8").wait_for()
    top = button(page, "Continue").bounding_box()["y"]
    assert status(page).startswith("epoch 1 of 16"), "the run on screen is not lost"
    press(page, "Undo the change")
    page.get_by_text("You changed the number of inputs to 8").wait_for(state="detached")
    assert button(page, "Continue").bounding_box()["y"] == top, "a message moves nothing"
    set_slider(page, "Features", "8")
    press(page, "Start a new run")
    wait_for_status(page, "epoch 0 of 16")


def test_a_learning_rate_changed_in_mid_run_takes_effect_without_a_new_run(page: Any) -> None:
    press(page, "Epoch")
    wait_for_status(page, "epoch 1 of 16")
    set_slider(page, "Learning rate", "0.3")
    assert status(page).startswith("epoch 1 of 16")
    press(page, "Continue")
    wait_for_status(page, "epoch 16 of 16")
    page.wait_for_timeout(500)
    losses = curve(page, "torch")
    assert losses[0] > 1000
    assert losses[-1] < 10


def test_divergence_is_explained_and_the_last_finite_state_stays(page: Any) -> None:
    set_slider(page, "Learning rate", "10")
    press(page, "Train")
    page.get_by_text("With these batches rates above 1.93 diverge. Try 0.3.").wait_for()
    page.wait_for_timeout(300)
    losses = curve(page, "torch")
    assert losses
    assert all(value < 1e300 for value in losses)


def test_look_back_shows_an_earlier_epoch(page: Any) -> None:
    finish(page)
    first = page.evaluate("() => window.perceptronLab.charts.get('weights').data[0].text[0][0]")
    set_slider(page, "Look back to epoch", "3")
    page.wait_for_timeout(300)
    now = page.evaluate("() => window.perceptronLab.charts.get('weights').data[0].text[0][0]")
    assert now != first


def test_a_csv_is_uploaded_and_trained_on(page: Any) -> None:
    rows = "\n".join(f"{i},{i * i % 17},{3 * i - i * i % 17 + 1}" for i in range(40))
    choose(page, "Data", "your own table (CSV)")
    page.locator('input[type="file"]').set_input_files(
        {"name": "table.csv", "mimeType": "text/csv", "buffer": f"a,b,c\n{rows}\n".encode()}
    )
    page.get_by_text("Inputs").first.wait_for()
    wait_until_still(page)
    finish(page)
    assert len(curve(page, "einsum")) == 17


def test_a_bad_csv_is_explained_and_loses_nothing(page: Any) -> None:
    press(page, "Epoch")
    wait_for_status(page, "epoch 1 of 16")
    choose(page, "Data", "your own table (CSV)")
    page.locator('input[type="file"]').set_input_files(
        {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""}
    )
    page.locator('[data-testid="stAlert"]').first.wait_for()
    assert "Traceback" not in page.locator('[data-testid="stMain"]').inner_text()
    assert status(page).startswith("epoch 1 of 16")


def test_the_page_may_be_left_and_found_again(page: Any) -> None:
    set_slider(page, "Learning rate", "0.1")
    press(page, "Epoch")
    wait_for_status(page, "epoch 1 of 16")
    go_to(page, "Notation", "Look up")
    page.get_by_role("heading", name="Notation and derivations").wait_for()
    go_to(page, "Train")
    wait_for_charts(page)
    assert status(page).startswith("epoch 1 of 16")
    slider = page.locator('input[type=range][aria-label="Learning rate"]')
    assert slider.get_attribute("aria-valuetext") == "0.1"
    past = page.locator('input[type=range][aria-label="Look back to epoch"]')
    assert past.get_attribute("aria-valuetext") == "1", "the newest state is on screen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_one_column_without_sideways_scrolling(
    app: str, browser: Any, scheme: str
) -> None:
    page = open_app(browser, app, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    finish(page)
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1")
    page.context.close()


def choose(page: Any, label: str, option: str) -> None:
    """Choose an option of a selectbox in the sidebar."""
    page.locator('[data-testid="stSelectbox"]', has_text=label).first.locator("input").click()
    page.get_by_role("option", name=option).click()
    wait_until_still(page)


def test_a_picture_is_saved_as_svg_and_as_png(page: Any, tmp_path: Path) -> None:
    chart = page.locator(".lab-chart").first
    for kind, first in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        chart.hover()
        with page.expect_download() as download:
            chart.locator(f'[data-title="Save this picture as {kind}"]').click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.name == f"loss.{kind.lower()}"
        assert path.read_bytes().startswith(first)
