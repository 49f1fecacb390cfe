"""Do they agree?: three numbers first, then one picture, and the rest when it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from perceptron import MODELS, DataError, Dataset, TrainConfig
from perceptron.config import DTYPES
from perceptron.difference import QUANTITIES
from perceptron.lessons.agreement.series import series
from tests.pages.opening import commit, follow_link, open_page, switch_to


def words_of(page: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*page.markdown, *page.caption))


def drawn(page: AppTest) -> set[str]:
    return {name for name in page.session_state["figures"] if name.startswith("agreement")}


def opened(page: AppTest, part: str) -> AppTest:
    """Open a part of the page, as a visitor does."""
    page.session_state[f"agreement_{part}"] = True
    page.run()
    assert not page.exception
    return page


def test_the_page_opens_with_three_numbers_in_two_orders() -> None:
    page = open_page("agreement")
    assert not page.exception
    first = page.latex[0].value
    assert r"(0.1+0.2)+0.3 &= 0.600000000000000\underline{\mathbf{1}}" in first
    assert "they differ by **1.11×10⁻¹⁶**, that is **0.5 [epsilon]" in words_of(page)
    assert "programs add the same numbers in different orders" in words_of(page)
    page.slider(key="agreement_digits").set_value(5).run()
    assert r"&= 0.60000 \\" in page.latex[0].value
    assert "With 5 digits you can't see it: show more." in words_of(page)
    page.segmented_control(key="agreement_dtype").set_value("float32").run()
    assert "**bit-identical**" in words_of(page).replace(
        "[bit-identical](#term-bit-identical)", "bit-identical"
    )
    assert "can't see it" not in words_of(page)


def test_numbers_of_ones_own_are_added_and_stand_in_the_address() -> None:
    page = open_page("agreement")
    page.segmented_control(key="agreement_sum").set_value("own").run()
    page.text_input(key="agreement_a_typed").set_value("0,7").run()
    page.text_input(key="agreement_c_typed").set_value("nonsense").run()
    assert "(0.7+0.2)+0.3" in page.latex[0].value
    assert "A number is needed" in page.warning[0].value
    assert page.query_params["terms"] == "0.7_0.2_0.3"
    other = follow_link("agreement", **dict(page.query_params))
    assert other.latex[0].value == page.latex[0].value
    for nonsense in ("1_2", "a_b_c", "1_2_3_4", "1_2_1e300", "nan_1_2", "inf_1_2"):
        app = follow_link("agreement", sum="own", terms=nonsense)
        assert not app.exception
        assert "(0.1+0.2)+0.3" in app.latex[0].value
        assert any("terms must be three numbers" in one.value for one in app.text), nonsense


def test_what_is_folded_is_computed_only_when_it_is_opened() -> None:
    page = open_page("agreement")
    page.segmented_control(key="scene_on_agreement").set_value("worked example").run()
    assert [one.label for one in page.expander][1:4] == [
        "All measures, after the last epoch",
        "Near the largest learning rate",
        "One more check: central differences",
    ]
    assert not page.table
    assert drawn(page) == {"agreement"}
    opened(page, "limit")
    assert drawn(page) == {"agreement", "agreement-limit"}
    assert page.query_params["limit"] == "yes"
    assert len(page.table) == 1
    opened(page, "differences")
    assert "agreement-h-errors" in page.session_state["figures"]
    assert len(follow_link("agreement", limit="yes").table) == 1


def test_the_page_shows_every_measure_and_switches_unit_and_numbers() -> None:
    page = open_page("agreement")
    page.segmented_control(key="scene_on_agreement").set_value("worked example").run()
    assert any("9 training rows in batches of 4" in c.value for c in page.caption)
    opened(page, "table")
    assert len(page.table) == len(DTYPES)
    for table in page.table:
        shown = table.value
        assert len(shown) == len(QUANTITIES) * (len(MODELS) - 1)
        zero = [largest == "0, exact" for largest in shown["largest"]]
        assert [word == "yes" for word in shown["bit-identical"]] == zero
    before = page.session_state["figures"]["agreement"]["version"]
    page.segmented_control(key="agreement_measure").set_value("fraction").run()
    after = page.session_state["figures"]["agreement"]
    assert after["version"] != before
    assert "fraction" in after["alt"]
    assert "einsum W" in after["alt"]
    page.segmented_control(key="agreement_quantity").set_value("b").run()
    assert " W" not in page.session_state["figures"]["agreement"]["alt"]
    assert " b: " in page.session_state["figures"]["agreement"]["alt"]
    page.segmented_control(key="scene_on_agreement").set_value("notebook's data").run()
    page.segmented_control(key="agreement_dtype").set_value("float32").run()
    opened(page, "limit")
    assert "stopped" in page.table[2].value["epochs"].iloc[-1]
    assert page.session_state["figures"]["agreement-limit"]["alt"]


def test_the_page_opens_on_a_visitors_run() -> None:
    app = open_page("train")
    app.slider(key="outputs").set_value(1).run()
    switch_to(app, "agreement")
    assert not app.exception
    assert app.segmented_control(key="scene_on_agreement").value == "your run"


def test_a_copied_answer_is_wrong_for_the_twin_and_a_wrong_rule_is_named() -> None:
    page = open_page("agreement")
    page.text_input(key="ask-agreement-digits-1").set_value("101")
    commit(page, "agreement-digits")
    assert page.error[0].value.startswith("Not quite. You said 101; it is 100.")
    assert "You may have added the two small numbers first" in page.error[0].value
    page.radio(key="ask-agreement-repeat-1").set_value("same")
    assert commit(page, "agreement-repeat").success[0].value.startswith("Right.")


def test_a_format_that_cannot_hold_the_rows_is_told_and_the_other_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(dataset: Dataset, config: TrainConfig, dtypes: Sequence[str]) -> Any:
        if "float32" in dtypes:
            raise DataError("A number is too large.")
        return series(dataset, config, dtypes)

    monkeypatch.setattr("pages.shared.lesson.agreement.series", refuses)
    page = follow_link("agreement", numbers="your-run", seed="77", limit="yes", format="float32")
    assert not page.exception
    assert page.error[0].value == "In float32: A number is too large."
    alt = page.session_state["figures"]["agreement"]["alt"]
    assert "float64" in alt
    assert "float32" not in alt
