"""A phone's page that was drawn before its room went on, and heard of it while nobody listened."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.server.assets import ROOM
from tests.browser.opening import open_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VERSION = 7  # of the room, as the phone hears it
TEST = {"kind": "test", "name": "test-before", "page": "measure", "prompt": "A test"}
VIEW = {"version": VERSION, "follow": False, "page": "", "question": TEST, "stage": "closed",
        "ballot": "b", "open": False}  # fmt: skip
# The room is on the page, is gone and comes again, as when a script has run.
COMES_AGAIN = """async ([asset, version, page]) => {
  const { default: student } = await import(asset), told = [];
  const words = new Proxy({}, { get: () => "" }), paper = {};
  const data = { part: "student", room: "TESTS", language: "en", words, paper, unknown: false,
    place: { page, asks: "join", followed: "" }, version };
  const show = () => student({ data, parentElement: document.createElement("div"),
    setTriggerValue: (...what) => told.push(what) });
  const leave = show();
  leave();
  const heard = performance.getEntriesByType("resource").length;
  while (performance.getEntriesByType("resource").length === heard)
    await new Promise((done) => setTimeout(done, 50));
  await new Promise((done) => setTimeout(done, 200));
  show();
  show();
  return told;
}"""


@pytest.mark.parametrize(
    ("version", "page", "told"),
    [
        (VERSION - 1, "measure", [["told", str(VERSION)]]),
        (VERSION, "measure", []),
        (VERSION - 1, "notation", []),
    ],
)
def test_a_page_older_than_its_room_is_drawn_anew_once(
    new_page: Any, app: str, version: int, page: str, told: list[list[str]]
) -> None:
    phone = new_page()
    answer = {"student": "s", "view": VIEW}
    phone.route("**/rooms/TESTS/join*", lambda route: route.fulfill(body=json.dumps(answer)))
    phone.route("**/rooms/TESTS/events*", lambda route: route.fulfill(status=404))
    open_at(phone, f"{app}/glossary")
    asset = f"{app}/assets/{ROOM.name}"
    assert phone.evaluate(COMES_AGAIN, [asset, version, page]) == told
