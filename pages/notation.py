"""Notation and derivations: every symbol, both ways to the gradient, and the three programs."""

import streamlit as st

from pages.shared.draw.code import show_code
from pages.shared.draw.matrices import show_matrices
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.controls import switch
from pages.shared.pages import page_named
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
from perceptron.text.language import N_, _, ngettext
from perceptron.training import batches

STORIES = {
    "scratch": N_(
        "**By hand.** One derivative, `delta`, is passed backwards: two lines of algebra."
    ),
    "torch": N_("**By autograd.** What a PyTorch user writes; the gradient is never seen."),
    "einsum": N_(
        "**By tensors.** Each derivative is a tensor of its own. That of the prediction by the "
        "weights has four axes; Einstein summation joins them."
    ),
}
_COURSE = "PilotLeoYan/inside-deep-learning"
_SKLEARN = "https://scikit-learn.org/stable/modules/generated/sklearn.datasets"
_TORCH = "https://docs.pytorch.org/docs/stable/generated/torch"


def show_lines(name: str, lines: tuple[Line, ...]) -> None:
    """Show the lines of a derivation, each beside its words; numbers on demand."""
    numbers = switch(_("Show the numbers of the worked example"), name, key=f"notation_{name}")
    for i, line in enumerate(lines):
        formula, words = st.columns([3, 2], vertical_alignment="center", gap="medium")
        formula.latex(line.latex)
        why = _(line.words)
        shape = _("Shape: {shape}.", shape=f"${in_latex(line.shape)}$")
        words.caption(f"**{i + 1}.** {why}  \n{shape}")
        value = line.value(update)
        if numbers and value.ndim <= 2:
            show_matrices(f"{name}-{i}", [Matrix(f"{name}{i}", "=", value.reshape(-1, c))])
        elif numbers:
            st.markdown(
                ngettext(
                    "{n} number; see *{page}*.",
                    "{n} numbers; see *{page}*.",
                    value.numel(),
                    page=page_named("four_axes").title,
                )
            )


def references() -> list[str]:
    """Where the data, the formulas and the functions come from, in Markdown."""
    return [
        _(
            'L. F. Ortega Rivera, *Inside Deep Learning*, chapter "Multivariate linear regression" '
            "(MIT licence, {source}): the data, the formulas and the three programs. Later "
            "versions say *multi-output* instead of *multivariate*.",
            source=f"[{_COURSE}](https://github.com/{_COURSE})",
        ),
        _(
            "K. B. Petersen, M. S. Pedersen, [*The Matrix Cookbook*]({address}), 2012: derivatives "
            "of matrices.",
            address="https://www2.imm.dtu.dk/pubdb/pubs/3274-full.html",
        ),
        _(
            "J. R. Magnus, H. Neudecker, [*Matrix Differential Calculus*]({address}), Wiley, third "
            "edition: vectorisation and the Kronecker product.",
            address="https://doi.org/10.1002/9781119541219",
        ),
        _(
            "scikit-learn's {make_regression}, and PyTorch's {linear}, {loss} and {descent}.",
            make_regression=f"[make_regression]({_SKLEARN}.make_regression.html)",
            linear=f"[nn.Linear]({_TORCH}.nn.Linear.html)",
            loss=f"[nn.MSELoss]({_TORCH}.nn.MSELoss.html)",
            descent=f"[optim.SGD]({_TORCH}.optim.SGD.html)",
        ),
    ]


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
    [
        _("Symbols"),
        _("Loss"),
        _("First way: δ backwards"),
        _("Second way: tensors"),
        _("Programs"),
        _("References"),
    ]
)
with symbols:
    names, shapes, meanings = zip(*SYMBOLS, strict=True)
    st.table({_("symbol"): names, _("shape"): shapes, _("meaning"): [_(one) for one in meanings]})
with loss:
    show_lines("loss", LOSS_LINES)
with first:
    show_lines("first", FIRST_WAY)
with second:
    show_lines("second", SECOND_WAY)
with code:
    for name, model in MODELS.items():
        st.header(name, anchor=False)
        say(_(STORIES.get(name, model.__doc__ or "")))
        show_code(model.readable().step)
    with st.expander(_("The equations as functions: {file}", file="perceptron/gradients.py")):
        show_code(gradients, wrap_lines=False)
    with st.expander(
        _(
            "What the app trains with, the same in fewer operations: {file}",
            file="perceptron/models/fused.py",
        )
    ):
        show_code(fused, wrap_lines=False)
with sources:
    st.markdown("\n".join(f"- {one}" for one in references()))

questions()
pose("notation-shape", asked.shape_question)
pose("notation-product", asked.product_question)
pose("notation-delta", asked.delta_question)
close_page(
    "notation",
    know=(
        _(
            "A derivative of the loss has the shape of what it is derived by: δ that of Ŷ, ∂L/∂W "
            "that of W."
        ),
        _(
            "Both ways end at one gradient: {first} lines with δ, {second} with tensors.",
            first=len(FIRST_WAY),
            second=len(SECOND_WAY),
        ),
        _("Every line here is computed, and a test holds each to autograd."),
    ),
)
