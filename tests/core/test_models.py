"""The contract that every model in the registry keeps, and their agreement."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.testing import assert_close

from perceptron import MODELS, DataConfig, Parameters, Run, TrainConfig, load
from perceptron.models import Perceptron
from perceptron.theory import learning_rate_limit

M, D, C = 7, 4, 3
CPU = torch.device("cpu")

every_model = pytest.mark.parametrize("name", MODELS)
every_dtype = pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
absent = {
    "cuda": not torch.cuda.is_available(),
    "mps": not torch.backends.mps.is_available(),
}
every_device = pytest.mark.parametrize(
    "device",
    [
        "cpu",
        *(
            pytest.param(
                device, marks=pytest.mark.skipif(gone, reason=f"this machine has no {device}")
            )
            for device, gone in absent.items()
        ),
    ],
)


def make(
    name: str, device: torch.device = CPU, dtype: torch.dtype = torch.float64, seed: int = 0
) -> Perceptron:
    generator = torch.Generator().manual_seed(seed)
    return MODELS[name](D, C, generator=generator, device=device, dtype=dtype)


def random_tensors(dtype: torch.dtype, *shapes: tuple[int, ...]) -> list[Tensor]:
    generator = torch.Generator().manual_seed(1)
    return [torch.randn(shape, generator=generator, dtype=dtype) for shape in shapes]


def oracle(parameters: Parameters, X: Tensor, Y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The loss of a batch and its gradients by W and b, from autograd."""
    W, b = (value.clone().requires_grad_() for value in (parameters.W, parameters.b))
    loss = nn.MSELoss()(X @ W + b, Y)
    return (loss.detach(), *torch.autograd.grad(loss, (W, b)))


@every_model
@every_dtype
def test_starts_with_w_d_by_c_and_keeps_its_dtype(name: str, dtype: torch.dtype) -> None:
    model = make(name, dtype=dtype)
    X, Y = random_tensors(dtype, (M, D), (M, C))
    assert model.parameters.W.shape == (D, C)
    assert model.parameters.b.shape == (C,)
    assert isinstance(model.step(X, Y, 0.1), float)
    assert model.parameters.W.dtype == model.parameters.b.dtype == dtype
    assert model.predict(X).dtype == dtype
    assert model.parameters.W.shape == (D, C)


@every_model
def test_starts_from_its_seed_and_draws_no_process_wide_random_number(name: str) -> None:
    before = torch.random.get_rng_state()
    one, same, other = make(name, seed=5), make(name, seed=5), make(name, seed=6)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.equal(one.parameters.W, same.parameters.W)
    assert torch.equal(one.parameters.b, same.parameters.b)
    assert not torch.equal(one.parameters.W, other.parameters.W)
    rounded = make(name, dtype=torch.float32, seed=5).parameters
    assert torch.equal(rounded.W, one.parameters.W.float())


@every_model
def test_copies_a_layers_parameters_transposed_and_keeps_them_apart(name: str) -> None:
    model, source = make(name), make("torch", seed=5)
    layer = source.layer
    weight, bias = layer.weight.detach().clone(), layer.bias.detach().clone()
    assert weight.shape == (C, D)
    model.copy_from(source)
    with torch.no_grad():
        layer.weight.add_(1)
        layer.bias.add_(1)
    assert torch.equal(model.parameters.W, weight.T)
    assert torch.equal(model.parameters.b, bias)
    X, Y = random_tensors(torch.float64, (M, D), (M, C))
    model.step(X, Y, 0.1)
    assert torch.equal(layer.weight, weight + 1)


@every_model
@every_dtype
def test_loaded_parameters_come_back_and_are_kept_apart(name: str, dtype: torch.dtype) -> None:
    W, b = random_tensors(dtype, (D, C), (C,))
    model, source = make(name, dtype=dtype), Parameters(W.clone(), b.clone())
    model.load(source)
    source.W.zero_()
    source.b.zero_()
    assert torch.equal(model.parameters.W, W)
    assert torch.equal(model.parameters.b, b)


@every_model
def test_predicts_x_w_plus_b_without_a_graph(name: str) -> None:
    model = make(name)
    (X,) = random_tensors(torch.float64, (M, D))
    Y_hat = model.predict(X)
    assert_close(Y_hat, X @ model.parameters.W + model.parameters.b)
    assert Y_hat.grad_fn is None
    assert not Y_hat.requires_grad
    assert not model.parameters.W.requires_grad


@every_model
@every_device
@every_dtype
def test_step_takes_the_loss_before_moving_by_minus_rate_times_gradient(
    name: str, device: str, dtype: torch.dtype
) -> None:
    if device == "mps" and dtype == torch.float64:
        pytest.skip("mps computes in float32 only")
    model = make(name, torch.device(device), dtype)
    X, Y = (tensor.to(device) for tensor in random_tensors(dtype, (M, D), (M, C)))
    kept = X.clone(), Y.clone()
    near = {"rtol": 1e-12, "atol": 1e-14} if dtype == torch.float64 else {}
    for learning_rate in (0.1, 0.03):  # the second step must not add up gradients
        before = model.parameters.clone()
        expected, W_gradient, b_gradient = oracle(before, X, Y)
        loss = model.step(X, Y, learning_rate)
        assert loss == pytest.approx(expected.item(), rel=1e-12 if near else 1e-5)
        assert_close(model.parameters.W, before.W - learning_rate * W_gradient, **near)
        assert_close(model.parameters.b, before.b - learning_rate * b_gradient, **near)
    assert torch.equal(X, kept[0])
    assert torch.equal(Y, kept[1])


@every_model
def test_cloned_parameters_outlive_later_steps(name: str) -> None:
    model = make(name)
    X, Y = random_tensors(torch.float64, (M, D), (M, C))
    kept = model.parameters.clone()
    W, b = kept.W.clone(), kept.b.clone()
    model.step(X, Y, 0.1)
    assert torch.equal(kept.W, W)
    assert torch.equal(kept.b, b)
    assert not torch.equal(model.parameters.W, W)


def stable_rate(x_train: Tensor, n_targets: int, batch_size: int) -> float:
    """A rate at which no batch makes any error grow: the least of the batches' own limits."""
    return min(learning_rate_limit(X, n_targets) for X in torch.split(x_train, batch_size))


@pytest.mark.parametrize(("dtype", "relative"), [("float64", 1e-9), ("float32", 1e-3)])
@settings(max_examples=30)
@given(draw=st.data())
def test_all_models_agree_over_random_settings(
    dtype: str, relative: float, draw: st.DataObject
) -> None:
    data_config = DataConfig(
        samples=draw.draw(st.integers(20, 60), "samples"),
        features=draw.draw(st.integers(1, 8), "features"),
        outputs=draw.draw(st.integers(1, 5), "outputs"),
        noise=draw.draw(st.floats(1, 100), "noise"),
        seed=draw.draw(st.integers(0, 2**32 - 1), "seed"),
        scale=draw.draw(st.booleans(), "scale"),
        valid=15,
    )
    dataset = load(data_config)
    batch_size = draw.draw(st.integers(1, dataset.n_samples), "batch_size")
    limit = stable_rate(dataset.x_train, dataset.n_targets, batch_size)
    share = draw.draw(st.floats(0.01, 0.9), "share of the stable rate")
    config = TrainConfig(
        learning_rate=min(max(share * limit, 1e-6), 10),
        batch_size=batch_size,
        epochs=draw.draw(st.integers(1, 4), "epochs"),
        init_seed=draw.draw(st.integers(0, 2**32 - 1), "init_seed"),
        dtype=dtype,
    )
    run = Run(dataset, config).finish()
    assert {run.status(name) for name in MODELS} == {"finished"}
    expected, reference = run.history["torch"], run.parameters("torch")
    for name in MODELS:
        history, parameters = run.history[name], run.parameters(name)
        assert history.train_mse == pytest.approx(expected.train_mse, rel=relative)
        assert history.valid_mse == pytest.approx(expected.valid_mse, rel=relative)
        for value, wanted in ((parameters.W, reference.W), (parameters.b, reference.b)):
            largest = reference.W.abs().max() + reference.b.abs().max()
            assert (value - wanted).abs().max() <= relative * largest, (name, value, wanted)
