"""Outages of one server without nginx: it is killed during a run, or out of reach for 20 s."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Browser, Page

from tests.drill.claims import Claims
from tests.drill.processes import HOST, servers
from tests.drill.relay import Relay
from tests.drill.seats import SAME, Background, class_link
from tools.browser import (
    new_context,
    press,
    status,
    wait_for_charts,
    wait_for_status,
    wait_until_steady,
    wait_until_still,
)

CUT = 20.0  # seconds
UNDER_WAY = re.compile(r"epoch (\d\d|1\d\d) of")


def restart(claims: Claims, browser: Browser) -> None:
    """The server is killed during a run, and started again on its port."""
    link = class_link()
    with servers(1) as (server,):
        page = new_context(browser).new_page()
        page.goto(f"http://{HOST}:{server.port}/train?{link}")
        wait_for_status(page, "epoch 0 of")
        press(page, "Train")
        wait_for_status(page, UNDER_WAY)
        server.kill()
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        told = " ".join(dialog.inner_text().split())
        stood = status(page).partition(" ·")[0]
        claims.make("a page whose server is gone says so, and keeps its picture",
                    "not responding" in told and bool(UNDER_WAY.match(stood)),
                    f"{told!r} over {stood}")  # fmt: skip
        began = time.monotonic()
        server.start()
        wait_for_status(page, "epoch 0 of")
        back = time.monotonic() - began
        kept = "learning_rate=0.3" in page.url
        claims.make("it comes back by itself, with the settings of its address", kept,
                    f"{back:.0f} s after the start, {page.url.partition('?')[2]}")  # fmt: skip
        press(page, "Train")
        claims.make("the run is repeated with the same losses", *same_losses(page))
        page.context.close()


def same_losses(page: Page) -> tuple[bool, str]:
    """Whether the page finds the losses of its link, and what it says."""
    wait_for_status(page, "epoch 120 of")
    page.locator('[data-testid="stAlert"]').first.wait_for()
    said = page.locator('[data-testid="stAlert"]').first.inner_text()
    return SAME in said, said.splitlines()[-1]


def fill_the_disk(claims: Claims, browser: Browser) -> None:
    """Take a run home from a server that can't write one byte to a file."""
    with servers(1, disk_is_full=True) as (server,):
        page = new_context(browser).new_page()
        page.goto(f"http://{HOST}:{server.port}/train?epochs=2&speed=full-speed")
        wait_for_charts(page)
        press(page, "Train")
        wait_for_status(page, "epoch 2 of")
        wait_until_still(page)
        page.get_by_text("Take this run home").first.click()
        offered = page.get_by_test_id("stDownloadButton")
        sizes = {}
        for label in ("CSV", "JSON", "Python script", "Jupyter notebook"):
            button = offered.get_by_text(label, exact=True)
            wait_until_steady(button)
            with page.expect_download() as download:
                button.click()
            sizes[label] = download.value.path().stat().st_size
        saw = ", ".join(f"{label} {size} bytes" for label, size in sizes.items())
        claims.make(
            "a server with a full disk draws, trains and exports", min(sizes.values()) > 99, saw
        )
        page.context.close()


def be_cut_off(claims: Claims, browser: Browser, background: Background) -> None:
    """Three pages lose their server for 20 s during a run, each in another way."""
    link = class_link("4-epochs-s")
    with servers(1) as (server,):
        relays = [Relay(server.port) for _ in range(2)]
        for relay in relays:
            background.run(relay.open())
        ways = {
            "the browser says that it is offline": server.port,
            "nothing passes, and no one is told": relays[0].port,
            "connections are ended and refused": relays[1].port,
        }
        pages, lost = [], []
        for port in ways.values():
            page = new_context(browser).new_page()
            lost.append(watch_sockets(page))
            page.goto(f"http://{HOST}:{port}/train?{link}")
            wait_for_status(page, "epoch 0 of")
            pages.append(page)
        for page in pages:
            press(page, "Train")
        for page in pages:
            wait_for_status(page, re.compile(r"epoch [1-9]\d* of"))
        at_first = [epoch_of(page) for page in pages]
        pages[0].context.set_offline(True)
        for relay, drop in zip(relays, (False, True), strict=True):
            background.run(relay.cut(drop=drop))
        pages[1].wait_for_timeout(CUT * 1_000)
        at_last = [epoch_of(page) for page in pages]
        pages[0].context.set_offline(False)
        for relay in relays:
            background.run(relay.mend())
        for i, (way, page) in enumerate(zip(ways, pages, strict=True)):
            same, said = same_losses(page)
            cut = at_last[i] - at_first[i] < CUT  # at 4 epochs a second it would be four times that
            claims.make(
                f"{CUT:.0f} s offline ({way}): the run goes on without a click",
                same and cut,
                f"drawn epoch {at_first[i]} before and {at_last[i]} after the cut, "
                f"{len(lost[i])} sockets lost, then: {said}",
            )
            page.context.close()
        for relay in relays:
            background.run(relay.close())


def epoch_of(page: Page) -> int:
    """How many epochs the page shows as finished."""
    return int(status(page).split()[1])


def watch_sockets(page: Page) -> list[Any]:
    """Return a list that grows by each WebSocket that the page loses."""
    lost: list[Any] = []
    page.on("websocket", lambda socket: socket.on("close", lambda one: lost.append(one)))
    return lost
