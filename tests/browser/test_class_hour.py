"""One hour of a class in real browsers: link, prediction, reveal, compare, export."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from perceptron.sharing.read import read_run
from tests.browser.opening import open_at
from tools.browser import (
    button,
    curves,
    go_to,
    new_context,
    open_app,
    press,
    set_slider,
    wait_for_charts,
    wait_until_still,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK: dict[str, Any] = {}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def seat(new_page: Any, app: str) -> Any:
    """Open an address in a browser context of its own: another seat in the class."""

    def take(address: str, **options: Any) -> Any:
        page = new_page(**options)
        open_at(page, address if address.startswith("http") else f"{app}/{address}")
        return page

    return take


def shared_link(page: Any, *choices: str) -> str:
    """The link that the Share button shows with these choices; the dialog is closed again."""
    page.locator(".st-key-tool_share button:visible").click()
    field = page.locator(".lab-copy textarea").last
    field.wait_for()
    wait_until_still(page)
    for choice in choices:
        page.get_by_role("dialog").get_by_text(choice, exact=True).click()
        wait_until_still(page)
    assert page.locator('[role="dialog"] img').is_visible(), "the QR code"
    link = field.input_value()
    page.keyboard.press("Escape")
    page.locator('[role="dialog"]').wait_for(state="detached")
    return link


def losses(page: Any) -> list[list[float]]:
    """Every point of every curve of the loss chart."""
    return [curve["y"] for curve in curves(page, "loss") if curve["name"] != "single batches"]


def train_to_the_end(page: Any) -> None:
    press(page, "Train")
    button(page, "Train again").wait_for()
    wait_until_still(page)


def test_a_question_goes_round_the_class_and_comes_back(seat: Any) -> None:
    teacher = seat("predict?question=lives&projector=on")
    link = shared_link(teacher, "Students wait for you")
    assert "question=lives" in link
    assert "projector" not in link, "the students have no projector"
    codes = []
    for answer, options in (("without end", PHONE), ("The loss falls", DESK)):
        student = seat(link, **options)
        student.get_by_role("heading", name="A learning rate of 2.2 instead").wait_for()
        assert student.get_by_text("Run it, and reveal").count() == 0
        student.get_by_text(answer).click()
        wait_until_still(student)
        press(student, "Commit")
        student.get_by_text("Your teacher reveals the answer.").wait_for()
        assert student.get_by_text(re.compile("Run it|Collect a class")).count() == 0
        assert "overshoots" not in student.locator("body").inner_text()
        codes.append(student.locator(".lab-copy textarea").input_value())
    press(teacher, "Collect a class")
    field = teacher.locator("textarea").first
    field.fill(f"Ann: {codes[0]}\nBob: {codes[1]}")
    field.press("Control+Enter")
    teacher.get_by_text(re.compile("2.* of 2 students")).wait_for()
    wait_until_still(teacher)
    assert curves(teacher, "guesses")[0]["x"] == [1, 1]
    teacher.locator("h2").first.click()  # out of the field, where an n is a letter
    teacher.keyboard.press("n")  # one key goes on: the answer, then the reason
    teacher.get_by_text("Measured:").wait_for()
    wait_until_still(teacher)
    teacher.keyboard.press("n")
    teacher.get_by_text("overshoots").wait_for()
    wait_until_still(teacher)
    assert not {"revealed", "part"} & set(re.findall(r"(\w+)=", teacher.url))
    late = seat(shared_link(teacher), **PHONE)  # from the teacher's tool, after the answer
    late.get_by_role("button", name="Commit").wait_for()
    revealed = seat(shared_link(teacher, "The question with its answer"), **PHONE)
    revealed.get_by_text("overshoots").wait_for()


def test_one_link_shows_the_same_numbers_in_every_seat(seat: Any, browser: Any, app: str) -> None:
    teacher = open_app(browser, app)
    set_slider(teacher, "Learning rate", "0.3")
    press(teacher, "New start")
    wait_until_still(teacher)
    train_to_the_end(teacher)
    link = shared_link(teacher)
    teacher.get_by_text("Take this run home").click()
    for options in (DESK, PHONE):
        student = seat(link, **options)
        wait_for_charts(student)
        assert losses(student) != losses(teacher)
        train_to_the_end(student)
        student.get_by_text("Every loss is that of the link, to the last bit.").wait_for()
        assert losses(student) == losses(teacher)
    teacher.context.close()


def test_a_class_compares_its_runs_and_takes_them_home(seat: Any, tmp_path: Path) -> None:
    page = seat("train?learning_rate=0.3&epochs=5&speed=full-speed")
    wait_for_charts(page)
    train_to_the_end(page)
    press(page, "New start")
    wait_until_still(page)
    train_to_the_end(page)
    go_to(page, "Your runs")
    page.get_by_role("heading", name="Your runs").wait_for()
    wait_until_still(page)
    assert [curve["name"] for curve in curves(page, "runs")] == ["run 1", "run 2"]
    name = page.get_by_label("Name").first
    name.fill("second start")
    name.press("Enter")
    wait_until_still(page)
    press(page, "Open")
    page.get_by_role("heading", name="Shown again").wait_for()
    wait_until_still(page)
    files = {}
    for label in ("JSON", "Python script", "CSV", "Jupyter notebook"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).last.click()
        files[label] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[label])
    assert files["Python script"].name == "second-start.py"
    record = read_run(files["JSON"].read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", files["Python script"]], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("identical to the last bit") == 3
    last = files["CSV"].read_text().splitlines()[-1].split(",")
    assert float(last[2]) == record.models["scratch"].train_mse[-1]
    assert json.loads(files["Jupyter notebook"].read_text())["nbformat"] == 4

    other = seat("runs")
    other.locator('input[type="file"]').set_input_files(files["JSON"])
    other.get_by_role("heading", name="Shown again").wait_for()
    wait_until_still(other)
    again = {curve["name"]: curve["y"] for curve in curves(other, "run-again")}
    assert again["einsum, validation"][-1] == record.models["einsum"].valid_mse[-1]
    broken = tmp_path / "broken.json"
    broken.write_text(files["JSON"].read_text()[:-40])
    other.locator('input[type="file"]').set_input_files(broken)
    other.get_by_text("can't be read as a run").wait_for()


def test_a_sketched_curve_follows_the_finger_and_the_keys(seat: Any) -> None:
    page = seat("predict?question=curve", **PHONE)
    press(page, "Commit")
    page.get_by_text("Move the points first").wait_for()
    dots = page.locator(".lab-sketch .handle")
    assert dots.count() == 4
    value = lambda i: float(dots.nth(i).get_attribute("aria-valuenow"))  # noqa: E731
    box = dots.nth(0).locator(".dot").bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] - 60, steps=4)
    page.mouse.up()
    assert value(0) > 1000
    dots.nth(2).focus()
    dots.nth(2).press("PageDown")
    assert 20 < value(2) < 40
    page.wait_for_timeout(600)  # the keys are sent when they rest
    wait_until_still(page)
    drawn = [value(i) for i in range(4)]
    press(page, "Commit")
    page.get_by_text("Your guess").wait_for()
    press(page, "Run it")
    page.get_by_text("On average your points are a factor").wait_for()
    wait_until_still(page)
    guess, result = curves(page, "evidence")[:2]
    assert guess["y"] == drawn
    assert len(result["y"]) == 17


def inside(browser: Any, site: str, app: str) -> Any:
    """The app in a frame of another site's page."""
    context = new_context(browser)
    context.grant_permissions(["local-network-access"])  # else refused wherever the app is local
    page = context.new_page()
    frame = (
        f'<iframe src="{app}/train?embed=true&learning_rate=0.3" width=1100 height=650></iframe>'
    )
    page.route(f"{site}/**", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(f"{site}/course")
    return page


@pytest.mark.parametrize("site", ["https://lab.streamlit.app", "https://moodle.example"])
def test_the_app_works_inside_another_page(browser: Any, app: str, site: str) -> None:
    page = inside(browser, site, app)
    frame = page.frame_locator("iframe")
    frame.locator(".lab-status output").wait_for()
    frame.locator('button:has-text("Epoch"):visible').click()
    frame.get_by_text("epoch 1 of 16").first.wait_for()
    assert (
        frame.locator('input[aria-label="Learning rate"]').get_attribute("aria-valuetext") == "0.3"
    )
    page.context.close()


def test_the_keyboard_is_shown_by_a_question_mark(seat: Any) -> None:
    page = seat("microscope?projector=on")
    page.locator("html[data-lab-keys]").wait_for(state="attached")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("goes on: the next phase").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("n")
    wait_until_still(page)
    assert "phase=loss" in page.url
    page.locator(".st-key-tool_projector button:visible").click()
    wait_until_still(page)
    assert "projector" not in page.url
