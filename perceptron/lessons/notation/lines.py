"""Both derivations of the gradient, line by line; every line can be computed.

Each line states an equation and has a function that computes its right side from an update,
so that a page can show numbers beside it and a test can hold every line to the gradient.
Source: "Multivariate linear regression" of the course Inside Deep Learning
(L. F. Ortega Rivera, MIT licence).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from perceptron.gradients import prediction_by_bias, prediction_by_weight
from perceptron.lessons.update import Update
from perceptron.text.language import N_, _


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a derivation.

    Attributes:
        latex: The equation.
        says: Why it follows from the line before, for the catalogs.
        shape: The shape of what it gives, in the letters m, d, c.
        value: Computes the right side from an update.
        formulas: What stands in braces in the words, in LaTeX.
    """

    latex: str
    says: str
    shape: str
    value: Callable[[Update], Tensor]
    formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Why it follows from the line before, in the language spoken here."""
        return _(self.says, **self.formulas)


def in_latex(shape: str) -> str:
    r"""Write a shape in the letters m, d, c for a formula.

    >>> in_latex("d × c")
    'd \\times c'
    """
    return shape.replace("×", r"\times")


def _eye(u: Update) -> Tensor:
    return torch.eye(u.Y.shape[1], dtype=u.X.dtype)


def _delta(u: Update) -> Tensor:
    return 2 / u.Y.numel() * (u.X @ u.before.W + u.before.b - u.Y)


def _delta_by_sum(u: Update) -> Tensor:
    """d/dy_hat_pq of the sum: only the term (p, q) depends on y_hat_pq."""
    m, c = u.Y.shape
    only = torch.eye(m * c, dtype=u.X.dtype).reshape(m, c, m, c)
    return torch.einsum("ij,ijpq->pq", 2 * (u.Y_hat - u.Y), only) / (m * c)


def _weight_by_chain(u: Update) -> Tensor:
    return torch.einsum("ij,ijpq->pq", _delta(u), prediction_by_weight(u.X, _eye(u)))


def _weight_without_zeros(u: Update) -> Tensor:
    return torch.einsum("iq,ip->pq", _delta(u), u.X)


def _bias_by_chain(u: Update) -> Tensor:
    return torch.einsum("ij,ijp->p", _delta(u), prediction_by_bias(len(u.X), _eye(u)))


LOSS_LINES = (
    Line(
        r"\frac{\partial L}{\partial \hat y_{pq}} = \frac{1}{mc}\sum_{ij}"
        r"2\,(\hat y_{ij}-y_{ij})\,\frac{\partial \hat y_{ij}}{\partial \hat y_{pq}}",
        N_("The chain rule on every square of the sum."),
        "m × c",
        _delta_by_sum,
    ),
    Line(
        r"\frac{\partial L}{\partial \hat y_{pq}} = \frac{2}{mc}\,(\hat y_{pq}-y_{pq})",
        N_(
            "A prediction depends on no other one: of the sum only the term $i = p$, $j = q$ is "
            "left."
        ),
        "m × c",
        _delta,
    ),
    Line(
        r"\delta = \frac{\partial L}{\partial \hat Y} = \frac{2}{mc}\,(\hat Y-Y)",
        N_("The same for all entries at once."),
        "m × c",
        _delta,
    ),
)
FIRST_WAY = (
    Line(
        r"\frac{\partial L}{\partial w_{pq}} = \sum_{ij}\delta_{ij}\,"
        r"\frac{\partial \hat y_{ij}}{\partial w_{pq}}",
        N_("The chain rule: a weight acts on the loss through every prediction."),
        "d × c",
        _weight_by_chain,
    ),
    Line(
        r"\frac{\partial \hat y_{ij}}{\partial w_{pq}} = x_{ip}\,[j=q]"
        r"\quad\Rightarrow\quad \frac{\partial L}{\partial w_{pq}} = \sum_i \delta_{iq}\,x_{ip}",
        N_("Of {prediction} only the term with {weight} answers, and only if $j = q$."),
        "d × c",
        _weight_without_zeros,
        {
            "prediction": r"$\hat y_{ij} = b_j + \sum_k x_{ik}\,w_{kj}$",
            "weight": "$w_{pq}$",
        },
    ),
    Line(
        r"\frac{\partial L}{\partial W} = X^\top\delta",
        N_("A row of {transposed} times a column of {delta}: that is the sum over $i$."),
        "d × c",
        lambda u: u.X.T @ _delta(u),
        {"transposed": r"$X^\top$", "delta": r"$\delta$"},
    ),
    Line(
        r"\frac{\partial L}{\partial b_p} = \sum_{ij}\delta_{ij}\,"
        r"\frac{\partial \hat y_{ij}}{\partial b_p},\qquad"
        r"\frac{\partial \hat y_{ij}}{\partial b_p} = [j=p]",
        N_("The bias of output $p$ is added to its predictions only."),
        "c",
        _bias_by_chain,
    ),
    Line(
        r"\frac{\partial L}{\partial b} = \mathbf 1^\top\delta",
        N_("What is left are the column sums of {delta}."),
        "c",
        lambda u: _delta(u).sum(dim=0),
        {"delta": r"$\delta$"},
    ),
)
SECOND_WAY = (
    Line(
        r"\mathsf D_{ijpq} = \frac{\partial \hat y_{ij}}{\partial w_{pq}} = x_{ip}\,[j=q],"
        r"\qquad \mathsf D = X \otimes I",
        N_(
            "The derivative as a tensor of its own: the Kronecker product of $X$ and the identity, "
            "each given two more axes."
        ),
        "m × c × d × c",
        lambda u: torch.kron(u.X[:, None, :, None], _eye(u)[None, :, None, :]),
    ),
    Line(
        r"\mathsf D_{ijpq} = \mathrm{einsum}(\texttt{'ip,jq->ijpq'}, X, I)",
        N_("The same tensor by Einstein summation, as a later version of the course writes it."),
        "m × c × d × c",
        lambda u: torch.einsum("ip,jq->ijpq", u.X, _eye(u)),
    ),
    Line(
        r"\frac{\partial L}{\partial W} = \mathrm{einsum}(\texttt{'pq,pqij->ij'}, \delta,"
        r"\mathsf D)",
        N_("Joined with {delta} over both axes of the prediction."),
        "d × c",
        lambda u: torch.einsum("pq,pqij->ij", _delta(u), prediction_by_weight(u.X, _eye(u))),
        {"delta": r"$\delta$"},
    ),
    Line(
        r"\mathsf B_{ijp} = \frac{\partial \hat y_{ij}}{\partial b_p} = [j=p],\qquad"
        r"\frac{\partial L}{\partial b} = \mathrm{einsum}(\texttt{'pq,pqj->j'}, \delta, \mathsf B)",
        N_("The bias has a tensor with three axes."),
        "c",
        lambda u: torch.einsum("pq,pqj->j", _delta(u), prediction_by_bias(len(u.X), _eye(u))),
    ),
)

SYMBOLS = (
    ("m", "", N_("samples in a batch")),
    ("d", "", N_("inputs (features); the notebook's n")),
    ("c", "", N_("outputs (targets); the notebook's n₁")),
    ("X", "m × d", N_("inputs: one sample a row")),
    ("Y", "m × c", N_("targets: what the layer should predict")),
    ("Ŷ", "m × c", N_("prediction X W + b")),
    ("W", "d × c", N_("weights: one column for each output")),
    ("b", "c", N_("bias: what is predicted when all inputs are 0")),
    ("Ŷ − Y", "m × c", N_("residual: how far the prediction is off")),
    ("L", "", N_("loss: the mean of the squared residuals (MSE), over samples and outputs")),
    ("δ", "m × c", N_("∂L/∂Ŷ: how the loss answers to each prediction")),
    ("∂L/∂W, ∂L/∂b", "d × c, c", N_("gradients")),
    ("η", "", N_("learning rate: how far an update moves against the gradient")),
    ("I", "c × c", N_("identity matrix: 1 on the diagonal, else 0")),
    ("[j = q]", "", N_("1 if j equals q, else 0")),
    ("⊗", "", N_("Kronecker product: every entry of one matrix times the whole of the other")),
    ("H", "d+1 × d+1", N_("Hessian of the loss, 2/(mc) [X 1]ᵀ[X 1], one such block an output")),
    ("λ", "", N_("eigenvalue of H: the curvature of the loss in one direction")),
)
