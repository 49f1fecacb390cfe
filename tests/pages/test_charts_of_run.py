"""The charts of a run: what two visitors may share, and what they may not."""

from __future__ import annotations

import torch

from pages.shared.train.charts_of_run import ChartsOfRun
from perceptron import DataConfig, Run, TrainConfig, load

DATA = DataConfig(valid=10)


def run_of(batches: int) -> Run:
    run = Run(load(DATA), TrainConfig(epochs=2))
    for _ in range(batches):
        run.step()
    return run


def test_visitors_who_chose_the_same_share_the_figures_of_the_same_moment() -> None:
    shared = {ChartsOfRun(run_of(batches), DATA).shared for batches in (3, 3, 4)}
    assert len(shared) == 2
    assert None not in shared


def test_a_run_that_failed_shares_no_figure_with_a_whole_one() -> None:
    whole, failed = run_of(6), run_of(6)
    failed.give_up("a fault in a model's program")
    assert failed.steps_done == whole.steps_done
    assert failed.current_config == whole.current_config
    assert not torch.equal(failed.parameters("torch").W, whole.parameters("torch").W)
    assert ChartsOfRun(failed, DATA).shared is None


def test_a_run_whose_rate_was_changed_shares_no_figure() -> None:
    run = run_of(3)
    run.learning_rate = 0.3
    run.step()
    assert ChartsOfRun(run, DATA).shared is None


def test_the_first_batches_of_a_run_that_stands_still_are_seen_from_near() -> None:
    run = Run(load(DATA), TrainConfig(epochs=16))
    assert ChartsOfRun(run, DATA).epochs_shown == 16
    run.step()
    assert ChartsOfRun(run, DATA).epochs_shown == 2
    assert ChartsOfRun(run, DATA, playing=True).epochs_shown == 16
    while run.history.n_epochs < 2:
        run.step()
    assert ChartsOfRun(run, DATA).epochs_shown == 16


def test_the_loss_beside_the_progress_is_that_of_all_rows_and_says_so() -> None:
    run = run_of(5)
    (train, words), (_, valid_words) = ChartsOfRun(run, DATA).losses()
    loss = run.dataset.train_loss(run.parameters("torch"))
    assert float("".join(train.split())) == float(f"{loss:.0f}")
    assert "all 100 training rows" in words
    assert "10 validation rows" in valid_words
