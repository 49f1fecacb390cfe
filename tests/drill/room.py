"""A room over two processes behind nginx, with Redis: what breaks in a lesson, and what holds."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from perceptron.room.state import REVEALED
from tests.drill.claims import Claims
from tests.drill.processes import HOST, Proxy, Server, nginx, rendered, servers
from tests.drill.seats import Background
from tools.browser import new_context
from tools.phone import Phone, PhoneError
from tools.redis_server import RedisServer, redis_server

COOKIES = ("lab_seat=1", "lab_seat=2")
N_PHONES = 6
AWAY = 180.0  # seconds that three phones are offline
STOPPED = 10.0  # seconds that Redis answers nobody
PATIENCE = 60.0
SECRETS = ("answer", "verdict", "why")  # what a phone's view has once it is revealed


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
        self.early: list[str] = []  # stages in which a phone was sent something secret
        self.page = self.new_page(f"{self.address}/teach")
        self.page.get_by_role("button", name="Open a room").click()
        self.code = self.page.locator("[data-room]").first.get_attribute("data-room") or ""
        self.phones = [
            Phone(self.address, self.code, self._see, COOKIES[k % 2]) for k in range(N_PHONES)
        ]

    def new_page(self, address: str, **options: Any) -> Page:
        """Open an address in a browser of its own."""
        page = new_context(self._browser, **options).new_page()
        page.goto(address)
        return page

    def _see(self, _: Phone, view: dict[str, Any], __: float) -> None:
        if view.get("stage") not in REVEALED and any(name in view for name in SECRETS):
            self.early.append(str(view.get("stage")))

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

    def commit_once(self, phone: Phone) -> None:
        """Let a phone commit, whatever comes of it."""
        self._background.run(phone.commit("4"))

    def press(self, key: str) -> None:
        """Press a button on the teacher's page."""
        self.page.locator(f".st-key-{key} button").first.click()

    def wall_says(self, words: str, page: Page | None = None) -> tuple[bool, str]:
        """Whether the wall, or another page, says so before long, and what it says."""
        counts = (page or self.page).locator(".lab-room-counts").first
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            said = " ".join(counts.inner_text().split()) if counts.count() else ""
            if words in said:
                return True, said
            time.sleep(0.1)
        return False, said

    def all_saw(self, stage: str, phones: list[Phone]) -> tuple[bool, str]:
        """Whether all phones hear of a stage before long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            stages = [phone.view.get("stage") for phone in phones]
            if stages == [stage] * len(phones):
                return True, f"{len(phones)} x {stage}"
            time.sleep(0.1)
        return False, str(stages)


def hold_a_room(claims: Claims, browser: Browser, background: Background) -> None:
    """Six phones over two processes: a process dies, Redis stops, a teacher's machine dies."""
    with (
        tempfile.TemporaryDirectory() as folder,
        redis_server(Path(folder)) as redis,
        servers(2, rooms=redis.address) as running,
        nginx(running) as proxy,
    ):
        lesson = Lesson(browser, proxy, background)
        lesson.each(Phone.join, lesson.phones)
        claims.make("six phones on two processes are in one room", *lesson.wall_says("6 "))
        lesson.press("plan_step_0")
        claims.make("all of them are asked", *lesson.all_saw("asked", lesson.phones))
        _commit(claims, lesson, running)
        _lose_redis(claims, lesson, redis)
        _go_offline(claims, lesson)
        _hear_through_a_buffer(claims, lesson, running)
        saw = f"{lesson.early or 'nothing'} before the reveal"
        claims.make("no phone was told anything early", not lesson.early, saw)
        for phone in lesson.phones:
            phone.leave()
        lesson.page.context.close()


def _commit(claims: Claims, lesson: Lesson, running: list[Server]) -> None:
    """All commit; a process is killed; half of them change their minds meanwhile."""
    lesson.each(lambda phone: phone.commit("3"), lesson.phones)
    claims.make("all six are counted", *lesson.wall_says("6 of 6 have committed"))
    running[0].kill()
    lesson.each(lambda phone: phone.commit("4"), lesson.phones[:3])
    claims.make("with one process killed, who changes the answer is still counted once",
                *lesson.wall_says("6 of 6 have committed"))  # fmt: skip
    running[0].start()


def _lose_redis(claims: Claims, lesson: Lesson, redis: RedisServer) -> None:
    """Redis answers nobody for a while; then it is killed and started again."""
    began = time.monotonic()
    with redis.stopped():
        refused = ""
        try:
            lesson.commit_once(lesson.phones[3])
        except PhoneError as error:
            refused = str(error)
        away = lesson.wall_says("no connection")
        time.sleep(max(0.0, STOPPED - (time.monotonic() - began)))
    claims.make("while Redis is stopped a commit is refused in a sentence, not lost",
                "tried again" in refused, refused)  # fmt: skip
    claims.make("and the wall says so", *away)
    redis.kill()
    redis.start()
    lesson.each(lambda phone: phone.commit("4"), [lesson.phones[3]])
    claims.make("after a restart of Redis the room is there, and all six are counted",
                *lesson.wall_says("6 of 6 have committed"))  # fmt: skip


def _go_offline(claims: Claims, lesson: Lesson) -> None:
    """Three phones are away for three minutes; the teacher's machine dies meanwhile."""
    for phone in lesson.phones[:3]:
        phone.leave()
    began = time.monotonic()
    lesson.page.get_by_text("Go on from another device").click()
    lesson.link = lesson.page.locator('[data-testid="stPopoverBody"] code').first.inner_text()
    lesson.page.context.close()
    lesson.page = lesson.new_page(lesson.link)
    claims.make("the teacher's link takes the room over on another machine",
                *lesson.wall_says("of"))  # fmt: skip
    kept = "key=" not in lesson.page.url
    claims.make("its key does not stay in the address", kept, lesson.page.url.partition("?")[2])
    time.sleep(max(0.0, AWAY - (time.monotonic() - began)))
    lesson.each(Phone.join, lesson.phones[:3])
    claims.make("phones that were offline for three minutes come back as themselves",
                *lesson.wall_says("6 of 6 have committed"))  # fmt: skip


def _hear_through_a_buffer(claims: Claims, lesson: Lesson, running: list[Server]) -> None:
    """A phone behind a proxy that keeps events back asks, and hears the verdict all the same."""
    with nginx(running, _buffering) as proxy:
        phone = lesson.new_page(f"http://{HOST}:{proxy.port}/join?room={lesson.code}",
                                viewport={"width": 390, "height": 844}, has_touch=True)  # fmt: skip
        phone.locator(".lab-room input").wait_for()
        phone.locator(".lab-room input").fill("3")
        phone.get_by_role("button", name="Commit, not sure").tap()
        claims.make("the answer of a phone behind a proxy that buffers is counted",
                    *lesson.wall_says("7 of 7 have committed"))  # fmt: skip
        lesson.press("move_closed")
        claims.make("all phones hear that it is closed", *lesson.all_saw("closed", lesson.phones))
        phone.locator(".lab-room:not(:has(form))").wait_for()
        how = phone.locator(".lab-room-how").inner_text()
        claims.make("the phone behind it says how it is connected", "3 seconds" in how, how)
        lesson.press("move_answer")
        claims.make("all phones hear the answer", *lesson.all_saw("answer", lesson.phones))
        said = phone.locator(".lab-room-verdict").inner_text()
        claims.make("the phone behind it has its verdict", "Not quite" in said, said)
        phone.context.close()
        wall = lesson.new_page(lesson.link.replace(lesson.address, f"http://{HOST}:{proxy.port}"))
        claims.make("so does a teacher's page behind it", *lesson.wall_says("every 3 s", wall))
        wall.context.close()


def _buffering(ports: list[int], port: int, folder: Path) -> str:
    """The configuration of `deploy/`, made to keep back what it can, as some proxies do.

    Buffering alone hands on what has come. Compressing what is buffered waits until it is worth it.
    """
    text = rendered(ports, port, folder)
    keeps = "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;"
    packs = "gzip on; gzip_types text/event-stream; gzip_proxied any;"
    return text.replace("proxy_buffering off;", f"{keeps} {packs}")
