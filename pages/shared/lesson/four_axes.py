"""What the lesson on the four axes shows: the contraction, played, and the slices."""

from __future__ import annotations

import math
from dataclasses import dataclass

import streamlit as st
from torch import Tensor

from pages.shared.draw.film import Step, rests_at, show_film
from pages.shared.draw.matrices import picked_cell, show_matrices
from pages.shared.draw.words import say
from pages.shared.lesson.numbers import Scene
from pages.shared.link.address import offer
from pages.shared.link.controls import entry
from pages.shared.session.keys import shortcut
from pages.shared.session.projector import goes_on, words_and_picture
from perceptron.lessons.four_axes.tensor import (
    counts_to_play,
    later_form,
    share_of_zeros,
    slice_of,
    structural_zeros,
    unit,
    weighted_sum,
)
from perceptron.lessons.matrices import Matrix
from perceptron.lessons.update import Update, digits_of_agreement
from perceptron.text.language import _, ngettext, pgettext
from perceptron.text.numbers import number, percent
from perceptron.text.whole import count


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


def agreement_in_words(update: Update) -> str:
    """How exactly all slices, each times its entry of delta, add up to X^T delta."""
    X, delta = update.X, update.delta
    whole = weighted_sum(delta, later_form(X, delta.shape[1]), delta.numel())
    digits = digits_of_agreement(whole, update.gradients.W)
    if math.isinf(digits):
        return _("in every bit")
    return ngettext("in {n} digit", "in {n} digits", max(0, math.floor(digits)))


def _sum_of(g: Shown, D: Tensor, n: int) -> tuple[list[Matrix], tuple[int, int]]:
    """The slice that is added last and the sum of the first n, as matrices; and its entry."""
    data, delta = g.scene.dataset, g.update.delta
    i, j = divmod(n - 1, delta.shape[1])
    features, targets = data.feature_names, data.target_names
    so_far = _("sum of {n} of {all}", n=n, all=delta.numel())
    return [
        Matrix("slice", _name_of_slice(i, j), D[i, j], features, targets),
        Matrix(
            "weight_gradient", so_far, weighted_sum(delta, D, n),
            features, targets, {"delta": (str(i), str(j)), "slice": ("i", "j")},
        ),
    ], (i, j)  # fmt: skip


def _name_of_slice(i: int, j: int) -> str:
    return _("slice [{sample}, {output}]", sample=i + 1, output=j + 1)


MOST_PRESSES = 12  # of the key that goes on, slice by slice; more slices are added at once
FILLED = {"slice": ("*", "j"), "weight_gradient": ("*", "j")}  # the column that a slice fills


def _step(g: Shown, D: Tensor, n: int) -> Step:
    changed, (i, j) = _sum_of(g, D, n)
    return Step(n, changed, ("delta", i, j), FILLED)


def _rest() -> None:
    count = rests_at("contraction")
    if count is not None:
        _go(count)


def show_contraction(g: Shown) -> None:
    """The sum of all slices, each times its entry of delta, played one after the other."""
    data, update, X = g.scene.dataset, g.update, g.update.X
    D, delta = later_form(X, data.n_targets), update.delta
    total = delta.numel()
    offer("slices", range(1, total + 1), 1, "four_axes_n", glides=True)
    n = min(st.session_state.setdefault("four_axes_n", 1), total)
    st.session_state["four_axes_n"] = n
    words, picture = words_and_picture()
    with words:
        every = _("Every prediction has a slice, the derivative by all weights.")
        added_up = ngettext(
            "**Add up the {n} slice, times its entry of δ, and you have the gradient: the same "
            "as Xᵀδ {exactly}.**",
            "**Add up all {n} slices, each times its entry of δ, and you have the gradient: the "
            "same as Xᵀδ {exactly}.**",
            total,
            exactly=agreement_in_words(update),
        )
        how = _("Press Play, or take them one by one; the arrow keys work too.")
        say(f"{every} {added_up} {how}")
        st.latex(r"\frac{\partial L}{\partial W} = \sum_{ij} \delta_{ij}\,\mathsf D_{ij}")
    changed, (i, j) = _sum_of(g, D, n)
    with picture:
        # The controls come first: below a tall δ, who plays on a phone could not see what it does.
        counts = counts_to_play(total, update.gradients.W.numel())
        steps = [_step(g, D, count) for count in counts]
        show_film("contraction", _("Slices added up"), steps, n, _rest)
        _offer_steps(n, total)
        show_matrices(
            "contraction",
            [
                Matrix("delta", "δ", delta, g.rows, data.target_names),
                "·",
                changed[0],
                "→",
                changed[1],
                "…",
                Matrix("goal", "Xᵀδ", update.gradients.W, data.feature_names, data.target_names),
            ],
            ("delta", i, j),
            lit=FILLED,
        )
    if total <= MOST_PRESSES:
        goes_on(_("Next slice"), _go, n + 1, disabled=n >= total)
    else:
        goes_on(_("All slices"), _go, total, disabled=n >= total)
    entry_of_delta = f"δ = {number(delta[i, j].item())}"
    added = _("The term added last is {entry} times the slice.", entry=entry_of_delta)
    if n == total:
        exactly = agreement_in_words(update)
        then = _("Now the sum **equals Xᵀδ**, {exactly}.", exactly=exactly)
    else:
        then = ngettext("{n} slice is missing.", "{n} slices are missing.", total - n)
    say(f"{added} {then}")
    st.caption(_("In code: {code}.", code="`einsum('pq,pqij->ij', delta, D)`"))


def _offer_steps(n: int, total: int) -> None:
    """Offer to take a slice away, to add one, or to add all."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        back = shortcut("Left")  # in English: a key
        st.button(_("Back"), icon=":material/arrow_back:", shortcut=back, on_click=_go,
                  args=(n - 1,), disabled=n <= 1)  # fmt: skip
        on = shortcut("Right")  # in English: a key
        st.button(_("Next"), icon=":material/arrow_forward:", shortcut=on, on_click=_go,
                  args=(n + 1,), disabled=n >= total)  # fmt: skip
        every = pgettext("slices", "All")
        st.button(every, on_click=_go, args=(total,), disabled=n >= total)


def show_slices(g: Shown) -> None:
    """One slice for each prediction."""
    data, update, X = g.scene.dataset, g.update, g.update.X
    d, c = data.n_features, data.n_targets
    features, targets = data.feature_names, data.target_names
    i, j = g.entry
    D = later_form(X, c)
    words, picture = words_and_picture()
    with words:
        st.latex(
            r"\mathsf D_{ijpq} = \frac{\partial \hat y_{ij}}{\partial w_{pq}} = x_{ip}\,[j=q]"
            r"\qquad \mathsf D_{ij} = x_i\, e_j^\top"
        )
        say(
            _(
                "Each prediction ŷ has a derivative by **every** weight: a slice in the shape of "
                "W. Sample i, output j: only column j of W makes this prediction, so only column "
                "j is not zero, and it is the sample's inputs {inputs}. {unit} is row {j} of the "
                "identity matrix. **Click or tap a prediction** to see its slice.",
                inputs="$x_i$",
                unit="$e_j$",
                j="$j$",
            )
        )
    with picture:
        show_matrices(
            "slices",
            [
                Matrix("Y_hat", "Ŷ", update.Y_hat, g.rows, targets, pickable=True),
                "→",
                Matrix("X", _("x of {row}", row=g.rows[i]), X[i][:, None], features),
                "·",
                Matrix("ones", _("e of {output}", output=targets[j]), unit(j, c), (), targets),
                "=",
                Matrix(
                    "slice", _name_of_slice(i, j), slice_of(X, i, j, c), features, targets,
                    {"X": ("i", "*"), "ones": ("*", "j")},
                ),
            ],
            ("Y_hat", i, j),
            _pick,
        )  # fmt: skip
    say(
        _(
            "All {slices} slices are the tensor: {sizes} = **{count} numbers**. Counted zeros: "
            "**{zeros}**; by its structure {structure}. With 20 outputs it would be {with_20}.",
            slices=f"{len(X)} · {c}",
            sizes=f"m c d c = {len(X)} · {c} · {d} · {c}",
            count=count(D.numel()),
            zeros=percent(share_of_zeros(D)),
            structure=f"1 − 1/c = {percent(structural_zeros(c))}",
            with_20=percent(structural_zeros(20), 0),
        )
    )
