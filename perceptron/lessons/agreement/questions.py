"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

import torch
from torch import Tensor

from perceptron.config import DTYPES, TrainConfig
from perceptron.data.dataset import unnamed
from perceptron.lessons.agreement.rounding import near_limit
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.room.from_lesson import Asked
from perceptron.text.numbers import number
from perceptron.training import train

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
        f"A computer keeps {digits} digits and rounds after each addition. What does it find for "
        f"({said[0]} + {said[1]}) + {said[2]}?",
        float(right),
        f"{said[0]} + {said[1]} = {number(float(a + b), 6)} is rounded to {number(float(first))}, "
        f"and the next addition is lost in the same way. In the other order, {said[0]} + "
        f"({said[1]} + {said[2]}), it finds {number(float(other))}.",
        wrong=(
            (float(other), "You may have added the two small numbers first: the brackets say the "
             "other order."),
            (float(whole), "You may have kept all digits: this computer has no room for them."),
        ),
        hints=(
            "Do one addition after the other, the one in the brackets first.",
            f"Round the sum in the brackets to {digits} digits before you add the last number.",
        ),
    )  # fmt: skip


SAME, ROUNDED, FAR = "not at all, bit-identical", "by some epsilons", "by a percent or more"
_CASES = (  # of a second run: in words, and why
    ("runs a second time, from the same start on the same batches",
     "The same operations in the same order are rounded in the same way, each time."),
    ("runs a second time, with the rows of its batch in the opposite order",
     "The sum over the rows is the same on paper, but it is added in another order."),
    ("runs a second time, a week later on the same computer",
     "Rounding is a rule, not chance: nothing in it asks the clock."),
    ("runs a second time, with the inputs and the rows of W in the opposite order",
     "Each prediction is a sum over the inputs: it is added in another order, and W is put back "
     "into the old one to compare."),
)  # fmt: skip
_FAR_APART = 0.01  # a fraction


@lru_cache(maxsize=_KEPT)
def repeat_question(k: int = 0) -> Asked:
    """How far two runs of one program are apart: measured on rows drawn for it."""
    case = k % len(_CASES)
    words, why = _CASES[case]
    generator = torch.Generator().manual_seed(k)
    rows = 40 + 10 * k
    X = torch.randn(rows, 6, generator=generator, dtype=torch.float64)
    Y = torch.randn(rows, 3, generator=generator, dtype=torch.float64)
    W = torch.randn(6, 3, generator=generator, dtype=torch.float64)
    first, second = _learned(X, Y, W), _learned_again(X, Y, W, case)
    apart = ((first - second).abs().max() / first.abs().max()).item()
    right = SAME if first.equal(second) else ROUNDED if apart < _FAR_APART else FAR
    return Asked(
        f"The program scratch learns from {rows} rows in one batch. Then it {words}. How far is "
        "W of the second run from W of the first?",
        right,
        f"{why} Measured after {_STEPS} updates: the largest difference is "
        f"{number(apart, 2)} of the largest entry.",
        (SAME, ROUNDED, FAR),
        (
            (SAME, "You may have thought that the order of a sum can't matter: on paper it "
             "does not, after rounding it does."),
            (ROUNDED, "You may have thought that rounding is chance: it is a rule that gives the "
             "same result each time."),
            (FAR, "You may have thought that small differences must pile up: here descent pulls "
             "both runs to the same W."),
        ),
        (
            "Does any sum in the second run add its numbers in another order?",
            "If no addition changes, no rounding does.",
        ),
    )  # fmt: skip


_RATE, _STEPS = 0.3, 30  # of the two runs


def _learned(X: Tensor, Y: Tensor, W: Tensor) -> Tensor:
    """W (d, c) of scratch after some updates with all rows in one batch; b starts at zero."""
    model = MODELS["scratch"].starting_from(Parameters(W, torch.zeros_like(Y[0])))
    list(train({"scratch": model}, unnamed(X, Y), len(X), lambda: _RATE, _STEPS))
    return model.parameters.W


def _learned_again(X: Tensor, Y: Tensor, W: Tensor, case: int) -> Tensor:
    if case == 1:
        return _learned(X.flip(0), Y.flip(0), W)
    if case == 3:
        return _learned(X.flip(1), Y, W.flip(0)).flip(0)
    return _learned(X, Y, W)


FAR_OFF, AT_BEST, APART, ONE_OFF = (
    "all at nearly the same place, far from the best",
    "all at nearly the same place, near the best",
    "each at another place, far from the others",
    "scratch and torch together, einsum elsewhere",
)
_SHARES = ((1.3, 30), (0.8, 60), (1.5, 20), (0.7, 60), (1.25, 35), (0.75, 60), (1.35, 30))


@lru_cache(maxsize=_KEPT)
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
        f"Three programs train on 20 rows with {number(share)} times the largest learning rate "
        f"that converges, {epochs} epochs long. Where do they end?",
        right,
        f"The loss goes from {number(found.start_loss)} to {number(found.loss)}, and W and b of "
        f"the programs differ by {number(found.relative, 2)} of their largest entry. Agreement is "
        "no proof of a good result.",
        (FAR_OFF, AT_BEST, APART, ONE_OFF),
        (
            (FAR_OFF, "You may have thought that any large rate leads away: this one is below the "
             "largest that converges."),
            (AT_BEST, "You may have thought that programs that agree must be right: this rate is "
             "above the largest that converges, for each of them."),
            (APART, "You may have thought that rounding tears the programs apart: where the "
             "differences grow, so do the weights, and as a share they stay tiny."),
            (ONE_OFF, "You may have thought that einsum computes something else: it adds the same "
             "numbers, in another order."),
        ),
        (
            "Two questions: does the loss fall at this rate, and is any program treated "
            "differently?",
            "Each step multiplies the distance to the best, and the difference between two "
            "programs by as much.",
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
        f"The loss of this app is a parabola. Take L = w³ instead, at w = {number(w)}, where the "
        f"slope is {number(slope)}. How far is the central difference with h = {number(h)} from "
        "that slope, without any rounding?",
        off,
        f"({number(w + h)}³ − {number(w - h)}³) / {number(2 * h)} = {number(slope + off, 6)}. For "
        "w³ it is off by h²: here a smaller h does help, until rounding takes over.",
        wrong=(
            (0.0, "You may have thought that it is always exact: that is so for a parabola, and "
             "this curve is none."),
            (one_sided, "You may have taken L(w + h) − L(w), divided by h: the other side belongs "
             "to it, too."),
            (slope + off, "You may have given the central difference itself: asked is how far it "
             "is from the slope."),
            (2 * h * off, "You may have left out the division by 2h."),
            (h, "You may have thought that the error is as large as h."),
        ),
        hints=(
            f"Compute (w + h)³ and (w − h)³ for w = {number(w)}, and take their difference.",
            "Divide that by 2h, then take the slope away.",
        ),
        tolerance=0.02,
    )  # fmt: skip


TWINS: Mapping[str, Callable[[int], Asked]] = {
    "agreement-digits": digits_question,
    "agreement-repeat": repeat_question,
    "agreement-together": together_question,
    "agreement-cube": cube_question,
}
