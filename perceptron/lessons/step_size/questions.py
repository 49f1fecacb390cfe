"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from perceptron.lessons.step_size.limits import fall_of_limit
from perceptron.room.from_lesson import Asked
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import factor, number

OTHER_FACTOR = 40  # the page has no such factor to choose
_FACTORS = (20, 60, 12, 80, 25, 150)
_STEPS = ((4.0, 0.3, 2), (5.0, 0.3, 3), (2.0, 0.35, 2), (10.0, 0.04, 2), (8.0, 0.15, 3),
          (1.0, 0.2, 2))  # curvature, rate, steps  # fmt: skip
_PAIRS = ((6.0, 0.5, 0.5), (6.0, 1.2, 0.5), (10.0, 4.0, 0.3), (8.0, 1.0, 0.4), (5.0, 1.6, 0.5),
          (12.0, 3.0, 0.2))  # curvature in two batches, rate  # fmt: skip


def distance_question(k: int = 0) -> Asked:
    """How far from the best a few steps lead along one direction."""
    curvature, rate, n = _STEPS[k % len(_STEPS)]
    each = 1 - rate * curvature
    left = abs(each) ** n
    start = _(
        "Along a direction with curvature λ = {curvature} the weights are 1 away from the best. "
        "The rate is η = {rate}.",
        curvature=number(curvature),
        rate=number(rate),
    )
    how_far = ngettext(
        "How far away are they after {n} step?", "How far away are they after {n} steps?", n
    )
    return Asked(
        f"{start} {how_far}",
        left,
        ngettext(
            "Each step multiplies the distance by 1 − ηλ = {computed}; {n} step leaves {share} to "
            "the power of {n}.",
            "Each step multiplies the distance by 1 − ηλ = {computed}; {n} steps leave {share} to "
            "the power of {n}.",
            n,
            computed=f"1 − {number(rate)} · {number(curvature)} = {number(each)}",
            share=f"|{number(each)}|",
        ),
        wrong=(
            (abs(each), _("You may have taken one step only.")),
            (abs(1 - n * rate * curvature), _("You may have taken all steps from where the first "
             "one began: each starts from where the last one has led, where the slope is "
             "another.")),
            ((1 - rate) ** n, _("You may have left out the curvature: the slope is λ times the "
             "distance, not the distance.")),
            ((rate * curvature) ** n, _("You may have counted what a step takes away, ηλ, and not "
             "what it leaves, 1 − ηλ.")),
            (n * abs(each), _("You may have multiplied by the number of steps: each step takes a "
             "share of what the last one has left.")),
        ),
        hints=(
            _("The slope there is λ times the distance; a step goes η times the slope."),
            ngettext(
                "What is left after one step, as a share? Take that share {n} time.",
                "What is left after one step, as a share? Take that share {n} times.",
                n,
            ),
        ),
        tolerance=0.02,
    )  # fmt: skip


def two_batches_question(k: int = 0) -> Asked:
    """Whether two batches in turn come to rest at a rate that is too large for one of them."""
    first, second, rate = _PAIRS[k % len(_PAIRS)]
    each = [1 - rate * curvature for curvature in (first, second)]
    product = abs(math.prod(each))
    mean = abs(1 - rate * (first + second) / 2)
    factors, size = " · ".join(map(factor, each)), number(product)
    if product < 1:
        why = _(
            "An epoch multiplies the distance by {factors}: {size} in size, less than 1: the "
            "second batch repairs it.",
            factors=factors,
            size=size,
        )
    else:
        why = _(
            "An epoch multiplies the distance by {factors}: {size} in size, more than 1.",
            factors=factors,
            size=size,
        )
    if mean < 1:
        hoped = _(
            "You may have taken the mean of both curvatures, with which a step leaves {share}: the "
            "steps follow each other, so their factors are multiplied.",
            share=number(mean),
        )
    else:
        hoped = _("You may have thought that the second batch repairs what the first does: its "
                  "factor is not small enough for that.")  # fmt: skip
    feared = _(
        "You may have thought that one batch that overshoots is enough. The first batch alone "
        "overshoots, by {times} times; what counts is the product over the epoch.",
        times=number(abs(each[0])),
    )
    return Asked(
        _(
            "Two batches take turns at η = {rate}. Along one direction the first has curvature "
            "{first}, the second {second}, and both agree on the best. Epoch by epoch: what "
            "becomes of the distance to it?",
            rate=number(rate),
            first=number(first),
            second=number(second),
        ),
        "nearer" if product < 1 else "away",
        why,
        (("nearer", _("it comes nearer")), ("away", _("it moves away"))),
        (("nearer", hoped), ("away", feared)),
        (
            _("Each batch multiplies the distance by its own 1 − ηλ."),
            _("An epoch multiplies by both, one after the other. Is the size of the product above "
              "1?"),
        ),
    )  # fmt: skip


def scaled_question(X: Tensor, n_targets: int, name: str) -> Asked:
    """How much lower the limit is when the first input is multiplied.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Outputs c.
        name: Of the first input, as Markdown.
    """
    told = _(
        "{input} is multiplied by {times}, all rows are one batch. How many times lower is the "
        "limit then? A rough number is enough.",
        input=name,
        times=OTHER_FACTOR,
    )
    return _scaled(X, n_targets, OTHER_FACTOR, told)


def other_scaled(k: int) -> Asked:
    """The same of a small table of its own, with another factor."""
    X = torch.randn(30, 3, generator=torch.Generator().manual_seed(k), dtype=torch.float64)
    times = _FACTORS[k % len(_FACTORS)]
    told = _(
        "In another table, of 30 rows and 3 inputs, x1 is multiplied by {times}, all rows are one "
        "batch. How many times lower is the limit then? A rough number is enough.",
        times=times,
    )
    return _scaled(X, 2, times, told)


def _scaled(X: Tensor, n_targets: int, times: int, told: str) -> Asked:
    return Asked(
        told,
        fall_of_limit(X, n_targets, times),
        _(
            "The curvature along this input grows with its square, {square} times. Before, another "
            "direction was the steepest one, so the limit falls by no more than that.",
            square=f"{times}² = {times**2}",
        ),
        wrong=(
            (float(times), _(
                "You may have thought that the limit falls as the input grows, {times} times: the "
                "input stands in the prediction and once more in the gradient.",
                times=times,
            )),
            (math.sqrt(times), _("You may have taken the root: the curvature grows with the "
             "square.")),
            (1.0, _("You may have thought that units change nothing: they change no prediction, "
             "but they do change how steep the loss is along this weight.")),
            (float(times**3), _("You may have taken the third power: the input counts twice, not "
             "three times.")),
        ),
        hints=(
            _("The limit is 2 / λ of the steepest direction. What does λ consist of?"),
            _("H holds products of two inputs. How often does the larger input stand in them?"),
        ),
        tolerance=0.7,
        digits=2,
    )  # fmt: skip


TWINS = {
    "step-size-distance": distance_question,
    "step-size-two-batches": two_batches_question,
    "step-size-scaled": other_scaled,
}
