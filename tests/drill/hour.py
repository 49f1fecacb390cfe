"""A class in a room from the way in to its end: seven browsers over two processes, with Redis."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.drill.claims import Claims
from tests.drill.processes import HOST, nginx, seat_in, servers
from tools.class_hour import NOT_SURE, SURE, ClassHour, begin, take_answers
from tools.redis_server import redis_server

FALLS, GROWS = "The loss falls", "The loss grows"
BEFORE, AFTER, TWIN = [FALLS] * 4 + [GROWS] * 2, [FALLS] + [GROWS] * 5, [FALLS] * 5 + [GROWS]


def teach_six_browsers(claims: Claims, browser: Browser) -> None:
    """A question, both rounds, the reveal, its twin, the table, the end."""
    with (
        tempfile.TemporaryDirectory() as folder,
        redis_server(Path(folder)) as redis,
        servers(2, rooms=redis.address) as running,
        nginx(running) as proxy,
    ):
        hour = begin(browser, f"http://{HOST}:{proxy.port}", [{}] * 6)
        seats = Counter(_seat(phone) for phone in hour.phones)
        claims.make("six browsers of students sit on both processes", len(seats) == 2, str(seats))
        hour.teacher.locator(
            '[data-testid="stMain"] button', has_text="Learning rate 2.2"
        ).first.click()
        hour.wall.get_by_text("A learning rate of 2.2 instead of 0.01").wait_for()
        _vote(claims, hour, BEFORE)
        early = [phone for phone in hour.phones if "You said" in phone.content()]
        claims.make("before the reveal no phone shows a verdict", not early, f"{len(early)} do")
        hour.next("Close the question")
        hour.on_phones("You have talked")
        _vote(claims, hour, AFTER)
        hour.next("Why?")
        _hear(claims, hour, "✗✓✓✓✓✓")
        hour.next("Ask the twin")
        hour.wall.locator(".st-key-move_twin button").click()
        hour.wall.get_by_text("A learning rate of 0.5 instead of 0.01").wait_for()
        _vote(claims, hour, TWIN)
        hour.teacher.locator(".st-key-move_answer button").click()
        _hear(claims, hour, "✓✓✓✓✓✗")
        _take_home(claims, hour)
        hour.teacher.get_by_role("button", name="Close the room").click()
        hour.teacher.get_by_role("button", name="Close it").click()
        hour.on_phones(f"Room {hour.room} is closed.")
        left = redis.run(f"KEYS *{hour.room}*")
        claims.make("when it is closed Redis has nothing of it", left.startswith(b"*0"), str(left))
        for page in (hour.teacher, hour.wall, *hour.phones):
            page.context.close()


def _seat(phone: Page) -> str:
    """The process that a phone is kept on, as nginx's cookie names it."""
    return seat_in([f"{one.get('name')}={one.get('value')}" for one in phone.context.cookies()])


def _vote(claims: Claims, hour: ClassHour, answers: list[str]) -> None:
    """All commit, two of them unsure; `N` closes."""
    hour.everyone_commits(answers, NOT_SURE)
    hour.everyone_commits(answers, SURE)  # whoever changes an answer counts once
    said = hour.wall.locator(".lab-room-counts output").inner_text()
    claims.make("six are counted once", said == "6 of 6 have committed", said)
    hour.next("Show the spread")
    hour.next("reveal" if answers is not BEFORE else "Vote again")


def _hear(claims: Claims, hour: ClassHour, signs: str) -> None:
    """Each phone has its own verdict."""
    heard = ""
    for phone in hour.phones:
        verdict = phone.locator(".lab-room-verdict p").first
        verdict.wait_for()
        heard += verdict.inner_text()[0]
    claims.make("each phone has its own verdict", heard == signs, heard)


def _take_home(claims: Claims, hour: ClassHour) -> None:
    """The table has each student once in each vote."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in take_answers(hour.teacher):
        counted[row["item"], row["round"]] += int(row["count"])
    right = list(counted.values()) == [6, 6, 6]
    claims.make("the table has six answers in each of three votes", right, str(dict(counted)))
