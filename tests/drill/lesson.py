"""A class as a drill sees it: a teacher's browser, and phones that notice what is early."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import fields
from typing import Any

from playwright.sync_api import Browser, Page

from perceptron.room.question import Question
from perceptron.room.state import REVEALED
from tests.drill.processes import HOST, Proxy
from tests.drill.seats import Background
from tools.browser import PHONE, new_context
from tools.phone import Phone, PhoneError

COOKIES = ("lab_seat=1", "lab_seat=2")
N_PHONES = 6
PATIENCE = 60.0
SETTLED = 2.0  # seconds that a page says the same: what is counted twice would show meanwhile
# All that a phone may be told before the reveal: whatever else comes is early, whatever its name.
BEFORE = {"version", "follow", "page", "question", "stage", "round", "ballot", "open", "mine"}
OF_QUESTION = {field.name for field in fields(Question)}
OF_MINE = {"number", "guess", "sure", "words"}


class Student(Phone):
    """A phone that hands on all that it is told, not only what comes by events."""

    async def post(self, what: str, asked: object) -> dict[str, Any]:
        """Ask the server; return what it says."""
        told = await super().post(what, asked)
        view = told.get("view") or {**self.view, "mine": told.get("mine", {})}
        self.seen(self, view, time.perf_counter())
        return told


def told_early(view: dict[str, Any]) -> set[str]:
    """Return the names of what a view tells before its time.

    >>> sorted(told_early({"stage": "closed", "hint": 4, "mine": {"guess": 3, "right": False}}))
    ['closed: hint', 'closed: right']
    """
    stage = view.get("stage")
    if stage in REVEALED:
        return set()
    more = {*view} - BEFORE
    more |= {*view.get("question", ())} - OF_QUESTION
    more |= {*view.get("mine", ())} - OF_MINE
    return {f"{stage}: {name}" for name in more}


class Lesson:
    """A teacher's browser and six phones.

    Args:
        browser: Chromium.
        proxy: What all of them go through.
        background: Where the phones live.
    """

    def __init__(self, browser: Browser, proxy: Proxy, background: Background) -> None:
        self.address = f"http://{HOST}:{proxy.port}"
        self.link = ""  # the teacher's, with the key
        self._browser, self._background = browser, background
        self.early: set[str] = set()
        self.page = self.new_page(f"{self.address}/teach")
        self.page.get_by_role("button", name="Open a room").click()
        self.code = self.page.locator("[data-room]").first.get_attribute("data-room") or ""
        self.phones: list[Phone] = [
            Student(self.address, self.code, self._see, COOKIES[k % 2]) for k in range(N_PHONES)
        ]

    def new_page(self, address: str, **options: Any) -> Page:
        """Open an address in a browser of its own."""
        page = new_context(self._browser, **options).new_page()
        page.goto(address)
        return page

    def new_phone(self, proxy: str) -> Page:
        """Open the room on a phone with a browser, which comes by this address."""
        return self.new_page(f"{proxy}/join?room={self.code}", **PHONE)

    def _see(self, _: Phone, view: dict[str, Any], __: float) -> None:
        self.early |= told_early(view)

    def each(self, act: Callable[[Phone], Coroutine[Any, Any, Any]], phones: list[Phone]) -> None:
        """Let phones do something, again and again until it is done, as a phone does."""

        async def insist(phone: Phone) -> None:
            async with asyncio.timeout(PATIENCE):
                while True:
                    try:
                        await act(phone)
                        return
                    except (OSError, PhoneError, IndexError, ValueError):
                        await asyncio.sleep(0.5)

        async def together() -> None:
            await asyncio.gather(*(insist(phone) for phone in phones))

        self._background.run(together())

    def commit_once(self, phone: Phone, guess: str) -> None:
        """Let a phone commit, whatever comes of it."""
        self._background.run(phone.commit(guess))

    def press(self, key: str) -> None:
        """Press a button on the teacher's page."""
        self.page.locator(f".st-key-{key} button").first.click()

    def wall_says(
        self, *words: str, never: str = "\n", page: Page | None = None
    ) -> tuple[bool, str]:
        """Whether the wall before long says all this, and still does when it has settled.

        Args:
            words: What has to stand there.
            never: What must not.
            page: Another one than the teacher's.

        Returns:
            That, and what it says.
        """
        counts = (page or self.page).locator(".lab-room-counts").first

        def says() -> tuple[bool, str]:
            said = " ".join(counts.inner_text().split()) if counts.count() else ""
            return all(one in said for one in words) and never not in said, said

        return settles(says)

    def all_saw(self, stage: str, phones: list[Phone]) -> tuple[bool, str]:
        """Whether all phones before long hear of a stage."""

        def saw() -> tuple[bool, str]:
            stages = [phone.view.get("stage") for phone in phones]
            return stages == [stage] * len(phones), str(stages)

        return settles(saw, 0.0)

    def own_words(self, words: list[str], phones: list[Phone]) -> tuple[bool, str]:
        """Whether phones before long are told these answers as their own, each one its own."""

        def own() -> tuple[bool, str]:
            mine = [str((phone.view.get("mine") or {}).get("words")) for phone in phones]
            return mine == words, ", ".join(mine)

        return settles(own, 0.0)


def settles(holds: Callable[[], tuple[bool, str]], settled: float = SETTLED) -> tuple[bool, str]:
    """Look again until something has held for a while; return whether, and what was seen last.

    Args:
        holds: Says whether it holds now, and what is seen.
        settled: Seconds for which it has to.
    """
    until, since = time.monotonic() + PATIENCE, 0.0
    while True:
        held, saw = holds()
        now = time.monotonic()
        since = (since or now) if held else 0.0
        if held and now - since >= settled:
            return True, saw
        if not held and now >= until:
            return False, saw
        time.sleep(0.1)
