"""The lesson's gradients against autograd, central differences, and each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.testing import assert_close

from perceptron.gradients import (
    bias_gradient,
    contract,
    descend,
    mse,
    mse_derivative,
    predict,
    prediction_by_bias,
    prediction_by_weight,
    weight_gradient,
)

over_random_layers = settings(max_examples=60)


class Layer(NamedTuple):
    """A linear layer and one batch, float64."""

    X: Tensor
    Y: Tensor
    W: Tensor
    b: Tensor

    @property
    def eye(self) -> Tensor:
        """The identity (c, c) that the second way is built with."""
        return torch.eye(len(self.b), dtype=torch.float64)

    @property
    def delta(self) -> Tensor:
        """dL/dY_hat (m, c)."""
        return mse_derivative(predict(self.X, self.W, self.b), self.Y)


def random_layer(m: int, d: int, c: int, seed: int) -> Layer:
    generator = torch.Generator().manual_seed(seed)
    shapes = ((m, d), (m, c), (d, c), (c,))
    return Layer(*(torch.randn(s, generator=generator, dtype=torch.float64) for s in shapes))


layers = st.builds(
    random_layer,
    m=st.integers(1, 9),
    d=st.integers(1, 7),
    c=st.integers(1, 5),
    seed=st.integers(0, 2**32 - 1),
)


def central_differences(loss: Callable[[Tensor], Tensor], point: Tensor, h: float) -> Tensor:
    """(L(p + h) - L(p - h)) / 2h for each entry p: exact for a quadratic, but for rounding."""
    gradient = torch.empty_like(point)
    for index in range(point.numel()):
        nudge = torch.zeros_like(point)
        nudge.view(-1)[index] = h
        gradient.view(-1)[index] = (loss(point + nudge) - loss(point - nudge)) / (2 * h)
    return gradient


def both_ways(layer: Layer) -> dict[str, tuple[Tensor, Tensor]]:
    """(dL/dW, dL/db) by each of the two ways of the lesson."""
    X, delta, m = layer.X, layer.delta, len(layer.X)
    return {
        "backwards": (weight_gradient(X, delta), bias_gradient(delta)),
        "einsum": (
            contract(delta, prediction_by_weight(X, layer.eye)),
            contract(delta, prediction_by_bias(m, layer.eye)),
        ),
    }


@over_random_layers
@given(layers)
def test_both_ways_equal_autograd(layer: Layer) -> None:
    W, b = layer.W.clone().requires_grad_(), layer.b.clone().requires_grad_()
    Y_hat = predict(layer.X, W, b)
    Y_hat.retain_grad()
    mse(Y_hat, layer.Y).backward()
    assert_close(layer.delta, Y_hat.grad)
    for way, (W_gradient, b_gradient) in both_ways(layer).items():
        assert_close(W_gradient, W.grad, msg=lambda text, way=way: f"dL/dW {way}, {layer}: {text}")
        assert_close(b_gradient, b.grad, msg=lambda text, way=way: f"dL/db {way}, {layer}: {text}")


@over_random_layers
@given(layers)
def test_both_ways_equal_central_differences(layer: Layer) -> None:
    X, Y, W, b = layer
    by_W = central_differences(lambda W: mse(predict(X, W, b), Y), W, h=1e-2)
    by_b = central_differences(lambda b: mse(predict(X, W, b), Y), b, h=1e-2)
    by_Y_hat = central_differences(lambda Y_hat: mse(Y_hat, Y), predict(X, W, b), h=1e-2)
    near = {"rtol": 1e-8, "atol": 1e-10}
    assert_close(layer.delta, by_Y_hat, **near)
    for way, (W_gradient, b_gradient) in both_ways(layer).items():
        assert_close(
            W_gradient, by_W, **near, msg=lambda text, way=way: f"dL/dW {way}, {layer}: {text}"
        )
        assert_close(
            b_gradient, by_b, **near, msg=lambda text, way=way: f"dL/db {way}, {layer}: {text}"
        )


@over_random_layers
@given(layers)
def test_the_two_ways_equal_each_other_and_have_the_parameters_shapes(layer: Layer) -> None:
    (W_gradient, b_gradient), (W_einsum, b_einsum) = both_ways(layer).values()
    assert W_gradient.shape == W_einsum.shape == layer.W.shape
    assert b_gradient.shape == b_einsum.shape == layer.b.shape
    assert_close(W_gradient, W_einsum, rtol=1e-12, atol=1e-14)
    assert_close(b_gradient, b_einsum, rtol=1e-12, atol=1e-14)


@over_random_layers
@given(layers)
def test_prediction_by_weight_is_x_ip_where_j_is_q(layer: Layer) -> None:
    (m, d), c = layer.X.shape, len(layer.b)
    derivative = prediction_by_weight(layer.X, layer.eye)
    assert derivative.shape == (m, c, d, c)
    for i in range(m):
        for j in range(c):
            for p in range(d):
                for q in range(c):
                    expected = layer.X[i, p] if j == q else 0
                    assert derivative[i, j, p, q] == expected, (i, j, p, q)


@over_random_layers
@given(layers)
def test_prediction_by_bias_is_one_where_j_is_p(layer: Layer) -> None:
    m, c = len(layer.X), len(layer.b)
    derivative = prediction_by_bias(m, layer.eye)
    assert derivative.shape == (m, c, c)
    for i in range(m):
        assert torch.equal(derivative[i], layer.eye)


@over_random_layers
@given(layers)
def test_the_notebooks_later_einsum_forms_build_the_same_tensors(layer: Layer) -> None:
    by_weight = torch.einsum("pr,qs->pqrs", layer.X, layer.eye)
    by_bias = torch.einsum("p,qr->pqr", torch.ones(len(layer.X)).double(), layer.eye)
    assert torch.equal(prediction_by_weight(layer.X, layer.eye), by_weight)
    assert torch.equal(prediction_by_bias(len(layer.X), layer.eye), by_bias)


@over_random_layers
@given(layers)
def test_row_major_it_is_x_kron_i_and_column_major_i_kron_x(layer: Layer) -> None:
    (m, d), c, eye = layer.X.shape, len(layer.b), layer.eye
    derivative = prediction_by_weight(layer.X, eye)
    row_major, column_major = torch.kron(layer.X, eye), torch.kron(eye, layer.X)
    assert torch.equal(derivative.reshape(m * c, d * c), row_major)
    assert torch.equal(derivative.permute(1, 0, 3, 2).reshape(c * m, c * d), column_major)
    rows = torch.arange(m * c).reshape(m, c).T.flatten()  # where each row-major entry goes
    columns = torch.arange(d * c).reshape(d, c).T.flatten()
    assert torch.equal(row_major[rows][:, columns], column_major)


def test_mixing_row_major_vectors_with_i_kron_x_gives_a_wrong_gradient() -> None:
    layer = random_layer(m=4, d=3, c=2, seed=0)
    expected = weight_gradient(layer.X, layer.delta)
    right = layer.delta.flatten() @ torch.kron(layer.X, layer.eye)
    mixed = layer.delta.flatten() @ torch.kron(layer.eye, layer.X)
    assert_close(right.reshape(3, 2), expected)
    assert not torch.allclose(mixed.reshape(3, 2), expected, rtol=0.1)


@over_random_layers
@given(layers)
def test_mse_divides_by_m_and_c_as_torchs_loss_does(layer: Layer) -> None:
    Y_hat = predict(layer.X, layer.W, layer.b)
    assert_close(mse(Y_hat, layer.Y), nn.MSELoss()(Y_hat, layer.Y))
    by_hand = ((Y_hat - layer.Y) ** 2).sum() / (len(layer.X) * len(layer.b))
    assert_close(mse(Y_hat, layer.Y), by_hand)


@pytest.mark.parametrize(("Y_hat", "Y"), [((5, 1), (5,)), ((5, 3), (5, 1)), ((4, 2), (2, 4))])
def test_mse_refuses_to_broadcast_and_names_both_shapes(
    Y_hat: tuple[int, ...], Y: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="must have the same shape") as error:
        mse(torch.zeros(Y_hat), torch.zeros(Y))
    assert str(Y_hat) in str(error.value)
    assert str(Y) in str(error.value)


@over_random_layers
@given(layers, st.floats(1e-6, 10))
def test_descend_moves_against_the_gradient_and_leaves_its_input(layer: Layer, eta: float) -> None:
    W, gradient = layer.W.clone(), weight_gradient(layer.X, layer.delta)
    assert torch.equal(descend(W, gradient, eta), layer.W - eta * gradient)
    assert torch.equal(W, layer.W)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_every_function_keeps_the_dtype(dtype: torch.dtype) -> None:
    X, Y, W, b = (tensor.to(dtype) for tensor in random_layer(m=4, d=3, c=2, seed=1))
    eye, delta = torch.eye(2, dtype=dtype), mse_derivative(predict(X, W, b), Y)
    results = (
        mse(predict(X, W, b), Y),
        weight_gradient(X, delta),
        bias_gradient(delta),
        contract(delta, prediction_by_weight(X, eye)),
        contract(delta, prediction_by_bias(4, eye)),
    )
    assert {result.dtype for result in results} == {dtype}
