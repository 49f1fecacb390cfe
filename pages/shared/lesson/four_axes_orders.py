"""For who wants more: the tensor as a matrix, in two orders, and what happens if they are mixed."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.matrices import show_matrices
from pages.shared.draw.words import say
from pages.shared.lesson.four_axes import Shown
from pages.shared.link.address import offer
from pages.shared.session.projector import words_and_picture
from perceptron.figures.four_axes import flat_figure
from perceptron.lessons.four_axes.tensor import (
    Flattened,
    by_columns,
    flattenings,
    forms_agree,
    mixed_up,
)
from perceptron.lessons.matrices import Matrix
from perceptron.text.escape import in_markdown
from perceptron.text.language import _
from perceptron.text.numbers import yes

FLAT_SAMPLES = 4  # whose rows are drawn in the two orders: more would be too fine to see


def show_orders(g: Shown) -> None:
    """The tensor as a matrix, counted by rows and by columns."""
    data, X = g.scene.dataset, g.update.X
    d, c = data.n_features, data.n_targets
    features, targets = data.feature_names, data.target_names
    i, j = g.entry
    few = X[:FLAT_SAMPLES]
    n = len(few)
    i = min(i, n - 1)
    offer("input", {str(k + 1): k for k in range(d)}, 0, "four_axes_input")
    if st.session_state.setdefault("four_axes_input", 0) >= d:
        st.session_state["four_axes_input"] = 0
    p = st.selectbox(
        _("Follow the weight of input"), range(d), key="four_axes_input", persist_state="session",
        format_func=lambda k: features[k], width=260,
    )  # fmt: skip
    words, picture = words_and_picture()
    with words:
        say(
            _(
                "A matrix program has no four axes, so the tensor is flattened: one row for each "
                "of the {predictions} predictions, one column for each of the {weights} weights. "
                "Count entries **row by row**, as torch stores them, and it is {by_rows}. Count "
                "**column by column**, as mathematics writes it, and it is {by_columns}. The same "
                "numbers, reordered by a permutation K, first the rows, then the columns. The "
                "framed entry is ∂ŷ/∂w of {row}, {output} and {input} in each.",
                predictions=f"{n} · {c}",
                weights=f"{d} · {c}",
                by_rows="X ⊗ I",
                by_columns="I ⊗ X",
                row=g.rows[i],
                output=in_markdown(targets[j]),
                input=in_markdown(features[p]),
            )
        )
    orders = flattenings(few, c, i, j, p)
    for k, (place, flat) in enumerate(zip(picture.columns(len(orders)), orders, strict=True)):
        with place:
            _show_flat(f"four-axes-flat-{k}", (g.scene.state, i, j, p), flat)
    say(
        _(
            "Is {permuted} bit-identical with {by_columns}? **{answer}**. Later versions of the "
            "course build the tensor as {code} and never flatten it. Bit-identical with the "
            "Kronecker product? **{later_answer}**.",
            permuted="K (X ⊗ I) Kᵀ",
            by_columns="I ⊗ X",
            answer=yes(orders[-1].values.equal(by_columns(few, c))),
            code="`einsum('pr,qs->pqrs', X, I)`",
            later_answer=yes(forms_agree(X, c)),
        )
    )
    title = _("Mix the two orders, and no error warns")
    st.markdown(f"## {title}")
    _show_mixed(g)


def _show_mixed(g: Shown) -> None:
    """What comes out if one is flattened by rows and the other by columns."""
    data, update = g.scene.dataset, g.update
    features, targets = data.feature_names, data.target_names
    mixed = mixed_up(update.X, update.delta)
    is_right = mixed.allclose(update.gradients.W)
    fits = _("δ flattened by rows, the derivative by columns: all shapes fit.")
    if is_right:
        then = _("What comes out is **the right gradient**.")
    else:
        then = _("What comes out is **a wrong gradient of the right shape**.")
    say(f"{fits} {then}")
    show_matrices(
        "mixed",
        [
            Matrix("weight_gradient", "Xᵀδ", update.gradients.W, features, targets),
            "=" if is_right else "≠",
            Matrix("mixed", _("mixed orders"), mixed, features, targets),
        ],
    )


def _show_flat(name: str, state: Hashable, flat: Flattened) -> None:
    chart(
        name,
        state,
        lambda: flat_figure(flat),
        lambda: _(
            "Of {entries} entries {some} are not zero; the framed one stands in row {row}, "
            "column {column}.",
            entries=flat.values.numel(),
            some=int(flat.values.count_nonzero()),
            row=flat.row_names[flat.row],
            column=flat.column_names[flat.column],
        ),
        height=330,
    )
