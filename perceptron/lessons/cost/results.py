"""What a race shows, in numbers and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from perceptron.lessons.cost.race import (
    BUDGET,
    LARGE_SIZE,
    NO_SIZE,
    NOTEBOOK_SIZE,
    RATE,
    ROUNDS,
    Course,
    Leg,
    Size,
    slope,
)
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.text.language import _
from perceptron.text.numbers import (
    FASTER,
    SLOWER,
    compared,
    fixed,
    in_bytes,
    in_time,
    number,
    percent,
)

_ROUNDING = 1e-9  # of W: what lies closer differs by rounding only
_FITTED = 3  # the largest sizes, where fixed costs weigh least


@dataclass(frozen=True, slots=True)
class Slopes:
    """How a model's cost grows over its largest sizes: the exponent k of size^k.

    Attributes:
        seconds: Of the measured time.
        allocated: Of the bytes that a step allocates.
        multiplications: What theory says: of the multiplications for dL/dW.
    """

    seconds: float
    allocated: float
    multiplications: float


def slopes(course: Course, legs: Sequence[Leg], name: str) -> Slopes | None:
    """Fit a model's exponents over the last three sizes that it raced; None if it raced one."""
    raced = [leg for leg in legs if name in leg.seconds][-_FITTED:]
    if len(raced) < 2:
        return None
    grown = [course.grown[leg.number] for leg in raced]
    counted = [leg.size.by_tensor if name == "einsum" else leg.size.by_hand for leg in raced]
    return Slopes(
        slope(grown, [leg.seconds[name] for leg in raced]),
        slope(grown, [leg.allocated[name] for leg in raced]),
        slope(grown, counted),
    )


def slopes_table(course: Course, legs: Sequence[Leg], names: Sequence[str]) -> dict[str, list[str]]:
    """The exponents of all models that have some, in words."""
    found = {name: fitted for name in names if (fitted := slopes(course, legs, name))}
    return {
        _("model"): list(found),
        _("time, measured"): [fixed(s.seconds, 2) for s in found.values()],
        _("multiplications, theory"): [fixed(s.multiplications, 2) for s in found.values()],
        _("memory, measured"): [fixed(s.allocated, 2) for s in found.values()],
    }


def sizes_table(course: Course, legs: Sequence[Leg], names: Sequence[str]) -> dict[str, list[str]]:
    """The tensor's bytes, known before the race, and each model's time, as far as it was raced."""
    known = {leg.number: leg for leg in legs}

    def cell(k: int, name: str) -> str:
        if k not in known:
            return ""
        return in_time(known[k].seconds[name]) if name in known[k].seconds else _("refused")

    return {
        _("size"): [str(size) for size in course.sizes],
        _("∂Ŷ/∂W, predicted"): [_predicted(size) for size in course.sizes],
        **{
            _("{program}, a step", program=name): [cell(k, name) for k in range(len(course.sizes))]
            for name in names
        },
    }


def _predicted(size: Size) -> str:
    needed = in_bytes(size.tensor_bytes)
    return _("{size} (refused)", size=needed) if size.tensor_bytes > BUDGET else needed


def progress(course: Course, legs: Sequence[Leg]) -> float:
    """The share of a race that is done, from 0 to 1."""
    return sum(leg.rounds for leg in legs) / (ROUNDS * len(course.sizes))


def fastest(leg: Leg) -> str:
    """Return the model with the least median time."""
    return min(leg.seconds, key=leg.seconds.__getitem__)


def _leg_of(legs: Sequence[Leg], size: Size) -> Leg | None:
    return next((leg for leg in legs if leg.size == size), None)


def story(legs: Sequence[Leg]) -> list[str]:
    """Tell what was measured at the sizes that the lesson speaks of, as far as they were raced."""
    lines = []
    nothing, notebook, large = (_leg_of(legs, s) for s in (NO_SIZE, NOTEBOOK_SIZE, LARGE_SIZE))
    if nothing:
        lines.append(
            _(
                "**A fixed cost.** At {size} there is nearly nothing to compute, and still a step "
                "takes torch {torch} and scratch {scratch}. Autograd records a graph and walks "
                "back through it, whatever the size; and every operation costs a call.",
                size=NO_SIZE,
                torch=in_time(nothing.seconds["torch"]),
                scratch=in_time(nothing.seconds["scratch"]),
            )
        )
    lines += [_of_einsum(leg) for leg in (notebook, large) if leg and "einsum" in leg.seconds]
    for leg in legs:
        lines += [
            _("**{program}** was refused: {reason}", program=name, reason=reason)
            for name, reason in leg.refused.items()
        ]
    return lines


def _of_einsum(leg: Leg) -> str:
    """Say how long einsum takes, beside the others."""
    how, times = compared(leg.seconds["einsum"], leg.seconds["torch"])
    einsum, torch, scratch = (in_time(leg.seconds[one]) for one in ("einsum", "torch", "scratch"))
    measured = {"size": leg.size, "einsum": einsum, "torch": torch, "scratch": scratch}
    if how == FASTER:
        return _(
            "**At {size}** einsum takes {einsum}: **{times} times faster than torch** ({torch}); "
            "scratch takes {scratch}.",
            times=times,
            **measured,
        )
    if how == SLOWER:
        return _(
            "**At {size}** einsum takes {einsum}: **{times} times slower than torch** ({torch}); "
            "scratch takes {scratch}.",
            times=times,
            **measured,
        )
    return _(
        "**At {size}** einsum takes {einsum}: **about as fast as torch** ({torch}); "
        "scratch takes {scratch}.",
        **measured,
    )


def conclusion(legs: Sequence[Leg]) -> str:
    """Say in one sentence what the race has shown, at the largest size that all have raced.

    Args:
        legs: What is known of the race; nothing is said before that size is timed to its end.
    """
    raced = [leg for leg in legs if not leg.refused and leg.rounds == ROUNDS]
    leg = _leg_of(raced, LARGE_SIZE) or (raced[-1] if raced else None)
    if leg is None:
        return ""
    time = leg.seconds["einsum"] / leg.seconds["torch"]
    memory = leg.allocated["einsum"] / leg.allocated["torch"]
    gap, more = farthest_apart(leg.size), _rounded(memory, 1)
    same, slower = gap < _ROUNDING, time >= 1
    if same and slower:
        return _(
            "At {size} all three get the same W; einsum takes **{times} times torch's time** and "
            "**about {memory} times its memory**.",
            size=leg.size,
            times=_rounded(time, 2),
            memory=more,
        )
    if same:
        return _(
            "At {size} all three get the same W; einsum takes **only {share} of torch's time** and "
            "**about {memory} times its memory**.",
            size=leg.size,
            share=percent(time, 0),
            memory=more,
        )
    if slower:
        return _(
            "At {size} W differs by {gap}; einsum takes **{times} times torch's time** and "
            "**about {memory} times its memory**.",
            size=leg.size,
            gap=percent(gap),
            times=_rounded(time, 2),
            memory=more,
        )
    return _(
        "At {size} W differs by {gap}; einsum takes **only {share} of torch's time** and "
        "**about {memory} times its memory**.",
        size=leg.size,
        gap=percent(gap),
        share=percent(time, 0),
        memory=more,
    )


def _rounded(ratio: float, digits: int) -> str:
    """Write a measured ratio with as few digits as it is worth.

    >>> _rounded(1284.0, 1), _rounded(7.63, 2)
    ('1000', '7.6')
    """
    return number(float(f"{ratio:.{digits}g}"))


def farthest_apart(size: Size, steps: int = 3) -> float:
    """How far the weights of the programs are apart after a few steps, as a fraction.

    Args:
        size: Of batch and layer.
        steps: From one start, on one batch.
    """
    generator = torch.Generator().manual_seed(0)
    X, Y, W, b = (
        torch.randn(shape, generator=generator, dtype=torch.float64)
        for shape in ((size.m, size.d), (size.m, size.c), (size.d, size.c), (size.c,))
    )
    ends = []
    for kind in MODELS.values():
        model = kind.starting_from(Parameters(W, b))
        for __ in range(steps):
            model.step(X, Y, RATE)
        ends.append(model.parameters.W)
    largest = max(float((end - ends[0]).abs().max()) for end in ends)
    return largest / float(ends[0].abs().max())
