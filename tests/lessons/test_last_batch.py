"""The last batch: four rules of one loop, their weights, the figures, and the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from streamlit.testing.v1 import AppTest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.figures.last_batch import batches_figure, rules_figure
from perceptron.lessons.last_batch.rules import (
    NOTEBOOK_RULE,
    RULES,
    Followed,
    follow,
    gap,
    mean_of,
    row_order,
    same_end,
    shown,
    weights_in_mean,
)
from perceptron.lessons.last_batch.words import how_far_off, in_words
from tests.pages.opening import commit, open_page


@pytest.fixture(scope="module")
def run() -> Run:
    """The notebook's run, trained."""
    return Run(load(DataConfig()), TrainConfig()).finish()


@pytest.fixture(scope="module")
def followed(run: Run) -> dict[str, Followed]:
    """The notebook's data under each rule."""
    return {name: follow(rule, run.dataset, run.start, run.config) for name, rule in RULES.items()}


def test_the_notebooks_rule_is_the_one_that_the_run_trains_by(
    run: Run, followed: dict[str, Followed]
) -> None:
    history = run.history["scratch"]
    assert [e.train_mse for e in followed[NOTEBOOK_RULE].epochs] == history.train_mse
    assert [e.train_mse for e in followed["weighted"].epochs] == history.weighted_train_mse
    after = [e.loss_after for e in followed[NOTEBOOK_RULE].epochs]
    assert after == pytest.approx([loss for _, loss in run.curves(100)["torch"].train[1:]])
    assert followed[NOTEBOOK_RULE].end.W.equal(run.parameters("scratch").W)


@pytest.mark.parametrize("name", RULES)
def test_the_areas_of_the_batches_add_up_to_the_loss(
    name: str, followed: dict[str, Followed]
) -> None:
    for epoch in followed[name].epochs:
        areas = sum(w * loss for w, loss in zip(epoch.weights, epoch.losses, strict=True))
        assert areas == pytest.approx(epoch.train_mse, rel=1e-12)
        assert sum(epoch.weights) == pytest.approx(1)


def test_sizes_and_weights_of_the_notebooks_batches(followed: dict[str, Followed]) -> None:
    assert followed[NOTEBOOK_RULE].epochs[0].sizes == (33, 33, 33, 1)
    assert followed[NOTEBOOK_RULE].epochs[0].weights == (0.25, 0.25, 0.25, 0.25)
    assert followed["weighted"].epochs[0].weights == (0.33, 0.33, 0.33, 0.01)
    assert followed["drop last"].epochs[0].sizes == (33, 33, 33)
    assert weights_in_mean((), weighted=True) == ()


def test_only_what_changes_the_updates_changes_the_weights(followed: dict[str, Followed]) -> None:
    same = {name: same_end(one, followed[NOTEBOOK_RULE]) for name, one in followed.items()}
    assert same == {NOTEBOOK_RULE: True, "weighted": True, "drop last": False, "shuffle": False}


def test_a_sample_alone_moves_the_weights_further_than_33(followed: dict[str, Followed]) -> None:
    moved = followed[NOTEBOOK_RULE].epochs[0].moved
    assert moved[3] > 2.5 * max(moved[:3])


def test_the_gap_is_relative_to_the_weighted_mean(followed: dict[str, Followed]) -> None:
    plain, weighted = followed[NOTEBOOK_RULE].epochs[-1], followed["weighted"].epochs[-1]
    assert gap(plain, weighted) == pytest.approx(plain.train_mse / weighted.train_mse - 1)
    assert gap(plain, weighted) < -0.15


def test_full_batches_make_all_rules_but_shuffling_equal() -> None:
    data, start = load_example(), example_start()
    config = replace(EXAMPLE_TRAINING, batch_size=3, learning_rate=0.1)
    ends = {name: follow(rule, data, start, config) for name, rule in RULES.items()}
    assert same_end(ends["drop last"], ends[NOTEBOOK_RULE])
    assert not same_end(ends["shuffle"], ends[NOTEBOOK_RULE])
    assert gap(ends[NOTEBOOK_RULE].epochs[3], ends["weighted"].epochs[3]) == pytest.approx(0)


def test_shuffling_walks_every_row_once_in_another_order_each_epoch_from_its_seed() -> None:
    order = row_order(RULES["shuffle"], 50, 7, seed=3)
    again = row_order(RULES["shuffle"], 50, 7, seed=3)
    first, second = order(0), order(1)
    assert sorted(first.tolist()) == sorted(second.tolist()) == list(range(50))
    assert not first.equal(second)
    assert first.equal(again(0))
    assert not first.equal(row_order(RULES["shuffle"], 50, 7, seed=4)(0))


def test_dropping_leaves_the_rows_of_full_batches() -> None:
    assert row_order(RULES["drop last"], 10, 4, seed=0)(0).equal(torch.arange(8))


def test_a_training_that_diverges_in_its_first_epoch_has_no_epochs() -> None:
    data, start = load_example(), example_start()
    wild = replace(EXAMPLE_TRAINING, learning_rate=10.0, batch_size=1, epochs=40)
    assert follow(RULES[NOTEBOOK_RULE], data, start, wild).epochs == ()


def test_bars_are_as_wide_as_their_weight_above_and_their_rows_below(
    followed: dict[str, Followed],
) -> None:
    samples, loss, _ = batches_figure(followed[NOTEBOOK_RULE].epochs[0]).data
    assert list(loss.width) == [0.25] * 4
    assert list(loss.y) == list(followed[NOTEBOOK_RULE].epochs[0].losses)
    assert list(samples.width) == [0.33, 0.33, 0.33, 0.01]
    assert samples.x[-1] == pytest.approx(0.995)
    assert list(loss.marker.pattern.shape) == ["", "", "", "/"]
    small = replace(followed[NOTEBOOK_RULE].epochs[0], sizes=(3, 3, 3, 1))
    assert list(batches_figure(small).data[0].text) == ["3 rows", "3 rows", "3 rows", "1 row"]


def test_no_line_crosses_the_numbers_of_a_batch(followed: dict[str, Followed]) -> None:
    epoch = followed[NOTEBOOK_RULE].epochs[3]
    numbers = [one for one in batches_figure(epoch).layout.annotations if "%" in one.text]
    assert len(numbers) == 4
    assert all(one.y > max(*epoch.losses, epoch.train_mse) for one in numbers)
    assert {one.yanchor for one in numbers} == {"bottom"}


def test_rules_differ_by_dash_and_width(followed: dict[str, Followed]) -> None:
    figure = rules_figure(followed, 3)
    assert [trace.name for trace in figure.data] == [shown(rule) for rule in RULES]
    assert len({(trace.line.dash, trace.line.width) for trace in figure.data}) == len(RULES)
    assert figure.layout.shapes[0].x0 == 3


@pytest.fixture
def page() -> AppTest:
    """The lesson, freshly opened."""
    return open_page("last_batch")


def test_the_page_says_what_the_last_batch_weighs(page: AppTest) -> None:
    assert not page.exception
    words = " ".join(markdown.value for markdown in page.markdown)
    assert "counts **25.0 %**; by its rows it is **1.0 %**" in words
    assert "the report is **21 % too low**" in words
    page.slider(key="last_batch_epoch_16").set_value(1).run()
    assert "**+2.8 %**" in " ".join(markdown.value for markdown in page.markdown)
    page.segmented_control(key="last_batch_rule").set_value("drop last").run()
    assert "left out" in " ".join(markdown.value for markdown in page.markdown)
    page.radio(key="ask-last-batch-learned-1").set_value("drop-last")
    commit(page, "last-batch-learned")
    assert page.success[0].value.startswith("Right.")


def test_the_page_opens_on_the_worked_example(page: AppTest) -> None:
    page.segmented_control(key="scene_on_last_batch").set_value("worked example").run()
    assert not page.exception
    page.slider[0].set_value(15).run()
    assert not page.exception


def test_each_rule_says_in_its_own_words_what_it_makes_of_the_last_batch(
    followed: dict[str, Followed],
) -> None:
    told = {name: in_words(RULES[name], one.epochs[-1], 100) for name, one in followed.items()}
    assert "it counts **25.0 %**; by its rows it is **1.0 %**" in told[NOTEBOOK_RULE]
    assert "By its rows it counts **1.0 %**; in a plain mean, 25.0 %" in told["weighted"]
    assert "**1** of 100 rows left out: 3 batches of 33 remain" in told["drop last"]
    assert "in each epoch it holds other rows" in told["shuffle"]
    for name, one in followed.items():
        assert f"epoch {len(one.epochs)} " in told[name], "counted from 1, as on the slider"
    ends = {name: one.epochs[-1] for name, one in followed.items()}
    assert mean_of(ends["shuffle"], weighted=False) == pytest.approx(ends["shuffle"].train_mse)
    assert mean_of(ends["weighted"], weighted=True) == pytest.approx(ends["weighted"].train_mse)


def test_batches_of_one_size_leave_nothing_to_tell(run: Run) -> None:
    even = follow(RULES[NOTEBOOK_RULE], run.dataset, run.start, TrainConfig(batch_size=25))
    assert "4 batches of 25: none is shorter" in in_words(RULES[NOTEBOOK_RULE], even.epochs[0], 100)
    assert "no batch is shorter" in how_far_off(even.epochs[0], even.epochs[0])


def test_the_page_speaks_of_no_notebook_and_keeps_the_name_of_the_rule_in_links(
    page: AppTest,
) -> None:
    told = " ".join([*(one.value for one in page.markdown), *(one.value for one in page.caption)])
    assert "the plain mean over [batches](#term-batch) reports a" in told
    assert "notebook" not in told
    rule = page.segmented_control(key="last_batch_rule")
    assert rule.options == ["plain mean", "weighted", "drop last", "shuffle"]
    assert rule.value == NOTEBOOK_RULE, "older links name it so"
