"""What a class sees, held to the screens it is seen on: projector, tablet and phone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.lessons.predict.codes import write_code
from perceptron.sharing.record import RunRecord
from perceptron.sharing.write import json_of
from tests.browser.opening import open_at
from tools.browser import curves, press, wait_until_steady, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SETTLES = 60  # seconds that a chart may take to be as low as it is going to be
PROJECTOR = {"width": 1280, "height": 720}
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def screen(new_page: Any, app: str) -> Any:
    """Open a page on a screen of this size."""

    def open_on(size: dict[str, int], path: str) -> Any:
        page = new_page(viewport=size)
        open_at(page, f"{app}/{path}")
        return page

    return open_on


def box(place: Any) -> dict[str, float]:
    """Where something stands on the screen."""
    while True:  # a script run may put another node in its place meanwhile
        place.wait_for()
        wait_until_steady(place)
        if at := place.bounding_box():
            return at


def bottom(page: Any) -> float:
    """Where what is seen of the page ends; in projector mode the key that goes on stands below."""
    return page.locator('[data-testid="stMain"]').evaluate(
        "(main) => main.getBoundingClientRect().bottom"
    )


def fits(page: Any, place: Any) -> bool:
    """Whether something is seen as a whole, without scrolling."""
    at = box(place)
    return at["y"] >= 0 and at["y"] + at["height"] <= page.viewport_size["height"]


def test_the_projector_shows_guesses_answer_and_reason_without_scrolling(screen: Any) -> None:
    page = screen(PROJECTOR, "predict?question=lives&projector=on")
    page.keyboard.press("n")
    field = page.locator("textarea").first
    field.fill(write_code("a", {"lives": "finished"}) + "\nBea: PL1-cut")
    field.press("Control+Enter")
    page.get_by_text("of 1 student guessed here").wait_for()
    wait_until_still(page)
    assert page.get_by_text("line 2 of what was pasted. Ask for it again.").is_visible()
    assert page.get_by_text("Bea").count() == 0, "no name stands on the wall"
    guesses = page.locator('.lab-chart[data-name="guesses"]')
    assert fits(page, guesses)
    page.locator("h2").first.click()
    for words in ("Measured:", "overshoots"):
        page.keyboard.press("n")
        page.get_by_text(words).wait_for()
        wait_until_still(page)
        assert fits(page, page.get_by_text(words))
        assert box(guesses)["y"] < 450
    page.keyboard.press("n")
    page.get_by_role("heading", name="Now learning rate 0.3").wait_for()
    wait_until_still(page)
    commit = page.get_by_role("button", name="Commit")
    assert commit.count() == 1, "the next question can be answered"


def test_the_plan_of_the_guide_fits_on_a_small_projector(screen: Any) -> None:
    page = screen(PROJECTOR, "microscope?numbers=worked-example&projector=on")
    last_row = page.locator(".lab-matrices").get_by_text("row 4").first
    for _ in range(4):  # forward, loss, delta, gradients
        assert fits(page, last_row), page.url
        page.keyboard.press("n")
        wait_until_still(page)
    for view in ("slices", "contraction"):
        page = screen(PROJECTOR, f"four_axes?view={view}&projector=on")
        at = box(page.locator(".lab-matrices").get_by_text("row 4").first)
        assert at["y"] + at["height"] <= bottom(page)
    page = screen(PROJECTOR, "predict?question=last-row&projector=on")
    page.keyboard.press("n")
    field = page.locator("textarea").first
    field.fill("\n".join(write_code(f"{k}", {"last-row": 1.0 + 24 * (k % 2)}) for k in range(6)))
    field.press("Control+Enter")
    page.get_by_text("of 6 students guessed here").wait_for()
    page.locator("h2").first.click()
    axis = page.locator('.lab-chart[data-name="guesses"] .xtitle')
    for words in ("Measured: 25 %.", "By its share of the rows"):
        page.keyboard.press("n")
        page.get_by_text(words).wait_for()
        wait_until_still(page)
        assert fits(page, axis), "a bar without its number says nothing"
    page.locator(".st-key-tool_share button:visible").click()
    assert fits(page, page.get_by_text("Students wait for you"))


@pytest.mark.parametrize(
    ("path", "chart"),
    [
        ("train", "loss"),
        ("agreement?numbers=notebooks-data", None),
        ("cost", None),
        ("step_size", "scale"),
        ("step_size?view=directions", None),
        ("step_size?view=feature-scaling", None),
    ],
)
def test_the_axes_of_a_chart_fit_on_a_small_projector(
    screen: Any, path: str, chart: str | None
) -> None:
    page = screen(PROJECTOR, f"{path}{'&' if '?' in path else '?'}projector=on")
    named = f'[data-name="{chart}"]' if chart else ""
    page.locator(f".lab-chart{named} .xtitle").first.wait_for()
    wait_until_still(page)
    for axis in page.locator(f".lab-chart{named} :is(.xtitle, .x2title)").all()[:2]:
        until = time.monotonic() + SETTLES
        while (low := _lower_edge(axis)) > bottom(page) and time.monotonic() < until:
            page.wait_for_timeout(100)  # a chart is lowered once it is drawn
        assert low <= bottom(page)


def _lower_edge(place: Any) -> float:
    at = box(place)
    return at["y"] + at["height"]


def test_a_question_is_read_on_the_projector_above_its_answers(screen: Any) -> None:
    page = screen(PROJECTOR, "cost?projector=on")
    words = page.get_by_text("compared with torch, einsum will be")
    assert box(words)["height"] > 15, "labels that only name a control are hidden there"
    assert fits(page, words)
    assert fits(page, page.get_by_text("about as fast", exact=True))


def test_a_sketch_is_committed_to_without_scrolling(screen: Any) -> None:
    page = screen(PROJECTOR, "predict?question=curve&projector=on")
    ends = bottom(page)
    for place in (
        page.locator(".lab-sketch-fields input").last,
        page.get_by_role("button", name="Commit"),
    ):
        at = box(place)
        assert at["y"] + at["height"] <= ends


def test_the_link_can_be_copied_without_scrolling(screen: Any) -> None:
    page = screen(PROJECTOR, "train?projector=on")
    page.locator(".st-key-tool_share button:visible").click()
    assert fits(page, page.get_by_role("button", name="Copy the link"))
    assert fits(page, page.locator('[role="dialog"] img'))


@pytest.mark.parametrize("query", ["", "?embed=true"])
def test_no_tool_covers_the_navigation(screen: Any, query: str) -> None:
    page = screen(TABLET, f"train{query}")
    tools = box(page.locator(".st-key-lab_tools"))["x"]
    ends = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stTopNav"] > *')]
          .map((item) => item.getBoundingClientRect().right)"""
    )
    assert max(ends) <= tools


def test_a_phone_has_the_ways_through_the_questions_in_one_row(screen: Any) -> None:
    page = screen(PHONE, "predict?question=float32")
    places = [box(page.locator(".st-key-lab_questions button").nth(k)) for k in (0, -1)]
    assert places[0]["y"] == places[1]["y"]
    assert places[1]["x"] + places[1]["width"] <= PHONE["width"]


def test_a_tap_chooses_a_second_act_commits_and_all_stays_readable(screen: Any) -> None:
    page = screen(PHONE, "microscope")
    question = "Take one step from these W and b"
    page.get_by_text("higher", exact=True).click()
    page.get_by_text("lower", exact=True).click()
    wait_until_still(page)
    assert page.get_by_text("Not quite").count() == 0, "a stray tap locks nothing"
    number = page.locator(".st-key-ask-microscope-delta-1 input")
    number.press_sequentially("0,1333")  # a field of type number would swallow the comma
    page.locator(".st-key-commit-ask-microscope-longer-1 button").click()
    page.get_by_text("Not quite. You said “lower”; it is “higher”.").wait_for()
    number.press("Enter")
    page.get_by_text("Right: 0.1333.").wait_for()
    for words in (question, "higher (right)", "lower (your guess)"):
        place = page.get_by_text(words).first
        faded = """node => { let seen = 1
          for (; node; node = node.parentElement) seen *= getComputedStyle(node).opacity
          return seen }"""
        assert place.evaluate(faded) == 1, f"{words!r} is grey on grey"


@pytest.mark.parametrize("size", [PROJECTOR, PHONE])
def test_a_run_that_is_opened_comes_into_view(screen: Any, tmp_path: Path, size: Any) -> None:
    data = DataConfig()
    run = Run(load(data), TrainConfig(epochs=2)).finish()
    page = screen(size, "runs")
    file = tmp_path / "mine.json"
    file.write_text(json_of(RunRecord.of_run(run, data)))
    page.locator('input[type="file"]').set_input_files(file)
    heading = page.get_by_role("heading", name="Shown again")
    heading.wait_for()
    wait_until_still(page)
    curves(page, "run-again")
    page.wait_for_timeout(1200)  # what a page may take to settle
    assert fits(page, heading)
    page.locator('[data-testid="stMain"]').evaluate("(main) => main.scrollTo(0, 0)")
    press(page, "Pin")
    wait_until_still(page)
    page.wait_for_timeout(500)
    assert not fits(page, heading), "nothing moves unless it was asked for"
    press(page, "Open")
    wait_until_still(page)
    page.wait_for_timeout(1200)  # what a page may take to settle
    assert fits(page, heading)
