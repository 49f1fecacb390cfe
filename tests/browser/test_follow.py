"""Follow me, with a teacher's laptop and two phones: they are led, then free, then asked."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.thumb import middle
from tools.browser import PHONE, go_to, set_slider, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "Take one step from these W and b"


@pytest.fixture
def seat(new_page: Any, app: str) -> Any:
    """Open an address on a device of its own."""

    def take(address: str, **device: Any) -> Any:
        page = new_page(**device)
        page.goto(address if address.startswith("http") else f"{app}/{address}")
        return page

    return take


def at(page: Any, *parts: str) -> None:
    """Wait until the address says all of this."""
    ahead = "".join(f"(?=.*{re.escape(part)})" for part in parts)
    page.wait_for_url(re.compile(ahead))


def tap(page: Any, name: str) -> None:
    """Touch what is called so, where the browser itself finds it."""
    button = page.get_by_role("button", name=name).or_(page.get_by_text(name, exact=True)).first
    button.tap()  # found anew where the page is drawn anew meanwhile


def switch(page: Any) -> None:
    """Let the phones follow, or let them be."""
    page.get_by_text("Phones follow me").click()
    wait_until_still(page)


def test_phones_follow_are_free_within_what_was_shown_and_answer_the_page_s_question(
    seat: Any, app: str
) -> None:
    teacher = seat("teach")
    teacher.get_by_role("button", name="Open a room").click()
    teacher.get_by_text("Phones follow me").wait_for()
    room = teacher.locator(".lab-room-counts").get_attribute("data-room")
    phones = [seat(f"join?room={room}", **PHONE) for _ in range(2)]
    for phone in phones:
        phone.locator('.lab-room-how[data-how="live"]').wait_for()
    are_led(teacher, phones, room)
    are_free(teacher, *phones)
    answer(teacher, *phones)


def are_led(teacher: Any, phones: list[Any], room: str) -> None:
    """Both phones go where the teacher goes, and take over where a slider rests."""
    go_to(teacher, "Train")
    for phone in phones:
        at(phone, "/train")
    teacher.get_by_text(f"Room {room}").wait_for()
    teacher.get_by_text("2 are here").wait_for()
    set_slider(teacher, "Samples", "50")
    for phone in phones:
        at(phone, "/train", "samples=50")
        phone.get_by_role("button", name="Go where").wait_for(state="detached")

    teacher.get_by_role("button", name="Back to the class").click()
    teacher.get_by_text("Phones follow me").wait_for()
    wait_until_still(teacher)


def test_back_leads_to_where_a_phone_was_in_one_press(seat: Any, app: str) -> None:
    teacher = seat("teach")
    teacher.get_by_role("button", name="Open a room").click()
    teacher.get_by_text("Phones follow me").wait_for()
    room = teacher.locator(".lab-room-counts").get_attribute("data-room")
    phone = seat(f"join?room={room}", **PHONE)
    phone.locator('.lab-room-how[data-how="live"]').wait_for()
    teacher.goto(f"{app}/microscope?phase=delta")
    at(phone, "/microscope", "phase=delta", f"room={room}")
    wait_until_still(phone)
    phone.go_back()
    at(phone, f"/join?room={room}")
    phone.locator('.lab-room-how[data-how="live"]').wait_for()
    wait_until_still(phone)
    assert phone.locator(".st-key-link_notes").count() == 0
    assert phone.evaluate("navigation.currentEntry.index") == 0, "nothing lay between"


def are_free(teacher: Any, one: Any, other: Any) -> None:
    """A phone goes on when its owner likes, and finds only what was shown."""
    switch(teacher)
    go_to(teacher, "One batch", "Learn")
    wait_until_still(teacher)
    assert "/train" in one.url, "nobody is led"
    teacher.get_by_role("button", name="Show this page").click()
    tap(one, "Go where your teacher is")
    at(one, "/microscope")
    wait_until_still(one)
    assert "/train" in other.url, "who is free goes when he likes"
    wait_until_still(other)
    assert sorted(listed(one)) == ["join", "microscope", "train"]


def answer(teacher: Any, one: Any, other: Any) -> None:
    """The question of the page is answered by one at once, by the other after another look."""
    wait_until_still(teacher)
    teacher.locator(".st-key-room-ask-microscope-longer button:visible").click()
    teacher.locator("h2", has_text=QUESTION).wait_for()
    switch(teacher)
    for phone in (one, other):
        phone.locator(".lab-room h2", has_text=QUESTION).wait_for()
    tap(one, "higher")
    tap(one, "Commit, I am sure")
    one.get_by_text("Kept: higher, sure.").wait_for()
    tap(other, "Look at the page")
    at(other, "/microscope")
    wait_until_still(other)
    x, y = middle(other, '.stForm:has-text("Take one step") label:has-text("lower")')
    other.touchscreen.tap(x, y)
    other.touchscreen.tap(*middle(other, ".st-key-commit-ask-microscope-longer-1 button"))
    other.get_by_text("Your teacher reveals the answer.").first.wait_for()
    assert not other.get_by_text("It goes from").count()
    at(other, "/microscope")
    tap(other, "Answer your teacher's question")
    at(other, "/join")
    other.locator(".lab-room .option").first.wait_for()
    wait_until_still(other)  # else a tap meets what has moved meanwhile
    tap(other, "lower")
    tap(other, "Commit, not sure")
    teacher.get_by_text("2 of 2 have committed").wait_for()
    for press in ("Close the question", "Reveal the answer", "Why?"):
        teacher.get_by_role("button", name=press).first.click()
    for phone, sign in ((one, "right"), (other, "wrong")):
        phone.locator(f".lab-room-verdict.{sign}").wait_for()
        phone.get_by_text("It goes from").wait_for()


def listed(page: Any) -> list[str]:
    """The pages that a phone's navigation lists."""
    page.get_by_test_id("stExpandSidebarButton").first.tap()
    page.get_by_test_id("stSidebarNavLink").first.wait_for()
    names = [
        link.get_attribute("href").rpartition("/")[2].partition("?")[0]
        for link in page.get_by_test_id("stSidebarNavLink").all()
    ]
    page.get_by_test_id("stSidebarCollapseButton").locator("button").first.tap()
    return names
