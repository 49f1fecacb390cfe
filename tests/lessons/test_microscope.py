"""One update taken apart: the arithmetic, and the page."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from torch import Tensor
from torch.testing import assert_close

from pages.shared.session.pressed import HEARD
from perceptron import MODELS, Parameters
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.lessons.microscope.phases import PHASES
from perceptron.lessons.update import (
    Update,
    autograd_gradients,
    central_differences,
    digits_of_agreement,
    outer_products,
    take_apart,
)
from perceptron.text.numbers import number
from perceptron.training import batches
from tests.pages.opening import commit, open_page, switch_to

RATE = 0.1


def random_update(m: int, d: int, c: int, seed: int) -> Update:
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    return take_apart(normal(m, d), normal(m, c), Parameters(normal(d, c), normal(c)), RATE)


updates = st.builds(
    random_update,
    m=st.integers(1, 9),
    d=st.integers(1, 5),
    c=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)


def example_update() -> Update:
    data = load_example()
    X, Y = next(batches(data.x_train, data.y_train, EXAMPLE_TRAINING.batch_size))
    return take_apart(X, Y, example_start(), EXAMPLE_TRAINING.learning_rate)


@settings(max_examples=50)
@given(updates)
def test_gradients_agree_with_autograd_and_central_differences(update: Update) -> None:
    for other, tolerance in ((autograd_gradients, 1e-12), (central_differences, 1e-7)):
        found = other(update.X, update.Y, update.before)
        assert_close(found.W, update.gradients.W, rtol=tolerance, atol=tolerance)
        assert_close(found.b, update.gradients.b, rtol=tolerance, atol=tolerance)


@settings(max_examples=50)
@given(updates)
def test_outer_products_add_up_to_the_weight_gradient(update: Update) -> None:
    products = outer_products(update.X, update.delta)
    assert_close(products.sum(0), update.gradients.W)
    assert products.shape == (*update.X.shape, update.Y.shape[1])
    assert all(torch.linalg.matrix_rank(product) <= 1 for product in products)


@pytest.mark.parametrize("name", MODELS)
def test_the_update_is_the_one_that_every_model_does(name: str) -> None:
    update = example_update()
    model = MODELS[name](
        3, 2, generator=torch.Generator(), device=torch.device("cpu"), dtype=torch.float64
    )
    model.load(update.before)
    loss = model.step(update.X, update.Y, update.learning_rate)
    assert loss == pytest.approx(update.loss, rel=1e-14)
    assert_close(model.parameters.W, update.after.W)
    assert_close(model.parameters.b, update.after.b)


def test_the_worked_example_has_the_numbers_of_a_reckoning_by_hand() -> None:
    update = example_update()
    # Row 1: (1, 2, -1) W + b = (1 - 1, 2 + 1 + 1) = (0, 4), minus (1, 2), by 2 / (4 * 2).
    assert update.Y_hat[0].tolist() == [0, 4]
    assert update.delta[0].tolist() == [-0.25, 0.5]
    assert update.gradients.W[0].tolist() == [-4, 6.25]
    assert update.gradients.b.tolist() == [-2, 2.25]
    assert update.loss == 18.375


def test_digits_count_the_largest_difference_against_the_largest_entry() -> None:
    ones = torch.ones(2, 2, dtype=torch.float64)
    assert digits_of_agreement(ones, ones) == math.inf
    assert digits_of_agreement(ones + 1e-6, ones) == pytest.approx(6, abs=1e-6)
    assert digits_of_agreement(100 * ones + 1e-6, 100 * ones) == pytest.approx(8, abs=1e-6)
    assert digits_of_agreement(101 * ones, ones) == pytest.approx(-2), "no digit, and worse"
    with pytest.raises(ValueError, match=r"\(2, 2\) and \(2,\)"):
        digits_of_agreement(ones, ones[0])


@pytest.fixture
def page() -> AppTest:
    """The microscope, freshly opened."""
    return open_page("microscope")


def calm(app: AppTest) -> bool:
    return not app.exception and not app.error


def test_the_page_opens_with_the_worked_example_and_tells_no_gradient_yet(page: AppTest) -> None:
    assert calm(page)
    assert page.segmented_control(key="phase").value == "forward"
    assert not any("**−4**" in markdown.value for markdown in page.markdown)
    for phase in ("loss", "delta", "gradients"):
        next(button for button in page.button if button.label == "Next").click().run()
        assert page.segmented_control(key="phase").value == phase
    assert page.markdown[1].value.startswith("Entry (r, s)")
    assert any("**−4**" in markdown.value for markdown in page.markdown)
    assert page.table[0].value["digits that agree"][1] == "all: bit-identical"


def test_all_phases_open_for_every_batch_of_every_scene(page: AppTest) -> None:
    for scene, n_batches in (("worked example", 3), ("notebook's data", 4)):
        page.segmented_control(key="scene_on_microscope").set_value(scene).run()
        for phase in PHASES:
            page.segmented_control(key="phase").set_value(phase.name).run()
            assert calm(page)
        page.text_input(key="batch_typed").set_value(str(n_batches)).run()
        assert calm(page)


def test_an_update_is_kept_for_the_next_batch_and_can_be_taken_back(page: AppTest) -> None:
    page.segmented_control(key="phase").set_value("update").run()
    buttons = {button.label: button for button in page.button}
    buttons["Keep the new W and b, next batch"].click().run()
    assert page.text_input(key="batch_typed").value == "2"
    kept = page.session_state["microscope"][1]
    assert_close(kept.W, example_update().after.W)
    page.segmented_control(key="phase").set_value("update").run()
    {button.label: button for button in page.button}["Back to the first W and b"].click().run()
    assert page.session_state["microscope"][1].W.equal(example_start().W)


def test_the_page_opens_with_the_worked_example_also_beside_a_run() -> None:
    app = open_page("train")
    {button.label: button for button in app.button}["Epoch"].click().run()
    run = app.session_state["player"].live.run
    switch_to(app, "last_batch")
    assert app.segmented_control(key="scene_on_last_batch").value == "your run"
    switch_to(app, "microscope")
    assert calm(app)
    chosen = app.segmented_control(key="scene_on_microscope")
    assert (chosen.value, app.segmented_control(key="phase").value) == ("worked example", "forward")
    chosen.set_value("your run").run()
    update = take_apart(
        *next(batches(run.dataset.x_train, run.dataset.y_train, 33)),
        run.parameters("scratch"),
        0.01,
    )
    assert any(f"loss {number(update.loss)}" in caption.value for caption in app.caption)
    app.segmented_control(key="phase").set_value("update").run()
    switch_to(app, "step_size")
    assert app.segmented_control(key="scene_on_step_size").value == "your run"
    switch_to(app, "microscope")
    assert app.segmented_control(key="scene_on_microscope").value == "worked example"
    assert app.segmented_control(key="phase").value == "forward"
    switch_to(app, "step_size")
    assert app.segmented_control(key="scene_on_step_size").value == "your run", "it is not lost"


def test_questions_are_locked_after_the_guess_and_tell_the_computed_answer(page: AppTest) -> None:
    page.text_input(key="ask-microscope-delta-1").set_value("0,4")
    commit(page, "microscope-delta")
    assert (
        "You said 0.4; it is 0.1333. You may have divided by the rows only" in page.error[0].value
    )
    fields = [one.key for one in page.text_input]
    assert fields == ["batch_typed", HEARD], "it is locked"
    page.radio(key="ask-microscope-products-1").set_value("5, each 4 × 3")
    commit(page, "microscope-products")
    assert page.success[0].value.startswith("Right.")
