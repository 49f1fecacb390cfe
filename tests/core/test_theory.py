"""Curvature, the largest learning rate, and the best answer, against autograd and real runs."""

from __future__ import annotations

import itertools

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.testing import assert_close

from perceptron import MODELS, DataConfig, Dataset, Parameters, Run, TrainConfig, load
from perceptron.gradients import mse, predict
from perceptron.theory import (
    best_parameters,
    hessian,
    learning_rate_limit,
    least_squares,
    reference_losses,
    with_ones,
)


def random_rows(m: int, d: int, c: int, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    X = torch.randn((m, d), generator=generator, dtype=torch.float64)
    return X, torch.randn((m, c), generator=generator, dtype=torch.float64)


rows = st.builds(
    random_rows,
    m=st.integers(1, 12),
    d=st.integers(1, 5),
    c=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)


@settings(max_examples=40)
@given(rows)
def test_hessian_is_one_block_for_each_output(batch: tuple[Tensor, Tensor]) -> None:
    X, Y = batch
    (_, d), c = X.shape, Y.shape[1]

    def loss(stacked: Tensor) -> Tensor:
        return mse(predict(X, stacked[:-1], stacked[-1]), Y)

    start = torch.zeros((d + 1, c), dtype=torch.float64)
    whole = torch.autograd.functional.hessian(loss, start)
    H = hessian(X, c)
    assert H.shape == (d + 1, d + 1)
    for j, k in itertools.product(range(c), repeat=2):
        block = H if j == k else torch.zeros_like(H)
        assert_close(whole[:, j, :, k], block)


@settings(max_examples=40)
@given(rows)
def test_limit_is_two_over_the_largest_curvature(batch: tuple[Tensor, Tensor]) -> None:
    X, Y = batch
    largest = torch.linalg.matrix_norm(hessian(X, Y.shape[1]), ord=2).item()
    assert learning_rate_limit(X, Y.shape[1]) == pytest.approx(2 / largest, rel=1e-9)


def least_loss(dataset: Dataset) -> float:
    train_mse, _ = dataset.losses(least_squares(dataset.x_train, dataset.y_train))
    return train_mse


def synthetic(seed: int) -> Dataset:
    return load(DataConfig("synthetic", samples=40, features=6, outputs=3, valid=9, seed=seed))


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("share", [0.99, 1.02])
def test_full_batches_converge_below_the_limit_and_diverge_above(seed: int, share: float) -> None:
    dataset = synthetic(seed)
    limit = learning_rate_limit(dataset.x_train, dataset.n_targets)
    config = TrainConfig(share * limit, batch_size=dataset.n_samples, epochs=1_500)
    run = Run(dataset, config).finish()
    for name in MODELS:
        if share > 1:
            assert run.status(name) == "diverged"
            continue
        losses = run.history[name].train_mse
        assert run.status(name) == "finished"
        assert losses[-1] == pytest.approx(least_loss(dataset), rel=1e-6)
        assert all(b <= a * (1 + 1e-12) for a, b in itertools.pairwise(losses))


@settings(max_examples=40)
@given(rows)
def test_least_squares_is_a_stationary_point(batch: tuple[Tensor, Tensor]) -> None:
    X, Y = batch
    best = least_squares(X, Y)
    assert best.W.shape == (X.shape[1], Y.shape[1])
    assert best.b.shape == (Y.shape[1],)
    W, b = best.W.requires_grad_(), best.b.requires_grad_()
    for gradient in torch.autograd.grad(mse(predict(X, W, b), Y), (W, b)):
        assert gradient.abs().max() < 1e-10


@settings(max_examples=40)
@given(rows, st.integers(0, 2**32 - 1), st.floats(1e-6, 10))
def test_nothing_fits_better_than_least_squares(
    batch: tuple[Tensor, Tensor], seed: int, distance: float
) -> None:
    X, Y = batch
    best = least_squares(X, Y)
    nudge_W, nudge_b = random_rows(X.shape[1] + 1, Y.shape[1], 1, seed)[0].split([X.shape[1], 1])
    least = mse(predict(X, best.W, best.b), Y)
    moved = mse(predict(X, best.W + distance * nudge_W, best.b + distance * nudge_b[0]), Y)
    assert least <= moved + 1e-12


@pytest.mark.parametrize("name", ["synthetic", "linnerud", "iris", "diabetes"])
def test_no_training_ends_below_least_squares(name: str) -> None:
    dataset = load(DataConfig(name, samples=40, valid=9))
    limit = learning_rate_limit(dataset.x_train, dataset.n_targets)
    run = Run(dataset, TrainConfig(0.9 * limit, batch_size=dataset.n_samples, epochs=60)).finish()
    least = least_loss(dataset)
    for model in MODELS:
        trained, _ = dataset.losses(run.parameters(model))
        assert least <= min(trained, *run.history[model].train_mse) + 1e-12


def test_with_fewer_rows_than_unknowns_the_fit_is_exact_and_shortest() -> None:
    X, Y = random_rows(m=3, d=5, c=2, seed=0)
    best = least_squares(X, Y)
    assert_close(predict(X, best.W, best.b), Y)
    stacked = torch.cat([best.W, best.b[None]])
    assert_close(stacked, torch.linalg.pinv(with_ones(X)) @ Y)


@pytest.mark.parametrize(("scale", "expected"), [(True, 1.3), (False, 1e-4)])
def test_linnerud_learns_ten_thousand_times_faster_when_standardised(
    scale: bool, expected: float
) -> None:
    """About 1.3 standardised, 1e-4 raw: measured when the lessons were planned."""
    for seed in range(5):
        dataset = load(DataConfig("linnerud", scale=scale, seed=seed))
        limit = learning_rate_limit(dataset.x_train, dataset.n_targets)
        assert limit == pytest.approx(expected, rel=0.25), seed


def test_a_feature_thirty_times_larger_costs_about_a_thousandfold() -> None:
    dataset = synthetic(seed=0)
    stretched = dataset.x_train.clone()
    stretched[:, 0] *= 30
    ratio = learning_rate_limit(dataset.x_train, 3) / learning_rate_limit(stretched, 3)
    assert 300 < ratio < 3_000


def test_references_of_synthetic_data_are_the_true_parameters_and_the_noise() -> None:
    dataset = load(DataConfig(samples=100, noise=3, seed=1))
    best, name = best_parameters(dataset)
    assert name == "true W, b"
    assert best is dataset.true
    references = reference_losses(dataset, best)
    assert references["noise floor"] == 9
    assert references["least squares"] == least_loss(dataset)
    assert references["least squares"] < references["start"] == dataset.train_loss(best)
    _, on_many_rows = dataset.losses(best)
    assert on_many_rows == pytest.approx(9, rel=0.03)


def test_real_data_has_no_noise_floor_and_its_best_is_least_squares() -> None:
    dataset = load(DataConfig("linnerud"))
    best, name = best_parameters(dataset)
    assert name == "least squares"
    assert dataset.train_loss(best) == least_loss(dataset)
    assert "noise floor" not in reference_losses(dataset, best)


def test_theory_is_computed_in_float64_whatever_the_run_uses() -> None:
    X, Y = random_rows(m=9, d=3, c=2, seed=0)
    assert isinstance(least_squares(X.float(), Y.float()), Parameters)
    assert least_squares(X.float(), Y.float()).W.dtype == torch.float64
    assert learning_rate_limit(X.float(), 2) == pytest.approx(learning_rate_limit(X, 2), rel=1e-6)
