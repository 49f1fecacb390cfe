"""Projector mode: one key goes on, through every phase of every page, to the next one."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages.shared.pages import LOOK_UP, PAGES, WITH_A_CLASS, after
from tests.pages.opening import follow_link, switch_to


def page_of(app: AppTest) -> str:
    page: str = app.session_state["address"].page
    return page


def go_on(app: AppTest) -> str:
    """Press what the key presses; return its label."""
    button = app.button(key="goes_on_button")
    assert not button.disabled
    label: str = button.label
    button.click().run()
    assert not app.exception
    return label


def test_one_key_leads_through_every_page_and_never_stops() -> None:
    app = follow_link("train", projector="on", speed="full-speed", epochs="2")
    assert go_on(app) == "Train"
    visited = ["train"]
    for _ in range(80):
        go_on(app)
        if page_of(app) != visited[-1]:
            assert page_of(app) == after(visited[-1]).name
            visited.append(page_of(app))
            switch_to(app, visited[-1])
        if visited[-1] == "train" and len(visited) > 1:
            break
    course = {page.name for page in PAGES if page.group not in (WITH_A_CLASS, LOOK_UP)}
    assert set(visited) == course, "in a room its plan leads"
