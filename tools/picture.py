"""Take the pictures of README and teacher's guide: `make picture`.

Everything on them is drawn by the real app in Chromium, from runs that it trains meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from perceptron.lessons.predict.codes import write_code
from tools.browser import (
    button,
    chromium,
    new_context,
    press,
    serve,
    set_slider,
    wait_for_charts,
    wait_for_status,
    wait_until_still,
)
from tools.picture_class import take_class
from tools.picture_design import take_design

DOCS = Path(__file__).parents[1] / "docs"
# What a class might guess at 'lives'; made up, so that there is a spread to be seen.
GUESSES = ["finished"] * 17 + ["diverged"] * 11


def train(page: Page) -> None:
    """A finished run at a learning rate of 0.3."""
    wait_for_charts(page)
    set_slider(page, "Learning rate", "0.3")
    press(page, "Train")
    wait_for_status(page, "epoch 16 of 16")
    button(page, "Train again").wait_for()


def share(page: Page) -> None:
    """The dialog of the Share button."""
    page.locator(".st-key-tool_share button:visible").click()
    page.locator('[role="dialog"] img').wait_for()


def collect(page: Page) -> None:
    """The guesses of a class, not yet revealed."""
    press(page, "Collect a class")
    codes = [write_code(f"{k:x}", {"lives": guess}) for k, guess in enumerate(GUESSES)]
    field = page.locator("textarea").first
    field.fill("\n".join(codes))
    field.press("Control+Enter")
    page.get_by_text("28 students").wait_for()
    page.locator("h2").first.click()


def compare(page: Page) -> None:
    """Two runs at different learning rates over each other."""
    train(page)
    set_slider(page, "Learning rate", "0.03")
    press(page, "New start")
    wait_until_still(page)
    press(page, "Train")
    button(page, "Train again").wait_for()
    wait_until_still(page)
    page.locator('[data-testid*="TopNav"] a', has_text="Your runs").first.click()
    page.get_by_role("heading", name="Your runs").wait_for()


PICTURES: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "train-light.png": ("train", "light", train),
    "train-dark.png": ("train", "dark", train),
    "guide-share.png": ("predict?question=lives&projector=on", "light", share),
    "guide-question.png": ("predict?question=curve&projector=on", "light", lambda page: None),
    "guide-collect.png": ("predict?question=lives", "light", collect),
    "guide-runs.png": ("train?speed=full-speed", "light", compare),
}


def take_all() -> None:
    """Save every picture beside this file."""
    with serve() as (address, _), chromium() as browser:
        for name, (path, scheme, prepare) in PICTURES.items():
            context = new_context(browser, color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{address}/{path}")
            page.locator('[data-testid="stMain"] h1, .lab-status output').first.wait_for()
            wait_until_still(page)
            prepare(page)
            wait_until_still(page)
            page.mouse.move(640, 5)
            page.wait_for_timeout(1000)
            page.screenshot(path=DOCS / name)
            context.close()
        take_class(browser, address, DOCS)
        take_design(browser, address, DOCS)


if __name__ == "__main__":
    take_all()
