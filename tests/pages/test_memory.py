"""What the browser hands over to a new session, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared.session.live_run import LiveRun
from pages.shared.session.memory import EVERYTHING
from tests.pages.opening import new_session, switch_to

pytestmark = pytest.mark.usefixtures("keeping_browser")

CSV = b"a,b,c\n" + b"".join(f"{i / 7},{i * i},{-i}\n".encode() for i in range(30))


def kept(app: AppTest) -> dict[str, str]:
    """What the session wants to be kept."""
    return dict(app.session_state["memory"].entries)


def reloaded(store: dict[str, str], page: str = "train", **query: str) -> AppTest:
    """A new session that is handed a store, as a reload of a page is."""
    app = switch_to(new_session(**query), page)
    app.session_state["test_store"] = json.dumps(store)
    app.run()
    assert not app.exception
    return app


def live(app: AppTest) -> Any:
    return app.session_state["player"].live


def losses(app: AppTest) -> dict[str, tuple[float, ...]]:
    return {n: tuple(one.train_mse) for n, one in live(app).run.history.models.items()}


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def set_rate(app: AppTest, rate: float) -> None:
    next(one for one in app.select_slider if one.key == "learning_rate").set_value(rate).run()


def trained(**query: str) -> AppTest:
    """A session in which a run is under way, at its second learning rate."""
    app = switch_to(new_session(**query), "train")
    press(app, "Epoch")
    press(app, "Batch")
    set_rate(app, 0.1)
    return press(app, "Batch")


def test_a_run_under_way_comes_back_to_the_bit_and_stands_still() -> None:
    query = {"samples": "50", "batch_size": "15", "epochs": "20", "learning_rate": "0.3"}
    before = trained(**query)
    app = reloaded(kept(before))  # by an address that says nothing
    assert live(app).run.steps_done == live(before).run.steps_done == 6
    assert losses(app) == losses(before)
    assert live(app).run.history.rate_changes == [(0, 0.3), (5, 0.1)]
    assert (live(app).run.learning_rate, live(app).run.epochs) == (0.1, 20)
    assert app.session_state["samples"] == 50
    assert not app.session_state["player"].playing
    assert [one.label for one in app.button if one.key == "play"] == ["Continue"]
    assert not any("You changed" in one.value for one in app.markdown)
    press(app, "Epoch"), press(before, "Epoch")
    assert losses(app) == losses(before), "and it goes on in the same way"
    assert {k: v for k, v in kept(app).items() if k == "live"} == {"live": kept(before)["live"]}


def test_a_long_run_comes_back_while_others_have_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = trained()
    monkeypatch.setattr("pages.shared.session.live_run.Player.come_back", lambda *_: None)
    app = reloaded(kept(before))  # it is played, as fast as the machine goes, then drawn anew
    assert losses(app) == losses(before)
    assert live(app).run.steps_done == live(before).run.steps_done
    assert not app.session_state["player"].playing


def test_a_lesson_trains_no_step_beside_another_script_run(monkeypatch: pytest.MonkeyPatch) -> None:
    before, step = trained(), LiveRun.step

    def only_in_turn(here: LiveRun) -> None:
        assert st.session_state["player"]._lock.locked(), "another one may train a step now"
        step(here)

    monkeypatch.setattr(LiveRun, "step", only_in_turn)
    for app in (
        reloaded(kept(before), "microscope"),
        switch_to(new_session(numbers="your-run", trained="5"), "microscope"),
    ):
        assert not app.exception
        assert live(app).run.steps_done >= 5


def test_a_table_of_one_s_own_comes_back_with_its_run() -> None:
    before = switch_to(new_session(dataset="table"), "train")
    before.session_state["table_pasted"] = CSV.decode()
    press(before, "Use it")
    press(before, "Epoch")
    written = {"dataset": "table", "batch_size": str(before.session_state["batch_size"])}
    app = reloaded(kept(before), **written)
    assert losses(app) == losses(before)
    assert losses(app)["torch"]
    assert app.session_state["table_inputs"] == before.session_state["table_inputs"]
    assert not any("table" in one.value for one in app.get("text")), "nothing is missing"


def test_guesses_and_answers_come_back_together_and_only_to_the_same_question() -> None:
    before = switch_to(new_session(question="lives"), "predict")
    before.radio[0].set_value("diverged").run()
    press(before, "Commit")
    press(before, "Run it, and reveal")
    store = kept(before)
    key = "answer-predict-lives"
    assert json.loads(store[key])["guess"] == "diverged"
    app = reloaded(store, "predict", question="lives")
    assert any("Right." in one.value for one in app.success)
    assert app.session_state["student_key"] == before.session_state["student_key"], "one student"
    for change in ({"of": "0" * 16}, {"guess": "no option"}, {"guess": 1}, {"stage": "never"}):
        other = {**store, key: json.dumps(json.loads(store[key]) | change)}
        app = reloaded(other, "predict", question="lives")
        assert not app.success, change


@pytest.mark.parametrize("guess", ["9" * 1000, "NaN", "[{}]", "[[1],2]", "true"])
def test_a_guess_that_is_none_is_no_answer(guess: str) -> None:
    for page in ("last_batch", "cost", "predict"):
        fresh = switch_to(new_session(), page).session_state["questions"]
        kept_of = {f"answer-{name}": one.kept_of for name, one in fresh.items() if one.kept_of}
        assert kept_of
        entry = '{"of":"%s","guess":%s,"stage":"answer"}'
        app = reloaded({name: entry % (of, guess) for name, of in kept_of.items()}, page)
        assert all(one.guess is None for one in app.session_state["questions"].values()), page


def test_the_settings_in_a_link_win_and_the_runs_stay() -> None:
    before = switch_to(new_session(epochs="1"), "train")
    press(before, "Epoch")
    app = reloaded(kept(before), samples="50")
    assert live(app).run.steps_done == 0
    assert app.session_state["samples"] == 50
    assert [run.name for run in app.session_state["shelf"].runs] == ["run 1"]
    assert "live" not in kept(app), "nothing tells the browser to drop it either"
    assert "live" not in app.session_state["memory"]._changed


def test_a_finished_run_comes_back_once() -> None:
    before = switch_to(new_session(epochs="2"), "train")
    press(before, "Epoch")
    press(before, "Epoch").run()
    app = reloaded(kept(before), epochs="2").run()
    assert live(app).run.done
    assert [run.name for run in app.session_state["shelf"].runs] == ["run 1"]


def test_a_finished_run_comes_back_once_after_two_reloads_of_another_page() -> None:
    app = switch_to(new_session(epochs="1"), "train")
    press(app, "Epoch")
    for _ in range(2):
        app = reloaded(kept(app), "runs", epochs="1")
    switch_to(app, "train")
    assert live(app).run.done
    assert [run.name for run in app.session_state["shelf"].runs] == ["run 1"]


def test_what_a_visitor_has_done_before_the_browser_answers_stays() -> None:
    before = trained(epochs="3")
    app = switch_to(new_session(), "train")
    press(app, "Batch")
    app.session_state["test_store"] = json.dumps(kept(before))
    app.run()
    assert live(app).run.epochs == 16
    assert live(app).run.steps_done == 1
    assert app.session_state["epochs"] == 16


def test_a_deleted_run_can_be_had_back_with_its_name_and_pin() -> None:
    before = switch_to(new_session(epochs="1"), "train")
    press(before, "Epoch")
    app = reloaded(kept(before), "runs")
    press(app, "Pin")
    app.text_input(key="name_1").set_value("mine").run()
    entry = next(key for key in kept(app) if key.startswith("run-"))
    press(app, "Delete")
    assert any("mine" in one.value for one in app.text)
    assert entry not in kept(app)
    press(app, "Undo")
    assert not any("Too long" in one.value for one in app.caption), "it is kept again"
    assert [(run.name, run.pinned) for run in app.session_state["shelf"].runs] == [("mine", True)]
    assert entry in kept(app)
    assert not any("Too long" in one.value for one in app.caption)


def test_forgetting_leaves_nothing_of_the_visitor() -> None:
    before = trained()
    app = reloaded(kept(before) | {"student": "k" * 22}, "runs")
    assert app.session_state["student_key"] == "k" * 22
    press(app, "Forget it all")
    assert kept(app) == {}
    assert live(app) is None
    assert "student_key" not in app.session_state
    assert app.session_state["memory"].message()["changes"][0][1:] == [EVERYTHING, None]
    app.session_state["test_store"] = json.dumps(kept(before))
    app.run()
    assert live(app) is None, "what the browser hands over too late is forgotten too"


@pytest.mark.parametrize("store", ["", "[]", "{", '{"live": 3, "run-x": "{}"}', "9" * 9_000_000])
def test_a_store_that_is_none_is_left_alone(store: str) -> None:
    app = switch_to(new_session(), "home")
    app.session_state["test_store"] = store
    app.run()
    assert not app.exception
    assert not app.session_state["shelf"].runs


def test_what_is_damaged_is_told_in_one_sentence_that_speaks_of_no_file() -> None:
    broken = dict.fromkeys(
        ("run-" + "0" * 16, "answer-x", "table", "live", "student", "teacher"), "{}"
    )
    app = reloaded(broken, "home")
    notes = app.session_state["memory"].notes
    assert len(notes) == len(set(notes)) == len(broken)
    assert not any("file" in note or "JSON" in note for note in notes)
    assert all(any(one.value == note for one in app.text) for note in notes[:4])
