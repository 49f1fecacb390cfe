"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from perceptron.lessons.step_size.limits import fall_of_limit
from perceptron.room.from_lesson import Asked
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
    return Asked(
        f"Along a direction with curvature λ = {number(curvature)} the weights are 1 away from the "
        f"best. The rate is η = {number(rate)}. How far away are they after {n} steps?",
        left,
        f"Each step multiplies the distance by 1 − ηλ = 1 − {number(rate)} · {number(curvature)} = "
        f"{number(each)}; {n} steps leave |{number(each)}| to the power of {n}.",
        wrong=(
            (abs(each), "You may have taken one step only."),
            (abs(1 - n * rate * curvature), "You may have taken all steps from where the first one "
             "began: each starts from where the last one has led, where the slope is another."),
            ((1 - rate) ** n, "You may have left out the curvature: the slope is λ times the "
             "distance, not the distance."),
            ((rate * curvature) ** n, "You may have counted what a step takes away, ηλ, and not "
             "what it leaves, 1 − ηλ."),
            (n * abs(each), "You may have multiplied by the number of steps: each step takes a "
             "share of what the last one has left."),
        ),
        hints=(
            "The slope there is λ times the distance; a step goes η times the slope.",
            f"What is left after one step, as a share? Take that share {n} times.",
        ),
        tolerance=0.02,
    )  # fmt: skip


def two_batches_question(k: int = 0) -> Asked:
    """Whether two batches in turn come to rest at a rate that is too large for one of them."""
    first, second, rate = _PAIRS[k % len(_PAIRS)]
    each = [1 - rate * curvature for curvature in (first, second)]
    product = abs(math.prod(each))
    mean = abs(1 - rate * (first + second) / 2)
    rests, grows = "it comes nearer", "it moves away"
    right = rests if product < 1 else grows
    why = (
        f"An epoch multiplies the distance by {' · '.join(map(factor, each))}: "
        f"{number(product)} in size"
        + (", less than 1: the second batch repairs it." if product < 1 else ", more than 1.")
    )
    lone = f"The first batch alone overshoots, by {number(abs(each[0]))} times"
    return Asked(
        f"Two batches take turns at η = {number(rate)}. Along one direction the first has "
        f"curvature {number(first)}, the second {number(second)}, and both agree on the best. "
        "Epoch by epoch: what becomes of the distance to it?",
        right,
        why,
        (rests, grows),
        (
            (rests, "You may have taken the mean of both curvatures, with which a step leaves "
             f"{number(mean)}: the steps follow each other, so their factors are multiplied."
             if mean < 1 else "You may have thought that the second batch repairs what the first "
             "does: its factor is not small enough for that."),
            (grows, f"You may have thought that one batch that overshoots is enough. {lone}; what "
             "counts is the product over the epoch."),
        ),
        (
            "Each batch multiplies the distance by its own 1 − ηλ.",
            "An epoch multiplies by both, one after the other. Is the size of the product above 1?",
        ),
    )  # fmt: skip


def scaled_question(X: Tensor, n_targets: int, name: str, times: int = OTHER_FACTOR) -> Asked:
    """How much lower the limit is when the first input is multiplied.

    Args:
        X: Training inputs, shape (m, d).
        n_targets: Outputs c.
        name: Of the first input, as Markdown.
        times: What it is multiplied by.
    """
    fall = fall_of_limit(X, n_targets, times)
    return Asked(
        f"{name} is multiplied by {times}, all rows are one batch. How many times lower is the "
        "limit then? A rough number is enough.",
        fall,
        f"The curvature along this input grows with its square, {times}² = {times**2} times. "
        "Before, another direction was the steepest one, so the limit falls by no more than that.",
        wrong=(
            (float(times), f"You may have thought that the limit falls as the input grows, {times} "
             "times: the input stands in the prediction and once more in the gradient."),
            (math.sqrt(times), "You may have taken the root: the curvature grows with the square."),
            (1.0, "You may have thought that units change nothing: they change no prediction, but "
             "they do change how steep the loss is along this weight."),
            (float(times**3), "You may have taken the third power: the input counts twice, not "
             "three times."),
        ),
        hints=(
            "The limit is 2 / λ of the steepest direction. What does λ consist of?",
            "H holds products of two inputs. How often does the larger input stand in them?",
        ),
        tolerance=0.7,
        digits=2,
    )  # fmt: skip


def other_scaled(k: int) -> Asked:
    """The same of a small table of its own, with another factor."""
    X = torch.randn(30, 3, generator=torch.Generator().manual_seed(k), dtype=torch.float64)
    return scaled_question(
        X, 2, "In another table, of 30 rows and 3 inputs, x1", _FACTORS[k % len(_FACTORS)]
    )


TWINS = {
    "step-size-distance": distance_question,
    "step-size-two-batches": two_batches_question,
    "step-size-scaled": other_scaled,
}
