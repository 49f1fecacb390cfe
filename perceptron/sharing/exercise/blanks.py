"""What each blank must give, by torch's autograd, and what becomes of it by mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from perceptron.text.language import _


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What a blank is tried on: X (m, d), Y (m, c), W (d, c), b (c,), and a learning rate."""

    X: Tensor
    Y: Tensor
    W: Tensor
    b: Tensor
    rate: float


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One tensor that a blank gives.

    Attributes:
        name: What it is called.
        right: What it must be.
        mistakes: Sentences, each with what the tensor is if that mistake was made. They come from
            the right one by a wrong rule, so no formula stands here.
    """

    name: str
    right: Tensor
    mistakes: list[tuple[str, Tensor]]


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """A blank, on one batch.

    Attributes:
        given: What the function is called with, by name.
        parts: What it must return.
    """

    given: Mapping[str, Tensor | float]
    parts: list[Part]


class Autograd:
    """A forward pass that torch has recorded, for the derivatives that it is asked for."""

    def __init__(self, batch: Batch) -> None:
        self.W, self.b = (one.clone().requires_grad_() for one in (batch.W, batch.b))
        self.Y_hat = batch.X @ self.W + self.b
        self.loss = torch.nn.functional.mse_loss(self.Y_hat, batch.Y)
        (self.delta,) = torch.autograd.grad(self.loss, self.Y_hat, retain_graph=True)

    def by(self, value: Tensor, delta: Tensor | None = None) -> Tensor:
        """The derivative of the loss by W or b, where the predictions have a delta (m, c)."""
        passed_back = self.delta if delta is None else delta
        return torch.autograd.grad(self.Y_hat, value, passed_back, retain_graph=True)[0]


def blank_1(batch: Batch) -> Blank:
    """The derivative of the loss by the predictions, (m, c)."""
    auto, (m, c) = Autograd(batch), batch.Y.shape
    right, Y_hat = auto.delta, auto.Y_hat.detach()
    mistakes = [
        (_("each entry is c = {factor} times too large. Over what is the loss a mean? Not over "
           "the m samples only: it is one over the c outputs as well", factor=c), right * c),
        (_("each entry is m = {factor} times too large. Over what is the loss a mean? Not over "
           "the c outputs only: it is one over the m samples as well", factor=m), right * m),
        (_("each entry is m c = {factor} times too large. The loss is a mean, not a sum",
           factor=m * c), right * m * c),
        (_("each entry is half of what it should be. The square has a derivative with a factor "
           "that is missing here"), right / 2),
        (_("this is the bare difference. The factor of the square and the mean are missing"),
         right * m * c / 2),
        (_("the sign is wrong, each entry is -1 times the right one. Which of the two is taken "
           "from the other?"), -right),
        (_("this is the loss itself, one number. Its derivative by each prediction is wanted"),
         auto.loss.detach()),
        (_("the samples have been summed up. The derivative by each prediction is wanted, m c of "
           "them"), auto.by(auto.b)),
    ]  # fmt: skip
    return Blank({"Y_hat": Y_hat, "Y": batch.Y}, [Part("delta", right, mistakes)])


def blank_2(batch: Batch) -> Blank:
    """The derivative of the loss by the weights, (d, c)."""
    auto = Autograd(batch)
    right = auto.by(auto.W)
    mistakes = [*of_a_gradient(right, batch.rate), *of_weights(right, len(batch.Y))]
    return Blank({"X": batch.X, "delta": auto.delta}, [Part("gradient", right, mistakes)])


def blank_3(batch: Batch) -> Blank:
    """The derivative of the loss by the bias, (c,)."""
    auto, (m, c) = Autograd(batch), batch.Y.shape
    right, row = auto.by(auto.b), torch.zeros_like(batch.Y[:, :1], requires_grad=True)
    (by_row,) = torch.autograd.grad(auto.Y_hat + row, row, auto.delta)
    total = _(
        "everything is summed up into one number, also over the outputs. Each output has a bias, "
        "so each has a sum of its own"
    )
    mean = _(
        "this is the mean over all entries, one number. Each output has a bias of its own, and "
        "delta has the division in it already"
    )
    across = _(
        "the sum goes along the wrong axis, there is one number for each sample. One for each "
        "output is wanted"
    )
    mistakes = [
        (total, right.sum()),
        (total, right.sum().expand(c)),
        (mean, right.sum() / (m * c)),
        (mean, right.sum().expand(c) / (m * c)),
        (_("each entry is the m-th part, m = {m}, which is a mean over the samples. A sum is "
           "wanted, as delta has the division in it already", m=m), right / m),
        (across, by_row.flatten()),
        (across, by_row),
        (_("the values are right, and one axis is too many. Do not keep the axis that is summed "
           "over"), right[None]),
        (_("delta comes back as it was given. It is not summed yet"), auto.delta),
        *of_a_gradient(right, batch.rate),
    ]  # fmt: skip
    return Blank({"delta": auto.delta}, [Part("gradient", right, mistakes)])


def blank_4(batch: Batch) -> Blank:
    """W and b after one step, by `torch.optim.SGD`."""
    auto = Autograd(batch)
    gradients = auto.by(auto.W), auto.by(auto.b)
    moved = [batch.W.clone().requires_grad_(), batch.b.clone().requires_grad_()]
    for one, gradient in zip(moved, gradients, strict=True):
        one.grad = gradient
    torch.optim.SGD(moved, lr=batch.rate).step()
    right = [one.detach() for one in moved]
    parts = [
        Part("new_W", right[0], of_a_step(batch.W, right[0], batch.rate, "W", right[1])),
        Part("new_b", right[1], of_a_step(batch.b, right[1], batch.rate, "b", right[0])),
    ]
    given = {"W": batch.W, "b": batch.b, "W_gradient": gradients[0], "b_gradient": gradients[1]}
    return Blank(given | {"learning_rate": batch.rate}, parts)


def blank_5(batch: Batch) -> Blank:
    """The derivative of the predictions by the weights, (m, c, d, c)."""
    right = torch.func.jacrev(lambda W: batch.X @ W + batch.b)(batch.W)
    (m, c, d), eye = right.shape[:3], torch.eye(batch.Y.shape[1], dtype=batch.X.dtype)
    mistakes = [
        (_("the last two axes are swapped. W is (d, c), so its axes come as d, c"),
         right.transpose(2, 3)),
        (_("the axes of W come first. Those of the prediction, m and c, come before them"),
         right.permute(2, 3, 0, 1)),
        (_("the first two axes are swapped. The prediction is (m, c)"), right.transpose(0, 1)),
        (_("the numbers are right and stand in a matrix. Give each of its axes back as two"),
         right.reshape(m * c, d * c)),
        (_("the axes are mixed up. This Kronecker product has its factors in the other order, "
           "that of flattening by columns. torch flattens by rows"),
         right.permute(1, 0, 3, 2).reshape(m, c, d, c)),
        (_("this is that matrix by columns, with its factors in the other order. torch flattens "
           "by rows; and the tensor has four axes"),
         right.permute(1, 0, 3, 2).reshape(m * c, d * c)),
        (_("an input stands in every column. Output j depends on column j of W only, so most "
           "entries are 0. Where is the identity?"),
         right.sum(dim=1, keepdim=True).expand_as(right)),
        (_("a 1 stands where an input belongs. The entries are those of X"),
         (right != 0).to(right)),
        (_("the sign is wrong"), -right),
    ]  # fmt: skip
    return Blank({"X": batch.X, "eye": eye}, [Part("derivative", right, mistakes)])


def blank_6(batch: Batch) -> Blank:
    """The contraction of delta with that derivative, (d, c)."""
    auto, (m, c) = Autograd(batch), batch.Y.shape
    right = auto.by(auto.W)
    (derivative,) = (part.right for part in blank_5(batch).parts)
    by_columns = auto.delta.T.reshape(m, c)
    mistakes = [
        (_("delta was flattened by columns, and the derivative by rows. Each slice has got the "
           "weight of another one"), auto.by(auto.W, by_columns)),
        (_("the slices are summed up without delta. Each of them has a weight"),
         auto.by(auto.W, torch.ones_like(auto.delta))),
        (_("each slice has its weight, and they are not summed up yet. Leave the axes that are "
           "summed over, m and c of the prediction, out of the result"),
         auto.delta[:, :, None, None] * derivative),
        *of_weights(right, m),
        *of_a_gradient(right, batch.rate),
    ]  # fmt: skip
    given = {"delta": auto.delta, "derivative": derivative}
    return Blank(given, [Part("gradient", right, mistakes)])


def of_a_gradient(right: Tensor, rate: float) -> list[tuple[str, Tensor]]:
    """What goes wrong with any gradient."""
    return [
        (_("the sign is wrong, each entry is -1 times the right one. The gradient points uphill, "
           "and only the update turns round"), -right),
        (_("the learning rate is in it. It belongs to the update"), right * rate),
        (_("each entry is doubled. delta has the factor of the square in it already"), right * 2),
    ]  # fmt: skip


def of_weights(right: Tensor, m: int) -> list[tuple[str, Tensor]]:
    """What goes wrong with the gradient of the weights."""
    return [
        (_("it is transposed. It has the axes c, d and needs those of W, d, c"), right.T),
        (_("its numbers are those of the transposed gradient, cut into rows of another length. A "
           "reshape does not transpose"), right.T.reshape(right.shape)),
        (_("each entry is the m-th part, m = {m}, which is a mean over the samples. A sum is "
           "wanted, as delta has the division in it already", m=m), right / m),
        (_("all columns are equal. The outputs are summed up. Each column belongs to one output"),
         right.sum(dim=1, keepdim=True).expand_as(right)),
    ]  # fmt: skip


def of_a_step(
    before: Tensor, after: Tensor, rate: float, name: str, other: Tensor
) -> list[tuple[str, Tensor]]:
    """What goes wrong with a step."""
    step = before - after
    alone = _("this is the step alone. It starts from the old {name}", name=name)
    return [
        (_("the step goes uphill, as it is added, not subtracted"), before + step),
        (_("the learning rate is forgotten, so the step has the whole length of the gradient"),
         before - step / rate),
        (_("the step goes uphill, and the learning rate is forgotten"), before + step / rate),
        (_("the gradient is divided by the learning rate"), before - step / rate / rate),
        (alone, step),
        (alone, -step),
        (_("this is the gradient. A step along it starts from the old {name}", name=name),
         step / rate),
        (_("{name} has not moved", name=name), before),
        (_("W and b come in the wrong order"), other),
    ]  # fmt: skip


BLANKS: tuple[Callable[[Batch], Blank], ...] = (
    blank_1, blank_2, blank_3, blank_4, blank_5, blank_6,
)  # fmt: skip
