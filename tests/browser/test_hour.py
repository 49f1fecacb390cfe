"""A whole class hour: the guide's plan from minute 0 to its end, on a wall and three phones."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import curves, wait_until_still
from tools.class_hour import NOT_SURE, SURE, ClassHour, sketch, take_answers, try_rate

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FALLS, GROWS = "The loss falls", "The loss grows"
SECRETS = ("You may have", "You said", "The run: 4", "The run: 25", "✓", "✗", "1.93")


@pytest.fixture
def hour(new_hour: Any) -> ClassHour:
    """A dark wall, two phones in the light and one in the dark."""
    hour: ClassHour = new_hour([{}, {}, {"color_scheme": "dark"}])
    return hour


def test_a_class_hour_from_minute_0_to_45(hour: ClassHour) -> None:
    two_rounds(hour)
    one_vote(hour)
    a_page_by_its_phases(hour)
    a_sketch(hour)
    a_question_and_its_twin(hour)
    a_trial(hour)
    home_then_the_last_question(hour)
    runs_and_answers_are_taken_home(hour)
    the_room_is_closed(hour)


def nobody_is_early(hour: ClassHour) -> None:
    """No phone shows a word of a verdict."""
    for phone in hour.phones:
        page = phone.locator("body").inner_text()
        assert not [secret for secret in SECRETS if secret in page]


def verdicts(hour: ClassHour, signs: str) -> None:
    """Each phone shows its own verdict."""
    for phone, sign in zip(hour.phones, signs, strict=True):
        phone.locator(".lab-room-verdict p", has_text=sign).first.wait_for()


def reveal_from_the_laptop(hour: ClassHour) -> None:
    """Reveal on the teacher's own screen; the wall follows by itself."""
    hour.teacher.locator(".st-key-move_answer button").click()
    hour.wall.get_by_text("Why?").wait_for()


def spread(hour: ClassHour) -> dict[str, dict[float, float]]:
    """How many gave which answer, by series, as the wall draws it."""
    hour.wall.locator('.lab-chart[data-name="spread"]').wait_for()
    wait_until_still(hour.wall)
    drawn = curves(hour.wall, "spread")
    return {one["name"]: dict(zip(one["x"], one["y"], strict=True)) for one in drawn}


def two_rounds(hour: ClassHour) -> None:
    hour.next("How many batches does an epoch have?")
    hour.everyone_commits(["3", "3", "4"])
    hour.next("Show the spread")
    nobody_is_early(hour)
    hour.next("Vote again")
    assert spread(hour)["sure"] == {3: 2, 4: 1}
    hour.next("Close the question")
    hour.on_phones("You have talked: answer once more.")
    hour.everyone_commits(["4", "3", "4"], NOT_SURE)
    hour.next("Show the spread")
    hour.next("Run it, and reveal")
    nobody_is_early(hour)
    hour.next("The run: 4 batches.")
    verdicts(hour, "✓✗✓")
    hour.next("Three slices of 33 rows")
    hour.on_phones("Three slices of 33 rows")


def one_vote(hour: ClassHour) -> None:
    """A teacher who has no time for a second round reveals from the laptop."""
    hour.next("What percent of that mean does row 100 decide?")
    hour.everyone_commits(["1", "25", "1"])
    hour.next("Show the spread")
    reveal_from_the_laptop(hour)
    verdicts(hour, "✗✓✗")
    hour.next("Next: One batch under the microscope")


def a_page_by_its_phases(hour: ClassHour) -> None:
    hour.next("Each row of X")
    for phase in ("loss", "delta", "gradients", "update"):
        wait_until_still(hour.wall)
        hour.wall.keyboard.press("n")
        for page in (hour.wall, *hour.phones):
            page.wait_for_url(f"**/microscope?*phase={phase}*")
    hour.wall.get_by_text("Next: Learning rate 0.01").wait_for()


def a_sketch(hour: ClassHour) -> None:
    hour.next("Sketch the loss on all training rows.")
    for phone, first in zip(hour.phones, (62, 80, 100), strict=True):
        sketch(phone, [first, 120, 160, 200], SURE)
    hour.next("Show the spread")
    nobody_is_early(hour)
    hour.next("Vote again")
    assert len(spread(hour)) == 3, "a curve a student"
    reveal_from_the_laptop(hour)
    hour.on_phones("your points are a factor")
    hour.next("Next: Learning rate 2.2")


def a_question_and_its_twin(hour: ClassHour) -> None:
    hour.next("A learning rate of 2.2 instead of 0.01")
    hour.everyone_commits([FALLS, FALLS, GROWS])
    for words in ("Show the spread", "Vote again", "Close the question"):
        hour.next(words)
    hour.everyone_commits([FALLS, GROWS, GROWS])
    for words in ("Show the spread", "Run it, and reveal", "1 of 3", "Ask the twin"):
        hour.next(words)
    verdicts(hour, "✗✓✓")
    wait_until_still(hour.wall)
    hour.wall.locator(".st-key-move_twin button").click()
    hour.wall.get_by_text("A learning rate of 0.5 instead of 0.01").wait_for()
    hour.everyone_commits([FALLS, GROWS, GROWS])
    hour.next("Show the spread")
    reveal_from_the_laptop(hour)
    verdicts(hour, "✓✗✗")
    hour.wall.get_by_text("Normalised gain 0.5").wait_for()
    hour.wall.locator('.lab-chart[data-name="shares"]').wait_for()
    wait_until_still(hour.wall)
    (shares,) = (one for one in curves(hour.wall, "shares") if one.get("y"))
    assert [round(3 * share / 100) for share in shares["y"]] == [1, 2, 1]
    hour.next("Next: Who finds the best rate?")


def points(hour: ClassHour) -> dict[str, list[float]]:
    """The choices in each series of the wall's chart of a trial."""
    return {one["name"]: one["x"] for one in curves(hour.wall, "trial")}


def a_trial(hour: ClassHour) -> None:
    hour.next("Who gets the lowest loss?")
    for k, (phone, rate) in enumerate(zip(hour.phones, ("0.3", "1", "2.2"), strict=True), 1):
        try_rate(phone, rate)
        hour.wall.get_by_text(f"{k} of 3 have handed in a run").wait_for()
        wait_until_still(hour.wall)
    nobody_is_early(hour)
    hour.wall.wait_for_function(
        "() => window.perceptronLab.charts.get('trial').node.data.length === 2"
    )
    assert points(hour) == {"a student's run": [0.3, 1], "the loss grew": [2.2]}
    hour.next("Show the theory")
    hour.on_phones("The trial is closed.")
    hour.next("limit 1.93")
    assert "theory" in points(hour)
    hour.next("Next: Home")
    hour.on_phones("the limit is known before training")


def home_then_the_last_question(hour: ClassHour) -> None:
    hour.next("Next: Half as many bits")
    hour.on_phones("How a layer learns, three ways")
    hour.next("In how many does W agree after 16 epochs in float32?")
    hour.everyone_commits(["15", "3", "6"])
    hour.next("Show the spread")
    reveal_from_the_laptop(hour)
    verdicts(hour, "✗✗✓")
    hour.next("Next: Do they agree?")
    hour.next("Next: Your runs")
    for phone in hour.phones:
        phone.wait_for_url("**/agreement?*")


def runs_and_answers_are_taken_home(hour: ClassHour) -> None:
    hour.next("Back to the plan")
    phone = hour.phones[0]
    phone.wait_for_url("**/runs*")
    phone.get_by_role("button", name="Open").first.tap()
    phone.get_by_role("heading", name="Shown again").wait_for()
    with phone.expect_download() as script:
        phone.get_by_role("button", name="Python script").last.tap()
    assert script.value.suggested_filename.endswith(".py")
    rows = take_answers(hour.teacher)
    counted = {(row["item"], row["round"]): 0 for row in rows}
    for row in rows:
        counted[row["item"], row["round"]] += int(row["count"])
    assert len(counted) == 9  # six questions and a trial; two of them twice, one with its twin
    assert set(counted.values()) == {3}, "three students, each once in each vote"


def the_room_is_closed(hour: ClassHour) -> None:
    hour.teacher.get_by_role("button", name="Close the room").click()
    hour.teacher.get_by_role("button", name="Close it").click()
    for phone in hour.phones:  # on a page of its own, or where the class answers
        phone.get_by_text(re.compile(r"is closed\.|has closed the room")).first.wait_for()
    hour.wall.get_by_text(f"Room {hour.room}").wait_for(state="detached")
