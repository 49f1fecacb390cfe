"""What a thumb does, by real touches: scroll over charts, tap, sketch, choose a page, train."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.thumb import LAPTOP, middle, ranges, scrolled
from tools.browser import (
    PHONE,
    button,
    curves,
    press,
    set_slider,
    wait_for_charts,
    wait_for_status,
    wait_until_still,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_swipe_on_a_chart_scrolls_and_a_tap_shows_its_values(visit: Any, device: Any) -> None:
    page, thumb = visit(device, "train?learning_rate=0.3&speed=full-speed")
    wait_for_charts(page)
    press(page, "Train")
    button(page, "Train again").wait_for()
    wait_until_still(page)
    for name in ("loss", "weights", "difference"):
        x, y = middle(page, f'.lab-chart[data-name="{name}"]')
        before, axes = scrolled(page), ranges(page, name)
        thumb.swipe(x, y, -150 if name == "loss" else 150)
        assert abs(scrolled(page) - before) > 40, name
        assert ranges(page, name) == axes, f"{name} must not zoom"
        middle(page, f'.lab-chart[data-name="{name}"]')
        box = page.locator(f'.lab-chart[data-name="{name}"] .nsewdrag').first.bounding_box()
        thumb.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)  # of a tile, too
        told = page.locator(f'.lab-chart[data-name="{name}"] .hoverlayer text').first
        told.wait_for(timeout=5000)
        assert ranges(page, name) == axes
    x, y = middle(page, '.lab-chart[data-name="loss"]')
    page.locator('.lab-chart[data-name="loss"] [data-title^="Zoom by finger"]').click()
    before, axes = scrolled(page), ranges(page, "loss")
    thumb.swipe(x, y, 100)
    assert scrolled(page) == before
    assert ranges(page, "loss") != axes, "the button lets a finger zoom"
    page.locator('.lab-chart[data-name="loss"] [data-title^="Zoom by finger"]').click()
    thumb.swipe(x, y, 100 if before > 100 else -100)
    assert scrolled(page) != before


def test_a_curve_is_sketched_by_drag_by_tap_and_by_number(visit: Any) -> None:
    page, thumb = visit(PHONE, "predict?question=curve")
    dots = page.locator(".lab-sketch .handle")
    value = lambda i: float(dots.nth(i).get_attribute("aria-valuenow"))  # noqa: E731
    x, y = middle(page, ".lab-sketch .handle .dot")
    before = scrolled(page)
    thumb.swipe(x, y, -90)
    assert scrolled(page) == before, "the page stands still while a point is dragged"
    assert value(0) > 10_000, "the point follows the finger all the way"
    box = page.locator(".lab-sketch .handle .dot").nth(2).bounding_box()
    thumb.tap(box["x"] + 14, box["y"] + 60)
    assert value(2) < 20, "a tap on the paper takes the nearest point there"
    field = page.get_by_label("Loss at epoch 5, a number")
    for typed, number in (("47", 47), ("1,000", 47), ("47,5", 47.5)):
        field.fill(typed)
        field.press("Enter")
        assert value(1) == number, "a comma is a decimal sign, or what is typed does not count"
    dots.nth(3).focus()
    dots.nth(3).press("PageDown")
    assert value(3) < 40
    page.wait_for_timeout(600)  # the keys are sent when they rest
    wait_until_still(page)
    drawn = [value(i) for i in range(4)]
    caption = page.get_by_text("The run: 100 rows").bounding_box()
    before = scrolled(page)
    thumb.swipe(200, caption["y"] + 10, 120 if before > 100 else -120)
    assert scrolled(page) != before, "beside the paper the page scrolls"
    press(page, "Commit")
    page.get_by_text("Your guess").wait_for()
    press(page, "Run it")
    page.get_by_text("On average your points are a factor").wait_for()
    wait_until_still(page)
    assert curves(page, "evidence")[0]["y"] == drawn


def test_a_swipe_that_begins_on_a_slider_or_on_the_paper_scrolls_and_moves_nothing(
    visit: Any,
) -> None:
    page, thumb = visit(PHONE, "train")
    rate = page.locator('[data-testid="stMain"] input[type=range]').first
    track = page.locator('[data-testid="stMain"] [data-testid="stSlider"] [data-rac] [data-rac]')
    box = track.first.bounding_box()
    y = box["y"] + box["height"] / 2
    before = rate.get_attribute("aria-valuetext")
    thumb.swipe(box["x"] + 40, y, -150)
    assert scrolled(page) > 100
    assert rate.get_attribute("aria-valuetext") == before
    page.locator('[data-testid="stMain"]').evaluate("(main) => main.scrollTo(0, 0)")
    thumb.tap(box["x"] + 40, y)
    tapped = rate.get_attribute("aria-valuetext")
    assert tapped != before, "a tap moves the slider"
    knob = track.first.locator("[data-rac]").bounding_box()
    x = knob["x"] + knob["width"] / 2
    thumb.touch("touchStart", (x, y + 8))
    for k in range(1, 11):
        thumb.touch("touchMove", (x + 12 * k, y + 8))
    thumb.touch("touchEnd")
    assert rate.get_attribute("aria-valuetext") not in (before, tapped), "so does a drag"
    wait_until_still(page)

    page, thumb = visit(PHONE, "predict?question=curve")
    x, y = middle(page, ".lab-sketch .handle .dot")
    dots = page.locator(".lab-sketch .handle")
    before = [dots.nth(i).get_attribute("aria-valuenow") for i in range(4)]
    top = scrolled(page)
    thumb.swipe(x + 40, y + 40, -80 if top < 80 else 80)
    assert scrolled(page) != top
    assert [dots.nth(i).get_attribute("aria-valuenow") for i in range(4)] == before


def test_a_drag_that_the_browser_cancels_counts(visit: Any) -> None:
    page, thumb = visit(PHONE, "predict?question=curve")
    x, y = middle(page, ".lab-sketch .handle .dot")
    thumb.touch("touchStart", (x, y))
    thumb.touch("touchMove", (x, y - 60))
    thumb.touch("touchCancel")
    page.wait_for_timeout(300)
    wait_until_still(page)
    press(page, "Commit")
    page.get_by_text("Your guess").wait_for()


def test_the_drawer_closes_when_a_page_is_chosen(visit: Any) -> None:
    page, _ = visit(PHONE, "train")
    for title, words in (("How big a step", "How big a step"), ("Train", "Learning rate")):
        page.locator('[data-testid="stExpandSidebarButton"]').tap()
        drawer = page.locator('[data-testid="stSidebar"]')
        drawer.locator("a", has_text=title).first.tap()
        page.locator('[data-testid="stSidebar"][data-collapsed="true"]').wait_for(state="attached")
        page.locator('[data-testid="stMain"]').get_by_text(words).first.wait_for()
        wait_until_still(page)


def test_a_link_to_train_shows_rate_train_and_chart_and_the_loss_at_the_end(visit: Any) -> None:
    page, _ = visit(PHONE, "train?learning_rate=0.1&speed=full-speed")
    wait_for_charts(page)
    rate = page.locator('[data-testid="stMain"] input[aria-label="Learning rate"]')
    for place in (rate, button(page, "Train"), page.locator(".lab-chart .gtitle").first):
        box = place.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] < 600
    for tool in ("projector", "keys"):
        assert not page.locator(f".st-key-tool_{tool}").is_visible()
    assert page.locator(".st-key-tool_share").is_visible()
    set_slider(page, "Learning rate", "0.3")
    button(page, "Train").tap()  # the second tap, after the one on the link
    wait_for_status(page, "epoch 16 of 16")
    button(page, "Train again").wait_for()
    wait_until_still(page)
    told = page.locator(".lab-losses div", has_text="on all 100 training rows")
    assert 0.9655 <= float(told.locator("dd").inner_text()) < 1.2
    assert float(told.locator("dd").evaluate("(n) => getComputedStyle(n).fontSize")[:-2]) >= 20
    assert page.locator(".lab-losses div", has_text="validation rows").count() == 1


def test_a_class_link_hides_and_locks_the_rate_beside_train(visit: Any) -> None:
    page, _ = visit(PHONE, "train?learning_rate=0.1&lock=learning_rate")
    assert page.locator('input[aria-label="Learning rate"]').is_disabled()
    page, _ = visit(PHONE, "train?learning_rate=0.1&hide=learning_rate")
    assert page.locator('input[aria-label="Learning rate"]').count() == 0
    assert button(page, "Train").bounding_box()["y"] < 200


def test_a_pinch_zooms_the_page_and_where_a_finger_zooms_the_chart(visit: Any) -> None:
    page, thumb = visit(PHONE, "train?learning_rate=0.3&speed=full-speed")
    wait_for_charts(page)
    press(page, "Train")
    button(page, "Train again").wait_for()
    wait_until_still(page)
    chart = '.lab-chart[data-name="loss"]'
    x, y = middle(page, chart)
    scale = lambda: page.evaluate("visualViewport.scale")  # noqa: E731
    axes = ranges(page, "loss")
    thumb.pinch(x, y, 60, 180)
    assert scale() > 1.5
    assert ranges(page, "loss") == axes, "the page grows, not the chart"
    thumb.pinch(x, y, 240, 40)
    assert scale() == 1
    page.locator(f'{chart} [data-title^="Zoom by finger"]').click()
    thumb.pinch(x, y, 60, 180)
    assert scale() == 1
    near = ranges(page, "loss")
    assert near[1] - near[0] == pytest.approx((axes[1] - axes[0]) / 3, rel=0.05)
    assert axes[0] < near[0] < near[1] < axes[1]
    thumb.pinch(x, y, 180, 60)
    assert ranges(page, "loss") == pytest.approx(axes, rel=0.05, abs=0.5), "and back"
    thumb.touch("touchStart", (x - 60, y))
    thumb.touch("touchMove", (x - 40, y + 20))
    thumb.touch("touchStart", (x - 40, y + 20), (x + 60, y))  # a second finger, while one drags
    thumb.touch("touchMove", (x + 20, y + 60), (x + 90, y - 40))
    thumb.touch("touchEnd")
    page.wait_for_timeout(500)
    assert page.locator(f"{chart} .zoombox, {chart} .zoombox-corners, .dragcover").count() == 0
    middle(page, f"{chart} .nsewdrag")
    thumb.tap(x, y)
    page.locator(f"{chart} .hoverlayer text").first.wait_for(timeout=5000)


def test_a_tap_that_leaves_a_typed_number_for_the_next_page_goes_there(visit: Any) -> None:
    page, _ = visit(PHONE, "predict?question=last-row")
    field = page.locator('[class*="st-key-ask-predict"] input').first
    field.tap()
    field.type("12")
    page.locator(".st-key-lab_onward a").tap()
    page.get_by_role("heading", name="What I can do").wait_for(timeout=20_000)
