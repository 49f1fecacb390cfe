"""A model that joins the registry is in the exported program too, or the program says why not."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from perceptron import MODELS, DataConfig, Parameters, Run, TrainConfig, gradients, load
from perceptron.gradients import mse_derivative
from perceptron.gradients import predict as forward
from perceptron.models import Perceptron, ScratchPerceptron
from perceptron.sharing.program import notebook, script
from tests.sharing.documents import run_document
from tests.sharing.test_program import check_printed, outside

DATA = DataConfig(samples=40, valid=20)
TIMES = 3 * 10**6
rows = 2  # a name that the program uses too


class Overshooting(ScratchPerceptron):
    """Steps that are far too long, by the program that others use."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step too far."""
        return super().step(X, Y, TIMES * learning_rate)


class Overflowing(ScratchPerceptron):
    """The last step of the second epoch leads to infinity; only validation sees it."""

    steps_left = 8

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step; overflow when no steps are left."""
        loss = super().step(X, Y, learning_rate)
        self.steps_left -= 1
        if not self.steps_left:
            self.W = self.W + math.inf
        return loss


class Perfect(ScratchPerceptron):
    """A first loss of 0 has nothing to be compared with."""

    truthful = False

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step; tell the truth from the second step on."""
        loss = super().step(X, Y, learning_rate)
        told, self.truthful = loss if self.truthful else 0.0, True
        return told


def by_numpy(delta: Tensor, X: Tensor) -> Tensor:
    """dL/dW, by another library."""
    return torch.from_numpy(np.tensordot(X.numpy(), delta.numpy(), axes=(0, 0)))


class Alone(Perceptron):
    """Nothing in common with the others but the protocol."""

    def __init__(
        self,
        n_features: int,
        n_targets: int,
        *,
        generator: torch.Generator,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None:
        both = torch.randn(n_features + 1, n_targets, generator=generator, dtype=torch.float64)
        self.both = both.to(device, dtype)

    @property
    def parameters(self) -> Parameters:
        """W above b."""
        return Parameters(self.both[:-1], self.both[-1])

    def load(self, parameters: Parameters) -> None:
        """Put W above b."""
        self.both = torch.cat([parameters.W, parameters.b[None]])

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat from X and a column of ones."""
        return torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1) @ self.both

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Step for W and b at once."""
        Y_hat = self.predict(X)
        delta = mse_derivative(Y_hat, Y)
        ones = torch.ones(len(X), 1, dtype=X.dtype)
        self.both = self.both - learning_rate * by_numpy(delta, torch.cat([X, ones], dim=1))
        return ((Y_hat - Y) ** 2).mean().item()


class Renaming(ScratchPerceptron):
    """It calls a formula by another name."""

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat."""
        return forward(X, self.W, self.b)


class Clashing(ScratchPerceptron):
    """It means something else by a name than the program does."""

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat, and a use of the name."""
        return super().predict(X) * (rows - 1)


class Reaching(ScratchPerceptron):
    """It takes a formula out of a whole module."""

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat."""
        return gradients.predict(X, self.W, self.b)


def trained(model: type[Perceptron], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setitem(MODELS, "fourth", model)
    return Run(load(DATA), TrainConfig(batch_size=10, epochs=3)).finish()


@pytest.mark.parametrize("model", [Overshooting, Overflowing, Perfect, Alone])
def test_a_fourth_model_is_repeated_to_the_last_bit(
    model: type[Perceptron], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = trained(model, monkeypatch)
    text = script(run_document(run, DATA))
    assert f"class {model.__name__}(" in text
    printed = outside(tmp_path, text)
    check_printed(printed, run, run.history.models)
    n_epochs = [len(history.train_mse) for history in run.history.models.values()]
    assert printed.count("epoch: ") == sum(n_epochs)
    assert "differs" not in printed
    assert printed.count("diverged in") == (run.status("fourth") == "diverged")


def inside() -> type[Perceptron]:
    class Inside(ScratchPerceptron):
        """A class that no module has."""

    return Inside


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (inside(), "inside.<locals>.Inside is not written at the top of tests.sharing.test_source"),
        (
            Renaming,
            "tests.sharing.test_source gives another name to a part of perceptron.gradients",
        ),
        (Clashing, "rows of tests.sharing.test_source has the name of something else"),
        (Reaching, "gradients is not written at the top of perceptron"),
    ],
)
def test_one_that_can_t_stand_alone_is_left_out_and_the_program_says_so(
    model: type[Perceptron], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = run_document(trained(model, monkeypatch), DATA)
    sentence = f"The app also trained 'fourth'. It can't be repeated here: {reason}."
    text = script(document)
    assert sentence in notebook(document)
    del document["models"]["fourth"]
    assert text.replace(f"# %% [markdown]\n# {sentence}\n\n", "") == script(document)
    assert text != script(document)
