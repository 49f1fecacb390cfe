"""Links as pages take them: settings, what is hidden and locked, and what can't be used."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.sharing.link import MAX_TABLE, pack_table
from perceptron.sharing.link.settings import DEFAULTS
from perceptron.sharing.provenance import made_here
from perceptron.sharing.write import check_of_run
from tests.pages.opening import follow_link

TABLE = "size,age,price,tax\n" + "\n".join(
    f"{i % 7},{i % 5},{3 * i % 11},{i % 3}" for i in range(30)
)


def live(app: AppTest) -> Any:
    return app.session_state["player"].live


def notes(app: AppTest) -> list[str]:
    return list(app.session_state["address"].notes)


def calm(app: AppTest) -> bool:
    return not app.exception and not app.error


def finish(app: AppTest) -> AppTest:
    """Train the run on screen to its end, as fast as it goes, and draw the page."""
    live(app).run.finish()
    return app.run()


def label_of(app: AppTest, key: str) -> Any:
    everything = [*app.slider, *app.select_slider, *app.selectbox, *app.number_input]
    return next((widget for widget in everything if widget.key == key), None)


def test_a_link_sets_the_sidebar_and_the_run() -> None:
    app = follow_link(
        "train", learning_rate="0.037", samples="250", batch_size="40", dtype="float32"
    )
    assert calm(app)
    assert notes(app) == []
    run = live(app).run
    assert (run.learning_rate, run.dataset.n_samples, run.config.batch_size) == (0.037, 250, 40)
    assert run.config.dtype == "float32"
    assert label_of(app, "learning_rate").value == 0.037, "also what lies between two marks"
    assert app.query_params["learning_rate"] == "0.037"


def test_the_address_follows_the_controls_and_forgets_what_is_usual() -> None:
    app = follow_link("train", learning_rate="0.3")
    label_of(app, "features").set_value(9).run()
    assert app.query_params["features"] == "9"
    label_of(app, "features").set_value(6).run()
    assert dict(app.query_params) == {}, "an untouched app"
    label_of(app, "learning_rate").set_value(DEFAULTS["learning_rate"]).run()
    assert "features" not in app.query_params
    assert app.query_params["learning_rate"] == "0.01"
    again = follow_link("train", **dict(app.query_params))
    assert label_of(again, "learning_rate").value == DEFAULTS["learning_rate"]
    assert live(again).run.learning_rate == DEFAULTS["learning_rate"]


def test_two_sessions_of_one_link_have_the_same_losses_to_the_last_bit() -> None:
    query = {"learning_rate": "0.3", "seed": "5", "init_seed": "2", "outputs": "7", "epochs": "5"}
    first, second = (finish(follow_link("train", **query)) for _ in range(2))
    assert check_of_run(live(first).run) == check_of_run(live(second).run)
    other = finish(follow_link("train", **query | {"init_seed": "3"}))
    assert check_of_run(live(other).run) != check_of_run(live(first).run)


def test_a_finished_run_is_held_against_the_check_in_its_link() -> None:
    check = check_of_run(live(finish(follow_link("train", epochs="3"))).run)
    same = finish(follow_link("train", epochs="3", check=check, made=made_here()))
    assert any("to the last bit" in one.value for one in same.success)
    other = finish(follow_link("train", epochs="3", check="00000000", made=made_here()))
    assert any("differ from those the link was made with" in one.value for one in other.warning)
    label_of(same, "outputs").set_value(5).run()
    assert "check" not in same.query_params, "it was about other numbers"


def test_another_version_is_told_before_anything_is_trained() -> None:
    app = follow_link("train", made=made_here().replace("torch-2", "torch-1"))
    assert "torch 1" in notes(app)[0]
    assert "last digits may differ" in notes(app)[0]


def test_what_is_hidden_is_not_there_and_what_is_locked_can_t_be_changed() -> None:
    hidden = "samples.device.dtype.noise.seed.init_seed.scale"
    app = follow_link("train", hide=hidden, lock="features.learning_rate", samples="60")
    assert calm(app)
    assert label_of(app, "samples") is None
    assert label_of(app, "device") is None
    assert live(app).run.dataset.n_samples == 60, "it counts all the same"
    assert label_of(app, "features").disabled
    assert label_of(app, "learning_rate").disabled
    assert not label_of(app, "outputs").disabled
    buttons = {button.label: button.disabled for button in app.button}
    assert buttons["New start"]
    assert buttons["New data"]
    assert not buttons["Reset"]


def test_nothing_but_words_comes_of_a_wrong_link() -> None:
    query = {
        "epochs": "0",
        "dataset": "../../etc",
        "hide": "x",
        "table": "!",
        "<b>": "[a](b)",
        "v": "9",
    }
    app = follow_link("train", **query)
    assert calm(app)
    shown = [text.value for text in app.text]
    assert set(notes(app)) <= set(shown), "as plain text, never as Markdown"
    assert len(notes(app)) == len(query)
    app.button(key="link_read").click().run()
    assert notes(app) == []


def test_a_link_may_start_the_training() -> None:
    app = follow_link("train", play="yes", speed="full-speed", epochs="4")
    assert calm(app)
    assert live(app).run.done
    assert "play" not in app.query_params


@pytest.mark.parametrize(
    ("page", "query", "key", "value"),
    [
        ("microscope", {"phase": "loss", "batch": "3"}, "phase", "loss"),
        ("microscope", {"entry": "2.2"}, "entry", (1, 1)),
        ("microscope", {"numbers": "notebooks-data"}, "scene", "notebook's data"),
        ("last_batch", {"rule": "weighted"}, "last_batch_rule", "weighted"),
        ("step_size", {"view": "loss-surface", "output": "y2"}, "step_size_output", "y2"),
        ("four_axes", {"slices": "4"}, "four_axes_n", 4),
        ("four_axes", {"view": "cost", "grows": "inputs"}, "four_axes_grows", "inputs"),
        ("agreement", {"format": "float32"}, "agreement_dtype", "float32"),
        ("cost", {"grows": "outputs"}, "cost_course", "outputs"),
        ("home", {"steps": "long"}, "home_rate", "long"),
        ("predict", {"question": "lives"}, "question", "lives"),
        ("predict", {"question": "lives", "wait": "yes"}, "students_wait", True),
        ("train", {"projector": "on"}, "projector", True),
        ("notation", {"first": "yes"}, "notation_first", True),
        ("write", {"own_seed": "77"}, "own_seed", 77),
    ],
)
def test_each_page_takes_its_own_part_of_a_link(page, query, key, value) -> None:
    app = follow_link(page, **query)
    assert calm(app)
    assert notes(app) == []
    assert app.session_state[key] == value
    app.run()
    assert {name: app.query_params[name] for name in query} == query, "and the address keeps it"


@pytest.mark.parametrize(
    "page",
    ["microscope", "last_batch", "four_axes", "predict", "cost", "home", "notation", "write"],
)
def test_a_page_says_what_it_does_not_understand(page) -> None:
    names = ["phase", "rule", "view", "question", "grows", "steps", "first", "nonsense"]
    app = follow_link(page, **dict.fromkeys(names, "no such thing"))
    assert calm(app)
    assert len(notes(app)) == len(names)


def test_a_lesson_shows_the_run_of_its_link_as_far_as_it_was_trained() -> None:
    query = {"numbers": "your-run", "trained": "9", "learning_rate": "0.3", "outputs": "2"}
    app = follow_link("microscope", **query)
    assert calm(app)
    run = live(app).run
    assert (run.steps_done, run.dataset.n_targets, run.learning_rate) == (9, 2, 0.3)
    app.run()
    assert app.query_params["trained"] == "9"
    heavy = follow_link("microscope", numbers="your-run", trained="999999999", samples="10000",
                        batch_size="1", epochs="10000")  # fmt: skip
    assert calm(heavy)
    assert "train it further on the Train page" in notes(heavy)[0]
    nonsense = follow_link("microscope", numbers="your-run", trained="-3")
    assert calm(nonsense)
    assert live(nonsense).run.steps_done == 0


def test_the_same_patient_lies_in_every_seat_and_the_address_does_not_name_its_bug() -> None:
    first = follow_link("clinic")
    first.run()
    case = first.query_params["case"]
    for _ in range(2):
        other = follow_link("clinic", case=case)
        assert calm(other)
        assert other.session_state["clinic_patient"][0] == first.session_state["clinic_patient"][0]
    assert first.session_state["clinic_patient"][0] not in json.dumps(dict(first.query_params))


def test_a_small_table_comes_with_the_link_and_goes_on_with_it() -> None:
    app = follow_link("train", dataset="table", table=pack_table(TABLE), inputs="0.1", targets="3")
    assert calm(app)
    assert notes(app) == []
    dataset = live(app).run.dataset
    assert dataset.feature_names == ("size", "age")
    assert dataset.target_names == ("tax",)
    assert app.query_params["table"] == pack_table(TABLE)
    assert app.query_params["targets"] == "3"


def test_columns_that_an_older_link_counts_are_told_where_not_all_can_be_used() -> None:
    table = "size,name,age,price\n" + "\n".join(f"{i % 7},n{i},{i % 5},{i % 3}" for i in range(30))
    app = follow_link("train", dataset="table", table=pack_table(table), inputs="0.1", targets="2")
    assert calm(app)
    (words,) = notes(app)
    assert "The link counts columns, and not all columns of its table can be used" in words
    assert "Inputs are size, age, outputs price" in words
    whole = follow_link("train", dataset="table", table=pack_table(TABLE), inputs="0", targets="9")
    assert calm(whole)
    assert "Inputs are size, outputs" in notes(whole)[0], "a place that no column has"


def test_a_table_that_is_not_in_the_link_is_asked_for() -> None:
    app = follow_link("train", dataset="table")
    assert calm(app)
    assert str(MAX_TABLE) in notes(app)[0]
    assert "Upload the same file" in notes(app)[0]
    broken = follow_link("train", dataset="table", table=pack_table("only,a,header\n"))
    assert not broken.exception
