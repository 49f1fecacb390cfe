"""The class as an experiment: what a run contributes, and what theory says it must be."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.figures.trial import trial_figure
from perceptron.lessons.predict.measures import ALL_DIGITS
from perceptron.lessons.trial import (
    BITS,
    TRIALS,
    outcome,
    predicted,
    trial_question,
)
from perceptron.room.question import TRIAL

DATA, TRAIN = DataConfig(), TrainConfig(learning_rate=0.3)


def run_with(**changes: object) -> Run:
    return Run(load(DATA), replace(TRAIN, **changes)).finish()


def test_theory_is_what_a_run_ends_with_for_each_batch_size() -> None:
    theory = dict(predicted("batch_size", DATA, TRAIN).points)
    for size in (1, 33, 100):
        choice, loss = outcome(run_with(batch_size=size), "batch_size")
        assert theory[choice] == pytest.approx(loss, rel=1e-6)


def test_theory_of_rates_ends_beyond_a_limit_that_runs_keep() -> None:
    theory = predicted("learning_rate", DATA, TRAIN)
    assert theory.limit is not None
    rates = [rate for rate, _ in theory.points]
    assert rates == sorted(rates)
    assert rates[-1] > theory.limit
    near, loss = min(theory.points, key=lambda point: abs(point[0] - 0.3))
    assert outcome(run_with(learning_rate=near), "learning_rate")[1] == pytest.approx(
        loss, rel=1e-3
    )


def test_a_run_that_diverged_contributes_its_choice_alone() -> None:
    assert outcome(run_with(learning_rate=2.9, epochs=500), "learning_rate") == (2.9,)


def test_a_run_that_ends_above_its_start_counts_as_one_whose_loss_grew() -> None:
    run = run_with(learning_rate=2.0)
    assert run.status("torch") == "finished"
    assert outcome(run, "learning_rate") == (2.0,)
    figure = trial_figure(TRIALS["learning_rate"], [(0.3, 1.0), (2.0,)], None)
    assert figure.layout.yaxis.tickvals or figure.layout.yaxis.dtick == 1


def test_digits_agree_as_far_as_the_numbers_have_them() -> None:
    theory = dict(predicted("dtype", DATA, TRAIN).points)
    assert set(theory) == set(BITS.values())
    assert theory[32.0] < theory[64.0] <= ALL_DIGITS
    assert outcome(run_with(dtype="float32"), "dtype") == (32.0, theory[32.0])


@pytest.mark.parametrize("setting", list(TRIALS))
def test_a_trial_is_asked_and_drawn_without_theory_before_the_reveal(setting: str) -> None:
    question, key = trial_question(setting, "train?x=1")
    assert (question.kind, question.setting, key.answer) == (TRIAL, setting, None)
    choice = {"learning_rate": 0.3, "batch_size": 33.0, "dtype": 64.0}[setting]
    points = [(choice, 2.0), (choice,)]
    before = trial_figure(TRIALS[setting], points, None)
    assert [trace.name for trace in before.data] == ["a student's run", "the loss grew"]
    assert list(before.data[1].x) == [choice]
    assert before.data[1].y[0] > 2.0, "at the top edge"
    theory = predicted(setting, DATA, TRAIN)
    after = trial_figure(TRIALS[setting], points, theory)
    assert [trace.name for trace in after.data] == ["a student's run", "the loss grew", "theory"]
    assert len(after.layout.shapes) == (theory.limit is not None)
    for mark in after.layout.annotations:
        assert 10**mark.x == pytest.approx(theory.limit), "on a log axis it stands at the exponent"


@pytest.mark.parametrize("setting", ["learning_rate", "batch_size"])
@pytest.mark.parametrize("points", [[], [(0.3, 1.0)], [(2.0,)], [(0.3, 1.0), (0.32, 1.1)]])
def test_few_runs_have_axes_whose_ticks_do_not_lie_on_each_other(
    setting: str, points: list[tuple[float, ...]]
) -> None:
    figure = trial_figure(TRIALS[setting], points, None)
    axis = figure.layout.xaxis
    low, high = axis.range
    assert high > low
    if axis.tickvals:
        ticks = [tick for tick in axis.tickvals if low <= math.log10(tick) <= high]
    else:
        ticks = list(range(math.ceil(low), math.floor(high) + 1, axis.dtick))
    assert 2 <= len(ticks) <= 8
    if not points:
        low, high = figure.layout.yaxis.range
        assert (high - low) / figure.layout.yaxis.dtick <= 8
