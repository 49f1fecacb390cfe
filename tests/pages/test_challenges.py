"""Challenges on the Train page: earned once, kept, told, and out of sight where they would tell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.session.progress import KEY
from perceptron.sharing.progress_read import MAX_CHARS, read_progress
from tests.pages.opening import follow_link, new_session, switch_to
from tests.pages.room import join
from tests.pages.test_memory import kept, press, reloaded
from tests.pages.test_trial import room_that_tries

pytestmark = pytest.mark.usefixtures("keeping_browser")
WINS = {"learning_rate": "1.9"}
NAME, TITLE = "largest-rate", "As large as possible"


def finish(app: AppTest) -> AppTest:
    app.session_state["player"].live.run.finish()
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    boxes = [*app.markdown, *app.caption, *app.warning]
    return "\n".join(str(one.value) for one in boxes)


def progress(app: AppTest) -> Any:
    return json.loads(kept(app).get(KEY, '{"challenges": {}}'))


def test_a_run_earns_a_challenge_once_and_says_so_while_it_is_on_screen() -> None:
    app = finish(follow_link("train", **WINS))
    assert f"Earned:**] **{TITLE}.**" in words(app)
    by = progress(app)["challenges"]
    assert list(by) == [NAME]
    assert by[NAME]["by"] == "synthetic, learning rate 1.9, batches of 33, 16 epochs"
    assert f"Earned:**] **{TITLE}.**" in words(app.run()), "as long as it is there"
    press(app, "Reset")
    assert f"Earned:**] **{TITLE}.**" not in words(app)
    assert f"Your run: {by[NAME]['by']}." in words(app), "the list keeps it"
    finish(app)
    assert f"Earned:**] **{TITLE}.**" not in words(app), "it is earned already"
    assert progress(app)["challenges"] == by


def test_the_list_counts_and_hints_come_in_two_steps() -> None:
    app = follow_link("train")
    (popover,) = [one for one in app.get("popover") if "Challenges" in one.proto.popover.label]
    assert popover.proto.popover.label == "Challenges: 0 of 8"
    assert "Hint 1" not in words(app)
    button = f"next_hints_{NAME}"
    app.button(key=button).click().run()
    assert "Hint 1" in words(app)
    assert "Hint 2" not in words(app)
    app.button(key=button).click().run()
    assert "Hint 2" in words(app)
    assert button not in [one.key for one in app.button]
    assert f"next_hints_{NAME}" not in kept(app)


def test_what_is_earned_comes_back_and_is_forgotten_with_all_else() -> None:
    before = finish(follow_link("train", **WINS))
    app = reloaded({KEY: kept(before)[KEY]})
    assert progress(app) == progress(before)
    (popover,) = [one for one in app.get("popover") if "Challenges" in one.proto.popover.label]
    assert popover.proto.popover.label == "Challenges: 1 of 8"
    switch_to(app, "runs")
    press(app, "Forget it all")
    assert KEY not in kept(app)
    switch_to(app, "train")
    assert "Your run:" not in words(app)


def test_a_reload_does_not_tell_again_what_the_run_under_way_had_earned() -> None:
    before = finish(follow_link("train", **WINS))
    app = reloaded(kept(before), **WINS)
    assert app.session_state["player"].live.run.done
    assert f"Earned:**] **{TITLE}.**" not in words(app.run())


def test_what_was_earned_before_the_browser_answers_stays_beside_what_it_kept() -> None:
    app = finish(follow_link("train", **WINS))
    other = {"challenges": {"rescue": "another run", NAME: "an older run"}, "pages": ["train"]}
    app.session_state["test_store"] = json.dumps({KEY: json.dumps(other)})
    app.run()
    assert not app.session_state["memory"].notes
    read = read_progress(kept(app)[KEY])
    by = {name: one.by for name, one in read.challenges.items()}
    assert by == {"rescue": "another run", NAME: "an older run"}
    assert list(read.pages) == ["train"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", " " * (MAX_CHARS + 1)],
)
def test_what_is_damaged_is_dropped_with_a_sentence(text: str) -> None:
    app = reloaded({KEY: text})
    assert any("Your progress in this browser is damaged." in n.value for n in app.text)
    assert not progress(app)["challenges"]


def test_what_anyone_has_written_into_the_browser_is_no_markup() -> None:
    app = reloaded({KEY: json.dumps({"challenges": {NAME: "**[a](b)** <b>"}})})
    (told,) = [one.value for one in app.caption if "Your run:" in one.value]
    assert "**[a](b)**" not in told


def test_an_unknown_challenge_is_kept_and_not_counted() -> None:
    app = reloaded({KEY: json.dumps({"challenges": {"of-a-newer-app": "run"}})})
    (popover,) = [one for one in app.get("popover") if "Challenges" in one.proto.popover.label]
    assert popover.proto.popover.label == "Challenges: 0 of 8"
    assert "of-a-newer-app" in kept(app)[KEY]


def test_in_a_room_challenges_are_out_of_sight_and_none_is_earned() -> None:
    app = finish(join(room_that_tries(), "train", **WINS))
    assert "1.93" not in words(app)
    assert not any("Challenges" in one.proto.popover.label for one in app.get("popover"))
    assert "Earned" not in words(app)
    assert not progress(app)["challenges"]


def test_a_projector_has_room_for_the_verdict_and_not_for_the_list() -> None:
    app = finish(switch_to(new_session(projector="on", **WINS), "train"))
    assert f"Earned:**] **{TITLE}.**" in words(app)
    assert not any("Challenges" in one.proto.popover.label for one in app.get("popover"))


def test_a_link_sets_a_challenge_which_stands_on_top_until_it_is_earned() -> None:
    told = f"Your challenge: {TITLE}."
    assert told not in words(follow_link("train"))
    app = follow_link("train", challenge=NAME, **WINS)
    assert told in words(app)
    assert told in words(app.run())
    assert app.query_params["challenge"] == NAME, "a reload keeps it"
    finish(app)
    assert told not in words(app)
    assert f"Earned:**] **{TITLE}.**" in words(app)
    assert told not in words(follow_link("train", challenge=NAME, wait="yes"))
    wrong = follow_link("train", challenge="nonsense")
    assert not wrong.exception
    assert "Your challenge" not in words(wrong)


def test_each_challenge_has_a_link_to_copy() -> None:
    app = follow_link("train")
    app.button(key=f"offer_link_{NAME}").click().run()
    sent = [json.loads(one.proto.json or "{}") for one in app.get("bidi_component")]
    (text,) = [one["text"] for one in sent if one.get("label") == "Copy the link"]
    assert text.endswith(f"/train?challenge={NAME}")
