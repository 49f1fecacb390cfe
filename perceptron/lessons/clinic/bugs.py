"""Six programs with one bug each, as they really get written; the rest of them is right."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from perceptron.gradients import bias_gradient, descend, mse, mse_derivative, weight_gradient
from perceptron.models import Perceptron, ScratchPerceptron
from perceptron.parameters import Parameters
from perceptron.text.capital import with_capital
from perceptron.text.language import N_, _


class DividedByM(ScratchPerceptron):
    """The mean of the loss is taken over the samples, but not over the outputs."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = self.predict(X)
        delta = 2 / len(Y) * (Y_hat - Y)  # the bug: len(Y) is m
        self.b = descend(self.b, bias_gradient(delta), learning_rate)
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return mse(Y_hat, Y).item()


class FactorMissing(ScratchPerceptron):
    """The square is derived without its 2."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = self.predict(X)
        delta = 1 / Y.numel() * (Y_hat - Y)  # the bug: 1 where a 2 belongs
        self.b = descend(self.b, bias_gradient(delta), learning_rate)
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return mse(Y_hat, Y).item()


class WrongSign(ScratchPerceptron):
    """The residual is taken the wrong way round, so the step goes up the hill."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = self.predict(X)
        delta = 2 / Y.numel() * (Y - Y_hat)  # the bug: Y and Y_hat swapped
        self.b = descend(self.b, bias_gradient(delta), learning_rate)
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return mse(Y_hat, Y).item()


class BiasSummedOverAll(ScratchPerceptron):
    """The bias gradient adds up samples and outputs: one number, spread over all outputs."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = self.predict(X)
        delta = mse_derivative(Y_hat, Y)
        self.b = descend(self.b, delta.sum(), learning_rate)  # the bug: dim=0 is missing
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return mse(Y_hat, Y).item()


class BiasMean(ScratchPerceptron):
    """The bias gradient is divided by m once more: delta has that division in it already."""

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        Y_hat = self.predict(X)
        delta = mse_derivative(Y_hat, Y)
        self.b = descend(self.b, delta.mean(dim=0), learning_rate)  # the bug: mean, not sum
        self.W = descend(self.W, weight_gradient(X, delta), learning_rate)
        return mse(Y_hat, Y).item()


class NotTransposed(ScratchPerceptron):
    """The weights of `nn.Linear`, stored as (c, d), are only cut into rows of another length."""

    def copy_from(self, other: Perceptron) -> None:
        """Copy the parameters of a torch model."""
        weight = other.parameters.W.T  # as `nn.Linear` stores it: (c, d)
        W = weight.reshape(self.W.shape)  # the bug: .reshape is not .T
        self.load(Parameters(W=W, b=other.parameters.b))


@dataclass(frozen=True, slots=True)
class Bug:
    """One bug of the clinic.

    Attributes:
        title: What it is, in the words of a diagnosis; `_` translates all words where they are
            shown.
        look: What gives it away.
        with_it: How a sentence about a program with it begins, as "With the wrong sign".
        remedy: The line as it should be, and why.
        model: The program that has it.
    """

    title: str
    look: str
    with_it: str
    remedy: str
    model: type[Perceptron]

    @property
    def sentence(self) -> str:
        """The title as a sentence begins, in the language spoken here."""
        title = _(self.title)
        return with_capital(title)


BUGS = {
    "divided_by_m": Bug(
        N_("the loss is divided by m only, not by m c"),
        N_("every entry of both gradients is the same multiple of the healthy one: c times"),
        N_("With a loss divided by m only"),
        N_("`delta = 2 / Y.numel() * (Y_hat - Y)`: the MSE is a mean over all m c entries."),
        DividedByM,
    ),
    "factor_missing": Bug(
        N_("the factor 2 of the derivative is missing"),
        N_("every entry of both gradients is half the healthy one"),
        N_("With the factor 2 missing"),
        N_("`delta = 2 / Y.numel() * (Y_hat - Y)`: the derivative of a square has a factor 2."),
        FactorMissing,
    ),
    "wrong_sign": Bug(
        N_("the sign of the gradient is wrong"),
        N_("every entry of both gradients is −1 times the healthy one, and the loss climbs"),
        N_("With the wrong sign"),
        N_("`delta = 2 / Y.numel() * (Y_hat - Y)`: prediction minus target, not the reverse."),
        WrongSign,
    ),
    "bias_summed_over_all": Bug(
        N_("the bias gradient is summed over all outputs"),
        N_("W is right, but all entries of b change by one and the same amount"),
        N_("With a bias gradient summed over all outputs"),
        N_(
            "`delta.sum(dim=0)`: one sum for each output. Without `dim` the single number is "
            "broadcast over b, and no error is raised."
        ),
        BiasSummedOverAll,
    ),
    "bias_mean": Bug(
        N_("the bias gradient is a mean over the samples, not a sum"),
        N_("W is right, but each entry of the bias gradient is the m-th part of the healthy one"),
        N_("With a mean in the bias gradient"),
        N_("`delta.sum(dim=0)`: δ is divided by m c already."),
        BiasMean,
    ),
    "not_transposed": Bug(
        N_("W is reshaped, not transposed, when it is copied from nn.Linear"),
        N_(
            "the starting W has the same numbers in other places, so the first ratios follow no "
            "rule"
        ),
        N_("With a W that was reshaped, not transposed"),
        N_(
            "`weight.T`: `nn.Linear` stores W as (c, d). A reshape has the right shape and "
            "the wrong order."
        ),
        NotTransposed,
    ),
}
