"""A room over two processes behind nginx, with Redis: what breaks in a lesson, and what holds."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.drill.claims import Claims
from tests.drill.lesson import Lesson, settles
from tests.drill.processes import HOST, Proxy, Server, nginx, servers
from tests.drill.seats import Background
from tools.class_hour import take_answers
from tools.nginx import rendered
from tools.phone import Phone, PhoneError
from tools.redis_server import RedisServer, redis_server

AWAY = 180.0  # seconds that three phones are offline
STOPPED = 10.0  # seconds that Redis answers nobody
RIGHT, WRONG = "4", "3"  # answers to the first question of the plan: into how many batches
AT_LAST = [f"{RIGHT} batches"] * 4 + [f"{WRONG} batches"] * 2  # of the phones without a browser
IN_THE_TABLE = {RIGHT: 5, WRONG: 3}  # with the phone that commits to a stopped Redis, and the one
# behind the proxy that buffers
CONNECTED = "this page is connected"


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
        claims.make("six phones on two processes are in one room", *lesson.wall_says("6 are here"))
        lesson.press("plan_step_0")
        claims.make("all of them are asked", *lesson.all_saw("asked", lesson.phones))
        _commit(claims, lesson, running)
        _lose_redis(claims, lesson, redis)
        _go_offline(claims, lesson)
        with nginx(running, _buffering) as buffering:
            _hear_through_a_buffer(claims, lesson, buffering)
        _count_at_last(claims, lesson)
        for phone in lesson.phones:
            phone.leave()
        lesson.page.context.close()


def _commit(claims: Claims, lesson: Lesson, running: list[Server]) -> None:
    """All commit; a process is killed; half of them change their minds meanwhile."""
    lesson.each(lambda phone: phone.commit(WRONG), lesson.phones)
    claims.make("all six are counted", *lesson.wall_says("6 of 6 have committed"))
    running[0].kill()
    lesson.each(lambda phone: phone.commit(RIGHT), lesson.phones[:3])
    claims.make("with one process killed, who changes the answer is still counted once",
                *lesson.wall_says("6 of 6 have committed", CONNECTED))  # fmt: skip
    running[0].start()


def _lose_redis(claims: Claims, lesson: Lesson, redis: RedisServer) -> None:
    """Redis answers nobody for a while; then it is killed and started again."""
    touched = lesson.new_phone(lesson.address)
    touched.locator(".lab-room-form input").fill(RIGHT)
    began = time.monotonic()
    with redis.stopped():
        refused = ""
        try:
            lesson.commit_once(lesson.phones[3], RIGHT)
        except PhoneError as error:
            refused = str(error)
        claims.make("while Redis is stopped a commit is refused in a sentence, not lost",
                    "tried again" in refused, refused)  # fmt: skip
        touched.get_by_role("button", name="Commit, I am sure").tap()
        claims.make("the wall says that it has no connection", *lesson.wall_says("no connection"))
        claims.make("so does a phone, and that it keeps what was committed",
                    *_how(touched, "kept here and sent again"))  # fmt: skip
        time.sleep(max(0.0, STOPPED - (time.monotonic() - began)))
    redis.kill()
    redis.start()
    claims.make("after a restart of Redis the room is there, and a phone sends what it has kept",
                *lesson.wall_says("7 of 7 have committed", CONNECTED))  # fmt: skip
    lesson.each(lambda phone: phone.commit(RIGHT), [lesson.phones[3]])
    claims.make("an answer that was refused and is sent again counts once",
                *lesson.wall_says("7 of 7 have committed", CONNECTED))  # fmt: skip
    touched.context.close()


def _go_offline(claims: Claims, lesson: Lesson) -> None:
    """Three phones are away for three minutes; the teacher's machine dies meanwhile."""
    away = lesson.phones[:3]
    names = [phone.student for phone in away]
    for phone in away:
        phone.leave()
        phone.view = {}
    began = time.monotonic()
    lesson.page.get_by_text("Go on from another device").click()
    lesson.link = lesson.page.locator('[data-testid="stPopoverBody"] code').first.inner_text()
    lesson.page.context.close()
    lesson.page = lesson.new_page(lesson.link)
    claims.make("the teacher's link takes the room over on another machine",
                *lesson.wall_says("7 of 7 have committed", CONNECTED))  # fmt: skip
    claims.make("its key does not stay in the address", *settles(lambda: _keyless(lesson.page)))
    time.sleep(max(0.0, AWAY - (time.monotonic() - began)))
    # The fourth is the phone that was closed.
    claims.make("whoever is offline is missed, and counts as before",
                *lesson.wall_says("7 of 7 have committed", "4 away"))  # fmt: skip
    lesson.each(Phone.join, away)
    claims.make(f"phones that were offline for {AWAY:.0f} s are there again, and none is doubled",
                *lesson.wall_says("7 of 7 have committed", "1 away"))  # fmt: skip
    claims.make("under their own names", names == [phone.student for phone in away], str(names))
    claims.make("with their own answers", *lesson.own_words(AT_LAST, lesson.phones))


def _hear_through_a_buffer(claims: Claims, lesson: Lesson, proxy: Proxy) -> None:
    """A phone behind a proxy that keeps events back asks, and hears the verdict all the same."""
    address = f"http://{HOST}:{proxy.port}"
    wall = lesson.new_page(lesson.link.replace(lesson.address, address))
    phone = lesson.new_phone(address)
    phone.locator(".lab-room-form input").fill(WRONG)
    phone.get_by_role("button", name="Commit, not sure").tap()
    claims.make("the answer of a phone behind a proxy that buffers is counted",
                *lesson.wall_says("8 of 8 have committed"))  # fmt: skip
    claims.make("a teacher's page behind it says how it is connected",
                *lesson.wall_says("8 of 8", "news for this page every 3 s", page=wall))  # fmt: skip
    lesson.press("move_closed")
    claims.make("all phones hear that it is closed", *lesson.all_saw("closed", lesson.phones))
    phone.locator(".lab-room:not(:has(form))").wait_for()
    claims.make("the phone behind it says how it is connected",
                *_how(phone, "news every 3 seconds"))  # fmt: skip
    said = phone.locator(".lab-room").inner_text()
    early = "You said" in said or phone.locator(".lab-room-verdict:visible").count() > 0
    claims.make("and has no verdict before the reveal", not early, " ".join(said.split()))
    lesson.press("move_answer")
    claims.make("all phones hear the answer", *lesson.all_saw("answer", lesson.phones))
    said = " ".join(phone.locator(".lab-room-verdict").inner_text().split())
    claims.make("the phone behind it has its verdict", "Not quite" in said, said)
    phone.context.close()
    wall.context.close()


def _count_at_last(claims: Claims, lesson: Lesson) -> None:
    """What the class has said, to the last answer; and what it was told before its time."""
    verdicts = [phone.view["verdict"]["right"] for phone in lesson.phones]
    claims.make("each phone has the verdict of its own last answer",
                verdicts == [True] * 4 + [False] * 2, str(verdicts))  # fmt: skip
    counted: Counter[str] = Counter()
    for row in take_answers(lesson.page):
        counted[row["answer"]] += int(row["count"])
    claims.make("after all this the table has each student's last answer, once",
                counted == IN_THE_TABLE, str(dict(counted)))  # fmt: skip
    saw = f"{sorted(lesson.early) or 'nothing'} before the reveal"
    claims.make("no phone was told anything early", not lesson.early, saw)


def _keyless(page: Page) -> tuple[bool, str]:
    address = page.url
    return "key=" not in address, address.partition("?")[2] or "nothing behind the page's name"


def _how(phone: Page, words: str) -> tuple[bool, str]:
    """Whether a phone before long says that it is connected so, and what it says."""

    def says() -> tuple[bool, str]:
        said = phone.locator(".lab-room-how").inner_text()
        return words in said, said

    return settles(says, 0.0)


def _buffering(ports: list[int], port: int, folder: Path) -> str:
    """The configuration of `deploy/`, made to keep back what it can, as some proxies do.

    Buffering alone hands on what has come. Compressing what is buffered waits until it is worth it.
    """
    text = rendered(ports, port, folder)
    keeps = "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;"
    packs = "gzip on; gzip_types text/event-stream; gzip_proxied any;"
    return text.replace("proxy_buffering off;", f"{keeps} {packs}")
