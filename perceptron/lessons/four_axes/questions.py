"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

from perceptron.gradients import contract, weight_gradient
from perceptron.lessons.four_axes.tensor import later_form, slice_of
from perceptron.room.from_lesson import Asked
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import factor, listed, number

_SIZES = ((5, 4, 3), (6, 2, 4), (10, 3, 5), (4, 6, 2), (7, 5, 3), (8, 3, 6), (3, 8, 4))  # m, d, c


def _drawn(m: int, d: int, c: int, k: int) -> tuple[torch.Tensor, torch.Tensor]:
    """X (m, d) and delta (m, c) without a zero in them."""
    seed = torch.Generator().manual_seed(k)
    X, delta = (torch.rand(m, n, generator=seed, dtype=torch.float64) + 0.5 for n in (d, c))
    return X, delta


def nonzero_question(k: int = 0) -> Asked:
    """How many numbers of the tensor are not zero: counted."""
    m, d, c = _SIZES[k % len(_SIZES)]
    D = later_form(_drawn(m, d, c, k)[0], c)
    return Asked(
        _(
            "A batch of {samples}, {inputs} and {outputs}. How many numbers of the tensor with "
            "four axes are not zero, if no input is 0?",
            samples=ngettext("{n} sample", "{n} samples", m),
            inputs=ngettext("{n} input", "{n} inputs", d),
            outputs=ngettext("{n} output", "{n} outputs", c),
        ),
        float(D.count_nonzero()),
        ngettext(
            "{slices} slices, and in each only one column of {n} number is not zero: {computed} of "
            "{all}.",
            "{slices} slices, and in each only one column of {n} numbers is not zero: {computed} "
            "of {all}.",
            d,
            slices=f"{m} · {c}",
            computed=f"{m} · {c} · {d} = {int(D.count_nonzero())}",
            all=D.numel(),
        ),
        wrong=(
            (float(D.numel()), _("You may have counted all numbers: in each slice only one column "
             "is not zero.")),
            (float(D.numel() - D.count_nonzero()), _("You may have counted the zeros.")),
            (float(m * d), _("You may have counted each input once: every output has a slice that "
             "holds it.")),
            (float(m * c), _("You may have counted the slices: in each a whole column is not "
             "zero.")),
            (float(d * c), _("You may have counted the weights: that is one slice, zeros and "
             "all.")),
        ),
        hints=(
            _("How many slices are there, and how large is one?"),
            _("Slice [i, j] holds the inputs of sample i in column j, and zeros elsewhere."),
        ),
    )  # fmt: skip


_ENTRIES = (  # the inputs of a sample, its entry of delta, and the row that is asked for
    ((2.0, -1.0, 3.0), 0.5, 3),
    ((4.0, 1.0, -2.0), 0.25, 1),
    ((1.0, 5.0, -3.0), -0.5, 2),
    ((-2.0, 6.0, 1.0), 0.75, 2),
    ((3.0, -4.0, 2.0), -0.25, 2),
    ((5.0, 2.0, -6.0), 1.5, 3),
    ((7.0, 3.0, -1.0), -2.0, 1),
)


def entry_question(k: int = 0) -> Asked:
    """By how much one slice changes one entry of the sum."""
    inputs, entry, row = _ENTRIES[k % len(_ENTRIES)]
    x = inputs[row - 1]
    X = torch.tensor([inputs], dtype=torch.float64)
    added = entry * slice_of(X, 0, 0, 2)
    next_row = row % len(inputs) + 1
    return Asked(
        _(
            "The slice of one prediction is added to the sum. Its sample has the inputs {inputs}, "
            "and its entry of δ is {entry}. By how much does the sum change in row {row} of the "
            "column that this slice fills?",
            inputs=listed(map(number, inputs)),
            entry=number(entry),
            row=row,
        ),
        added[row - 1, 0].item(),
        _(
            "Row {row} of the slice holds input {row}, and the slice is multiplied by its entry of "
            "δ: {computed}.",
            row=row,
            computed=f"{factor(entry)} · {factor(x)}",
        ),
        wrong=(
            (x, _("You may have added the slice as it is: each is multiplied by its entry of δ.")),
            (entry, _("You may have taken the entry of δ alone: the slice holds the inputs.")),
            (added[next_row - 1, 0].item(), _("You may have looked at row {row}.", row=next_row)),
            (sum(inputs) * entry, _("You may have added up the column: each row stays by itself.")),
            (x + entry, _("You may have added δ to the input: it is a factor.")),
        ),
        hints=(
            _("Which number stands in that row of the slice, before δ comes in?"),
            _("Each slice is multiplied by its entry of δ before it is added."),
        ),
        tolerance=1e-9,
    )  # fmt: skip


SAME, ROWS, OTHER = "same", "rows", "other"  # codes of answers
_TURNED = ((True, True), (True, False), (False, True))  # slices, and entries of delta


def _added_up(n: int, slices_turned: bool, delta_turned: bool) -> str:
    """Say in which order slices and entries of delta are taken."""
    if not slices_turned:
        return ngettext(
            "{n} slice is added up in their order, but the entries of δ are taken from the last to "
            "the first. What is the sum?",
            "{n} slices are added up in their order, but the entries of δ are taken from the last "
            "to the first. What is the sum?",
            n,
        )
    if delta_turned:
        return ngettext(
            "{n} slice is added up from the last one to the first, each with its own entry of δ. "
            "What is the sum?",
            "{n} slices are added up from the last one to the first, each with its own entry of δ. "
            "What is the sum?",
            n,
        )
    return ngettext(
        "{n} slice is added up from the last one to the first, but the entries of δ are still "
        "taken from the first on. What is the sum?",
        "{n} slices are added up from the last one to the first, but the entries of δ are still "
        "taken from the first on. What is the sum?",
        n,
    )


def order_question(k: int = 0) -> Asked:
    """What comes out if the slices are added in another order: computed."""
    slices_turned, delta_turned = _TURNED[k % len(_TURNED)]
    m, d, c = _SIZES[k % len(_SIZES)]
    X, delta = _drawn(m, d, c, k)
    D = later_form(X, c).flatten(0, 1)
    entries = delta.flatten()
    D = D.flip(0) if slices_turned else D
    entries = entries.flip(0) if delta_turned else entries
    found = contract(entries.reshape(m, c), D.reshape(m, c, d, c))
    whole = weight_gradient(X, delta)
    right = (
        SAME
        if torch.allclose(found, whole)
        else ROWS
        if torch.allclose(found, whole.flip(0))
        else OTHER
    )
    off = (found - whole).abs().max().item()
    return Asked(
        _added_up(m * c, slices_turned, delta_turned),
        right,
        _(
            "Computed: its largest difference to Xᵀδ is {difference}. A sum does not ask for the "
            "order of its terms; each term must stay what it is, a slice with its own entry of δ.",
            difference=number(off, 2),
        ),
        (
            (SAME, _("Xᵀδ, apart from rounding")),
            (ROWS, _("Xᵀδ with its rows in the opposite order")),
            (OTHER, _("another matrix, of the same shape")),
        ),
        (
            (SAME, _("You may have thought that the order never matters: here slices and entries "
             "of δ are no longer paired as they were.")),
            (ROWS, _("You may have thought that the order of the slices is that of the rows of W: "
             "every slice has the shape of all of W.")),
            (OTHER, _("You may have thought that another order makes another sum: the terms are "
             "the same ones.")),
        ),
        (
            _("Write one term of the sum down. Is it still there in the other order?"),
            _("Look at the pairs: does each slice still meet its own entry of δ?"),
        ),
    )  # fmt: skip


_GROWTH = ((2, 3), (3, 2), (2, 5), (4, 2), (5, 3), (2, 10), (3, 4))  # m divided by, c times


def grows_question(k: int = 0) -> Asked:
    """How the tensor grows when batch and outputs change together."""
    less, more = _GROWTH[k % len(_GROWTH)]
    return Asked(
        _(
            "The batch gets {less} times smaller and there are {more} times as many outputs. How "
            "many times as many numbers has the tensor?",
            less=less,
            more=more,
        ),
        more**2 / less,
        _("m c d c has m once and c twice: {computed}.", computed=f"{more} · {more} / {less}"),
        wrong=(
            (more / less, _("You may have counted the outputs once: they stand for the predictions "
             "and for the weights.")),
            (float(more**2), _("You may have forgotten the batch.")),
            (float(more**2 * less), _("You may have multiplied by the batch's factor: it gets "
             "smaller.")),
            (2 * more / less, _("You may have doubled instead of squared.")),
        ),
        hints=(
            _("The axes are sample, output, input, output."),
            _("Multiply the factors of all four axes; one of them is below 1."),
        ),
        tolerance=0.005,
    )  # fmt: skip


TWINS: Mapping[str, Callable[[int], Asked]] = {
    "four-axes-nonzero": nonzero_question,
    "four-axes-entry": entry_question,
    "four-axes-order": order_question,
    "four-axes-grows": grows_question,
}
