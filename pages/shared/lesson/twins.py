"""Questions of the same kind with other numbers: for a second try, and for what was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perceptron.lessons.agreement import questions as agreement
from perceptron.lessons.four_axes import questions as four_axes
from perceptron.lessons.last_batch import questions as last_batch
from perceptron.lessons.notation import questions as notation
from perceptron.room.from_lesson import Asked

Twin = Callable[[int], Asked]
"""Makes the k-th twin of a question, from 1: other numbers for each k, and no page needed."""

TWINS_OF: Mapping[str, Mapping[str, Twin]] = {  # by page, in the order of the course
    "last_batch": last_batch.TWINS,
    "four_axes": four_axes.TWINS,
    "agreement": agreement.TWINS,
    "notation": notation.TWINS,
}
TWINS = {name: twin for twins in TWINS_OF.values() for name, twin in twins.items()}
