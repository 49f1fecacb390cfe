"""What a lesson makes of a link: the run that it is about, and numbers that outweigh a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.opening import follow_link, new_session, switch_to


def live(app: AppTest) -> Any:
    return app.session_state["player"].live


def numbers(app: AppTest) -> Any:
    return next(one for one in app.button_group if one.label == "Numbers")


def test_the_updates_of_a_run_leave_the_address_with_its_numbers() -> None:
    app = follow_link("microscope", numbers="your-run", trained="9", learning_rate="0.3")
    assert app.query_params["trained"] == "9"
    numbers(app).set_value("worked example").run()
    assert "trained" not in app.query_params, "they were about the run"
    numbers(app).set_value("your run").run()
    assert app.query_params["trained"] == "9"


def test_the_updates_of_a_run_at_two_rates_do_not_stand_in_the_address() -> None:
    app = follow_link("microscope", numbers="your-run", trained="9", learning_rate="0.3")
    live(app).run.learning_rate = 0.1
    live(app).run.step()
    app.run()
    assert "trained" not in app.query_params, "nobody could train the same run from a link"


@pytest.mark.parametrize("page", ["agreement", "microscope", "four_axes"])
def test_numbers_in_a_link_outweigh_a_run_that_the_browser_brings_back(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = switch_to(new_session(), "train")
    next(one for one in before.button if one.label == "Epoch").click().run()
    store = json.dumps(dict(before.session_state["memory"].entries))

    def ask(take_over: Callable[[str], None], _: object) -> None:
        if st.session_state.get("asked") and not st.session_state.get("handed"):
            st.session_state["handed"] = True
            take_over(store)
        st.session_state["asked"] = True

    monkeypatch.setattr("pages.shared.frame.frame.ask_for_memory", ask)
    app = follow_link(page, numbers="notebooks-data").run()
    assert not app.exception
    assert live(app).run.steps_done == live(before).run.steps_done
    assert numbers(app).value == "notebook's data"
    assert app.query_params["numbers"] == "notebooks-data"
    without = follow_link(page).run()
    by_itself = "your run" if page == "agreement" else "worked example"
    assert numbers(without).value == by_itself, "else most pages show a run by themselves"


def test_a_run_whose_rate_changed_says_at_which_rate_the_lessons_show_it() -> None:
    app = switch_to(new_session(learning_rate="0.01"), "train")
    next(one for one in app.button if one.label == "Epoch").click().run()
    switch_to(app, "step_size")
    assert numbers(app).options == ["worked example", "course data", "your run"]
    switch_to(app, "train")
    next(one for one in app.select_slider if one.key == "learning_rate").set_value(0.1).run()
    next(one for one in app.button if one.label == "Epoch").click().run()
    switch_to(app, "step_size")
    assert numbers(app).options[-1] == "your run, at its last rate 0.1"
