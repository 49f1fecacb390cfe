"""Questions that come back: on another page when they were missed, after a reload when open."""

from __future__ import annotations

import json

import pytest

from tests.pages.opening import commit, new_session, open_page, switch_to
from tests.pages.test_memory import kept, press, reloaded


def test_a_title_that_ends_in_a_question_mark_is_not_followed_by_a_full_stop() -> None:
    app = open_page("agreement")
    field = next(one for one in app.text_input if (one.key or "").startswith("ask-agreement"))
    name = (field.key or "").removeprefix("ask-").removesuffix("-1")
    field.set_value("-123")
    commit(app, name)
    switch_to(app, "clinic")
    told = [one.value for one in app.caption if "you missed one like this" in one.value]
    assert told == [":material/history: From *Do they agree?*: you missed one like this."]


@pytest.mark.usefixtures("keeping_browser")
def test_a_twin_that_was_open_and_not_answered_is_open_after_a_reload() -> None:
    before = switch_to(new_session(), "last_batch")
    before.text_input(key="ask-last-batch-share-1").set_value("1.23")
    commit(before, "last-batch-share")
    press(before, "Try one with other numbers")
    twin = "ask-last-batch-share~1-1"
    assert twin in [one.key for one in before.text_input]
    store = kept(before)
    assert twin in [one.key for one in reloaded(store, "last_batch").text_input]
    key = "answer-last-batch-share"
    for twins in (-1, 10**9, True, "1"):
        damaged = {**store, key: json.dumps(json.loads(store[key]) | {"twins": twins})}
        app = reloaded(damaged, "last_batch")
        assert not app.exception
        assert twin not in [one.key for one in app.text_input]
