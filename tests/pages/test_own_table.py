"""A visitor's own table on the Train page: which one is used, and the ways back."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.train.changes import changes_in_words
from perceptron.data.dataset import split_rows
from tests.pages.opening import open_page


def rows(names: str, n: int = 30) -> bytes:
    """A table of as many columns as there are names."""
    lines = [",".join(str((i * (k + 2)) % 17) for k in range(len(names))) for i in range(n)]
    return ("\n".join([",".join(names), *lines])).encode()


@pytest.fixture
def app() -> AppTest:
    opened = open_page("train")
    return opened.selectbox(key="dataset").set_value("table").run()


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader[0].set_value((name, content, "text/csv")).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def live(app: AppTest) -> Any:
    return app.session_state["player"].live


def words(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.info, *app.caption, *app.error])


def start(app: AppTest) -> AppTest:
    """Put a run from what is chosen on screen, and train a batch of it."""
    if any(button.label == "Start a new run" for button in app.button):
        press(app, "Start a new run")
    return press(app, "Batch")


def test_undo_brings_back_the_file_its_columns_and_its_gaps(app: AppTest) -> None:
    gaps = rows("xyzw").replace(b"\n0,0,0,0", b"\n,0,0,0")
    upload(app, "a.csv", gaps)
    app.toggle(key="drop_missing").set_value(True).run()
    app.multiselect(key="table_inputs").set_value(["y", "x"]).run()
    start(app)
    made = live(app).settings
    assert made.table.inputs == ("y", "x")
    upload(app, "b.csv", rows("xyv"))  # names that partly agree
    assert "You changed the table to b.csv" in words(app)
    assert "In use: **b.csv**" in words(app)
    press(app, "Undo the change")
    assert not app.exception
    assert "In use: **a.csv**" in words(app)
    assert app.multiselect(key="table_inputs").value == ["y", "x"]
    assert app.toggle(key="drop_missing").value
    assert "You changed" not in words(app)
    app.toggle(key="drop_missing").set_value(False).run()
    assert app.error, "the gaps are in the way"
    press(app, "Undo the change")
    assert "You changed" not in words(app)
    app.multiselect(key="table_outputs").set_value([]).run()
    assert "There is nothing to train on" in words(app)
    press(app, "Undo the change")
    assert not app.error
    app.selectbox(key="dataset").set_value("iris").run()
    assert "You changed the data to iris" in words(app)
    press(app, "Undo the change")
    assert live(app).settings == made
    press(app, "Start a new run") if "You changed" in words(app) else None
    press(app, "Batch")
    assert live(app).run.dataset.feature_names == ("y", "x")


def test_a_file_that_is_taken_away_is_not_used_any_more(app: AppTest) -> None:
    upload(app, "a.csv", rows("xyz"))
    start(app)
    app.file_uploader[0].set_value([]).run()
    assert not app.exception
    assert "table" not in app.session_state
    assert "In use" not in words(app)
    assert "There is nothing to train on" in words(app)
    press(app, "Undo the change")
    assert "In use: **a.csv**" in words(app)
    press(app, "Remove the table")
    assert "table" not in app.session_state


def test_a_column_that_cannot_be_scaled_is_named_letter_by_letter(app: AppTest) -> None:
    far = int(split_rows(30, 0)[1][0])  # of the rows that validate
    near = [f"{1e12 + i % 2 / 10},{i % 7}" for i in range(30)]
    near[far] = "0,3"
    upload(app, "a.csv", "\n".join(["![x](//a.test/b),y", *near]).encode())
    (error,) = app.error
    assert "can't be scaled" in error.value
    assert "![x](" not in error.value


def test_a_pasted_table_takes_the_place_of_a_file_and_of_its_name(app: AppTest) -> None:
    upload(app, "a.csv", rows("xyz"))
    first = app.file_uploader[0].key
    app.text_area(key="table_pasted").set_value(rows("pqr").decode()).run()  # as Ctrl+Enter does
    assert "In use: **the pasted table**" in words(app)
    assert app.file_uploader[0].key != first, "the file's name is gone"
    upload(app, "c.csv", b"not,a\ntable")
    assert "In use: **the pasted table**" in words(app), "what can't be read changes nothing"
    assert app.error


def test_the_batches_are_a_third_of_the_rows_again_unless_a_hand_set_them() -> None:
    app = open_page("train")

    def batch() -> int:
        return app.select_slider(key="batch_size").value

    press(app, "Batch")
    app.selectbox(key="dataset").set_value("linnerud").run()
    assert batch() == 5
    assert "You changed the data to Linnerud (batch size is now 5)." in words(app)
    app.selectbox(key="dataset").set_value("synthetic").run()
    assert batch() == 33
    app.select_slider(key="batch_size").set_value(64).run()
    app.select_slider(key="samples").set_value(200).run()
    assert batch() == 64
    start(app)
    app.selectbox(key="dataset").set_value("diabetes").run()
    press(app, "Undo the change")
    assert (batch(), app.select_slider(key="samples").value) == (64, 200)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"samples": 200, "batch_size": 66},
         "You changed the number of samples to 200 (batch size is now 66)."),
        ({"scale": None}, "You changed the standardisation to the default."),
        ({"scale": True}, "You changed the standardisation to on."),
        ({"table_drop_missing": True}, "Rows with missing values are now left out."),
        ({"table_inputs": ("x*", "y")}, "You changed the choice of inputs to x\\*, y."),
    ],
)  # fmt: skip
def test_what_has_changed_is_told_in_sentences(changes: dict[str, Any], said: str) -> None:
    assert changes_in_words(changes) == said
