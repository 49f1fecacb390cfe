"""Every letter and digit can be read: on all pages, on a phone, a desk and a projector."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.opening import open_at
from tools.browser import PHONE, ROOT, button, new_context, press, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SMALLEST = 11  # pixels, as drawn
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "home")
ADDRESSES = [
    "",
    *PAGES,
    "train?dataset=iris&speed=full-speed",
    "train?outputs=5&features=12&speed=full-speed",
    "four_axes?view=two-orders",
    "step_size?view=loss-surface",
    "predict?question=curve",
]
DESK = {"viewport": {"width": 1280, "height": 720}}
# Text that is smaller than it may be, by the size of its font as it is drawn: that of the style,
# times what a drawing around it is scaled by. Of a text the first letters, and its size.
SMALL = """(smallest) => {
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || node.closest("script, style, .katex-mathml")) continue;
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { width, height } = range.getBoundingClientRect();
    if (width < 1.5 || height < 1.5) continue; // for screen readers only
    const matrix = node.getScreenCTM?.();
    const scale = matrix ? Math.hypot(matrix.c, matrix.d) : 1;
    const size = parseFloat(getComputedStyle(node).fontSize) * scale;
    if (size < smallest - 0.01) found.set(`${text.data.trim().slice(0, 24)}: ${size.toFixed(1)}`);
  }
  return [...found.keys()];
}"""
# Texts of one chart that lie over each other, or over a line of the legend.
CROSSED = """() => [...document.querySelectorAll(".lab-chart")].flatMap((chart) => {
  const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = [".legendtext", ".xtick text", ".ytick text", ".gtitle", ".xtitle", ".ytitle",
                 ".annotation-text", ".heatmap-label text"]
    .flatMap((kind) => [...chart.querySelectorAll(kind)])
    .filter((text) => text.textContent.trim() && seen(text));
  const signs = [...chart.querySelectorAll(".legendlines, .legendpoints")];
  const tools = [chart.parentElement.querySelector(".lab-data"),
                 chart.querySelector(".modebar:not(.modebar--hover)")].filter(Boolean);
  const boxes = [...texts, ...signs, ...tools].map((node) => [node, node.getBoundingClientRect()]);
  const inside = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const frame = chart.getBoundingClientRect();
  return boxes.flatMap(([node, box], i) => [
    ...boxes.slice(i + 1).filter(([other, its]) => inside(box, its)
      && !(signs.includes(node) && signs.includes(other)))
      .map(([other]) => `${chart.dataset.name}: ${node.textContent} x ${other.textContent}`),
    ...(texts.includes(node) && (box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
      ? [`${chart.dataset.name}: ${node.textContent} is cut off`] : []),
  ]);
})"""


def visit(page: Any, address: str) -> None:
    """Open a page; where it can be trained at full speed, train."""
    open_at(page, address)
    if "speed" in address:
        press(page, "Train")
        button(page, "Train again").wait_for()
        wait_until_still(page)


def faults(page: Any) -> list[str]:
    """What can't be read, once all charts are drawn."""
    page.wait_for_function(
        """() => { const charts = [...(window.perceptronLab?.charts.values() ?? [])];
          return charts.length === document.querySelectorAll(".lab-chart").length
            && charts.every((chart) => chart.drawn); }"""
    )
    page.evaluate(
        """async () => { for (const { node, queue } of window.perceptronLab?.charts.values() ?? [])
          { node.scrollIntoView(); await queue; } }"""
    )
    page.wait_for_timeout(300)
    found: list[str] = page.evaluate(SMALL, SMALLEST) + page.evaluate(CROSSED)
    return found


@pytest.mark.parametrize(
    ("device", "widths", "query"),
    [(PHONE, (390,), ""), (DESK, (1280, 1920), ""), (DESK, (1280,), "projector=on")],
    ids=["phone", "desk", "projector"],
)
def test_nothing_is_too_small_and_nothing_lies_over_another(
    browser: Any, app: str, device: dict[str, Any], widths: tuple[int, ...], query: str
) -> None:
    page = new_context(browser, **device).new_page()
    wrong: dict[str, list[str]] = {}
    for address in ADDRESSES:
        visit(page, f"{app}/{address}{'&' if '?' in address else '?'}{query}")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            if found := faults(page):
                wrong[f"{address} at {width}"] = found
    page.locator(".st-key-tool_share button:visible").click()
    page.locator('[role="dialog"] img').wait_for()
    if found := page.evaluate(SMALL, SMALLEST):
        wrong["the dialog that shares"] = found
    page.context.close()
    assert wrong == {}
