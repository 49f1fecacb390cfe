"""Every page as Streamlit runs it, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from perceptron import BOUNDS, MODELS
from perceptron.data.table import read_table
from tests.pages.opening import new_session, open_page, switch_to

ROOT = Path(__file__).parents[2]
PAGES = [path.stem for path in sorted((ROOT / "pages").glob("*.py"))]


@pytest.fixture
def app() -> AppTest:
    """The Train page, freshly opened."""
    return open_page("train")


def live(app: AppTest) -> Any:
    """The session's live run."""
    return app.session_state["player"].live


def calm(app: AppTest) -> bool:
    """Whether the page shows no error of any kind."""
    return not app.exception and not app.error


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_an_error(app: AppTest, page: str) -> None:
    switch_to(app, page)
    assert calm(app)


def test_the_six_sliders_start_within_their_bounds_at_the_notebooks_settings_but_one(
    app: AppTest,
) -> None:
    sliders = {slider.key: slider for slider in [*app.slider, *app.select_slider]}
    for name in ("samples", "features", "outputs", "learning_rate", "batch_size", "epochs"):
        slider, bound = sliders[name], BOUNDS[name]
        assert slider.value == {"learning_rate": 0.3}.get(name, bound.default)
        options = getattr(slider, "options", None)
        low, high = (options[0], options[-1]) if options else (str(slider.min), str(slider.max))
        assert float("".join(low.split())) == bound.low
        if name != "batch_size":  # its upper end is the number of training rows
            assert float("".join(high.split())) == bound.high


def test_train_trains_every_model_to_the_end(app: AppTest) -> None:
    app.button(key="play").click().run()
    assert calm(app)
    run = live(app).run
    assert run.done
    assert not app.session_state["player"].playing
    assert {run.status(name) for name in MODELS} == {"finished"}
    assert app.button(key="again").label == "Train again"


def test_reset_keeps_the_start_and_new_start_and_new_data_do_not(app: AppTest) -> None:
    buttons = {button.label: button for button in app.button}
    start, rows = live(app).run.start.W, live(app).run.dataset.x_train
    buttons["Epoch"].click().run()
    assert live(app).run.history.n_epochs == 1
    {b.label: b for b in app.button}["Reset"].click().run()
    assert live(app).run.history.n_epochs == 0
    assert live(app).run.start.W.equal(start)
    {b.label: b for b in app.button}["New start"].click().run()
    assert not live(app).run.start.W.equal(start)
    assert live(app).run.dataset.x_train.equal(rows)
    {b.label: b for b in app.button}["New data"].click().run()
    assert not live(app).run.dataset.x_train.equal(rows)
    assert calm(app)


def test_a_learning_rate_goes_into_the_run_and_a_size_does_not(app: AppTest) -> None:
    {b.label: b for b in app.button}["Batch"].click().run()
    run = live(app).run
    app.select_slider(key="learning_rate").set_value(0.3).run()
    assert live(app).run is run
    assert run.learning_rate == 0.3
    app.slider(key="features").set_value(9).run()
    assert live(app).run is run
    assert any(
        "You changed the number of inputs to 9." in markdown.value for markdown in app.markdown
    )
    {b.label: b for b in app.button}["Undo the change"].click().run()
    assert app.slider(key="features").value == 6
    app.slider(key="features").set_value(9).run()
    {b.label: b for b in app.button}["Start a new run"].click().run()
    assert live(app).run.dataset.n_features == 9


@pytest.mark.parametrize("dataset", ["linnerud", "iris", "diabetes", "wine", "breast_cancer"])
def test_real_data_trains(app: AppTest, dataset: str) -> None:
    app.selectbox(key="dataset").set_value(dataset).run()
    {b.label: b for b in app.button}["Epoch"].click().run()
    assert calm(app)
    assert live(app).run.history.n_epochs == 1
    assert live(app).run.dataset.scaled


def test_float64_on_mps_is_explained_and_the_run_stays(app: AppTest) -> None:
    run = live(app).run
    app.selectbox(key="device").set_value("mps").run()
    assert not app.exception
    assert "float32" in app.error[0].value
    assert live(app).run is run


def test_a_refused_model_is_told_and_the_others_train(app: AppTest) -> None:
    app.select_slider(key="samples").set_value(10_000).run()
    app.slider(key="features").set_value(50).run()
    app.slider(key="outputs").set_value(20).run()
    app.select_slider(key="batch_size").set_value(10_000).run()
    {b.label: b for b in app.button}["Epoch"].click().run()
    assert "1.5 GiB" in app.warning[0].value
    run = live(app).run
    assert {name for name in MODELS if run.status(name) == "refused"} == {"einsum"}
    assert set(run.history.models) == {*MODELS} - {"einsum"}


def test_a_table_with_gaps_names_the_remedy(app: AppTest) -> None:
    rows = "\n".join(f"{i},{i % 7},{'' if i == 3 else i * i}" for i in range(30))
    app.session_state["table"] = read_table(f"a,b,c\n{rows}".encode(), "gaps.csv")
    app.session_state["table_inputs"] = ["a", "b"]
    app.session_state["table_outputs"] = ["c"]
    app.selectbox(key="dataset").set_value("table").run()
    assert not app.exception
    assert "row 5" in app.error[0].value
    app.toggle(key="drop_missing").set_value(True).run()
    assert calm(app)
    assert live(app).run.dataset.n_samples == 24


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_a_new_run_that_can_not_be_made_is_explained_and_the_old_one_stays(app: AppTest) -> None:
    {b.label: b for b in app.button}["Batch"].click().run()
    run = live(app).run
    app.selectbox(key="device").set_value("cuda").run()
    {b.label: b for b in app.button}["Start a new run"].click().run()
    assert not app.exception
    assert "no NVIDIA GPU" in app.error[0].value
    assert live(app).run is run


def test_a_run_stays_chosen_from_lesson_to_lesson() -> None:
    app = switch_to(new_session(), "train")
    next(one for one in app.button if one.label == "Epoch").click().run()
    for name in ("step_size", "last_batch", "step_size"):
        switch_to(app, name)
        assert app.get("button_group")[0].value == "your run", name
