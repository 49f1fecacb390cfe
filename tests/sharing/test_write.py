"""The JSON contract and the epoch table, held against a second program of the notebook's rule."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from perceptron.__main__ import main
from perceptron.config import DataConfig, TrainConfig
from perceptron.data import load
from perceptron.models import MODELS
from perceptron.run import Run
from perceptron.sharing.write import epoch_csv, epoch_table
from tests.sharing.documents import run_document

SMALL = DataConfig(samples=40, valid=25, seed=3)
LOSSES = ("train_mse", "valid_mse", "weighted_train_mse")
SETTINGS = {
    "samples", "features", "outputs", "valid", "noise", "learning_rate", "batch_size", "epochs",
    "seed", "init_seed", "device", "dtype", "dataset", "data", "targets", "inputs",
    "drop_missing", "scale", "einsum_budget",
}  # fmt: skip


@pytest.fixture
def table(tmp_path):
    rows = [f"{i % 7},{i % 5},{i % 3},{i * i % 11},{i * 3 % 13}" for i in range(40)]
    path = tmp_path / "boxes.csv"
    path.write_text("\n".join(["height,width,depth,price,weight", *rows]))
    return str(path)


def notebook_rule(data, initial, learning_rate, batch_size, epochs):
    """Train by the notebook's rule in plain NumPy, sharing only the rows and the start."""
    x, y, x_valid, y_valid = (
        np.array(data[key]) for key in ("x_train", "y_train", "x_valid", "y_valid")
    )
    weight, bias = np.array(initial["weight"]), np.array(initial["bias"])
    n_outputs = y.shape[1]
    train_mse, valid_mse, weighted_train_mse = [], [], []
    for _ in range(epochs):
        losses, sizes = [], []
        for first in range(0, len(x), batch_size):
            rows, goal = x[first : first + batch_size], y[first : first + batch_size]
            residual = rows @ weight + bias - goal
            losses.append(np.sum(residual**2) / (len(rows) * n_outputs))
            sizes.append(len(rows))
            delta = 2 / (len(rows) * n_outputs) * residual
            bias = bias - learning_rate * np.ones(len(rows)) @ delta
            weight = weight - learning_rate * rows.T @ delta
        train_mse.append(np.mean(losses))
        weighted_train_mse.append(np.average(losses, weights=sizes))
        valid_mse.append(np.mean((x_valid @ weight + bias - y_valid) ** 2))
    found = (train_mse, valid_mse, weighted_train_mse, weight, bias)
    return dict(zip((*LOSSES, "weight", "bias"), found, strict=True))


@pytest.fixture
def document(capsys):
    """Run the command line and return its document, rows included."""

    def call(words=""):
        assert main([*words.split(), "--json", "-", "--json-data"]) == 0
        return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)  # no NaN

    return call


def assert_follows_the_rule(document):
    config = document["config"]
    relative = 1e-9 if config["dtype"] == "float64" else 1e-4
    hyperparameters = (config[key] for key in ("learning_rate", "batch_size", "epochs"))
    expected = notebook_rule(document["data"], document["initial"], *hyperparameters)
    for name, model in document["models"].items():
        for key, wanted in expected.items():
            scale = np.abs(wanted).max()
            np.testing.assert_allclose(
                model[key], wanted, rtol=relative, atol=relative * scale, err_msg=f"{name} {key}"
            )


@pytest.mark.parametrize(
    "words",
    [
        "",  # 100 rows in batches of 33, 33, 33 and 1
        "--samples 40 --batch-size 13 --learning-rate 0.3",
        "--samples 40 --batch-size 40 --seed 3",
        "--samples 40 --batch-size 1 --epochs 3",
        "--samples 41 --batch-size 5 --learning-rate 0.25 --noise 100",
        "--features 1 --valid 1",
        "--outputs 1 --noise 0 --learning-rate 0.2",
        "--features 1 --outputs 1 --init-seed 9",
        "--features 9 --outputs 7 --scale --epochs 1",
        "--dataset linnerud --learning-rate 0.1",
        "--dataset linnerud --no-scale --learning-rate 1e-5",
        "--dataset wine --seed 5 --batch-size 7",
        "--dtype float32",
        "--data TABLE --targets price,weight",
    ],
)
def test_the_written_rows_and_start_reproduce_every_model(words, table, document):
    assert_follows_the_rule(document(words.replace("TABLE", table)))


def test_the_document_has_the_keys_of_the_contract(document):
    found = document()
    assert list(found) == ["config", "data", "initial", "models", "mape"]
    assert set(found["config"]) == SETTINGS
    assert set(found["data"]) == {
        "x_train", "y_train", "x_valid", "y_valid", "true_weight", "true_bias",
    }  # fmt: skip
    assert set(found["initial"]) == {"weight", "bias"}
    assert set(found["models"]) == {*MODELS}
    for model in found["models"].values():
        parts = {*LOSSES, "weight", "bias", "seconds", "status", "reason", "after_epochs"}
        assert set(model) == parts
        assert (model["status"], model["reason"]) == ("finished", None)
        assert model["seconds"] > 0
    others = {*MODELS} - {"torch"}
    assert set(found["mape"]) == {"before_copy", "after_copy", "loss", *others}
    for name in others:
        assert set(found["mape"][name]) == {"predictions", "weight", "bias"}


def test_the_shapes_are_rows_by_columns_and_features_by_outputs(document):
    found = document("--valid 25")
    shapes = [np.shape(found["data"][key]) for key in ("x_train", "y_valid", "true_weight")]
    assert shapes == [(100, 6), (25, 3), (6, 3)]
    for holder in (found["initial"], *found["models"].values()):
        assert (np.shape(holder["weight"]), np.shape(holder["bias"])) == ((6, 3), (3,))


def test_numbers_round_trip_to_the_last_bit():
    run = Run(load(SMALL), TrainConfig(batch_size=13)).finish()
    found = json.loads(json.dumps(run_document(run, SMALL, with_data=True)))
    assert found == run_document(run, SMALL, with_data=True)
    assert found["data"]["x_train"] == run.dataset.x_train.tolist()
    for name, model in found["models"].items():
        weight = torch.tensor(model["weight"], dtype=torch.float64)
        assert torch.equal(weight, run.parameters(name).W)
        assert model["train_mse"] == run.history[name].train_mse


def test_the_agreement_is_the_notebooks_mape_in_percent(document):
    found = document("--dtype float32 --epochs 50")
    mape, models = found["mape"], found["models"]
    for name in ("scratch", "einsum"):
        for key in ("weight", "bias"):
            true, pred = np.array(models["torch"][key]), np.array(models[name][key])
            wanted = 100 * np.mean(np.abs(true - pred) / np.abs(true))
            assert mape[name][key] == pytest.approx(wanted, rel=1e-3)
        assert 0 < mape[name]["predictions"] < 1e-3
    assert mape["before_copy"] > 50
    assert max(mape["after_copy"], mape["loss"]) < 1e-4


def test_synthetic_data_comes_with_the_truth_and_real_data_without(document):
    synthetic = document("--noise 0")["data"]
    predicted = np.array(synthetic["x_train"]) @ synthetic["true_weight"] + synthetic["true_bias"]
    np.testing.assert_allclose(predicted, synthetic["y_train"], rtol=1e-9)
    real = document("--dataset iris")["data"]
    assert (real["true_weight"], real["true_bias"]) == (None, None)


def test_real_data_reports_the_sizes_it_has_and_the_rows_as_the_models_see_them(document):
    found = document("--dataset linnerud")
    config = found["config"]
    # Linnerud has 20 rows, 3 exercises and 3 body measures; a fifth of the rows validates.
    sizes = [config[key] for key in ("samples", "valid", "features", "outputs", "batch_size")]
    assert sizes == [16, 4, 3, 3, 5]
    assert (config["scale"], config["dataset"]) == (True, "linnerud")
    assert [config[key] for key in ("data", "targets", "inputs")] == [None] * 3
    for key in ("x_train", "y_train"):
        np.testing.assert_allclose(np.mean(found["data"][key], axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(np.std(found["data"][key], axis=0), 1)


def test_a_diverged_run_keeps_finite_weights_and_says_why(document):
    found = document("--learning-rate 10")
    for model in found["models"].values():
        assert model["status"] == "diverged"
        assert "With these batches rates above 1.93 diverge. Try 0.3." in model["reason"]
        assert len(model["train_mse"]) == len(model["valid_mse"]) < 16
        assert np.isfinite(np.array([*model["weight"], model["bias"]], dtype=float)).all()


def test_a_loss_too_large_for_a_number_is_null():
    small = load(SMALL)
    huge = replace(small, y_valid=small.y_valid * 1e300)  # its square is infinite
    run = Run(huge, TrainConfig(batch_size=20, epochs=1)).finish()
    found = json.dumps(run_document(run, SMALL, with_data=True), allow_nan=False)
    assert json.loads(found)["mape"]["loss"] is None


def test_a_refused_model_has_its_start_and_nothing_else_while_the_others_finish():
    data = DataConfig(samples=10_000, features=50, outputs=20, valid=10)
    run = Run(load(data), TrainConfig(batch_size=10_000, epochs=1)).finish()
    found = run_document(run, data)
    einsum = found["models"]["einsum"]
    assert einsum["status"] == "refused"
    assert "1.5 GiB" in einsum["reason"]  # 10 000 x 20 x 50 x 20 numbers of 8 bytes
    assert [einsum[loss] for loss in LOSSES] == [[], [], []]
    assert {key: einsum[key] for key in ("weight", "bias")} == found["initial"]
    assert found["mape"]["einsum"] == {"predictions": None, "weight": None, "bias": None}
    assert {found["models"][name]["status"] for name in ("scratch", "torch")} == {"finished"}
    assert found["mape"]["scratch"]["weight"] < 1e-10
    assert [row["einsum_train_mse"] for row in epoch_table(run.history)] == [None]


def test_the_csv_is_the_epoch_table_in_full_precision():
    run = Run(load(SMALL), TrainConfig(batch_size=13, epochs=5)).finish()
    rows = list(csv.DictReader(io.StringIO(epoch_csv(run.history))))
    assert [int(row["epoch"]) for row in rows] == [0, 1, 2, 3, 4]
    assert {float(row["learning_rate"]) for row in rows} == {0.01}
    for name in MODELS:
        for loss in LOSSES:
            written = [float(row[f"{name}_{loss}"]) for row in rows]
            assert written == getattr(run.history[name], loss)


def test_the_csv_leaves_cells_empty_once_a_model_has_stopped():
    run = Run(load(DataConfig(valid=10)), TrainConfig(epochs=3))
    for _ in range(run.n_batches):
        run.step()
    W = run._models["einsum"].parameters.W
    W.fill_(float("inf"))  # what a model that diverges alone would come to
    run.learning_rate = 0.02
    run.finish()
    assert run.status("einsum") == "diverged"
    table = epoch_table(run.history)
    rows = list(csv.DictReader(io.StringIO(epoch_csv(run.history))))
    assert [row["learning_rate"] for row in table] == [0.01, 0.02, 0.02]
    assert [row["einsum_valid_mse"] is None for row in table] == [False, True, True]
    assert [row["einsum_valid_mse"] == "" for row in rows] == [False, True, True]
    assert all(row["torch_valid_mse"] for row in rows)


def test_an_unfinished_run_can_be_exported():
    run = Run(load(SMALL), TrainConfig(batch_size=13))
    found = run_document(run, SMALL)
    assert found["models"]["torch"]["status"] == "training"
    assert epoch_table(run.history) == []
    assert epoch_csv(run.history).count("\n") == 1
