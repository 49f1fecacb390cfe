"""Made-up languages in a real browser: no own word is left, nothing overflows, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.pages import PAGES
from tests.browser.test_everyone import UNFOLD
from tests.lang.pseudo import begin, in_letters, write_catalogs
from tests.lang.walk import CUT, english
from tools.browser import PHONE, serve, wait_for_charts, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ["" if page.name == "home" else page.name for page in PAGES]
WIDE = """() => { const main = document.querySelector('[data-testid="stMain"]');
  return main.scrollWidth - main.clientWidth; }"""

BESIDE_TOOLS = """() => {
  const shown = [...document.querySelectorAll(".rc-overflow[data-testid=stTopNav] > *")]
    .map((one) => [one.getBoundingClientRect(), getComputedStyle(one)])
    .filter(([box, style]) => box.width && style.opacity !== "0");
  const ends = Math.max(...shown.map(([box]) => box.right));
  return document.querySelector(".st-key-lab_tools").getBoundingClientRect().left - ends;
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with the made-up languages."""
    write_catalogs(folder := tmp_path_factory.mktemp("lang"))
    with serve(begin(folder)) as (address, _):
        yield address


@pytest.fixture
def page(new_page: Any) -> Any:
    """A tab of a visitor who has not been here before."""
    return new_page()


def visit(page: Any, lab: str, name: str, language: str) -> None:
    page.goto(f"{lab}/{name}?lang={language}")
    page.locator(".st-key-terms").first.wait_for(state="attached")
    wait_until_still(page)
    page.evaluate(UNFOLD)
    wait_until_still(page)


def test_no_page_has_a_word_that_is_in_no_catalog(page: Any, lab: str) -> None:
    found = {}
    for name in NAMES:
        visit(page, lab, name, "xl")
        found[name] = english(page)
        assert page.evaluate("document.documentElement.lang") == "xl"
    assert {name: words for name, words in found.items() if words} == {}


def test_no_dialog_and_no_outcome_has_one(page: Any, lab: str) -> None:
    visit(page, lab, "train", "xl&epochs=2")
    found = []
    for tool in ("share", "keys"):
        page.locator(f".st-key-tool_{tool} button:visible").click()
        page.locator("[role=dialog]:focus-within").wait_for()
        wait_until_still(page)
        found += english(page)
        page.keyboard.press("Escape")
        page.locator("[role=dialog]").wait_for(state="detached")
    page.locator(".st-key-play button").click()
    page.locator(".st-key-again button").wait_for()
    wait_until_still(page)
    page.evaluate(UNFOLD)
    wait_until_still(page)
    found += english(page)
    page.locator('[data-testid="stTopNavLink"][href$="/runs"]').first.click()  # that run, kept
    page.wait_for_url("**/runs*")
    wait_until_still(page)
    page.evaluate(UNFOLD)
    wait_until_still(page)
    found += english(page)
    assert found == [], "\n".join(found)


def test_a_language_is_changed_in_mid_run_and_nothing_is_lost(page: Any, lab: str) -> None:
    page.goto(f"{lab}/train?lang=en&epochs=400&learning_rate=0.02")
    wait_for_charts(page)
    page.locator(".st-key-play button").click()
    status = page.locator(".lab-status output")
    page.locator(".lab-status output", has_text=re.compile("epoch [3-9]")).wait_for()
    choose_language(page, "Xxx xl")
    page.locator(".lab-status output", has_text="жж 400").wait_for()
    assert int(re.findall(r"\d+", status.inner_text())[0]) >= 3, "the run is the same"
    page.locator(".st-key-play button").click()  # a pause
    wait_until_still(page)
    assert english(page) == [], "what is chosen is said in the new language, too"
    assert "learning_rate=0.02" in page.url
    assert "lang=xl" in page.url
    page.reload()
    page.locator(".lab-status output", has_text="жж 400").wait_for()
    assert page.evaluate("document.documentElement.lang") == "xl"


@pytest.mark.parametrize("name", ["", "step_size", "microscope", "clinic", "predict", "guide"])
def test_a_page_in_another_language_says_what_is_chosen_in_it(
    page: Any, lab: str, name: str
) -> None:
    visit(page, lab, name, "en")
    choose_language(page, "Xxx xl")
    page.locator("html[lang=xl]").wait_for(state="attached")
    wait_until_still(page)
    assert english(page) == []


def choose_language(page: Any, name: str) -> None:
    page.locator(".st-key-tool_language button:visible").click()
    page.get_by_role("menuitem", name=name).click()


def test_a_question_says_all_in_the_language(page: Any, lab: str) -> None:
    visit(page, lab, "step_size", "xl")
    form = page.locator('[class*="st-key-asked-step-size-two-batches"]').first
    form.locator("[data-testid=stButton] button").first.click()  # a hint
    form.locator("[data-testid=stAlert]").first.wait_for()
    form.locator("label:has(input[type=radio])").first.click()
    form.locator("[data-testid=stFormSubmitButton] button").click()
    form.locator(
        ":is([data-testid=stAlertContentSuccess], [data-testid=stAlertContentError])"
    ).first.wait_for()
    wait_until_still(page)
    assert english(page) == []


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_a_language_twice_as_long_has_room(page: Any, lab: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide, cut = {}, {}
    for name in NAMES:
        visit(page, lab, name, "xt")
        wide[name], cut[name] = page.evaluate(WIDE), page.evaluate(CUT)
    assert {name: by for name, by in wide.items() if by > 1} == {}
    assert {name: words for name, words in cut.items() if words} == {}


@pytest.mark.parametrize("language", ["en", "xt"])
def test_no_page_in_the_bar_lies_below_its_tools(page: Any, lab: str, language: str) -> None:
    visit(page, lab, "train", language)
    hidden = {}
    for width in range(660, 1940, 40):
        page.set_viewport_size({"width": width, "height": 800})
        gap = -1.0
        for _ in range(50):  # a busy machine is late to count what has room
            page.wait_for_timeout(100)
            if (gap := page.evaluate(BESIDE_TOOLS)) >= 0:
                break
        if gap < 0:
            hidden[width] = gap
    assert hidden == {}


def test_a_hostile_translation_does_no_harm(page: Any, lab: str) -> None:
    for name in NAMES:
        visit(page, lab, name, "xh")
        assert page.locator('[data-testid="stException"]').count() == 0, name
        assert page.locator('[data-testid="stMain"] :is(script, img[src="x"])').count() == 0, name
        assert page.locator(".katex-error").count() == 0, name
        assert page.evaluate("window.hurt ?? 0") == 0, name


def test_two_visitors_read_two_languages_at_once(new_page: Any, lab: str) -> None:
    seats = [new_page(), new_page(**PHONE)]
    for _ in range(2):
        for seat, language in zip(seats, ("en", "xl"), strict=True):
            seat.goto(f"{lab}/step_size?lang={language}")
        for seat in seats:
            seat.locator(".st-key-terms").first.wait_for(state="attached")
            wait_until_still(seat)
        assert seats[0].get_by_text("Before you go on").count() == 1
        assert "ж" not in seats[0].locator("body").inner_text()
        assert english(seats[1]) == []


def test_a_room_says_all_in_the_language(new_page: Any, lab: str) -> None:
    teacher, phone = new_page(), new_page(**PHONE)
    visit(teacher, lab, "teach", "xl")
    teacher.get_by_role("button", name=in_letters("Open a room")).first.click()
    code = teacher.locator(".st-key-lab_way_code")
    code.wait_for()
    room = {code.inner_text()}
    phone.goto(f"{lab}/join?room={code.inner_text()}&lang=xl")
    wait_until_still(phone)
    wait_until_still(teacher)
    found = english(teacher, room) + english(phone, room)
    teacher.locator('[class*="st-key-plan_step_"] button').first.click()
    form = phone.locator(".lab-room-form")
    form.wait_for()
    form.locator("input").first.wait_for()
    if form.locator(".option").count():
        form.locator(".option").first.tap()
    else:
        form.locator("input").first.fill("4")
    form.locator("button").first.tap()
    while True:
        wait_until_still(teacher)
        wait_until_still(phone)
        found += english(teacher, room) + english(phone, room)
        on = teacher.locator(".st-key-lab_wall_moves button").first
        if on.count() == 0 or on.get_attribute("kind") != "primary":
            break
        stage = teacher.locator(".st-key-lab_wall").inner_text()
        on.click()
        teacher.wait_for_function(
            "(was) => document.querySelector('.st-key-lab_wall').innerText !== was", arg=stage
        )
    assert phone.locator(".lab-room-verdict").count() == 1, "the question has gone all its way"
    assert found == [], "\n".join(found)
