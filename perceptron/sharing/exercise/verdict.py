"""What a check says: right, still empty, or the mistake in one sentence."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from perceptron.sharing.exercise.blanks import BLANKS, Batch, Blank, Part

TOLERANCE = 1e-12  # of the largest entry, in float64: what rounding in another order may do
ALIKE = 1e-9  # the same, between a result and what a mistake makes of the right one
IN_WORDS = {
    NameError: "a name is not known",
    AttributeError: "something does not have what is asked of it",
    TypeError: "an operation does not fit what it is given",
    IndexError: "an index or an axis is not there",
    RuntimeError: "torch can't do that, often because shapes don't fit",
}


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
    title = f"Blank {number}, {getattr(function, '__name__', 'your function')}"
    largest = 0.0
    for k, batch in enumerate(batches):
        blank = BLANKS[number - 1](batch)
        problem, distance = _try(function, blank)
        if problem:
            m, first = len(batch.X), len(batches[0].X)
            before = f"right for a batch of {first} rows, wrong for one of {m}; " if k else ""
            end = "" if problem.endswith("?") else "."
            return Verdict(False, f"{title}: {before}{problem}{end}")
        largest = max(largest, distance)
    same = "equal to" if not largest else f"within {largest:.0e} of"
    return Verdict(True, f"{title}: right, {same} what torch computes.")


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
        return f"{' and '.join(names)} are to be returned, both", 0.0
    results = list(result) if several else [result]
    empty = [name for name, one in zip(names, results, strict=True) if one is ...]
    if empty:
        where = f" for {empty[0]}" if 0 < len(empty) < len(names) else ""
        return f"still empty{where}. Put your own code where the three dots stand", 0.0
    found = [_compare(one, part) for one, part in zip(results, blank.parts, strict=True)]
    wrong = [(n, problem) for n, (problem, _) in zip(names, found, strict=True) if problem]
    if several and len({problem for _, problem in wrong}) == 1:
        wrong = [(" and ".join(name for name, _ in wrong), wrong[0][1])]
    words = "; ".join(f"{name}: {problem}" if several else problem for name, problem in wrong)
    return words, max(distance for _, distance in found)


def _stopped(error: Exception, function: Callable[..., Any], blank: Blank) -> str:
    """Say in words what a student's line has raised, and where."""
    kinds = [words for kind, words in IN_WORDS.items() if isinstance(error, kind)]
    said = str(error).strip().splitlines()[:1] or ["no more is said"]
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first is the call in this check
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [one for one in frames if one.filename == file] or list(frames)
    line = (lines[-1].line or "").partition("  #")[0] if lines else ""
    where = f" in line {lines[-1].lineno}, {line}" if lines else ""
    shapes = [f"{n} {tuple(v.shape)}" for n, v in blank.given.items() if isinstance(v, Tensor)]
    kind = kinds[0] if kinds else "an error"
    return (
        f"it stops{where}. In words: {kind}. Python says {type(error).__name__}: "
        f"{said[0].rstrip('.')}. It was given {', '.join(shapes)}"
    )


def _compare(result: Any, part: Part) -> tuple[str, float]:
    """What is wrong with one tensor, empty if nothing is, and how far it is from right."""
    right = part.right
    if result is None:
        return "nothing comes back. Is there a return?", 0.0
    if not isinstance(result, Tensor):
        return f"a tensor is wanted, and this is a {type(result).__name__}", 0.0
    result = result.detach()
    if result.dtype != right.dtype:
        return f"its numbers are {result.dtype}, and {right.dtype} is wanted", 0.0
    if (distance := _apart(result, right)) <= TOLERANCE:
        return "", distance
    shapes = f"its shape is {tuple(result.shape)}, it should be {tuple(right.shape)}"
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
        return "it holds an entry that is infinite, or no number"
    if (distance := _apart(result, right)) < 1e-5:
        return f"almost: it is off by {distance:.0e} of its largest entry. Is something rounded?"
    there = right != 0
    ratios = result[there] / right[there]
    ratio = float(ratios.mean())
    if _apart(result, right * ratio) <= ALIKE and ratio:
        return f"each entry is {ratio:.6g} times the right one"
    off = (result - right).abs() > ALIKE * right.abs().max()
    place = tuple(off.nonzero()[0].tolist())
    return (
        f"{int(off.sum())} of its {off.numel()} entries are wrong. At {list(place)} it is "
        f"{float(result[place]):.6g}, and torch has {float(right[place]):.6g}"
    )
