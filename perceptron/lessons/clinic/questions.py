"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

import torch

from perceptron.config import TrainConfig
from perceptron.data.dataset import unnamed
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.ward import Ward, admit
from perceptron.parameters import Parameters
from perceptron.room.from_lesson import Asked
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number, yes

_SIZES = ((1, 3, 2), (4, 1, 3), (1, 2, 1), (5, 1, 1), (1, 1, 4), (4, 3, 1))  # m, d, c
_RATES = (("divided_by_m", 0.2, 4, 5), ("factor_missing", 0.3, 6, 2), ("divided_by_m", 0.05, 8, 2),
          ("factor_missing", 0.8, 3, 4), ("divided_by_m", 0.1, 2, 6),
          ("factor_missing", 0.05, 5, 3))  # fmt: skip
_CHECKED = (("bias_mean", 4, 3), ("divided_by_m", 5, 1), ("factor_missing", 3, 2),
            ("bias_summed_over_all", 6, 1), ("wrong_sign", 4, 2), ("bias_mean", 1, 3))  # fmt: skip


def _ward(m: int, d: int, c: int, rate: float = 0.1) -> Ward:
    """All patients on a small table of their own: one batch of m rows, d inputs, c outputs."""
    generator = torch.Generator().manual_seed(10 * m + c)
    X, Y, W, b = (
        torch.randn(shape, generator=generator, dtype=torch.float64)
        for shape in ((m, d), (m, c), (d, c), (c,))
    )
    config = TrainConfig(learning_rate=rate, batch_size=m, epochs=1)
    return admit(unnamed(X, Y), Parameters(W, b), config)


def silent_question(ward: Ward, told: str) -> Asked:
    """How many bugs can't be noticed on some numbers.

    Args:
        ward: All patients on these numbers.
        told: Which numbers they are, as a sentence.
    """
    silent = [name for name, one in ward.fingerprints().items() if not one.shows]
    no_start = [name for name in silent if name != "not_transposed"]
    if silent:
        titles = "; ".join(_(BUGS[name].title) for name in silent)
        why = _("Programs with these bugs train here like the healthy one: {bugs}.", bugs=titles)
    else:
        why = _("Here no program with a bug trains like the healthy one.")
    how_many = _("How many of the six bugs can no longer be noticed at all?")
    return Asked(
        f"{told} {how_many}",
        float(len(silent)),
        why,
        wrong=(
            (float(len(BUGS) - len(silent)), _("You may have counted those that still show.")),
            (float(len(no_start)), _("You may have missed what happens to W: with a single row or "
             "column, cutting it into rows of another length is the same as transposing it.")),
            (0.0, _("You may have thought that what is wrong in the code shows on any data: where "
             "a number is 1, dividing by it or not is the same.")),
            (1.0, _("You may have taken only the bug that names these numbers: ask of each of the "
             "six what its line does here.")),
        ),
        hints=(
            _("Go through the six. In each, which number or sum would have to differ?"),
            _("Where something is 1: what is a division by it, a mean over it, a sum over it, and "
              "what does a matrix with one row or one column look like transposed?"),
        ),
    )  # fmt: skip


def other_silent(k: int) -> Asked:
    """The same of a batch of other sizes."""
    m, d, c = _SIZES[k % len(_SIZES)]
    told = _(
        "Another batch: {rows}, {inputs}, {outputs}.",
        rows=ngettext("{n} row", "{n} rows", m),
        inputs=ngettext("{n} input", "{n} inputs", d),
        outputs=ngettext("{n} output", "{n} outputs", c),
    )
    return silent_question(_ward(m, d, c), told)


_MULTIPLES = {  # what programs do whose gradient is a multiple of the healthy one
    "divided_by_m": N_(
        "A program divides by m only, and trains with η = {rate}, m = {m} and c = {c}."
    ),
    "factor_missing": N_(
        "A program leaves out the factor 2, and trains with η = {rate}, m = {m} and c = {c}."
    ),
}


def rate_question(ward: Ward, name: str = "divided_by_m") -> Asked:
    """At which rate a healthy program takes the steps of one whose gradient is a multiple.

    Args:
        ward: All patients.
        name: The bug, one whose gradient is a multiple of the healthy one.
    """
    (m, c), eta = ward.Y.shape, ward.learning_rate
    ratio = ward.fingerprint(name).weight.middle
    told = _(_MULTIPLES[name], rate=number(eta), m=m, c=c)
    which = _("Which learning rate would let a healthy program take the very same steps?")
    return Asked(
        f"{told} {which}",
        ward.healthy_rate(name),
        _(
            "Its gradient is {times} times the healthy one, so this bug looks like another "
            "learning rate: {computed}.",
            times=number(ratio),
            computed=f"{number(ratio)} · {number(eta)}",
        ),
        wrong=(
            (eta / ratio, _("You may have turned it round: this is the rate at which the program "
             "with the bug would take healthy steps.")),
            (eta, _("You may have thought that η stays what it is: the gradients differ, so the "
             "same η makes other steps.")),
            (eta * m, _("You may have taken the rows for the outputs.")),
            (eta * m * c, _("You may have taken away both divisions: one of them is still there.")),
            (eta / m, _("You may have divided by m once more.")),
        ),
        hints=(
            _("A step is η times the gradient. First find how the two gradients compare."),
            _("Write down the healthy factor before (Ŷ − Y), and the one with the bug. Their ratio "
              "is what η has to be multiplied by."),
        ),
        tolerance=0.01,
    )  # fmt: skip


def other_rate(k: int) -> Asked:
    """The same with other sizes and, in turn, another bug."""
    name, rate, m, c = _RATES[k % len(_RATES)]
    return rate_question(_ward(m, 2, c, rate), name)


def check_question(ward: Ward, name: str = "not_transposed", told: str = "") -> Asked:
    """Whether a bug passes a check against autograd at the program's own W and b.

    Args:
        ward: All patients.
        name: The bug.
        told: On which numbers, as a sentence; empty for those of the page.
    """
    true, bug = ward.fingerprint(name).gradient_is_true, BUGS[name]
    if ward.fingerprint(name).start_differs:
        why = _("It is the right gradient in the wrong place: only the start is wrong. Therefore "
                "compare what was copied, too.")  # fmt: skip
    elif true:
        why = _("Where a number is 1, the bug changes nothing: no check on these data can find it.")
    else:
        why = _("Autograd derives the loss itself, and comes to another gradient.")
    asked = _(
        "{bug}. Does the gradient pass a check against autograd, each at the W and b that the "
        "program has?",
        bug=bug.sentence,
    )
    return Asked(
        f"{told} {asked}".lstrip(),
        "yes" if true else "no",
        why,
        (("yes", yes(True)), ("no", yes(False))),
        (
            ("yes", _("You may have thought that autograd repeats the mistake: it knows the loss "
             "alone, and not how the program derives it.")),
            ("no", _("You may have thought that every bug is in the gradient: ask what the line "
             "with the bug computes here, and whether that is still the gradient of the loss.")),
        ),
        (
            _("The check compares two gradients of one loss, at one W and b."),
            _("Ask where the wrong line is: does it change the gradient at a given W and b, on "
              "these numbers?"),
        ),
    )  # fmt: skip


def other_check(k: int) -> Asked:
    """The same of another bug, on other numbers."""
    name, m, c = _CHECKED[k % len(_CHECKED)]
    told = _(
        "A batch of {rows}, {outputs}.",
        rows=ngettext("{n} row", "{n} rows", m),
        outputs=ngettext("{n} output", "{n} outputs", c),
    )
    return check_question(_ward(m, 2, c), name, told)


TWINS = {
    "clinic-single": other_silent,
    "clinic-rate": other_rate,
    "clinic-check": other_check,
}
