"""What the lesson on the four axes shows: slices, the two orders, the contraction."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.matrices import picked_cell, show_matrices
from pages.shared.lesson.numbers import Scene
from pages.shared.link.address import offer
from pages.shared.link.controls import entry
from pages.shared.session.keys import shortcut
from pages.shared.session.projector import goes_on, words_and_picture
from perceptron.figures.four_axes import flat_figure
from perceptron.lessons.four_axes import (
    Flattened,
    by_columns,
    flattenings,
    forms_agree,
    later_form,
    mixed_up,
    mixing,
    share_of_zeros,
    slice_of,
    structural_zeros,
    unit,
    weighted_sum,
)
from perceptron.lessons.matrices import Matrix
from perceptron.lessons.update import Update, digits_of_agreement
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import count, number, percent, yes

FLAT_SAMPLES = 4  # whose rows are drawn in the two orders: more would be too fine to see


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the views share.

    Attributes:
        scene: The numbers.
        m: Samples in the first batch.
        update: Of the first samples of that batch, as many as may be shown.
        rows: A name for each of them.
    """

    scene: Scene
    m: int
    update: Update
    rows: list[str]

    @property
    def entry(self) -> tuple[int, int]:
        """The chosen prediction: sample i, output j."""
        return entry("entry", *self.update.Y.shape, key="four_axes_entry")


def _pick() -> None:
    cell = picked_cell("slices")
    if cell:
        st.session_state["four_axes_entry"] = (cell["i"], cell["j"])


def _go(n: int) -> None:
    st.session_state["four_axes_n"] = n


def show_slices(g: Shown) -> None:
    """One slice for each prediction."""
    data, update, X = g.scene.dataset, g.update, g.update.X
    d, c = data.n_features, data.n_targets
    features, targets = data.feature_names, data.target_names
    i, j = g.entry
    D = later_form(X, c)
    with st.container(
        horizontal=True, horizontal_alignment="center", vertical_alignment="center", gap="large"
    ):
        st.latex(
            r"\mathsf D_{ijpq} = \frac{\partial \hat y_{ij}}{\partial w_{pq}} = x_{ip}\,[j=q]",
            width="content",
        )
        st.latex(r"\mathsf D_{ij} = x_i\, e_j^\top", width="content")
    words, picture = words_and_picture()
    words.markdown(
        "Each prediction ŷ has a derivative by **every** weight: a slice in the shape of W. Sample "
        "i, output j: only column j of W makes this prediction, so only column j is not zero, and "
        "it is the sample's inputs $x_i$. $e_j$ is row $j$ of the identity matrix. "
        "**Click or tap a prediction** to see its slice."
    )
    with picture:
        show_matrices(
            "slices",
            [
                Matrix("Y_hat", "Ŷ", update.Y_hat, g.rows, targets, pickable=True),
                "→",
                Matrix("X", f"x of {g.rows[i]}", X[i][:, None], features),
                "·",
                Matrix("ones", f"e of {targets[j]}", unit(j, c), (), targets),
                "=",
                Matrix(
                    "slice", f"slice [{i + 1}, {j + 1}]", slice_of(X, i, j, c), features, targets,
                    {"X": ("i", "*"), "ones": ("*", "j")},
                ),
            ],
            ("Y_hat", i, j),
            _pick,
        )  # fmt: skip
    st.markdown(
        f"All {len(X)} · {c} slices are the tensor: m c d c = {len(X)} · {c} · {d} · {c} = "
        f"**{count(D.numel())} numbers**. Counted zeros: **{percent(share_of_zeros(D))}**; by its "
        "structure "
        f"1 − 1/c = {percent(structural_zeros(c))}. With 20 outputs it would be "
        f"{percent(structural_zeros(20), 0)}."
    )


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
    words.markdown(
        f"A matrix program has no four axes, so the tensor is flattened: one row for each of the "
        f"{n} · {c} predictions, one column for each of the {d} · {c} weights. Count entries **row "
        "by row**, as torch stores them, and it is X ⊗ I. Count **column by column**, as "
        "mathematics writes it, and it is I ⊗ X. The same numbers, reordered by a permutation K, "
        "first the rows, then the columns. The framed entry is ∂ŷ/∂w of "
        f"{g.rows[i]}, {in_markdown(targets[j])} and {in_markdown(features[p])} in each."
    )
    orders = flattenings(few, c, i, j, p)
    for k, (place, flat) in enumerate(zip(picture.columns(len(orders)), orders, strict=True)):
        with place:
            _show_flat(f"four-axes-flat-{k}", (g.scene.state, i, j, p), flat)
    st.markdown(
        "Is K (X ⊗ I) Kᵀ bit-identical with I ⊗ X? "
        f"**{yes(orders[-1].values.equal(by_columns(few, c)))}**. Later versions of the course "
        "build the tensor as `einsum('pr,qs->pqrs', X, I)` and never flatten it. Bit-identical "
        f"with the Kronecker product? **{yes(forms_agree(X, c))}**."
    )
    st.markdown("## Mix the two orders, and no error warns")
    st.markdown(
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


def show_contraction(g: Shown) -> None:
    """The sum of all slices, each times its entry of delta."""
    data, update, X = g.scene.dataset, g.update, g.update.X
    c = data.n_targets
    features, targets = data.feature_names, data.target_names
    D, delta = later_form(X, c), update.delta
    st.latex(r"\frac{\partial L}{\partial W} = \sum_{ij} \delta_{ij}\,\mathsf D_{ij}")
    total = delta.numel()
    offer("slices", range(1, total + 1), 1, "four_axes_n", glides=True)
    n = min(st.session_state.setdefault("four_axes_n", 1), total)
    st.session_state["four_axes_n"] = n
    words, picture = words_and_picture()
    words.markdown(
        f"Every slice, times its entry of δ, added up: {total} slices give ∂L/∂W. Take them one "
        "by one; the arrow keys work too. In code: `einsum('pq,pqij->ij', delta, D)`."
    )
    with picture.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Back", icon=":material/arrow_back:", shortcut=shortcut("Left"), on_click=_go,
                  args=(n - 1,), disabled=n <= 1)  # fmt: skip
        st.button("Next", icon=":material/arrow_forward:", shortcut=shortcut("Right"), on_click=_go,
                  args=(n + 1,), disabled=n >= total)  # fmt: skip
        st.button("All", on_click=_go, args=(total,), disabled=n >= total)
        if total > 1:
            n = st.slider("Slices added up", 1, total, key="four_axes_n", width=340)
    goes_on("Next slice", _go, n + 1, disabled=n >= total)
    i, j = divmod(n - 1, c)
    with picture:
        show_matrices(
            "contraction",
            [
                Matrix("delta", "δ", delta, g.rows, targets),
                "·",
                Matrix("slice", f"slice [{i + 1}, {j + 1}]", D[i, j], features, targets),
                "→",
                Matrix(
                    "weight_gradient", f"sum of {n} of {total}", weighted_sum(delta, D, n),
                    features, targets, {"delta": (str(i), str(j)), "slice": ("i", "j")},
                ),
                "…",
                Matrix("goal", "Xᵀδ", update.gradients.W, features, targets),
            ],
            ("delta", i, j),
        )  # fmt: skip
    whole = weighted_sum(delta, D, total)
    agree = digits_of_agreement(whole, update.gradients.W)
    st.markdown(
        f"The term added last is δ = {number(delta[i, j].item())} times the slice. After all "
        f"{total} the sum agrees with Xᵀδ "
        + ("in every bit." if math.isinf(agree) else f"in {agree:.1f} digits.")
    )
