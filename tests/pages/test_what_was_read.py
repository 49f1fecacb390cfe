"""What was read from a visitor's table is shown, and asked, before anything is trained."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.data.table import default_roles, read_table
from tests.core.layouts import CASES
from tests.pages.opening import open_page


@pytest.fixture
def app() -> AppTest:
    """The Train page, freshly opened."""
    return open_page("train")


def show(app: AppTest, case: str) -> AppTest:
    """The page with a table in use."""
    table = read_table(CASES[case].content, "t.csv")
    inputs, outputs = default_roles(table)
    app.session_state["table"] = table
    app.session_state["table_inputs"] = list(inputs)
    app.session_state["table_outputs"] = list(outputs)
    app.session_state["dataset"] = "table"
    app.run()
    assert not app.exception
    return app


def columns(app: AppTest) -> dict[str, list[str]]:
    """Lowest, highest, gaps and remark of each column, as shown."""
    shown = app.table[0].value
    assert list(shown) == ["column", "lowest", "highest", "gaps", "remark"]
    return {row[0]: list(row[1:]) for row in shown.itertuples(index=False)}


def test_rows_ranges_gaps_and_reasons_are_shown_before_the_training(app: AppTest) -> None:
    show(app, "dates and times")
    box = next(one for one in app.expander if "What was read" in one.label)
    assert box.proto.expanded
    assert "Semicolons stand between columns. Decimal commas." in box.markdown[0].value
    assert columns(app)["x2"] == ["−9.37", "10.18", "0", ""]
    assert "not a number in row 2" in columns(app)["Date"][3]
    assert list(app.table[1].value["x1"]) == ["0.62", "1.24", "1.8", "2.44", "2.74"]
    app.button(key="play").click().run()
    box = next(one for one in app.expander if "What was read" in one.label)
    assert not box.proto.expanded, "it makes way for the charts"


def test_notes_are_shown_and_one_unusable_column_is_named(app: AppTest) -> None:
    show(app, "-999")
    assert any("−999" in one.value for one in app.markdown)
    show(app, "names of people")
    labels = [one.proto.popover.label for one in app.get("popover")]
    assert "1 column can't be used: student" in labels


def test_the_decimal_sign_is_asked_for_and_both_answers_are_obeyed(app: AppTest) -> None:
    show(app, "750 and 1,000")
    assert "v: 1,000 in row 4 may be 1000 or 1" in app.warning[0].value
    assert columns(app)["v"][3] == "may be two numbers"
    for sign, highest in (("point", "3250"), ("comma", "750"), ("point", "3250")):
        app.segmented_control(key="table_sign").set_value(sign).run()
        assert not app.exception
        assert not app.warning
        assert columns(app)["v"][1] == highest
        assert app.multiselect(key="table_inputs").value == ["v", "b"]
    show(app, "four digits each")
    assert app.segmented_control(key="table_sign").value is None, "said of another table"


def test_row_numbers_are_not_offered_unless_a_link_chose_them(app: AppTest) -> None:
    show(app, "row numbers of pandas")
    assert app.multiselect(key="table_inputs").options == ["x1", "x2", "y1"]
    assert columns(app)["Unnamed: 0"][3] == "numbers the rows"
    app.session_state["table_inputs"] = ["Unnamed: 0", "x1"]
    app.run()
    assert app.multiselect(key="table_inputs").value == ["Unnamed: 0", "x1"]


def test_gaps_in_columns_that_are_not_used_do_not_matter(app: AppTest) -> None:
    show(app, "a gap in a column")
    assert "1 row of t.csv has a gap (row 5)" in app.error[0].value
    app.multiselect(key="table_outputs").set_value(["y"]).run()
    assert not app.error
    assert not any(one.key == "drop_missing" for one in app.toggle)


@pytest.mark.parametrize(
    ("typed", "noise", "words"),
    [
        ("1,5", 1.5, ""),
        ("1.5", 1.5, ""),
        ("1.234", 1.234, ""),
        ("0", 0.0, ""),
        ("1,234", 1.0, "1,234 may be 1234 or 1.234"),
        ("loud", 1.0, "A number is needed"),
        ("2000", 1.0, "Noise must be"),
    ],
)
def test_noise_is_understood_with_a_comma_or_refused(
    app: AppTest, typed: str, noise: float, words: str
) -> None:
    app.text_input(key="noise_typed").set_value(typed).run()
    assert not app.exception
    assert app.session_state["player"].live.settings.data.noise == noise
    assert [words in one.value for one in app.warning] == [True] * bool(words)
    app.run()
    assert not app.warning
    assert float(app.text_input(key="noise_typed").value) == noise
