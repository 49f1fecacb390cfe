"""Limits of the learning rate: predicted from the curvature, measured by training."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
import torch
from torch.testing import assert_close

from perceptron import DataConfig, Dataset, Parameters, Run, TrainConfig, load
from perceptron.data.example import example_start, load_example
from perceptron.gradients import mse, predict
from perceptron.lessons.step_size.limits import limits_by_factor, verdicts
from perceptron.lessons.step_size.path import decay, distances, plane, walk
from perceptron.lessons.step_size.sweep import (
    Edge,
    bracket,
    converges,
    log_rates,
    search_edge,
    sweep,
)
from perceptron.models import ScratchPerceptron
from perceptron.theory import EpochMap, hessian, learning_rate_limit, least_squares, spectrum
from perceptron.training import EpochRecord, train


def measure_edge(data: Dataset, start: Parameters, batch_size: int, **scale: Any) -> Edge:
    """The search for the edge, run to its end."""
    *_, edge = search_edge(data, start, batch_size, **scale)
    assert isinstance(edge, Edge)
    return edge


def run_of(seed: int = 0, dataset: str = "synthetic") -> Run:
    return Run(load(DataConfig(dataset, valid=9, seed=seed)), TrainConfig(batch_size=16))


def start_of(data: Dataset) -> Parameters:
    return Run(data, TrainConfig(batch_size=data.n_samples)).start


def test_the_spectrum_rebuilds_the_hessian_and_names_the_limits() -> None:
    X = run_of().dataset.x_train
    found = spectrum(X, 3)
    rebuilt = found.vectors @ torch.diag(found.values) @ found.vectors.T
    assert_close(rebuilt, hessian(X, 3))
    assert found.limit == pytest.approx(learning_rate_limit(X, 3))
    assert len(found.values) == 7, "none of the six inputs and the bias is flat"
    # At the best rate both ends shrink alike: 1 - eta lambda_min = eta lambda_max - 1.
    assert 1 - found.best_rate * found.values[0] == pytest.approx(
        float(found.best_rate * found.values[-1] - 1)
    )


def test_flat_directions_are_left_out() -> None:
    X = torch.randn((3, 5), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = spectrum(X, 2)
    assert len(found.values) == 3
    assert EpochMap(X, 2, 3).radius(found.limit / 2) < 1


def test_the_notebooks_limits_are_those_that_were_measured_for_it() -> None:
    data = load(DataConfig(valid=9))
    limits = EpochMap(data.x_train, 3, 33).limits()
    assert limits.n_batches == 4
    assert limits.single_batch < limits.full_batch
    assert limits.exact == limits.epoch
    whole = EpochMap(data.x_train, 3, 100).limits()
    assert whole.exact == pytest.approx(whole.epoch, rel=1e-6)
    assert whole.single_batch == pytest.approx(whole.full_batch)


@pytest.mark.parametrize("share", [0.98, 1.02])
@pytest.mark.parametrize("batch_size", [100, 33, 10])
def test_training_converges_just_below_the_limit_and_not_just_above(
    share: float, batch_size: int
) -> None:
    data = load(DataConfig(valid=9))
    limit = EpochMap(data.x_train, 3, batch_size).limits().epoch
    assert limit is not None
    run = Run(
        data, TrainConfig(learning_rate=share * limit, batch_size=batch_size, epochs=400)
    ).finish()
    losses = run.history["scratch"].train_mse
    assert (losses[-1] < losses[0]) is (share < 1)


@pytest.mark.parametrize("batch_size", [100, 33])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_measured_edge_meets_the_predicted_limit(seed: int, batch_size: int) -> None:
    data = load(DataConfig(valid=9, seed=seed))
    predicted = EpochMap(data.x_train, 3, batch_size).limits().exact
    assert measure_edge(data, start_of(data), batch_size).measured == pytest.approx(
        predicted, rel=0.03
    )


@pytest.mark.parametrize("dataset", ["linnerud", "iris", "example"])
def test_the_edge_is_met_on_other_data(dataset: str) -> None:
    data = load(DataConfig(dataset))
    size = max(1, data.n_samples // 3)
    predicted = EpochMap(data.x_train, data.n_targets, size).limits().exact
    assert measure_edge(data, start_of(data), size).measured == pytest.approx(predicted, rel=0.03)


def test_a_scale_without_an_edge_has_none() -> None:
    data = load_example()
    edge = measure_edge(data, example_start(), 4, low=1e-3, high=1e-2, n=5)
    assert edge.measured is None
    assert len(edge.losses) == 5
    assert bracket(torch.tensor([1.0, 2.0]), torch.tensor([False, True])) is None
    assert bracket(torch.tensor([1.0, 2.0]), torch.tensor([True, False])) == (1.0, 2.0)


def test_each_column_of_the_sweep_is_a_run_of_the_loop() -> None:
    data, start = load_example(), example_start()
    rates = torch.tensor([0.01, 0.1, 0.4], dtype=torch.float64)
    swept = list(itertools.islice(sweep(data, start, rates, 4), 6))
    for k, rate in enumerate(rates.tolist()):
        model = ScratchPerceptron(
            3, 2, generator=torch.Generator(), device=torch.device("cpu"), dtype=torch.float64
        )
        model.load(start)
        records = train({"m": model}, data, 4, lambda rate=rate: rate, epochs=6)
        ends = [r.models["m"].parameters for r in records if isinstance(r, EpochRecord)]
        losses = [data.train_loss(parameters) for parameters in ends]
        assert [float(record.losses[k]) for record in swept] == pytest.approx(losses, rel=1e-12)


def test_a_rate_at_rest_lives_although_rounding_makes_it_tremble() -> None:
    data, start = load_example(), example_start()
    records = list(itertools.islice(sweep(data, start, torch.tensor([0.3, 3.0]).double(), 9), 300))
    assert converges(records[200], records[299]).tolist() == [True, False]


def test_log_rates_have_both_ends_and_one_ratio() -> None:
    rates = log_rates(0.001, 10, 41)
    assert float(rates[0]) == 0.001
    assert float(rates[-1]) == pytest.approx(10)
    ratios = rates[1:] / rates[:-1]
    assert_close(ratios, ratios[0].expand_as(ratios))


def test_verdicts_follow_the_epochs() -> None:
    data = load(DataConfig(valid=9))
    epoch_map = EpochMap(data.x_train, 3, 33)
    assert verdicts(epoch_map, [0.001, 0.3, 5], 16) == ["slow", "works", "diverges"]
    assert verdicts(epoch_map, [0.01], 16) == ["slow"]
    assert verdicts(epoch_map, [0.01], 1000) == ["works"]


def test_one_feature_times_thirty_lowers_the_limit_nearly_a_thousandfold() -> None:
    X = load(DataConfig(valid=9)).x_train
    once, thirty = limits_by_factor(X, 3, [1, 30])
    assert once == pytest.approx(learning_rate_limit(X, 3))
    assert 400 < once / thirty < 1000


def test_real_data_allow_much_more_when_standardised() -> None:
    raw = load(DataConfig("linnerud", scale=False))
    scaled = load(DataConfig("linnerud"))
    assert spectrum(raw.x_train, 3).limit == pytest.approx(8.4e-5, rel=0.02)
    assert spectrum(scaled.x_train, 3).limit == pytest.approx(1.37, rel=0.02)


def test_decay_is_as_predicted() -> None:
    data = load(DataConfig(valid=9))
    found = decay(data, start_of(data), 0.5, 12)
    assert found.measured.shape == (13, 7)
    assert_close(found.measured, found.predicted, rtol=1e-6, atol=1e-9)


def test_the_plane_is_the_loss_itself() -> None:
    data, curve = load_example(), spectrum(load_example().x_train, 2)
    best = least_squares(data.x_train, data.y_train)
    path = walk(data, example_start(), 0.1, 4, 3)
    assert len(path) == 1 + 3 * 3
    surface = plane(data, path, 1, curve, n=7)
    for i, j in ((0, 0), (2, 5), (6, 1)):
        W, b = best.W.clone(), best.b.clone()
        move = surface.steep[j] * curve.vectors[:, -1] + surface.flat[i] * curve.vectors[:, 0]
        W[:, 1] += move[:-1]
        b[1] += move[-1]
        loss = mse(predict(data.x_train, W, b), data.y_train)
        assert_close(surface.losses[i, j], loss)
    away = distances([example_start()], best, curve.vectors)
    assert_close(surface.path[0], away[0, [-1, 0], 1])


def test_the_path_of_a_diverging_walk_stays_finite_in_the_plane() -> None:
    data = load_example()
    path = walk(data, example_start(), 50, 4, 200)
    surface = plane(data, path, 0, spectrum(data.x_train, 2))
    assert torch.isfinite(surface.path).all()


def test_an_epoch_whose_product_overflows_diverges() -> None:
    X = 1e30 * torch.tensor([[1.0], [-1.0], [0.5], [2.0]] * 4, dtype=torch.float64)
    known = EpochMap(X, n_targets=1, batch_size=1)
    assert known.radius(1.0) == math.inf, "LAPACK may end the process on such a matrix"
    assert verdicts(known, [1.0], epochs=3) == ["diverges"]
