"""The pictures of a class in a room: one phone in Chromium, and the others without a browser."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser, Page

from tools.browser import wait_until_still
from tools.class_hour import NOT_SURE, SURE, begin, commit, try_rate
from tools.phone import Phone

FALLS, GROWS = "finished", "diverged"  # the options of the question
BEFORE = [FALLS] * 17 + [GROWS] * 10  # made up, so that there is a spread to be seen
AFTER = [FALLS] * 6 + [GROWS] * 21
LEAST = 0.005  # of the rates that the class tries
N_RATES, BEYOND = 23, (2.0, 2.2, 3.0, 5.0)  # of the class's trial: those that end, and the others


def take_class(browser: Browser, app: str, folder: Path) -> None:
    """Save the pictures of a question that goes through a class, and of its experiment."""
    hour = begin(browser, app, [{}], "light")
    (phone,) = hour.phones
    laptop = hour.teacher

    def picture(page: Page, name: str) -> None:
        wait_until_still(page)
        page.wait_for_timeout(1500)  # charts have been drawn, tooltips have gone
        page.screenshot(path=folder / name)

    def ask(title: str) -> None:
        laptop.locator('[data-testid="stMain"] button', has_text=title).first.click()

    def move(*stages: str) -> None:
        for stage in stages:
            button = laptop.locator(f".st-key-move_{stage} button")
            button.click()
            button.wait_for(state="detached")

    ask("Learning rate 2.2")
    commit(phone, "The loss falls", SURE)
    others(app, hour.room, [*BEFORE[:-5], *[None] * 5])
    picture(hour.wall, "guide-room.png")
    phone.set_viewport_size({"width": 390, "height": 560})  # below is nothing
    picture(phone, "guide-phone.png")
    others(app, hour.room, BEFORE)
    move("closed", "spread", "again")
    commit(phone, "The loss grows without end", NOT_SURE)
    others(app, hour.room, AFTER)
    move("closed", "answer")
    picture(hour.wall, "guide-spread.png")
    ask("Who finds the best rate?")
    try_rate(phone, "0.3")
    others(app, hour.room, trials())
    move("closed", "answer")
    picture(hour.wall, "guide-trial.png")


def trials() -> list[object]:
    """What a class hands in that tries rates of all sizes: (rate, loss), or the rate alone."""
    from pages.shared.lesson.trials import theory_of  # what a run ends with, without training it

    theory = theory_of("learning_rate")
    assert theory.limit is not None
    ended = [point for point in theory.points if LEAST < point[0] < theory.limit]
    tried = random.Random(1).sample(ended, N_RATES)
    return [*map(list, tried), *([rate] for rate in BEYOND)]


def others(app: str, room: str, guesses: Sequence[object]) -> None:
    """Let as many students join and commit, each the same one as before; two of three are sure.

    Args:
        app: The address of the app.
        room: The code.
        guesses: One a student; None of one who only joins.
    """

    async def one(k: int, guess: object) -> None:
        phone = Phone(app, room, lambda *_: None, key=f"{k:032x}")
        told = await phone.post("join", {"key": phone.key})
        phone.view = told["view"]
        if guess is not None:
            await phone.commit(guess, sure=k % 3 > 0)

    async def every() -> None:
        await asyncio.gather(*(one(k, guess) for k, guess in enumerate(guesses)))

    with ThreadPoolExecutor(1) as thread:  # Playwright has the loop of this one
        thread.submit(asyncio.run, every()).result()
