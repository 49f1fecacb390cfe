"""Notation and derivations: every symbol, both ways to the gradient, and the three programs."""

import streamlit as st

from pages.shared.draw.code import show_code
from pages.shared.draw.matrices import show_matrices
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.controls import switch
from perceptron import MODELS, gradients
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.lessons.matrices import Matrix
from perceptron.lessons.notation import questions as asked
from perceptron.lessons.notation.lines import (
    FIRST_WAY,
    LOSS_LINES,
    SECOND_WAY,
    SYMBOLS,
    Line,
    in_latex,
)
from perceptron.lessons.update import take_apart
from perceptron.models import fused
from perceptron.training import batches

STORIES = {
    "scratch": "**By hand.** One derivative, `delta`, is passed backwards: two lines of algebra.",
    "torch": "**By autograd.** What a PyTorch user writes; the gradient is never seen.",
    "einsum": "**By tensors.** Each derivative is a tensor of its own. That of the prediction "
    "by the weights has four axes; Einstein summation joins them.",
}
_TORCH = "https://docs.pytorch.org/docs/stable/generated/torch"
REFERENCES = f"""
- L. F. Ortega Rivera, *Inside Deep Learning*, chapter "Multivariate linear regression" (MIT
  licence, [PilotLeoYan/inside-deep-learning](https://github.com/PilotLeoYan/inside-deep-learning)):
  the data, the formulas and the three programs. Later versions say *multi-output* instead of
  *multivariate*.
- K. B. Petersen, M. S. Pedersen,
  [*The Matrix Cookbook*](https://www2.imm.dtu.dk/pubdb/pubs/3274-full.html), 2012: derivatives of
  matrices.
- J. R. Magnus, H. Neudecker,
  [*Matrix Differential Calculus*](https://doi.org/10.1002/9781119541219), Wiley, third edition:
  vectorisation and the Kronecker product.
- scikit-learn's
  [make_regression](https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_regression.html),
  and PyTorch's [nn.Linear]({_TORCH}.nn.Linear.html), [nn.MSELoss]({_TORCH}.nn.MSELoss.html) and
  [optim.SGD]({_TORCH}.optim.SGD.html).
"""


def show_lines(name: str, lines: tuple[Line, ...]) -> None:
    """Show the lines of a derivation, each beside its words; numbers on demand."""
    numbers = switch("Show the numbers of the worked example", name, key=f"notation_{name}")
    for i, line in enumerate(lines):
        formula, words = st.columns([3, 2], vertical_alignment="center", gap="medium")
        formula.latex(line.latex)
        words.caption(f"**{i + 1}.** {line.words}  \nShape: ${in_latex(line.shape)}$.")
        value = line.value(update)
        if numbers and value.ndim <= 2:
            show_matrices(f"{name}-{i}", [Matrix(f"{name}{i}", "=", value.reshape(-1, c))])
        elif numbers:
            st.markdown(f"{value.numel()} numbers; see *The derivative with four axes*.")


open_page("notation")
data = load_example()
X, Y = next(batches(data.x_train, data.y_train, EXAMPLE_TRAINING.batch_size))
update = take_apart(X, Y, example_start(), EXAMPLE_TRAINING.learning_rate)
c = data.n_targets

st.latex(r"\hat Y = XW + b \qquad L = \frac{1}{mc}\sum_{ij}(\hat y_{ij}-y_{ij})^2")
st.latex(
    r"W \leftarrow W - \eta\,\frac{\partial L}{\partial W} \qquad "
    r"b \leftarrow b - \eta\,\frac{\partial L}{\partial b}"
)
symbols, loss, first, second, code, sources = st.tabs(
    ["Symbols", "Loss", "First way: δ backwards", "Second way: tensors", "Programs", "References"]
)
with symbols:
    names, shapes, meanings = zip(*SYMBOLS, strict=True)
    st.table({"symbol": names, "shape": shapes, "meaning": meanings})
with loss:
    show_lines("loss", LOSS_LINES)
with first:
    show_lines("first", FIRST_WAY)
with second:
    show_lines("second", SECOND_WAY)
with code:
    for name, model in MODELS.items():
        st.header(name, anchor=False)
        say(STORIES.get(name, model.__doc__ or ""))
        show_code(model.readable().step)
    with st.expander("The equations as functions: perceptron/gradients.py"):
        show_code(gradients, wrap_lines=False)
    with st.expander(
        "What the app trains with, the same in fewer operations: perceptron/models/fused.py"
    ):
        show_code(fused, wrap_lines=False)
with sources:
    st.markdown(REFERENCES)

questions()
pose("notation-shape", asked.shape_question())
pose("notation-product", asked.product_question())
pose("notation-delta", asked.delta_question())
close_page(
    "notation",
    know=(
        "A derivative of the loss has the shape of what it is derived by: δ that of Ŷ, ∂L/∂W that "
        "of W.",
        f"Both ways end at one gradient: {len(FIRST_WAY)} lines with δ, {len(SECOND_WAY)} with "
        "tensors.",
        "Every line here is computed, and a test holds each to autograd.",
    ),
)
