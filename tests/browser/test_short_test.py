"""The short test before and after a lesson, in a room: a wall and two phones with touch."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from perceptron.lessons.measure import items_of
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.item import Item
from perceptron.room.plan import PAGE, TEST, Plan, Step
from perceptron.room.plan_file import pack_plan
from perceptron.room.short_test import AFTER, BEFORE, PARTS
from tests.items import short_test
from tools.browser import curves, wait_until_still
from tools.class_hour import ClassHour, take_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ITEMS = {part: items_of(short_test(), part) for part in PARTS}
N = len(ITEMS[BEFORE])
PLAN = Plan("Gain", (Step(TEST, BEFORE), Step(PAGE, "notation"), Step(TEST, AFTER)))
RIGHT = {BEFORE: (2, 4), AFTER: (6, 6)}  # of each phone
SECRETS = ("ight before", "Normalised gain", "Not quite", "Right.", "✓", "✗")


@pytest.fixture
def hour(new_hour: Any) -> ClassHour:
    """A dark wall, one phone in the light and one in the dark."""
    hour: ClassHour = new_hour([{}, {"color_scheme": "dark"}], plan=pack_plan(PLAN))
    return hour


def answer(phone: Any, part: str, k: int, n_right: int) -> None:
    """Answer the k-th item by touch, rightly if it is among the first so many."""
    item: Item = ITEMS[part][k]
    box = phone.locator(f".st-key-asked-measure-{part}-{k + 1}")
    right = reveal(item).answer
    if item.options:
        words = dict(item.options)
        wrong = next(option for option in words if option != right)
        said = words[str(right) if k < n_right else wrong]
        box.locator('[data-baseweb="radio"], label', has_text=said).last.tap()
    else:
        box.locator("input").fill(str(right if k < n_right else -1))
    box.get_by_role("button", name="Commit").tap()
    box.get_by_text("You said").wait_for()


def nobody_is_early(hour: ClassHour) -> None:
    """Neither wall nor phone shows a word of an answer or of a share."""
    for page in (hour.wall, hour.teacher, *hour.phones):
        text = page.locator('[data-testid="stMain"]').inner_text()
        assert not [secret for secret in SECRETS if secret in text]


def counted(hour: ClassHour, words: str) -> None:
    for page in (hour.wall, hour.teacher):
        page.locator(".lab-room-counts output", has_text=words).wait_for()


def take(hour: ClassHour, part: str, ordinal: str) -> None:
    """Both phones answer a part; the second one reloads before its last answer."""
    for phone in hour.phones:
        phone.wait_for_url("**/measure*")
        phone.locator(f".st-key-asked-measure-{part}-1").wait_for()
    counted(hour, f"0 of 2 have finished the {ordinal} part")
    (first, second), (n_first, n_second) = hour.phones, RIGHT[part]
    for k in range(N):
        answer(first, part, k, n_first)
    counted(hour, f"1 of 2 have finished the {ordinal} part")
    for k in range(N - 1):
        answer(second, part, k, n_second)
    nobody_is_early(hour)
    second.reload()
    second.get_by_text(f"Handed in to your class: {N - 1} of {N}.").wait_for()
    counted(hour, f"1 of 2 have finished the {ordinal} part")
    answer(second, part, N - 1, n_second)
    counted(hour, f"2 of 2 have finished the {ordinal} part")
    hour.on_phones(f"All {N} are handed in.")
    nobody_is_early(hour)


def test_a_class_takes_the_test_before_and_after_a_lesson(hour: ClassHour) -> None:
    hour.next("The first part of a short test")
    take(hour, BEFORE, "first")
    hour.next("The first part is closed.")
    hour.on_phones(f"Your class has {N} of your {N} answers.")
    nobody_is_early(hour)
    hour.next("Notation")
    for phone in hour.phones:
        phone.wait_for_url("**/notation*")
    hour.next("The second part of a short test")
    take(hour, AFTER, "second")
    hour.next("Both parts are closed.")
    hour.on_phones(f"Your class has {N} of your {N} answers.")
    nobody_is_early(hour)
    hour.next("Right before: 38 %, after: 75 %. Normalised gain 0.6, n = 2.")
    hour.wall.get_by_text("With 2 students one more right answer").wait_for()
    wait_until_still(hour.wall)
    before, after = curves(hour.wall, "gained")
    shares = {BEFORE: [100, 100, 50, 50, 0, 0, 0, 0], AFTER: [100] * 6 + [0, 0]}
    assert (before["x"], after["x"]) == (shares[BEFORE], shares[AFTER])
    for phone, n_right in zip(hour.phones, (2, 4), strict=True):
        phone.get_by_text(f"{n_right} of 8 right before, 6 of 8 after.").wait_for()
    rows = take_answers(hour.teacher)
    assert len({row["item"] for row in rows}) == 2 * N
    assert sum(int(row["count"]) for row in rows) == 2 * 2 * N
