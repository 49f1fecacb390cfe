"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from fractions import Fraction

import torch

from perceptron.config import DTYPES, TrainConfig
from perceptron.data.dataset import unnamed
from perceptron.lessons.agreement.rounding import near_limit
from perceptron.lessons.agreement.second_run import SECOND_RUNS, STEPS, run_twice
from perceptron.room.from_lesson import Asked
from perceptron.text.language import _, ngettext, once_for_each_language
from perceptron.text.numbers import number

_KEPT = 32  # questions that are trained for, which a page asks in each script run
# Three numbers for a computer that keeps so many digits: a large one, and two that are too small.
_FEW_DIGITS = (
    (3, "100", "0.4", "0.3"),
    (3, "500", "0.3", "0.4"),
    (2, "20", "0.3", "0.4"),
    (4, "3000", "0.4", "0.2"),
    (2, "70", "0.4", "0.4"),
    (3, "200", "0.2", "0.4"),
    (4, "1000", "0.3", "0.3"),
)


def digits_question(k: int = 0) -> Asked:
    """(a + b) + c, where only a few digits are kept after each addition."""
    digits, *texts = _FEW_DIGITS[k % len(_FEW_DIGITS)]
    a, b, c = map(Decimal, texts)
    rounding = Context(prec=digits)
    first = rounding.add(a, b)
    right, other, whole = rounding.add(first, c), rounding.add(a, rounding.add(b, c)), a + b + c
    said = [number(float(one)) for one in (a, b, c)]
    return Asked(
        ngettext(
            "A computer keeps {n} digit and rounds after each addition. What does it find for "
            "{sum}?",
            "A computer keeps {n} digits and rounds after each addition. What does it find for "
            "{sum}?",
            digits,
            sum=f"({said[0]} + {said[1]}) + {said[2]}",
        ),
        float(right),
        _(
            "{sum} is rounded to {rounded}, and the next addition is lost in the same way. In the "
            "other order, {turned}, it finds {other}.",
            sum=f"{said[0]} + {said[1]} = {number(float(a + b), 6)}",
            rounded=number(float(first)),
            turned=f"{said[0]} + ({said[1]} + {said[2]})",
            other=number(float(other)),
        ),
        wrong=(
            (float(other), _("You may have added the two small numbers first: the brackets say the "
             "other order.")),
            (float(whole), _("You may have kept all digits: this computer has no room for them.")),
        ),
        hints=(
            _("Do one addition after the other, the one in the brackets first."),
            ngettext(
                "Round the sum in the brackets to {n} digit before you add the last number.",
                "Round the sum in the brackets to {n} digits before you add the last number.",
                digits,
            ),
        ),
    )  # fmt: skip


SAME, ROUNDED, FAR = "same", "rounded", "far"  # codes of answers
_FAR_APART = 0.01  # a fraction


@once_for_each_language(maxsize=_KEPT)
def repeat_question(k: int = 0) -> Asked:
    """How far two runs of one program are apart: measured on rows drawn for it."""
    told, why, turned = SECOND_RUNS[k % len(SECOND_RUNS)]
    rows = 40 + 10 * k
    first, second = run_twice(rows, k, turned)
    apart = ((first - second).abs().max() / first.abs().max()).item()
    right = SAME if first.equal(second) else ROUNDED if apart < _FAR_APART else FAR
    once = ngettext(
        "The program scratch learns from {n} row in one batch.",
        "The program scratch learns from {n} rows in one batch.",
        rows,
    )
    again, why = _(told), _(why)
    how_far = _("How far is W of the second run from W of the first?")
    measured = ngettext(
        "Measured after {n} update: the largest difference is {difference} of the largest entry.",
        "Measured after {n} updates: the largest difference is {difference} of the largest entry.",
        STEPS,
        difference=number(apart, 2),
    )
    return Asked(
        f"{once} {again} {how_far}",
        right,
        f"{why} {measured}",
        (
            (SAME, _("not at all, bit-identical")),
            (ROUNDED, _("by some epsilons")),
            (FAR, _("by a percent or more")),
        ),
        (
            (SAME, _("You may have thought that the order of a sum can't matter: on paper it "
             "does not, after rounding it does.")),
            (ROUNDED, _("You may have thought that rounding is chance: it is a rule that gives the "
             "same result each time.")),
            (FAR, _("You may have thought that small differences must pile up: here descent pulls "
             "both runs to the same W.")),
        ),
        (
            _("Does any sum in the second run add its numbers in another order?"),
            _("If no addition changes, no rounding does."),
        ),
    )  # fmt: skip


FAR_OFF, AT_BEST, APART, ONE_OFF = "far-off", "at-best", "apart", "one-off"  # codes of answers
_SHARES = ((1.3, 30), (0.8, 60), (1.5, 20), (0.7, 60), (1.25, 35), (0.75, 60), (1.35, 30))


@once_for_each_language(maxsize=_KEPT)
def together_question(k: int = 0) -> Asked:
    """Where three programs end at some share of the largest learning rate: they are trained."""
    share, epochs = _SHARES[k % len(_SHARES)]
    generator = torch.Generator().manual_seed(k)
    X = torch.randn(20, 3, generator=generator, dtype=torch.float64)
    Y = torch.randn(20, 2, generator=generator, dtype=torch.float64)
    data = unnamed(X, Y)
    config = TrainConfig(batch_size=20, init_seed=k)
    [found] = near_limit(data, config, DTYPES[0], [share], epochs)
    grew = found.loss > found.start_loss
    right = APART if found.relative > _FAR_APART else FAR_OFF if grew else AT_BEST
    return Asked(
        ngettext(
            "Three programs train on 20 rows with {times} times the largest learning rate that "
            "converges, {n} epoch long. Where do they end?",
            "Three programs train on 20 rows with {times} times the largest learning rate that "
            "converges, {n} epochs long. Where do they end?",
            epochs,
            times=number(share),
        ),
        right,
        _(
            "The loss goes from {before} to {after}, and W and b of the programs differ by "
            "{difference} of their largest entry. Agreement is no proof of a good result.",
            before=number(found.start_loss),
            after=number(found.loss),
            difference=number(found.relative, 2),
        ),
        (
            (FAR_OFF, _("all at nearly the same place, far from the best")),
            (AT_BEST, _("all at nearly the same place, near the best")),
            (APART, _("each at another place, far from the others")),
            (ONE_OFF, _("scratch and torch together, einsum elsewhere")),
        ),
        (
            (FAR_OFF, _("You may have thought that any large rate leads away: this one is below "
             "the largest that converges.")),
            (AT_BEST, _("You may have thought that programs that agree must be right: this rate is "
             "above the largest that converges, for each of them.")),
            (APART, _("You may have thought that rounding tears the programs apart: where the "
             "differences grow, so do the weights, and as a share they stay tiny.")),
            (ONE_OFF, _("You may have thought that einsum computes something else: it adds the "
             "same numbers, in another order.")),
        ),
        (
            _("Two questions: does the loss fall at this rate, and is any program treated "
              "differently?"),
            _("Each step multiplies the distance to the best, and the difference between two "
              "programs by as much."),
        ),
    )  # fmt: skip


_CUBES = (  # w and h
    ("2", "0.1"), ("1", "0.2"), ("3", "0.3"), ("5", "0.1"), ("2", "0.3"), ("4", "0.2"),
    ("1", "0.4"),
)  # fmt: skip


def cube_question(k: int = 0) -> Asked:
    """How far a central difference is off where the curve is no parabola."""
    place, step = (Fraction(text) for text in _CUBES[k % len(_CUBES)])
    flat = 3 * place**2
    exact = ((place + step) ** 3 - (place - step) ** 3) / (2 * step) - flat
    other = ((place + step) ** 3 - place**3) / step - flat
    w, h, slope, off, one_sided = map(float, (place, step, flat, exact, other))
    return Asked(
        _(
            "The loss of this app is a parabola. Take L = w³ instead, at w = {place}, where the "
            "slope is {slope}. How far is the central difference with h = {step} from that slope, "
            "without any rounding?",
            place=number(w),
            slope=number(slope),
            step=number(h),
        ),
        off,
        _(
            "{computed}. For w³ it is off by h²: here a smaller h does help, until rounding takes "
            "over.",
            computed=f"({number(w + h)}³ − {number(w - h)}³) / {number(2 * h)} = "
            f"{number(slope + off, 6)}",
        ),
        wrong=(
            (0.0, _("You may have thought that it is always exact: that is so for a parabola, and "
             "this curve is none.")),
            (one_sided, _("You may have taken L(w + h) − L(w), divided by h: the other side "
             "belongs to it, too.")),
            (slope + off, _("You may have given the central difference itself: asked is how far it "
             "is from the slope.")),
            (2 * h * off, _("You may have left out the division by 2h.")),
            (h, _("You may have thought that the error is as large as h.")),
        ),
        hints=(
            _("Compute (w + h)³ and (w − h)³ for w = {place}, and take their difference.",
              place=number(w)),
            _("Divide that by 2h, then take the slope away."),
        ),
        tolerance=0.02,
    )  # fmt: skip


TWINS: Mapping[str, Callable[[int], Asked]] = {
    "agreement-digits": digits_question,
    "agreement-repeat": repeat_question,
    "agreement-together": together_question,
    "agreement-cube": cube_question,
}
