"""The derivative with four axes: the sum of its slices first, and the other views."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.lessons.four_axes.tensor import (
    later_form,
    weighted_sum,
)
from perceptron.lessons.update import Update, take_apart
from perceptron.text.numbers import number
from perceptron.training import batches
from tests.pages.opening import commit, follow_link, open_page, switch_to


@pytest.fixture
def page() -> AppTest:
    """The lesson, freshly opened."""
    return open_page("four_axes")


@pytest.mark.parametrize("view", ["slices", "two orders", "contraction", "cost"])
@pytest.mark.parametrize("scene", ["worked example", "notebook's data"])
def test_every_view_opens(page: AppTest, view: str, scene: str) -> None:
    page.segmented_control(key="scene_on_four_axes").set_value(scene).run()
    page.segmented_control(key="four_axes_view").set_value(view).run()
    assert not page.exception
    assert not page.error


def words_of(page: AppTest) -> str:
    return "\n".join(one.value for one in page.markdown)


def test_the_page_opens_with_the_sum_of_slices_and_adds_them_up(page: AppTest) -> None:
    assert page.segmented_control(key="four_axes_view").value == "contraction"
    assert "view" not in page.query_params, "it is what an untouched page shows"
    assert "Add up all 8 slices" in words_of(page)
    assert "the same as Xᵀδ in every bit" in words_of(page)
    assert "7 slices are missing" in words_of(page)
    press = {b.label: b for b in page.button}
    press["Next"].click().run()
    assert page.session_state["four_axes_n"] == 2
    press["All"].click().run()
    assert page.session_state["four_axes_n"] == 8
    assert "Now the sum **equals Xᵀδ**, in every bit." in words_of(page)
    assert page.query_params["slices"] == "8"


def test_a_film_ends_at_the_gradient_and_each_step_is_the_sum_so_far(page: AppTest) -> None:
    film = component(page, "counts")
    assert film["counts"] == list(range(1, 9))
    (goal,) = [one for one in component(page, "picked")["items"] if "Xᵀδ" in str(one)]
    assert film["steps"][-1]["matrices"]["weight_gradient"]["cells"] == goal["cells"]
    update = take_apart_example()
    D = later_form(update.X, 2)
    for count, step in zip(film["counts"], film["steps"], strict=True):
        i, j = divmod(count - 1, 2)
        assert step["picked"] == ["delta", i, j]
        found = weighted_sum(update.delta, D, count)
        shown = step["matrices"]["weight_gradient"]
        assert shown["cells"] == [[number(v) for v in row] for row in found.tolist()]
        assert shown["symbol"] == f"sum of {count} of 8"


def component(page: AppTest, key: str) -> dict[str, Any]:
    """What the first component with a key in its data is sent."""
    for one in page.get("bidi_component"):
        data = json.loads(one.proto.json or "{}")
        if key in data:
            return dict(data)
    raise AssertionError(key)


def take_apart_example() -> Update:
    data = load_example()
    X, Y = next(batches(data.x_train, data.y_train, EXAMPLE_TRAINING.batch_size))
    return take_apart(X, Y, example_start(), EXAMPLE_TRAINING.learning_rate)


def test_the_other_views_count_and_flatten(page: AppTest) -> None:
    page.segmented_control(key="four_axes_view").set_value("slices").run()
    assert "**48 numbers**. Counted zeros: **50.0 %**" in words_of(page)
    page.segmented_control(key="four_axes_view").set_value("two orders").run()
    assert sum("**yes**" in m.value for m in page.markdown) == 1
    page.text_input(key="ask-four-axes-nonzero-1").set_value("180")
    commit(page, "four-axes-nonzero")
    assert page.error[0].value.startswith("Not quite. You said 180; it is 60. You may have counted")


@pytest.mark.parametrize("view", ["slices", "two-orders", "contraction", "cost"])
def test_links_to_views_stay_valid(view: str) -> None:
    app = follow_link("four_axes", view=view)
    assert not app.exception
    assert not [one.value for one in app.text if "view must be" in one.value]
    assert app.session_state["four_axes_view"] == view.replace("-", " ")


def test_a_large_run_is_shown_by_its_first_samples(page: AppTest) -> None:
    switch_to(page, "train")
    page.select_slider(key="samples").set_value(10_000).run()
    page.slider(key="features").set_value(50).run()
    page.slider(key="outputs").set_value(20).run()
    switch_to(page, "four_axes")
    assert not page.info, "it opens with the worked example"
    page.segmented_control(key="scene_on_four_axes").set_value("your run").run()
    assert not page.exception
    assert "first 6 of 3333 samples" in page.info[0].value


def test_after_a_run_too_it_opens_with_the_worked_example_and_a_choice_stays(page: AppTest) -> None:
    switch_to(page, "train")
    next(one for one in page.button if one.label == "Epoch").click().run()
    switch_to(page, "four_axes")
    assert page.segmented_control(key="scene_on_four_axes").value == "worked example"
    page.segmented_control(key="scene_on_four_axes").set_value("your run").run()
    assert page.segmented_control(key="scene_on_four_axes").value == "your run"
    digits = r"the same as Xᵀδ (in every bit|in \d+ digits?)\.\*\*"
    assert re.search(digits, words_of(page)), "digits are counted whole"


def test_what_plays_the_matrices_stands_above_them(page: AppTest) -> None:
    sent = [json.loads(one.proto.json or "{}") for one in page.get("bidi_component")]
    film, matrices = (
        next(k for k, one in enumerate(sent) if key in one) for key in ("counts", "picked")
    )
    assert film < matrices, "below a tall δ nobody sees what Play does"
