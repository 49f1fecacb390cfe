"""The datasets: made as in the notebook, split by a seed, scaled by the training rows."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from sklearn.datasets import make_regression

from perceptron import DATASETS, ConfigError, DataConfig, DataError, Dataset, Run, TrainConfig, load
from perceptron.data import n_training_rows
from perceptron.data.dataset import split_rows
from perceptron.gradients import predict

SHAPES = {
    "linnerud": (16, 4, 3, 3),
    "iris": (120, 30, 2, 2),
    "diabetes": (354, 88, 4, 6),
    "wine": (143, 35, 10, 3),
    "breast_cancer": (456, 113, 10, 10),
}


@pytest.mark.parametrize(("features", "outputs"), [(6, 3), (1, 1), (2, 1), (1, 4)])
def test_synthetic_data_is_the_notebooks_call(features: int, outputs: int) -> None:
    X, Y, W = make_regression(
        n_samples=150,
        n_features=features,
        n_targets=outputs,
        n_informative=max(1, features - 1),
        bias=random.Random(7).random(),
        noise=2,
        coef=True,
        random_state=7,
    )
    config = DataConfig(samples=100, features=features, outputs=outputs, valid=50, noise=2, seed=7)
    data = load(config)
    Y = Y.reshape(150, outputs)
    assert np.array_equal(data.x_train, X[:100])  # in order: the rows are not shuffled
    assert np.array_equal(data.y_train, Y[:100])
    assert np.array_equal(data.x_valid, X[100:])
    assert np.array_equal(data.y_valid, Y[100:])
    assert data.true is not None
    assert np.array_equal(data.true.W, W.reshape(features, outputs))
    assert data.noise_floor == 4
    assert data.feature_names == tuple(f"x{i}" for i in range(1, features + 1))
    assert data.target_names == tuple(f"y{j}" for j in range(1, outputs + 1))


def test_one_feature_is_uninformative_unless_it_is_the_only_one() -> None:
    zero_rows = (load(DataConfig()).true.W == 0).all(dim=1)
    assert zero_rows.sum() == 1
    assert not (load(DataConfig(features=1)).true.W == 0).any()


def test_the_true_parameters_leave_the_noise_and_nothing_else() -> None:
    data = load(DataConfig(noise=0, valid=10))
    assert torch.allclose(predict(data.x_train, data.true.W, data.true.b), data.y_train)
    _, valid_mse = load(DataConfig(noise=3)).losses(load(DataConfig(noise=3)).true)
    assert valid_mse == pytest.approx(9, rel=0.05)


@pytest.mark.parametrize("name", SHAPES)
def test_bundled_data_has_its_shape_and_a_fifth_held_out(name: str) -> None:
    data = load(DataConfig(dataset=name))
    assert (len(data.x_train), len(data.x_valid), data.n_features, data.n_targets) == SHAPES[name]
    assert data.true is None
    assert data.scaled


@pytest.mark.parametrize("name", DATASETS)
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(name: str) -> None:
    one, two, other = (load(DataConfig(dataset=name, seed=seed)) for seed in (3, 3, 4))
    assert one.x_train.equal(two.x_train)
    assert not one.x_train.equal(other.x_train)


def test_the_split_is_a_seeded_permutation() -> None:
    train, valid = split_rows(23, seed=1)
    assert sorted([*train.tolist(), *valid.tolist()]) == list(range(23))
    assert len(valid) == 4
    assert train.tolist() != sorted(train.tolist())


@pytest.mark.parametrize("name", DATASETS)
def test_scaling_is_fitted_on_the_training_rows_only(name: str) -> None:
    raw = load(DataConfig(dataset=name, scale=False))
    scaled = load(DataConfig(dataset=name, scale=True))
    for part in ("x", "y"):
        train, valid = getattr(raw, f"{part}_train"), getattr(raw, f"{part}_valid")
        mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
        assert torch.allclose(getattr(scaled, f"{part}_train"), (train - mean) / std)
        assert torch.allclose(getattr(scaled, f"{part}_valid"), (valid - mean) / std)


def test_scaling_carries_the_true_parameters_and_the_floor_over() -> None:
    config = DataConfig(noise=0, scale=True)
    data = load(config)
    assert data.losses(data.true)[1] == pytest.approx(0, abs=1e-20)
    noisy = load(DataConfig(noise=2, scale=True))
    assert noisy.losses(noisy.true)[1] == pytest.approx(noisy.noise_floor, rel=0.05)


def test_scaling_is_off_for_synthetic_data_and_on_for_real_data_by_default() -> None:
    assert not load(DataConfig()).scaled
    assert load(DataConfig(dataset="iris")).scaled
    assert not load(DataConfig(dataset="iris", scale=False)).scaled


def test_a_column_without_spread_is_only_centred() -> None:
    X = torch.tensor([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]], dtype=torch.float64)
    data = Dataset(X, X, X, X, ("a", "b"), ("c", "d")).standardised()
    assert data.x_train[:, 1].tolist() == [0, 0, 0]
    assert torch.isfinite(data.x_valid).all()


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (torch.ones(3, 2), torch.ones(3), "shapes"),
        (torch.ones(3, 2), torch.ones(4, 1), "shapes"),
        (torch.ones(0, 2), torch.ones(0, 1), "at least one row"),
        (torch.full((3, 2), torch.nan), torch.ones(3, 1), "infinite or missing"),
    ],
)
def test_rows_that_do_not_fit_are_refused_at_the_door(
    x: torch.Tensor, y: torch.Tensor, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        Dataset(x, y, x, y, ("a", "b"), ("c",))


def test_an_unknown_dataset_is_named_with_the_nearest_one() -> None:
    with pytest.raises(ConfigError, match="Did you mean linnerud"):
        load(DataConfig(dataset="linerud"))


def test_nothing_touches_the_process_wide_random_state() -> None:
    before = torch.random.get_rng_state(), np.random.get_state()[1].copy(), random.getstate()
    for name in DATASETS:
        Run(load(DataConfig(dataset=name)), TrainConfig(batch_size=5, epochs=1)).finish()
    assert torch.random.get_rng_state().equal(before[0])
    assert np.array_equal(np.random.get_state()[1], before[1])
    assert random.getstate() == before[2]


def test_runs_on_the_cpu_in_float64_share_the_rows_of_their_data() -> None:
    data = load(DataConfig())
    one, other = Run(data, TrainConfig()).dataset, Run(data, TrainConfig(init_seed=1)).dataset
    for part in ("x_train", "y_train", "x_valid", "y_valid"):
        places = {getattr(rows, part).data_ptr() for rows in (data, one, other)}
        assert len(places) == 1, part
    assert data.x_train.untyped_storage().nbytes() == data.x_train.nbytes


@pytest.mark.parametrize("name", DATASETS)
def test_the_size_of_each_dataset_is_known_whatever_the_seed(name: str) -> None:
    data = load(DataConfig(name, samples=37, seed=3, scale=False))
    assert n_training_rows(name, 37) == data.n_samples
