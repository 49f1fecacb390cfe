"""The pictures of the rules of design: pieces of the real pages, one for each rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tools.browser import button, new_context, press, wait_for_status, wait_until_still

MAIN = '[data-testid="stMain"]'
Clip = tuple[float, float, float, float]  # left, top, width, height in pixels of the window
TOP: Clip = (220, 60, 840, 420)


def nothing(page: Page) -> None:
    """The page as it opens."""


def answered(page: Page) -> None:
    """A question with a wrong answer, and its reason."""
    field = page.locator('[class*="st-key-ask-last-batch-share"] input').first
    field.fill("1.23")
    page.locator('[class*="st-key-commit-ask-last-batch-share"] button').first.click()
    page.get_by_text("Not quite").first.wait_for()
    page.locator(".st-key-asked-last-batch-share").scroll_into_view_if_needed()


def trained(page: Page) -> None:
    """A finished run."""
    press(page, "Train")
    wait_for_status(page, "epoch 16 of 16")
    button(page, "Train again").wait_for()


def explained(page: Page) -> None:
    """A term that is pointed at."""
    page.locator('a[href^="#term-"]').first.hover()
    page.locator("#lab-tip").wait_for()


def at_the_end(page: Page) -> None:
    """The way on."""
    page.locator(".st-key-lab_onward").scroll_into_view_if_needed()


def first_question(page: Page) -> None:
    """A question before it is answered."""
    page.locator('[class*="st-key-asked-"]').first.scroll_into_view_if_needed()


# name: address, what is done first, and what is taken: a place of the window, or an element
RULES: dict[str, tuple[str, Callable[[Page], None], Clip | str]] = {
    "column": ("last_batch", nothing, TOP),
    "type": ("step_size", nothing, (220, 60, 840, 240)),
    "cards": ("last_batch", first_question, '[class*="st-key-asked-"] >> nth=0'),
    "next": ("last_batch", at_the_end, ".st-key-lab_onward"),
    "right": ("last_batch", answered, ".st-key-asked-last-batch-share"),
    "programs": ("train?learning_rate=0.3", trained, '[class*="st-key-chart-loss"] >> nth=0'),
    "parts": ("microscope?phase=gradients", nothing, ".lab-matrices >> nth=0"),
    "idea": ("agreement", nothing, TOP),
    "labels": ("step_size", nothing, '[class*="st-key-chart-scale"] >> nth=0'),
    "layer": ("", nothing, ".lab-layer-box"),
    "terms": ("last_batch", explained, (220, 60, 840, 300)),
    "sheet": ("progress", nothing, TOP),
}


def take_design(browser: Browser, address: str, folder: Path) -> None:
    """Save a picture for each rule."""
    for name, (path, prepare, what) in RULES.items():
        context = new_context(browser, color_scheme="light", reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{address}/{path}")
        page.locator(f"{MAIN} h1").first.wait_for(state="attached")
        wait_until_still(page)
        prepare(page)
        wait_until_still(page)
        page.wait_for_timeout(800)
        target = folder / f"design-{name}.png"
        if isinstance(what, str):
            page.locator(what).screenshot(path=target)
        else:
            left, top, width, height = what
            clip = {"x": left, "y": top, "width": width, "height": height}
            page.screenshot(path=target, clip=clip)  # type: ignore[arg-type]
        context.close()
