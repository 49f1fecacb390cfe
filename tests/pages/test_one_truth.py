"""One run has one loss, and its batches one limit, on every page that names them."""

from __future__ import annotations

import re
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.lessons.predict.answers import reveal
from perceptron.text.numbers import number
from tests.items import own_items
from tests.pages.opening import follow_link, open_page, switch_to, unlinked


def words_of(page: AppTest) -> str:
    """All that a page says in running text."""
    kinds = (
        page.markdown,
        page.caption,
        page.text,
        page.warning,
        page.success,
        page.info,
        page.error,
    )
    return unlinked("\n".join(one.value for kind in kinds for one in kind))


def train_at(rate: str) -> AppTest:
    """Train the default run at a rate, to its end."""
    app = follow_link("train", learning_rate=rate)
    return app.button(key="play").click().run()


def test_one_run_has_one_loss_on_home_on_train_and_under_your_runs() -> None:
    run = Run(load(DataConfig()), TrainConfig(learning_rate=0.3)).finish()
    loss = number(run.final_loss)
    home = words_of(open_page("home"))
    assert f"to **{loss}** in 64 updates" in home
    assert "of all 100 rows and 3 outputs" in home
    app = train_at("0.3")
    drawn = app.session_state["figures"]["loss"]
    assert "on all training rows" in drawn["figure"]["layout"]["title"]["text"]
    assert drawn["alt"].startswith("On all training rows the loss of")
    assert f"falls from 11\u202f503 to {loss}." in drawn["alt"]
    assert "table averages those, and each batch counts alike" in words_of(app), "the reason"
    switch_to(app, "runs")
    assert f"16 epochs: loss {loss}" in words_of(app)
    assert float(app.dataframe[0].value.loc["loss on all training rows"].iloc[0]) == float(
        f"{run.final_loss:.8g}"
    )
    assert "0.8069" not in words_of(app)
    assert "on all training rows" in str(app.session_state["figures"]["runs"]["figure"]["layout"])


def test_the_limit_is_that_of_the_batches_wherever_it_is_named() -> None:
    run = Run(load(DataConfig()), TrainConfig())
    rule = run.limits.rule
    assert rule == "With these batches rates above 1.93 diverge."
    home = open_page("home")
    assert rule not in words_of(home), "nobody has seen yet that a rate can be too large"
    home.session_state["home_rate"] = "too long"
    assert rule in words_of(home.run())
    lesson = open_page("step_size")
    assert rule in words_of(lesson)
    assert rule in lesson.session_state["figures"]["scale"]["alt"]
    lives = next(item for item in own_items() if item.name == "lives")
    assert reveal(replace(lives, why="{rule}")).why == rule
    whole_batch = f"{run.limits.full_batch:.3g}"
    assert whole_batch not in words_of(open_page("home")) + reveal(lives).why


def test_a_run_that_ends_above_its_start_is_told_on_train_with_a_rate_to_try() -> None:
    app = train_at("2")
    (told,) = [one.value for one in app.warning]
    assert re.fullmatch(
        r"The steps were too long: the loss grew from 11\u202f503 to \S+\. "
        r"All three programs agree to \d+ digits\. "
        r"With these batches rates above 1.93 diverge. Try 0.3.",
        told,
    )
    switch_to(app, "runs")
    assert "above its start" in words_of(app)
    assert not train_at("0.3").warning


def test_a_percentage_of_nearly_nothing_says_so_beside_its_chart() -> None:
    app = follow_link("train", dataset="linnerud", learning_rate="1", batch_size="16", epochs="100")
    app.button(key="play").click().run()
    worth = "b is nearly 0 here: the largest difference is "
    assert f"scratch: {worth}" in words_of(app)
    chart = app.session_state["figures"]["difference"]
    assert worth in chart["alt"]
    assert "scratch b (nearly 0)" in [trace["name"] for trace in chart["figure"]["data"]]
    switch_to(app, "agreement")
    assert worth in words_of(app)
