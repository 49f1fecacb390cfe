"""Questions that were missed come back on another page: how that is told."""

from __future__ import annotations

from tests.pages.opening import commit, open_page, switch_to


def test_a_title_that_ends_in_a_question_mark_is_not_followed_by_a_full_stop() -> None:
    app = open_page("agreement")
    field = next(one for one in app.text_input if (one.key or "").startswith("ask-agreement"))
    name = (field.key or "").removeprefix("ask-").removesuffix("-1")
    field.set_value("-123")
    commit(app, name)
    switch_to(app, "clinic")
    told = [one.value for one in app.caption if "you missed one like this" in one.value]
    assert told == [":material/history: From *Do they agree?*: you missed one like this."]
