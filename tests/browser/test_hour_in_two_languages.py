"""A class hour of a Spanish teacher with one English student and one Spanish, in one room."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import wait_until_still
from tools.class_hour import NOT_SURE, SURE, ClassHour, commit, said, take_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGUAGES = ("en", "es")  # of the phones
QUESTION = (
    "100 rows are taken in slices of 33, and nothing is left out. "
    "How many batches does an epoch have?"
)
SHOWN = """() => location.pathname + document.querySelector("[data-testid=stMain]").innerText"""
EARLY = ("You said", "You may have")


@pytest.fixture
def hour(new_hour: Any) -> ClassHour:
    hour: ClassHour = new_hour([{"locale": one} for one in LANGUAGES], language="es")
    return hour


def all_commit(hour: ClassHour, answers: tuple[str, str], how: str) -> None:
    for phone, answer, language in zip(hour.phones, answers, LANGUAGES, strict=True):
        commit(phone, answer, how, language)
    hour.all_are_counted()


def each_in_its_own(hour: ClassHour, words: str) -> None:
    """Each phone says something, in its student's language, and not in the other."""
    told = [said(language, words) for language in LANGUAGES]
    assert told[0] != told[1]
    for k, phone in enumerate(hour.phones):
        phone.get_by_text(told[k]).first.wait_for()
        assert phone.get_by_text(told[1 - k]).count() == 0


def test_a_spanish_teacher_teaches_an_english_student_and_a_spanish_one(hour: ClassHour) -> None:
    hour.next(said("es", QUESTION))
    each_in_its_own(hour, QUESTION)
    all_commit(hour, ("3", "4"), SURE)
    hour.next(said("es", "Show the spread"))
    for phone, language in zip(hour.phones, LANGUAGES, strict=True):
        page = phone.locator("body").inner_text()
        assert not [early for early in EARLY if said(language, early) in page]
    hour.next(said("es", "Vote again"))
    hour.next(said("es", "Close the question"))
    each_in_its_own(hour, "You have talked: answer once more.")
    all_commit(hour, ("4", "4"), NOT_SURE)
    hour.next(said("es", "Show the spread"))
    hour.next(said("es", "Run it, and reveal"))
    hour.next(said("es", "Why?"))
    for phone in hour.phones:
        phone.locator(".lab-room-verdict p", has_text="\u2713").first.wait_for()
    assert hour.wall.get_by_text("Show the").count() == 0, "the wall is the teacher's"
    for _press in range(12):  # the reason, the next question by its stages, the next page
        wait_until_still(hour.wall)
        if "microscope" in hour.wall.url:
            break
        before = hour.wall.evaluate(SHOWN)
        hour.wall.keyboard.press("n")
        hour.wall.wait_for_function(f"(before) => ({SHOWN})() !== before", arg=before)
    each_in_its_own(hour, "One batch under the microscope")
    for phase in ("loss", "delta"):
        wait_until_still(hour.wall)
        hour.wall.keyboard.press("n")
        for page in (hour.wall, *hour.phones):
            page.wait_for_url(f"**/microscope?*phase={phase}*")
    each_in_its_own(hour, "One batch under the microscope")
    rows = take_answers(hour.teacher, "es")
    counts = {(row["round"], row["answer"]): row["count"] for row in rows}
    assert counts == {("1", "3"): "1", ("1", "4"): "1", ("2", "4"): "2"}
    for page, language in zip(hour.phones, LANGUAGES, strict=True):
        assert page.evaluate("document.documentElement.lang") == language
