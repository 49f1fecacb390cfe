"""A class in Chromium: a teacher's laptop, a wall where `N` goes on, and phones with touch.

A test walks the plan of the guide with it from minute 0 to its end, and `make picture` takes the
guide's pictures from the same class.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, TimeoutError

from perceptron.text.language import _, speaking
from tools.browser import PHONE, button, new_context, set_slider, wait_until_still

ColorScheme = Literal["light", "dark"]
SURE, NOT_SURE = "Commit, I am sure", "Commit, not sure"
KEPT = {SURE: "Kept: {guess}, sure.", NOT_SURE: "Kept: {guess}, not sure."}


def said(language: str, words: str, **values: object) -> str:
    """What the app says in a language."""
    with speaking(language):
        return _(words, **values)


@dataclass(eq=False)
class ClassHour:
    """Who is in the class.

    Attributes:
        teacher: The laptop, on *Teach a class*.
        wall: The same room on the projector: `N` goes on.
        phones: The students'.
        link: The teacher's link, with the key.
        room: The code.
        language: The teacher's, and the wall's.
    """

    teacher: Page
    wall: Page
    phones: list[Page]
    link: str
    room: str
    language: str = "en"

    def next(self, words: str) -> None:
        """Press `N` on the wall, and wait until it says this."""
        wait_until_still(self.wall)
        offered = self.wall.locator(".st-key-lab_next")
        before = offered.all_inner_texts()
        self.wall.keyboard.press("n")
        try:
            self.wall.get_by_text(words).first.wait_for()
        except TimeoutError as error:
            shown = self.wall.locator("body").inner_text()
            after = offered.all_inner_texts()
            error.add_note(f"N offered {before}, and offers {after}; the wall says: {shown}")
            raise

    def everyone_commits(self, answers: Sequence[str], how: str = SURE) -> None:
        """Each phone commits to an answer; the wall counts them."""
        for phone, answer in zip(self.phones, answers, strict=True):
            commit(phone, answer, how)
        self.all_are_counted()

    def all_are_counted(self) -> None:
        """Wait until the wall says that each phone has committed."""
        n = len(self.phones)
        words = said(self.language, "{committed} of {of} have committed", committed=n, of=n)
        self.wall.locator(".lab-room-counts output", has_text=words).wait_for()

    def on_phones(self, words: str) -> None:
        """Wait until each phone says this."""
        for phone in self.phones:
            phone.get_by_text(words).first.wait_for()


def begin(
    browser: Browser,
    app: str,
    phones: Sequence[dict[str, Any]],
    scheme: ColorScheme = "dark",
    plan: str = "",
    language: str = "en",
) -> ClassHour:
    """Open a room, put it on the wall, and let the phones in.

    Args:
        browser: Whose contexts the devices are; the caller closes it.
        app: The address of the app.
        phones: Options of each phone beside `PHONE`, such as its colour scheme.
        scheme: The wall's.
        plan: That the hour follows, packed as in a link; empty for the guide's.
        language: The teacher's, and the wall's.
    """

    def device(address: str, **options: Any) -> Page:
        page = new_context(browser, **options).new_page()
        page.goto(address)
        return page

    path = f"{app}/teach?plan={plan}" if plan else f"{app}/teach"
    teacher = device(path, locale=language)
    room, link = open_room(teacher, language)
    with_plan = f"&plan={plan}" if plan else ""
    wall = device(f"{link}&projector=on{with_plan}", color_scheme=scheme, locale=language)
    wall.locator(".st-key-lab_way_code").wait_for()
    joined = [device(f"{app}/join?room={room}", **PHONE, **options) for options in phones]
    n = len(joined)
    here = said(language, "{here} are here" if n > 1 else "1 is here", here=n)
    wall.locator(".lab-room-counts output", has_text=here).wait_for()
    return ClassHour(teacher, wall, joined, link, room, language)


def open_room(teacher: Page, language: str = "en") -> tuple[str, str]:
    """Open a room on *Teach a class*; return its code and the teacher's link, with the key."""
    teacher.get_by_role("button", name=said(language, "Open a room")).click()
    code = teacher.locator(".st-key-lab_way_code")
    code.wait_for()
    teacher.get_by_role("button", name=said(language, "Go on from another device")).click()
    link = teacher.locator('[data-testid="stPopoverBody"] code').inner_text()
    teacher.keyboard.press("Escape")
    return code.inner_text(), link


def take_answers(teacher: Page, language: str = "en") -> list[dict[str, str]]:
    """Download the table of answers from a teacher's page; return its rows."""
    answers = said(language, "Answers")
    teacher.locator("summary", has_text=said(language, "Take home")).click()
    with teacher.expect_download() as table:
        teacher.get_by_role("button", name=answers, exact=True).click()
    text = Path(table.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def commit(phone: Page, answer: str, how: str, language: str = "en") -> None:
    """Choose or type an answer by touch, and commit to it, on a phone in a language."""
    form = phone.locator(".lab-room-form")
    form.wait_for()
    if form.locator(".option").count():
        form.locator(".option", has_text=answer).first.tap()
    else:
        form.locator("input").first.fill(answer)
    _press(phone, how, language)


def _press(phone: Page, how: str, language: str = "en") -> None:
    """Commit, and wait until that is kept: a phone may say so of an earlier commit already."""
    phone.get_by_role("button", name=said(language, how)).tap()
    begins, ends = (re.escape(part) for part in said(language, KEPT[how]).split("{guess}"))
    phone.get_by_text(re.compile(f"^{begins}.*{ends}")).wait_for()


def sketch(phone: Page, heights: Sequence[float], how: str) -> None:
    """Tap each point of a curve to a height of the paper, in pixels from its top; commit to it."""
    paper = phone.locator(".lab-room-form .lab-sketch")
    paper.wait_for()
    for point, y in zip(paper.locator(".handle").all(), heights, strict=True):
        place = str(point.get_attribute("transform"))  # translate(x y)
        paper.tap(position={"x": float(place.partition("(")[2].split()[0]), "y": y})
    _press(phone, how)


def try_rate(phone: Page, rate: str) -> None:
    """Train with a learning rate, and wait until the run is handed in."""
    phone.wait_for_url("**/train*")
    set_slider(phone, "Learning rate", rate)
    button(phone, "Train").tap()
    phone.get_by_text(f"Handed in to your class: learning rate {rate}").wait_for()
