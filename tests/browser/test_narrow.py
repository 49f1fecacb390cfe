"""On a phone no page scrolls sideways, and a thumb hits what it aims at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.opening import open_at
from tools.browser import PHONE, ROOT, button, press, wait_until_still

pytestmark = pytest.mark.browser
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "home")
STATES = [
    "train?outputs=20&features=20&speed=full-speed",
    "train?dataset=table",
    "microscope?numbers=notebooks-data",
    "microscope?numbers=notebooks-data&phase=gradients",
    "microscope?level=alone&phase=gradients",
    "clinic?numbers=notebooks-data",
    "four_axes?numbers=notebooks-data",
    "four_axes?view=two-orders",
    "four_axes?view=contraction&numbers=notebooks-data",
    "four_axes?view=cost",
    "step_size?view=directions",
    "step_size?view=loss-surface",
    "step_size?view=feature-scaling",
    "predict?question=curve",
    "predict?mode=collect-a-classs-guesses",
]
WIDE_TABLE = "\n".join(
    ",".join(row)
    for row in [
        [f"a rather long name of a column number {j}" for j in range(12)],
        *([f"{(i * 7919 + j * 104729) % 1000003 / 7:.6f}" for j in range(12)] for i in range(40)),
    ]
)
# What stands out of the page on the right, though nothing that it stands in scrolls or cuts it.
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const over = [document.documentElement, document.body, main]
    .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) =>
      `${node.tagName} is ${node.scrollWidth} wide`);
  const held = (node) => {
    for (let up = node.parentElement; up && up !== main; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return up;
    }
  };
  const wide = "table, pre, .lab-matrices figure, .katex-display, img";
  for (const node of main.querySelectorAll(wide)) {
    if (!node.checkVisibility() || node.getBoundingClientRect().right <= innerWidth + 1) continue;
    const by = held(node);
    if (!by || by.getBoundingClientRect().right > innerWidth + 1
      || !["auto", "scroll"].includes(getComputedStyle(by).overflowX)) {
      over.push(`${node.tagName}.${node.className} is cut off`);
    }
  }
  return over;
}"""
# Controls of which a thumb that lands 11.5 pixels beside the middle misses: WCAG 2.5.8.
SMALL = """() => {
  const controls = `a[href], button, summary, select, textarea, input, .modebar-btn, td.pickable,
    .lab-sketch .handle, [role="tab"], [role="slider"], [role="switch"]`;
  const wholes = `label, [data-testid="stSelectbox"], [data-testid="stMultiSelect"],
    [data-testid="stFileUploaderDropzone"],
    [data-testid="stNumberInputContainer"]`;
  const found = new Set();
  const above = document.querySelector(
    '[role="dialog"], [data-testid="stSidebar"][data-collapsed="false"]');
  for (const node of (above ?? document).querySelectorAll(controls)) {
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (node.closest('[inert], [data-testid="stSidebar"][data-collapsed="true"]')) continue;
    if (node.matches(":disabled, [aria-disabled=true], :is(p, li, dd) a")) continue; // in text
    const knob = node.type === "range" && node.closest("[data-rac] [data-rac] [data-rac]");
    const part = node.matches("input, [aria-label=Open]");
    const target = knob || (part && node.closest(wholes)) || node;
    target.scrollIntoView({ block: "center", inline: "center" });
    const box = (target.querySelector(".reach") ?? target).getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = (dx, dy) => {
      const at = document.elementFromPoint(x + dx, y + dy);
      return at && (target.contains(at) || at.closest("label")?.contains(node));
    };
    const away = 11.5;
    if (hit(-away, 0) && hit(away, 0) && hit(0, -away) && hit(0, away)) continue;
    const words = node.getAttribute("aria-label") ?? node.textContent.trim();
    found.add(`${node.dataset.testid ?? node.tagName}: ${words.slice(0, 30)}`
      + `, ${Math.round(box.width)} x ${Math.round(box.height)}`);
  }
  return [...found];
}"""
STREAMLITS = {  # what is not ours, and why it stays
    "stSkipToContent": "a link for the keyboard, one pixel large until Tab reaches it",
    "stBaseButton-elementToolbar": "tools over a table, 24 px each, seen once it is touched",
    "BUTTON: Dismiss": "of a dialog, for screen readers: nobody sees it",
    "stTab": "the row of tabs scrolls, and its arrows lie over the tab at its edge",
}


def every_state(visit: Any) -> Iterator[tuple[str, Any]]:
    """Each address on a phone, and what can be opened there."""
    page, _ = visit(PHONE, "")
    yield "home", page
    address = page.url
    for state in [*PAGES, *STATES]:
        open_at(page, f"{address.rstrip('/')}/{state}")
        if "speed" in state:
            press(page, "Train")
            button(page, "Train again").wait_for()
            wait_until_still(page)
        if state == "train?dataset=table":
            page.locator('input[type="file"]').set_input_files(
                {"name": "w.csv", "mimeType": "text/csv", "buffer": WIDE_TABLE.encode()}
            )
            page.get_by_text("In use:").wait_for(state="attached")
            wait_until_still(page)
        yield state, page
        folded = page.locator('[data-testid="stMain"] details:not([open]) > summary:visible')
        if folded.count():
            while folded.count():
                folded.first.press("Enter")
            wait_until_still(page)
            yield f"{state}, unfolded", page
    page.locator(".st-key-tool_share button:visible").tap()
    page.locator('[role="dialog"] img').wait_for()
    wait_until_still(page)
    yield "the dialog that shares", page
    page.keyboard.press("Escape")
    page.locator('[data-testid="stExpandSidebarButton"]').tap()
    page.locator('[data-testid="stSidebar"][data-collapsed="false"]').wait_for()
    wait_until_still(page)
    yield "the drawer", page


@pytest.mark.slow
def test_no_page_scrolls_sideways_and_each_target_is_large_enough(visit: Any) -> None:
    wrong: dict[str, list[str]] = {}
    for state, page in every_state(visit):
        small = [one for one in page.evaluate(SMALL) if not one.startswith(tuple(STREAMLITS))]
        if found := [*page.evaluate(SIDEWAYS), *small]:
            wrong[state] = found
    assert wrong == {}, "\n".join(f"{state}: {found}" for state, found in wrong.items())
