"""A room in real browsers: one wall, three phones with touch, and a second machine."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.test_legible import CROSSED, SMALL, SMALLEST
from tools.browser import PHONE, curves, wait_until_still
from tools.class_hour import NOT_SURE, SURE, commit, open_room

pytestmark = pytest.mark.browser
SIZES = [(640, 360), (1280, 720), (1920, 1080)]
TITLE, FALLS, GROWS = "Learning rate 2.2", "The loss falls", "The loss grows"
# What a class must see at once: each part, if there is one, as a whole and clear of the others.
PARTS = """() => {
  const found = [".lab-room-counts", ".st-key-lab_corner", ".st-key-lab_question h2",
    ".st-key-lab_wall_said", ".lab-chart[data-name=spread]", ".lab-chart[data-name=shares]",
    ".lab-chart[data-name=guess-runs]", ".st-key-lab_wall_moves", ".st-key-lab_next"]
    .map((name) => [name, document.querySelector(name)])
    .filter(([, node]) => node?.checkVisibility() && node.offsetHeight)
    .map(([name, node]) => [name, node.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1
    || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  return found.flatMap(([name, box], i) => [
    ...(box.top < 0 || box.bottom > innerHeight || box.right > innerWidth
      ? [`${name} is not seen as a whole`] : []),
    ...(name.startsWith(".lab-chart") && box.height < 80 ? [`${name} is too low`] : []),
    ...found.slice(i + 1).filter(([, other]) => !apart(box, other))
      .map(([other]) => `${name} lies over ${other}`),
  ]);
}"""


@pytest.fixture
def seat(new_page: Any) -> Any:
    """Open an address in a browser of its own."""

    def take(address: str, **options: Any) -> Any:
        page = new_page(**options)
        page.goto(address)
        return page

    return take


def new_room(seat: Any, app: str, **options: Any) -> tuple[Any, str, str]:
    """Open a room; return the teacher's page, the way in, and the link of the teacher."""
    page = seat(f"{app}/teach", **options)
    code, link = open_room(page)
    return page, f"{app}/join?room={code}", link


def ask(page: Any, title: str) -> None:
    """Ask a question of the plan."""
    plan = page.locator('[data-testid="stExpander"] details').first
    plan.wait_for()
    if plan.get_attribute("open") is None:
        plan.locator("summary").click()
    page.locator('[data-testid="stMain"] button', has_text=title).first.click()
    page.locator(".st-key-lab_question").wait_for()


def counted(page: Any, words: str) -> None:
    """Wait until the wall counts so many; else say what it says."""
    try:
        page.locator(".lab-room-counts output", has_text=words).wait_for(timeout=60_000)
    except TookTooLong:
        raise AssertionError(page.locator(".lab-room-counts").first.inner_text()) from None


def press(page: Any, stage: str) -> None:
    page.locator(f".st-key-move_{stage} button").click()


def spread(page: Any) -> list[tuple[str, list[float]]]:
    page.locator('.lab-chart[data-name="spread"]').wait_for()
    wait_until_still(page)
    return [(trace["name"], trace["x"]) for trace in curves(page, "spread")]


def test_a_question_goes_through_the_class_and_both_walls_agree(seat: Any, app: str) -> None:
    teacher, way_in, link = new_room(seat, app)
    assert teacher.get_by_text("Only this computer can open this address").count()
    phones = [seat(way_in, **PHONE) for _ in range(3)]
    counted(teacher, "3 are here")
    ask(teacher, TITLE)
    for phone, option in zip(phones, (FALLS, FALLS, GROWS), strict=True):
        commit(phone, option, SURE)
    counted(teacher, "3 of 3 have committed")
    commit(phones[1], GROWS, NOT_SURE)
    phones[2].reload()
    phones[2].get_by_text("Kept:").wait_for()
    counted(teacher, "3 of 3 have committed")
    assert teacher.locator('.lab-chart[data-name="spread"]').count() == 0
    press(teacher, "closed")
    press(teacher, "spread")
    assert spread(teacher) == [("sure", [1, 1]), ("not sure", [0, 1])]
    teacher.reload()
    assert spread(teacher) == [("sure", [1, 1]), ("not sure", [0, 1])]

    other = seat(f"{link}&projector=on")
    assert spread(other) == [("sure", [1, 1]), ("not sure", [0, 1])]
    assert "key=" not in other.url
    other.keyboard.press("n")
    teacher.locator(".st-key-move_closed button").wait_for()
    assert teacher.locator('.lab-chart[data-name="spread"]').count() == 0
    for phone in phones:
        phone.get_by_text("You have talked").wait_for()
    for phone, option in zip(phones, (FALLS, GROWS, GROWS), strict=True):
        commit(phone, option, SURE)
    for wall in (teacher, other):
        counted(wall, "3 of 3 have committed")
    press(teacher, "closed")
    other.get_by_role("button", name="Show the spread").wait_for()
    for phone in phones:
        phone.get_by_text("The question is closed").wait_for()
        page = phone.content()
        for hidden in ("without end.", "overshoots", "You may have thought", "3 right", "✓", "✗"):
            assert hidden not in page.replace(GROWS, ""), hidden
    press(teacher, "answer")
    for phone, verdict in zip(phones, ("✗", "✓", "✓"), strict=True):
        phone.locator(".lab-room-verdict p", has_text=verdict).wait_for()
    assert phones[0].get_by_text("You may have thought").count() == 1
    assert phones[1].get_by_text("You may have thought").count() == 0
    for wall in (teacher, other):
        wall.get_by_text("The run: The loss grows without end.").wait_for()
        assert [name for name, _ in spread(wall)][:2] == [
            "before the talk, sure", "before the talk, not sure",
        ]  # fmt: skip
        assert wall.get_by_text("2 of 3 right").count() == 2, "in both rounds"
    other.keyboard.press("n")
    for page in (teacher, *phones):
        page.get_by_text("overshoots").first.wait_for()
    other.get_by_role("button", name="Ask the twin").wait_for()


def test_the_wall_says_who_is_away_and_how_it_is_connected(seat: Any, app: str) -> None:
    teacher, way_in, _ = new_room(seat, app)
    phone, _ = seat(way_in, **PHONE), seat(way_in, **PHONE)
    counted(teacher, "2 are here")
    more = teacher.locator(".lab-room-counts span")
    assert more.inner_text() == "this page is connected"
    phone.context.close()
    counted(teacher, "1 is here")
    assert more.inner_text() == "1 away · this page is connected"
    teacher.route("**/rooms/*/counts*", lambda route: route.abort())  # as a proxy may
    teacher.reload()
    teacher.locator(".lab-room-counts span", has_text="news for this page every 3 s").wait_for()
    teacher.route("**/rooms/*/watch", lambda route: route.abort())
    teacher.locator(".lab-room-counts span", has_text="no connection: tried again").wait_for()
    counted(teacher, "1 is here")
    teacher.unroute("**/rooms/*/watch")
    teacher.locator(".lab-room-counts span", has_text="news for this page every 3 s").wait_for()


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_all_that_a_class_must_see_is_on_one_screen(seat: Any, app: str, theme: str) -> None:
    teacher, way_in, link = new_room(seat, app)
    wall = seat(f"{link}&projector=on", color_scheme=theme)
    wall.locator(".st-key-lab_way_code").wait_for()
    wrong: dict[str, list[str]] = {}

    def look(when: str) -> None:
        wait_until_still(wall)
        for width, height in SIZES:
            wall.set_viewport_size({"width": width, "height": height})
            wall.wait_for_timeout(700)  # what a page may take to settle
            found = wall.evaluate(PARTS) + wall.evaluate(SMALL, SMALLEST) + wall.evaluate(CROSSED)
            if found:
                wrong[f"{when} at {width}"] = found

    look("the way in")
    phones = [seat(way_in, **PHONE) for _ in range(3)]
    ask(teacher, TITLE)
    for phone, option in zip(phones, (FALLS, GROWS, FALLS), strict=True):
        commit(phone, option, SURE)
    counted(wall, "3 of 3 have committed")
    look("the question")
    for stage in ("closed", "spread", "again", "closed", "answer", "why"):
        button = teacher.locator(f".st-key-move_{stage} button")
        button.click()
        button.wait_for(state="detached")
        wait_until_still(wall)
        if stage == "again":
            for phone, option in zip(phones, (GROWS, GROWS, FALLS), strict=True):
                commit(phone, option, NOT_SURE)
        else:
            look(stage)
    assert wrong == {}, wrong


# What a page does whose script was run anew: a call for the place before comes after the newer one.
LATE_CALL = """async ([asset, watch, room]) => {
  const { default: show } = await import(asset);
  const words = new Proxy({}, { get: () => "" });
  show({ data: { part: "teacher", room, watch, version: 0, runs: 0, words },
    parentElement: document.createElement("div"), setTriggerValue() {} });
}"""


def test_a_late_call_for_a_place_that_is_gone_leaves_the_counts_where_they_are(
    seat: Any, app: str
) -> None:
    teacher = seat("about:blank")
    asked: list[str] = []
    teacher.on("request", lambda request: asked.append(request.url))
    teacher.goto(f"{app}/teach")
    teacher.get_by_role("button", name="Open a room").click()
    room = teacher.locator(".st-key-lab_way_code").inner_text()
    counted(teacher, "0 are here")
    asset = next(url for url in asked if "/assets/room-" in url)
    watch = next(url for url in asked if "/counts?" in url).partition("watch=")[2]
    teacher.evaluate(LATE_CALL, [asset, watch, room])
    seat(f"{app}/join?room={room}", **PHONE)
    counted(teacher, "1 is here")


def test_a_phone_hears_by_itself_that_a_trial_and_then_its_room_are_closed(
    seat: Any, app: str
) -> None:
    teacher, way_in, _ = new_room(seat, app)
    phone = seat(way_in, **PHONE)
    counted(teacher, "1 is here")
    ask(teacher, "Who finds the best rate?")
    phone.locator(".st-key-play button:visible").click()
    phone.get_by_text("You may train again until it is closed.").wait_for()
    press(teacher, "closed")
    phone.get_by_text("The trial is closed. Your run counts:").wait_for()
    teacher.get_by_role("button", name="Close the room").click()
    teacher.get_by_role("button", name="Close it").click()
    said = phone.locator(".lab-room-said")
    said.get_by_text("Your teacher has closed the room. Your runs stay on this phone.").wait_for()
    assert "refused" not in (said.get_attribute("class") or "")
