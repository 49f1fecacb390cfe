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
    mixing,
)
from perceptron.lessons.matrices import Matrix
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import yes

FLAT_SAMPLES = 4  # whose rows are drawn in the two orders: more would be too fine to see


def show_orders(g: Shown) -> None:
    """The tensor as a matrix, counted by rows and by columns."""
    data, update, X = g.scene.dataset, g.update, g.update.X
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
        "Follow the weight of input", range(d), key="four_axes_input", persist_state="session",
        format_func=lambda k: features[k], width=260,
    )  # fmt: skip
    words, picture = words_and_picture()
    with words:
        say(
            "A matrix program has no four axes, so the tensor is flattened: one row for each of "
            f"the {n} · {c} predictions, one column for each of the {d} · {c} weights. Count "
            "entries **row by row**, as torch stores them, and it is X ⊗ I. Count **column by "
            "column**, as mathematics writes it, and it is I ⊗ X. The same numbers, reordered by a "
            "permutation K, first the rows, then the columns. The framed entry is ∂ŷ/∂w of "
            f"{g.rows[i]}, {in_markdown(targets[j])} and {in_markdown(features[p])} in each."
        )
    orders = flattenings(few, c, i, j, p)
    for k, (place, flat) in enumerate(zip(picture.columns(len(orders)), orders, strict=True)):
        with place:
            _show_flat(f"four-axes-flat-{k}", (g.scene.state, i, j, p), flat)
    say(
        "Is K (X ⊗ I) Kᵀ bit-identical with I ⊗ X? "
        f"**{yes(orders[-1].values.equal(by_columns(few, c)))}**. Later versions of the course "
        "build the tensor as `einsum('pr,qs->pqrs', X, I)` and never flatten it. Bit-identical "
        f"with the Kronecker product? **{yes(forms_agree(X, c))}**."
    )
    st.markdown("## Mix the two orders, and no error warns")
    say(
        "δ flattened by rows, the derivative by columns: all shapes fit. What comes out is "
        f"**{mixing(X, update.delta)}**."
    )
    show_matrices(
        "mixed",
        [
            Matrix("weight_gradient", "Xᵀδ", update.gradients.W, features, targets),
            "≠" if mixing(X, update.delta).startswith("a wrong") else "=",
            Matrix("mixed", "mixed orders", mixed_up(X, update.delta), features, targets),
        ],
    )


def _show_flat(name: str, state: Hashable, flat: Flattened) -> None:
    chart(
        name,
        state,
        lambda: flat_figure(flat),
        lambda: (
            f"Of {flat.values.numel()} entries {int(flat.values.count_nonzero())} are not zero; "
            f"the framed one stands in row {flat.row_names[flat.row]}, "
            f"column {flat.column_names[flat.column]}."
        ),
        height=330,
    )
