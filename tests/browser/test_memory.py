"""A reload keeps what a visitor did: in the visitor's own browser, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.sharing.remembered import read_under_way, write_run
from perceptron.sharing.shelf import KeptRun
from tests.sharing.documents import RECORD
from tools.browser import button, curves, new_context, press, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREFIX = "perceptron-lab.1."
SITE = "http://127.0.0.1:8999"  # of another origin and the same site
READ = f"""(key) => localStorage.getItem("{PREFIX}" + key)"""
KEYS = f"""() => Object.keys(localStorage).filter((key) => key.startsWith("{PREFIX}"))
    .map((key) => key.slice({len(PREFIX)})).sort()"""


def plain(page: Any, app: str) -> Any:
    """The app in a tab."""
    page.goto(f"{app}/train?epochs=40")
    return page


def framed(page: Any, app: str) -> Any:
    """The app in a frame of another site's page."""
    page.context.grant_permissions(["local-network-access"])
    frame = f'<iframe name="lab" src="{app}/train?epochs=40" width=1200 height=700></iframe>'
    page.route(f"{SITE}/**", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(f"{SITE}/course")
    return page.frame(name="lab")


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab of a visitor who has not been here before."""
    context = new_context(browser)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    yield page
    context.close()


def settled(tab: Any) -> Any:
    """The same tab, once the browser has handed over and the page is drawn."""
    tab.locator("html[data-lab-memory]").wait_for(state="attached")
    tab.locator('[data-testid="stMain"] button:visible').first.wait_for()
    wait_until_still(tab)
    return tab


def reload(tab: Any) -> Any:
    """Reload it."""
    tab.evaluate("document.documentElement.dataset.old = 'yes'")
    tab.evaluate("setTimeout(() => location.reload())")
    tab.locator("html:not([data-old])").wait_for(state="attached")
    return settled(tab)


@pytest.mark.parametrize("open_it", [plain, pytest.param(framed, marks=pytest.mark.slow)])
def test_a_reload_keeps_all_that_was_done(page: Any, app: str, open_it: Any) -> None:
    tab = open_it(page, app)
    settled(tab)
    assert tab.evaluate(KEYS) == [], "nothing is kept of a visitor who has done nothing"

    tab.goto(f"{app}/predict?question=batches")
    settled(tab).get_by_label("Your guess").fill("4")
    tab.get_by_label("Your guess").press("Tab")
    wait_until_still(tab)
    press(tab, "Commit")
    press(tab, "Run it")
    tab.get_by_text("You said “4 batches”").wait_for()
    tab.get_by_text("(1 of ").wait_for(state="attached")

    tab.goto(f"{app}/notation")
    settled(tab)
    answer_first_question(tab)

    tab.goto(f"{app}/train?epochs=2")
    settled(tab)
    press(tab, "Epoch")
    wait_until_still(tab)
    press(tab, "Epoch")
    button(tab, "Train again").wait_for()
    wait_until_still(tab)
    tab.goto(f"{app}/train?epochs=40")
    settled(tab)
    press(tab, "Train")
    tab.wait_for_function(
        f"""() => JSON.parse(localStorage.getItem("{PREFIX}live") ?? "{{}}").steps > 8"""
    )
    reload(tab)
    kept = read_under_way(tab.evaluate(READ, "live"))
    again = Run(load(DataConfig()), TrainConfig(epochs=40))
    for _ in range(kept.steps):
        again.step()
    button(tab, "Continue").wait_for()
    assert f"epoch {again.history.n_epochs} of 40" in tab.locator(".lab-status").inner_text()
    drawn = {curve["name"]: curve["y"] for curve in curves(tab, "loss")}
    found = next(y for name, y in drawn.items() if "torch" in name and "valid" in name)
    assert again.history.n_epochs in (len(found), len(found) - 1)
    assert found[-1] == again.history.models["torch"].valid_mse[-1], "to the last bit"

    tab.goto(f"{app}/runs")
    settled(tab)
    assert tab.get_by_label("Name").count() == 1
    assert tab.get_by_label("Name").input_value() == "run 1"
    tab.get_by_text("Kept in this browser for your next visit: 1 of").wait_for()
    tab.goto(f"{app}/predict?question=batches")
    settled(tab).get_by_text("You said “4 batches”").wait_for()
    tab.get_by_text("(1 of ").wait_for(state="attached")
    tab.goto(f"{app}/notation")
    assert settled(tab).locator('[data-testid="stAlert"]').count() == 1, "and its answer"


def answer_first_question(tab: Any) -> None:
    """Answer the first question of a lesson."""
    tab.locator('[data-testid="stRadio"] label').nth(1).click()
    press(tab, "Commit")
    tab.locator('[data-testid="stAlert"]').first.wait_for()
    wait_until_still(tab)


def kept_run(name: str, mark: str, **more: Any) -> str:
    text = write_run(KeptRun(1, name, RECORD, mark=mark, **more))
    assert text is not None
    return text


def fill(page: Any, app: str, store: dict[str, str]) -> None:
    """Write into the browser what the app shall find there, as anyone can."""
    page.goto(f"{app}/_stcore/health")
    page.evaluate(
        "([prefix, store]) => { for (const [key, text] of Object.entries(store))"
        " localStorage.setItem(prefix + key, text); }",
        [PREFIX, store],
    )


def test_forget_everything_leaves_nothing_and_a_deleted_run_comes_back(page: Any, app: str) -> None:
    marks = ["0" * 16, "1" * 16]
    store = {f"run-{mark}": kept_run(f"mine {mark[0]}", mark, pinned=mark < "1") for mark in marks}
    fill(page, app, store)
    page.goto(f"{app}/runs")
    settled(page)
    names = lambda: [one.input_value() for one in page.get_by_label("Name").all()]  # noqa: E731
    assert names() == ["mine 0", "mine 1"], "the pinned one first"
    press(page, "Delete")
    page.get_by_text("Deleted: mine 0.").wait_for()
    wait_until_still(page)
    assert page.evaluate(KEYS) == [f"run-{marks[1]}"]
    press(page, "Undo")
    page.get_by_text("Deleted: mine 0.").wait_for(state="detached")
    wait_until_still(page)
    assert names() == ["mine 0", "mine 1"]
    assert page.evaluate(KEYS) == [f"run-{mark}" for mark in marks]
    press(page, "Forget everything")
    page.get_by_role("button", name="Forget it all").click()
    page.get_by_text("No run is finished yet").wait_for()
    wait_until_still(page)
    assert page.evaluate(KEYS) == []
    reload(page)
    page.get_by_text("No run is finished yet").wait_for()
    assert page.evaluate(KEYS) == []


def test_two_tabs_keep_what_the_other_has_done_and_old_runs_make_room(page: Any, app: str) -> None:
    fill_room = " " * 550_000
    store = {
        f"run-{i:016x}": kept_run(f"run {i}", f"{i:016x}", made=i, pinned=i == 1)[:-1]
        + fill_room
        + "}"
        for i in range(1, 6)
    }
    fill(page, app, store)
    page.evaluate("localStorage.setItem('perceptron-lab.2.run-x', 'of a later version')")
    page.goto(f"{app}/runs")
    settled(page)
    left = [f"run-{i:016x}" for i in (1, 4, 5)]
    assert page.evaluate(KEYS) == left, "the pinned one, and the newest"
    other = page.context.new_page()
    other.goto(f"{app}/runs")
    settled(other)
    press(page, "Delete")  # the pinned one, which is first
    page.get_by_text("Deleted: run 1").wait_for()
    wait_until_still(page)
    other.get_by_role("button", name="Pin", exact=True).first.click()
    wait_until_still(other)
    assert page.evaluate(KEYS) == left[1:], "the other tab does not bring it back"
    assert json.loads(page.evaluate(READ, left[2]))["pinned"]
    assert page.evaluate("localStorage.getItem('perceptron-lab.2.run-x')")


def test_a_browser_that_keeps_nothing_says_so_and_all_else_works(browser: Any, app: str) -> None:
    context = new_context(browser)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('refused', 'SecurityError'); } })"
    )
    page = context.new_page()
    page.goto(f"{app}/train?epochs=1")
    settled(page)
    press(page, "Epoch")
    button(page, "Train again").wait_for()
    page.get_by_text("Take this run home").click()
    page.get_by_role("link", name="Compare it with your other runs").click()
    page.get_by_text("This browser lets no page keep anything").wait_for()
    page.get_by_label("Name").wait_for()
    context.close()


def test_what_is_broken_is_dropped_alone(page: Any, app: str) -> None:
    good, cut = "a" * 16, "b" * 16
    guess = json.dumps({"of": "0" * 16, "guess": "no such option", "stage": "answer"})
    fill(page, app, {
        f"run-{good}": kept_run("<b>fine</b> *run*", good),
        f"run-{cut}": kept_run("cut off", cut)[:-20],
        "run-../../x": kept_run("another", "c" * 16),
        "live": '{"data":{"samples":1e99},"train":{},"columns":null,"steps":-1,"rates":[]}',
        "table": '{"name":"t","columns":' + "[" * 5000,
        "answer-predict-batches": guess,
        "answer-x": "[]",
        "tag": "<script>",
        "of-another-kind": "x",
    })  # fmt: skip
    page.goto(f"{app}/runs")
    settled(page)
    page.get_by_text("About what this browser has kept").wait_for()
    assert page.get_by_label("Name").input_value() == "<b>fine</b> *run*"
    left = page.evaluate(KEYS)
    assert left == ["answer-predict-batches", f"run-{good}"]
    press(page, "All right")
    page.get_by_text("About what this browser has kept").wait_for(state="detached")
    page.goto(f"{app}/predict?question=batches")
    settled(page)
    assert page.get_by_label("Your guess").is_enabled(), "a guess at another question is none"
    reload(page)
    assert page.get_by_text("About what this browser has kept").count() == 0, "told once"
