"""Notation and derivations: every symbol, both ways to the gradient, and the three programs."""

import inspect

import streamlit as st

from pages.shared.draw.matrices import show_matrices
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.questions import ask, questions
from pages.shared.link.controls import switch
from perceptron import MODELS, gradients
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.lessons.matrices import Matrix
from perceptron.lessons.notation import FIRST_WAY, LOSS_LINES, SECOND_WAY, SYMBOLS, Line
from perceptron.lessons.update import take_apart
from perceptron.models import fused
from perceptron.training import batches

STORIES = {
    "scratch": "**By hand.** One derivative, `delta`, is passed backwards: two lines of algebra.",
    "torch": "**By autograd.** What a PyTorch user writes; the gradient is never seen.",
    "einsum": "**By tensors.** Each derivative is a tensor of its own. That of the prediction "
    "by the weights has four axes; Einstein summation joins them.",
}
REFERENCES = """
- L. F. Ortega Rivera, *Inside Deep Learning*, chapter "Multivariate linear regression" (MIT
  licence, repository PilotLeoYan/inside-deep-learning): the data, the formulas and the three
  programs. Later versions say *multi-output* instead of *multivariate*.
- K. B. Petersen, M. S. Pedersen, *The Matrix Cookbook*, 2012: derivatives of matrices.
- J. R. Magnus, H. Neudecker, *Matrix Differential Calculus*, Wiley: vectorisation and the
  Kronecker product.
- scikit-learn's `make_regression`, and PyTorch's `nn.Linear`, `nn.MSELoss` and `optim.SGD`.
"""


def show_lines(name: str, lines: tuple[Line, ...]) -> None:
    """Show the lines of a derivation, with the numbers of the worked example on demand."""
    numbers = switch("Show the numbers of the worked example", name, key=f"notation_{name}")
    for i, line in enumerate(lines):
        st.latex(line.latex)
        st.caption(f"{i + 1}. {line.words} Shape: {line.shape}.")
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
    for column, (name, model) in zip(st.columns(len(MODELS)), MODELS.items(), strict=True):
        with column:
            st.header(name, anchor=False)
            st.markdown(STORIES.get(name, model.__doc__ or ""))
            st.code(
                inspect.cleandoc("\n" + inspect.getsource(model.readable().step)), wrap_lines=True
            )
    with st.expander("The equations as functions: perceptron/gradients.py"):
        st.code(inspect.getsource(gradients), language="python")
    with st.expander(
        "What the app trains with, the same in fewer operations: perceptron/models/fused.py"
    ):
        st.code(inspect.getsource(fused), language="python")
with sources:
    st.markdown(REFERENCES)

questions()
shapes_of_delta = {"d × c": (3, 2), "m × c": (4, 2), "m × d": (4, 3)}
ask(
    "notation-shape",
    "Of what shape is δ, the derivative that is passed backwards?",
    list(shapes_of_delta),
    next(name for name, shape in shapes_of_delta.items() if shape == tuple(update.delta.shape)),
    f"In the worked example m = {len(X)}, d = {data.n_features}, c = {c}, and δ has the shape "
    f"{tuple(update.delta.shape)}: that of the prediction.",
)
axes = SECOND_WAY[0].value(update)
ask(
    "notation-numbers",
    f"How many numbers does the four-axis tensor of the worked example ({len(X)} samples, "
    f"{data.n_features} inputs, {c} outputs) have?",
    [str(update.gradients.W.numel()), str(update.X.numel()), str(axes.numel())],
    str(axes.numel()),
    f"m c d c = {' · '.join(map(str, axes.shape))} = {axes.numel()}, to find "
    f"{update.gradients.W.numel()} of them.",
)
close_page("notation")
