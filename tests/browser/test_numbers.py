"""Numbers in a real browser: typed into fields, told under the pointer, written beside axes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tools.browser import press, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUFFIXED = re.compile(r"\d[kMGµmn]\b|\d[eE][+−-]?\d")  # 15k, 1e-06


def type_into(page: Any, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")


@pytest.mark.parametrize(
    ("typed", "shown", "refused"),
    [
        ("7", "7", ""),
        ("1,000", "0", "may be 1000 or 1"),
        ("1,5", "0", "must be a whole number"),
        ("12 000", "12000", ""),
    ],
)
def test_no_comma_typed_for_a_seed_is_swallowed(page, app, typed, shown, refused) -> None:
    page.get_by_text("Noise, seeds, scaling").click()
    for label in ("Data seed", "Start seed"):
        type_into(page, label, typed)
        if refused:
            expect(page.get_by_text(refused).first).to_be_visible()
        expect(page.get_by_label(label, exact=True)).to_have_value(shown)


def test_no_comma_typed_for_a_batch_is_swallowed(page, app) -> None:
    page.goto(f"{app}/microscope")
    expect(page.get_by_label("Batch", exact=True)).to_have_value("1")
    type_into(page, "Batch", "1,5")
    expect(page.get_by_text("must be a whole number between 1 and 3")).to_be_visible()
    type_into(page, "Batch", "2")
    expect(page.get_by_text("Batch 2 of 3")).to_be_visible()


def test_no_axis_and_no_hover_shortens_a_number_in_its_own_way(page, app) -> None:
    page.get_by_text("Train", exact=True).first.wait_for()
    press(page, "Batch")
    page.wait_for_selector(".lab-chart .heatmaplayer image")
    wait_until_still(page)  # and with it the picture under the pointer
    cells = page.locator('[data-name="weights"] .heatmaplayer image').first.bounding_box()
    page.mouse.move(cells["x"] + 0.1 * cells["width"], cells["y"] + 0.1 * cells["height"])
    page.wait_for_timeout(400)
    page.mouse.move(cells["x"] + 0.12 * cells["width"], cells["y"] + 0.12 * cells["height"])
    layer = page.locator('[data-name="weights"] .hoverlayer')
    cell = re.compile(r"scratch: W\[x\d, y\d\] = −?\d")
    expect(layer).to_contain_text(cell)
    told = layer.text_content()
    assert not SUFFIXED.search(told), told
    words = page.evaluate(
        """async () => {
        const node = perceptronLab.charts.get("loss").node;
        await Plotly.relayout(node, { "xaxis.range": [0, 60000], "yaxis.type": "linear",
            "yaxis.range": [0, 60000], "yaxis.tickvals": null });
        return [...node.querySelectorAll(".xtick, .ytick")].map((one) => one.textContent);
    }"""
    )
    assert any("0\u202f000" in one for one in words), words
    assert not any(SUFFIXED.search(one) for one in words), words
