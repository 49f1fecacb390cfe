"""Questions of the same kind with other numbers: for a second try, and for what was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perceptron.lessons import write
from perceptron.lessons.agreement import questions as agreement
from perceptron.lessons.clinic import questions as clinic
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.cost import questions as cost
from perceptron.lessons.four_axes import questions as four_axes
from perceptron.lessons.last_batch import questions as last_batch
from perceptron.lessons.microscope import questions as microscope
from perceptron.lessons.notation import questions as notation
from perceptron.lessons.predict.items import own_items
from perceptron.lessons.step_size import questions as step_size
from perceptron.room.from_lesson import Asked

Twin = Callable[[int], Asked]
"""Makes the k-th twin of a question, from 1: other numbers for each k, and no page needed."""

TWINS_OF: Mapping[str, Mapping[str, Twin]] = {  # by page, in the order of the course
    "microscope": microscope.TWINS,
    "last_batch": last_batch.TWINS,
    "step_size": step_size.TWINS,
    "four_axes": four_axes.TWINS,
    "agreement": agreement.TWINS,
    "cost": cost.TWINS,
    "clinic": clinic.TWINS,
    "write": write.TWINS,
    "notation": notation.TWINS,
}
WITHOUT_TWIN = {"write": 1, "clinic": len(BUGS)}  # one's own number; the patients


def n_asked(page: str) -> int:
    """How many questions a page asks."""
    if page == "predict":
        return len(own_items())
    return len(TWINS_OF.get(page, ())) + WITHOUT_TWIN.get(page, 0)


TWINS = {name: twin for twins in TWINS_OF.values() for name, twin in twins.items()}
