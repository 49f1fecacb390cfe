"""What a check says: right, still empty, or the mistake in one sentence."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from perceptron.sharing.exercise.blanks import BLANKS, Batch, Blank, Part
from perceptron.text.language import _

TOLERANCE = 1e-12  # of the largest entry, in float64: what rounding in another order may do
ALIKE = 1e-9  # the same, between a result and what a mistake makes of the right one


class Verdict(NamedTuple):
    """What was found.

    Attributes:
        right: Whether the blank is right.
        words: The same in words.
    """

    right: bool
    words: str


def verdict(number: int, function: Callable[..., Any], batches: Sequence[Batch]) -> Verdict:
    """Try a blank on batches, the usual one first, and say what was found.

    Args:
        number: Of the blank, from 1.
        function: With the student's lines.
        batches: What it is tried on.
    """
    name = getattr(function, "__name__", _("your function"))
    title = _("Blank {number}, {function}", number=number, function=name)
    largest = 0.0
    for k, batch in enumerate(batches):
        blank = BLANKS[number - 1](batch)
        problem, distance = _try(function, blank)
        if problem:
            end = "" if problem.endswith("?") else "."
            if k:
                problem = _(
                    "right for a batch of {rows} rows, wrong for one of {others}; {problem}",
                    rows=len(batches[0].X),
                    others=len(batch.X),
                    problem=problem,
                )
            return Verdict(False, f"{title}: {problem}{end}")
        largest = max(largest, distance)
    if not largest:
        return Verdict(True, _("{title}: right, equal to what torch computes.", title=title))
    apart = f"{largest:.0e}"
    return Verdict(
        True,
        _("{title}: right, within {apart} of what torch computes.", title=title, apart=apart),
    )


def _try(function: Callable[..., Any], blank: Blank) -> tuple[str, float]:
    """What is wrong, empty if nothing is, and how far it is from right."""
    given = {n: v.clone() if isinstance(v, Tensor) else v for n, v in blank.given.items()}
    try:
        result = function(*given.values())
    except Exception as error:  # whatever a student's line may raise
        return _stopped(error, function, blank), 0.0
    names = [part.name for part in blank.parts]
    several = len(names) > 1
    if several and not (isinstance(result, tuple | list) and len(result) == len(names)):
        one, other = names
        return _("{one} and {other} are to be returned, both", one=one, other=other), 0.0
    results = list(result) if several else [result]
    empty = [name for name, one in zip(names, results, strict=True) if one is ...]
    if empty and len(empty) < len(names):
        words = _(
            "still empty for {name}. Put your own code where the three dots stand", name=empty[0]
        )
        return words, 0.0
    if empty:
        return _("still empty. Put your own code where the three dots stand"), 0.0
    found = [_compare(one, part) for one, part in zip(results, blank.parts, strict=True)]
    wrong = [(n, problem) for n, (problem, __) in zip(names, found, strict=True) if problem]
    if len(wrong) == 2 and wrong[0][1] == wrong[1][1]:
        wrong = [(_("{one} and {other}", one=names[0], other=names[1]), wrong[0][1])]
    words = "; ".join(f"{name}: {problem}" if several else problem for name, problem in wrong)
    return words, max(distance for __, distance in found)


def _kind_of(error: Exception) -> str:
    """What kind of mistake it is, in words."""
    if isinstance(error, NameError):
        return _("a name is not known")
    if isinstance(error, AttributeError):
        return _("something does not have what is asked of it")
    if isinstance(error, TypeError):
        return _("an operation does not fit what it is given")
    if isinstance(error, IndexError):
        return _("an index or an axis is not there")
    if isinstance(error, RuntimeError):
        return _("torch can't do that, often because shapes don't fit")
    return _("an error")


def _stopped(error: Exception, function: Callable[..., Any], blank: Blank) -> str:
    """Say in words what a student's line has raised, and where."""
    said = str(error).strip().splitlines()[:1] or [_("no more is said")]
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first is the call in this check
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [one for one in frames if one.filename == file] or list(frames)
    line = (lines[-1].line or "").partition("  #")[0] if lines else ""
    shapes = [f"{n} {tuple(v.shape)}" for n, v in blank.given.items() if isinstance(v, Tensor)]
    told = _(
        "In words: {kind}. Python says {error}: {said}. It was given {shapes}",
        kind=_kind_of(error),
        error=type(error).__name__,
        said=said[0].rstrip("."),
        shapes=", ".join(shapes),
    )
    if not lines:
        return _("it stops. {told}", told=told)
    return _("it stops in line {line}, {code}. {told}", line=lines[-1].lineno, code=line, told=told)


def _compare(result: Any, part: Part) -> tuple[str, float]:
    """What is wrong with one tensor, empty if nothing is, and how far it is from right."""
    right = part.right
    if result is None:
        return _("nothing comes back. Is there a return?"), 0.0
    if not isinstance(result, Tensor):
        kind = type(result).__name__
        return _("a tensor is wanted, and this is a {kind}", kind=kind), 0.0
    result = result.detach()
    if result.dtype != right.dtype:
        words = _(
            "its numbers are {dtype}, and {other} is wanted", dtype=result.dtype, other=right.dtype
        )
        return words, 0.0
    if (distance := _apart(result, right)) <= TOLERANCE:
        return "", distance
    shapes = _(
        "its shape is {shape}, it should be {other}",
        shape=tuple(result.shape),
        other=tuple(right.shape),
    )
    for sentence, wrong in part.mistakes:
        if _apart(result, wrong) <= ALIKE:
            return sentence + (f" ({shapes})" if result.shape != right.shape else ""), distance
    if result.shape != right.shape:
        return shapes, distance
    return _entries(result, right), distance


def _apart(result: Tensor, right: Tensor) -> float:
    """The largest difference, as a fraction of the largest entry; infinite for other shapes."""
    if result.shape != right.shape or not torch.isfinite(result).all():
        return float("inf")
    return float((result - right).abs().max() / right.abs().max())


def _entries(result: Tensor, right: Tensor) -> str:
    """Say how a tensor of the right shape differs, where no known mistake explains it."""
    if not torch.isfinite(result).all():
        return _("it holds an entry that is infinite, or no number")
    if (distance := _apart(result, right)) < 1e-5:
        return _(
            "almost: it is off by {share} of its largest entry. Is something rounded?",
            share=f"{distance:.0e}",
        )
    there = right != 0
    ratios = result[there] / right[there]
    ratio = float(ratios.mean())
    if _apart(result, right * ratio) <= ALIKE and ratio:
        return _("each entry is {factor} times the right one", factor=f"{ratio:.6g}")
    off = (result - right).abs() > ALIKE * right.abs().max()
    place = tuple(off.nonzero()[0].tolist())
    return _(
        "{wrong} of its {entries} entries are wrong. At {place} it is {value}, and torch has "
        "{right}",
        wrong=int(off.sum()),
        entries=off.numel(),
        place=list(place),
        value=f"{float(result[place]):.6g}",
        right=f"{float(right[place]):.6g}",
    )
