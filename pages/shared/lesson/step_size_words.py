"""What the lesson on the learning rate says of its limits."""

from __future__ import annotations

from pages.shared.lesson.numbers import Scene
from pages.shared.lesson.step_size import Known
from perceptron.lessons.step_size.limits import verdicts
from perceptron.lessons.step_size.sweep import n_epochs
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number
from perceptron.theory import Limits

_LIMIT = r"$2 / \lambda_{\max}$"


def opening(scene: Scene, known: Known, rate: float) -> str:
    """Say what the limit of these batches is, and what the chosen rate does, in two sentences."""
    epochs = n_epochs(scene.dataset, scene.config.batch_size)
    (told,) = verdicts(known.map, [rate], epochs)
    if told == "works":
        does = _("The rate chosen below, {rate}, works.", rate=number(rate))
    elif told == "slow":
        does = ngettext(
            "The rate chosen below, {rate}, is slow: after {n} epoch more than 10 % of the way "
            "is still to go.",
            "The rate chosen below, {rate}, is slow: after {n} epochs more than 10 % of the way "
            "is still to go.",
            epochs,
            rate=number(rate),
        )
    else:
        does = _("The rate chosen below, {rate}, diverges.", rate=number(rate))
    return f"**{known.limits.rule}** {does}"


def which_theory(limits: Limits) -> str:
    """Say in words what makes the limit of these batches; empty if it is not known."""
    if limits.n_batches == 1:
        return _(
            "An epoch is one batch here, so the limit is exactly {limit}: just below it descent "
            "converges, just above it diverges.",
            limit=_LIMIT,
        )
    if limits.epoch is None:
        return ""
    return ngettext(
        "An epoch is a product of {n} step {step}, one a batch, and that product decides: the "
        "limit is where it stops shrinking.",
        "An epoch is a product of {n} different steps {step}, one a batch, and that product "
        "decides: the limit is where it stops shrinking.",
        limits.n_batches,
        step=r"$(I - \eta H_b)$",
    )


def other_limits(limits: Limits) -> str:
    """Say in words what two related learning rates mean; empty if they are the limit itself."""
    if limits.n_batches == 1:
        return ""
    return _(
        "If all rows were one batch, the limit would be {limit}. Below {safe}, the smallest such "
        "number of any batch, no step can go wrong; above it some batches overshoot, and the "
        "others repair it.",
        limit=f"{_LIMIT} = {number(limits.full_batch, 3)}",
        safe=number(limits.single_batch, 3),
    )
