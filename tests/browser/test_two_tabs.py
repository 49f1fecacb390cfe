"""Two tabs of one browser: neither overwrites what was done in the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.browser.test_memory import KEYS, READ, settled
from tools.browser import go_to, new_context, press, wait_until_still

pytestmark = pytest.mark.browser
DEAF = """addEventListener("storage", (event) => event.stopImmediatePropagation(), true);"""


@pytest.fixture
def tabs(browser: Any, app: str) -> Iterator[Any]:
    """Open two tabs of one browser; both know of nothing that was done."""
    context = new_context(browser)

    def open_both(deaf: bool) -> list[Any]:
        both = []
        for path in ("last_batch", "agreement"):
            both.append(context.new_page())
            if deaf:  # as a tab that slept: it has missed what the browser tells
                both[-1].add_init_script(DEAF)
            both[-1].goto(f"{app}/{path}")
            settled(both[-1])
        return both

    yield open_both
    context.close()


def answer(tab: Any) -> None:
    """Answer the first question that is open, whatever kind it is of."""
    tab.bring_to_front()
    told = tab.locator('[data-testid="stAlert"]').count()
    form = tab.locator('[data-testid="stForm"]').first
    form.locator("input").first.wait_for(state="attached")  # its code comes later
    if form.locator('[data-testid="stRadio"]').count():
        form.locator('[data-testid="stRadio"] label').nth(1).click()
    else:
        form.locator("input").fill("4")
        form.locator("input").press("Tab")
    form.get_by_role("button", name="Commit").click()
    tab.locator('[data-testid="stAlert"]').nth(told).wait_for()
    wait_until_still(tab)


def done(tab: Any) -> Any:
    """What the browser keeps of progress."""
    return json.loads(tab.evaluate(READ, "progress"))


@pytest.mark.parametrize("deaf", [False, True])
def test_what_is_answered_in_two_tabs_stands_in_both(tabs: Any, app: str, deaf: bool) -> None:
    one, other = tabs(deaf)
    for tab in (one, other, one):
        answer(tab)
        wait_until_still(other if tab is one else one)
    found = done(one)
    assert set(found["pages"]) == {"last_batch", "agreement"}
    assert sorted(each["page"] for each in found["answers"].values()) == [
        "agreement",
        "last_batch",
        "last_batch",
    ]
    if deaf:
        answer(other)
    other.goto(f"{app}/progress")
    settled(other).get_by_text(f"{3 + deaf} questions answered").wait_for()


@pytest.mark.parametrize("deaf", [False, True])
def test_what_one_tab_forgets_the_other_does_not_bring_back(
    tabs: Any, app: str, deaf: bool
) -> None:
    one, other = tabs(deaf)
    for tab in (one, other):
        answer(tab)
    one.bring_to_front()
    go_to(one, "What I can do", "Practise")
    one.get_by_text("1 question answered" if deaf else "2 questions answered").wait_for()
    wait_until_still(one)
    press(one, "Forget everything")
    one.get_by_role("button", name="Forget it all").click()
    one.get_by_text("Nothing is answered yet").wait_for()
    wait_until_still(one)
    assert one.evaluate(KEYS) == []
    wait_until_still(other)
    answer(other)
    wait_until_still(one)
    found = done(other) if "progress" in other.evaluate(KEYS) else {"answers": {}}
    assert len(found["answers"]) == (0 if deaf else 1), "of what came after, no more"
    answer(other)
    assert len(done(other)["answers"]) == (1 if deaf else 2)
