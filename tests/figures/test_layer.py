"""The picture of the layer: its numbers are those of the row, its lines those of W."""

from __future__ import annotations

import torch

from perceptron.data.example import example_start, load_example
from perceptron.figures.layer import MOST_INPUTS, layer_in_words, layer_of, layer_picture
from perceptron.gradients import mse_derivative, predict
from perceptron.parameters import Parameters


def test_the_numbers_are_those_of_the_first_row() -> None:
    data, start = load_example(), example_start()
    X, Y = data.x_train[:4], data.y_train[:4]
    layer = layer_of(X, Y, start, (data.feature_names, data.target_names))
    picture = layer_picture(layer)
    Y_hat = predict(X, start.W, start.b)
    shown = [float(one.replace("−", "-")) for one in picture["y_hat"]]
    assert shown == Y_hat[0].tolist()
    delta = mse_derivative(Y_hat, Y)[0].tolist()
    assert [float(one.replace("−", "-")) for one in picture["delta"]] == delta
    assert [len(picture[part]) for part in ("inputs", "outputs", "x", "y")] == [3, 2, 3, 2]
    assert torch.tensor(picture["W"]).equal(start.W.float() / start.W.abs().max())


def test_a_large_layer_is_counted_and_a_lost_one_is_drawn() -> None:
    W = torch.full((30, 9), torch.inf, dtype=torch.float64)
    wide = Parameters(W, torch.zeros(9, dtype=torch.float64))
    X, Y = torch.ones(2, 30, dtype=torch.float64), torch.ones(2, 9, dtype=torch.float64)
    names = [f"x{i}" for i in range(30)], [f"y{j}" for j in range(9)]
    layer = layer_of(X, Y, wide, names)
    picture = layer_picture(layer)
    assert len(picture["W"]) == MOST_INPUTS
    assert picture["more"] == [22, 3]
    assert all(-1 <= share <= 1 for row in picture["W"] for share in row)
    assert "30 inputs and 9 outputs" in layer_in_words(layer)
    assert "3 more" in layer_in_words(layer)
