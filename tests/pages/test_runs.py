"""Your runs: kept by the Train page, compared, renamed, deleted, brought back."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from pages.shared.train.kept_runs import file_name
from perceptron.sharing.shelf import MAX_RUNS, KeptRun
from perceptron.sharing.write import json_of
from tests.pages.opening import follow_link, open_page, switch_to
from tests.sharing.documents import RECORD


def shelf(app: AppTest) -> Any:
    return app.session_state["shelf"]


def calm(app: AppTest) -> bool:
    return not app.exception and not app.error


def train(app: AppTest) -> None:
    """Train the run on the Train page to its end."""
    app.session_state["player"].live.run.finish()
    app.run()


def two_runs() -> AppTest:
    """A session with two kept runs, on the page Your runs."""
    app = follow_link("train", epochs="3", batch_size="20")
    train(app)
    next(one for one in app.button if one.label == "New start").click().run()
    train(app)
    return switch_to(app, "runs")


def test_an_empty_shelf_says_how_it_is_filled() -> None:
    app = open_page("runs")
    assert calm(app)
    assert "No run is finished yet" in app.info[0].value
    assert str(MAX_RUNS) in app.info[0].value


def test_a_run_is_kept_when_it_is_finished_and_once_only() -> None:
    app = follow_link("train", epochs="3")
    assert not shelf(app).runs
    train(app)
    app.run()
    assert [run.name for run in shelf(app).runs] == ["run 1"]
    slider = next(one for one in app.select_slider if one.key == "epochs")
    slider.set_value(5).run()
    train(app)
    assert [run.record.config["epochs"] for run in shelf(app).runs] == [5], (
        "it went on, it is no other"
    )


def test_two_runs_are_compared_and_what_differs_is_marked() -> None:
    app = two_runs()
    assert calm(app)
    assert [run.name for run in shelf(app).runs] == ["run 1", "run 2"]
    table = app.dataframe[0].value
    assert list(table.columns) == ["run 1", "run 2"]
    assert list(table.loc["init_seed"]) == ["0", "1"]
    assert "what differs in the settings (1)" in " ".join(one.value for one in app.caption)
    app.checkbox[0].uncheck().run()
    assert list(app.dataframe[0].value.columns) == ["run 1"]


def test_a_run_is_renamed_pinned_and_deleted() -> None:
    app = two_runs()
    number = shelf(app).runs[0].number
    app.text_input(key=f"name_{number}").set_value("<b>[slow](x)</b>").run()
    app.button(key=f"pin_{number}").click().run()
    run = shelf(app).runs[0]
    assert (run.name, run.pinned) == ("<b>[slow](x)</b>", True)
    assert file_name(run, "py") == "b-slow-x-b.py"
    assert not any("<b>" in one.value for one in app.markdown), "a name is never read as Markdown"
    app.button(key=f"delete_{number}").click().run()
    assert [run.name for run in shelf(app).runs] == ["run 2"]
    assert calm(app)


def test_a_run_is_opened_again_and_its_settings_go_back_to_the_train_page() -> None:
    app = two_runs()
    second = shelf(app).runs[1]
    app.button(key=f"open_{second.number}").click().run()
    assert calm(app)
    assert "Shown again" in [one.value for one in app.header]
    assert any("MAPE" in one.value for one in app.text)
    app.session_state["init_seed"] = 7
    next(one for one in app.button if one.label.startswith("Use its settings")).click().run()
    assert app.session_state["init_seed"] == 1
    assert not app.exception


def test_a_run_that_was_saved_is_brought_back() -> None:
    app = two_runs()
    saved = json_of(shelf(app).runs[0].record).encode()
    fresh = open_page("runs")
    fresh.file_uploader[0].set_value(("my-run.json", saved, "application/json")).run()
    assert calm(fresh)
    (run,) = shelf(fresh).runs
    assert run.name == "my-run"
    assert run.record.leader.train_mse == shelf(app).runs[0].record.leader.train_mse
    assert "Shown again" in [one.value for one in fresh.header]
    fresh.file_uploader[0].set_value(("broken.json", saved[:-30], "application/json")).run()
    assert "can't be read as a run" in fresh.error[0].value
    assert len(shelf(fresh).runs) == 1


def test_the_shelf_says_what_made_room() -> None:
    app = two_runs()
    record = shelf(app).runs[0].record
    for _ in range(MAX_RUNS):
        shelf(app).keep(record)
    app.run()
    assert any("run 1, run 2 made room" in one.value for one in app.info)
    app.run()
    assert not app.info, "once"


def test_a_file_has_a_name_that_every_system_takes() -> None:
    assert file_name(KeptRun(1, "../../etc/passwd", RECORD), "json") == "etc-passwd.json"
    assert file_name(KeptRun(1, "…", RECORD), "csv") == "run.csv"
