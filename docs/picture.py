"""Take the README's picture: `make picture`.

A run on the default data with a learning rate of 0.3, drawn by the real app in Chromium.
"""

from __future__ import annotations

from pathlib import Path

from tests.browser import (
    button,
    chromium,
    open_app,
    press,
    serve,
    set_slider,
    wait_for_status,
    wait_until_still,
)

HERE = Path(__file__).parent


def take(name: str, *, dark: bool) -> None:
    """Save one picture of a finished run."""
    with serve() as (address, _), chromium() as browser:
        scheme = "dark" if dark else "light"
        page = open_app(browser, address, color_scheme=scheme)
        set_slider(page, "Learning rate", "0.3")
        press(page, "Train")
        wait_for_status(page, "epoch 16 of 16")
        button(page, "Finished").wait_for()
        wait_until_still(page)
        page.mouse.move(640, 5)
        page.wait_for_timeout(1000)
        page.screenshot(path=HERE / name)


if __name__ == "__main__":
    take("train-light.png", dark=False)
    take("train-dark.png", dark=True)
