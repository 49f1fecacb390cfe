"""What deploy/nginx.conf and the app promise when something breaks, tried out: `make drill`.

Two processes of the app behind nginx, a class of visitors on one address, one process killed
during its run; then one process without nginx, ended and cut off (tests/drill/outages.py). All
of it on loopback; all that is started is ended. A line for each claim; the exit status is 1 if
one fails.
"""

from __future__ import annotations

import re
import sys
import time
import traceback
from collections import Counter

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.drill.claims import Claims
from tests.drill.cloud import sit_in_a_frame
from tests.drill.hour import teach_six_browsers
from tests.drill.outages import be_cut_off, fill_the_disk, restart, same_losses
from tests.drill.processes import Proxy, Server, ask, nginx, servers
from tests.drill.room import hold_a_room
from tests.drill.seats import PATIENCE, SAME, Background, Seat, class_link, sit
from tools.browser import (
    chromium,
    chromium_path,
    new_context,
    press,
    wait_for_status,
    wait_until_steady,
    wait_until_still,
)
from tools.nginx import nginx_path
from tools.redis_server import redis_path
from tools.visitor import VisitError

NAME = "lab.test"  # as a school's own name for its server: Chromium resolves it to loopback
COOKIES = ("lab_seat=1", "lab_seat=2")
TABLE = b"a,b,c\n" + b"".join(b"%d,%d,%d\n" % (i, i * i % 17, 3 * i) for i in range(40))


def draw_seats(claims: Claims, proxy: Proxy) -> None:
    """Newcomers from one address are spread; who has a seat keeps it."""
    given = Counter(ask(proxy.port, "/")[1] for _ in range(10))
    saw = ", ".join(f"{given[cookie]} x {cookie}" for cookie in COOKIES)
    claims.make("ten newcomers from one address sit on both processes", given[COOKIES[0]] == 5, saw)
    moved = [ask(proxy.port, "/", cookie)[1] for cookie in COOKIES for _ in range(10)]
    claims.make("a seat stays where it is", not any(moved), f"{len(moved)} requests, 0 new cookies")
    odd = ask(proxy.port, "/", 'lab_seat=9"; evil')[1]
    claims.make("a made-up cookie is replaced", odd in COOKIES, odd)


def close_the_door(claims: Claims, proxy: Proxy, background: Background) -> None:
    """Protection against other sites stays on behind nginx, and nothing is spooled to disk."""
    host = f"{NAME}:{proxy.port}"
    seat = background.run(sit(proxy.port, COOKIES[0], host=host))
    background.run(seat.leave())
    claims.make("the page of its own host name may connect", True, f"Origin http://{host}")
    try:
        background.run(sit(proxy.port, COOKIES[0], host=host, origin="http://elsewhere.test"))
        status = 101
    except InvalidStatus as refused:
        status = refused.response.status_code
    claims.make("the page of another site may not", status == 403, f"status {status}")
    path = "/_stcore/upload_file/session/file"
    status = ask(proxy.port, path, COOKIES[0], method="PUT", body=TABLE)[0]
    claims.make("an upload without the XSRF token is refused", status == 403, f"status {status}")
    status = ask(proxy.port, path, COOKIES[0], method="PUT", body=b"0" * 12_000_000)[0]
    claims.make("an upload of 12 MB is refused by nginx", status == 413, f"status {status}")


def upload(claims: Claims, proxy: Proxy, browser: Browser) -> None:
    """A visitor's table goes through nginx and is not written to disk on the way."""
    page = new_context(browser).new_page()
    page.goto(f"http://{NAME}:{proxy.port}/train?dataset=table")
    page.locator('input[type="file"]').set_input_files(
        {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE}
    )
    page.get_by_text("Inputs").first.wait_for()
    press(page, "Epoch")
    wait_for_status(page, "epoch 1 of")
    wait_until_still(page)
    page.get_by_text("Epoch table: three losses").click()
    download_button = page.get_by_test_id("stDownloadButton").get_by_text("Download as CSV")
    wait_until_steady(download_button)
    with page.expect_download() as download:
        download_button.click()
    rows = download.value.path().read_text().splitlines()
    claims.make("a table is uploaded, trained on and its epochs downloaded", len(rows) == 2,
                f"epoch 1 trained, {len(rows)} lines came back")  # fmt: skip
    page.context.close()
    spooled = proxy.bodies_on_disk()
    claims.make("nginx has written nothing of it to disk", not spooled, f"{len(spooled)} files")


def open_both(browser: Browser, proxy: Proxy, link: str) -> dict[str, Page]:
    """Open Chromium windows until one sits on each process."""
    pages: dict[str, Page] = {}
    while len(pages) < 2:
        context = new_context(browser)
        page = context.new_page()
        page.goto(f"http://{NAME}:{proxy.port}/train?{link}")
        wait_for_status(page, "epoch 0 of")
        cookie = next(one for one in context.cookies() if one["name"] == "lab_seat")
        if pages.setdefault(f"lab_seat={cookie['value']}", page) is not page:
            context.close()
    return pages


async def visit(port: int, cookie: str, link: str) -> Seat:
    """Train by the class link; come back if the connection breaks."""
    seat = await sit(port, cookie)
    await seat.open(link, PATIENCE)
    seat.buttons.setdefault("Train", seat.buttons.get("Continue", ""))
    try:
        await seat.train(PATIENCE)
    except ConnectionClosed:
        back = await visit(port, seat.cookie, link)
        back.told.insert(0, "came back")
        return back
    return seat


def lose_a_process(
    claims: Claims, proxy: Proxy, running: list[Server], browser: Browser, background: Background
) -> None:
    """One of two processes is killed while a class trains."""
    link = class_link()
    pages = open_both(browser, proxy, link)
    here, there = (pages[cookie] for cookie in COOKIES)
    seats = [background.begin(visit(proxy.port, cookie, link)) for cookie in COOKIES * 2]
    for page in pages.values():
        press(page, "Train")
    wait_for_status(here, re.compile(r"epoch \d\d of"))
    for _ in range(50):
        open_now = [server.n_sockets for server in running]
        if open_now == [3, 3]:
            break  # else a request is under way as well
        time.sleep(0.02)
    claims.make("three of six visitors sit on each process", open_now == [3, 3], str(open_now))
    running[0].kill()
    finished = [seat.result() for seat in seats]
    unharmed = [seat for seat in finished if "came back" not in seat.told]
    returned = [seat for seat in finished if "came back" in seat.told]
    claims.make(
        "the visitors of the other process finish, unharmed",
        len(unharmed) == 2 and all(seat.told == [SAME] for seat in unharmed),
        f"{len(unharmed)} finished, told {unharmed[0].told if unharmed else None}",
    )
    claims.make(
        "those of the killed one come back by their link, to the same losses",
        len(returned) == 2
        and all(SAME in seat.told and seat.cookie == COOKIES[1] for seat in returned),
        f"{len(returned)} came back, now {returned[0].cookie if returned else None}, told {SAME!r}",
    )
    claims.make("a Chromium on the other process finishes, unharmed", *same_losses(there))
    wait_for_status(here, "epoch 0 of")
    press(here, "Train")
    same, said = same_losses(here)
    now = {one["name"]: one["value"] for one in here.context.cookies()}["lab_seat"]
    claims.make("one on the killed process comes back by itself, to the same losses",
                same and now == "2", f"now lab_seat={now}, {said}")  # fmt: skip
    for page in pages.values():
        page.context.close()


def take_back(claims: Claims, proxy: Proxy, running: list[Server]) -> None:
    """The killed process is started again; then it hangs."""
    running[0].start()
    moved = [ask(proxy.port, "/", COOKIES[1])[1] for _ in range(5)]
    claims.make("who has moved stays when the process is back", not any(moved), COOKIES[1])
    given: set[str] = set()
    for _ in range(100):
        given.add(ask(proxy.port, "/")[1])
        if len(given) == 2:
            break
        time.sleep(0.1)  # nginx tries it again after fail_timeout
    claims.make("newcomers sit on both again", given == set(COOKIES), str(sorted(given)))
    with running[0].hanging():
        began = time.monotonic()
        status, moved_to, _ = ask(proxy.port, "/_stcore/health", COOKIES[0])
        saw = f"status {status} after {time.monotonic() - began:.1f} s, now {moved_to}"
    claims.make("a process that hangs is left for the other", moved_to == COOKIES[1], saw)


def read_log(claims: Claims, proxy: Proxy, running: list[Server]) -> None:
    """Which process each seat has been sent to; before one of them is killed."""
    own = Counter[bool]()
    for line in proxy.log():
        if seat := re.search(r'seat "([12])", tried (\S+:\d+)', line):
            own[seat[2] == f"127.0.0.1:{running[int(seat[1]) - 1].port}"] += 1
    kept = own[True] > 20 and not own[False]
    saw = f"{own[True]} did, {own[False]} did not"
    claims.make("every request of a seat went to its own process", kept, saw)


def main() -> int:
    """Try every claim."""
    needed = {"nginx": nginx_path(), "chromium": chromium_path(), "redis-server": redis_path()}
    missing = [name for name, path in needed.items() if path is None]
    if missing:
        print(f"The drill needs {' and '.join(missing)} (Debian: apt-get install).")
        return 2
    claims, background = Claims(), Background()
    try:
        with chromium(f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as browser:
            with servers(2) as running, nginx(running) as proxy:
                draw_seats(claims, proxy)
                close_the_door(claims, proxy, background)
                upload(claims, proxy, browser)
                read_log(claims, proxy, running)
                lose_a_process(claims, proxy, running, browser, background)
                quoting = [line for line in proxy.log() if "learning_rate" in line]
                saw = f"{len(quoting)} of {len(proxy.log())} lines"
                claims.make("nginx logs no visitor's settings", not quoting, saw)
                take_back(claims, proxy, running)
            hold_a_room(claims, browser, background)
            teach_six_browsers(claims, browser)
            sit_in_a_frame(claims, browser)
            restart(claims, browser)
            fill_the_disk(claims, browser)
            be_cut_off(claims, browser, background)
    except (PlaywrightError, VisitError, OSError, RuntimeError) as error:
        steps = traceback.extract_tb(error.__traceback__)
        ours = [step.line for step in steps if "drill" in step.filename]
        words = str(error).partition("\n")[0]
        claims.make("the drill comes to its end", False, f"{words} ({ours[-1]})")
    finally:
        background.close()
    return claims.conclude()


if __name__ == "__main__":
    sys.exit(main())
