"""What a run that has ended shows, in words, and what to try next: computed from its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from perceptron.config import BOUNDS
from perceptron.difference import REFERENCE
from perceptron.run import Run
from perceptron.text.numbers import counted, large, number
from perceptron.theory import MAX_BATCHES, EpochMap

Kind = Literal["hardly", "on the way", "pulled", "there", "grew", "diverged", "failed"]
STOPPED = ("diverged", "failed")
TROUBLE = ("grew", *STOPPED)
_HARDLY = 0.1  # of the distance to the least loss: with more left, a run has hardly moved
_NEARLY = 1.05  # times the least loss: nearly there
_NOTHING = 1e-9  # of the first loss: nothing is left, where no noise sets a floor
_SETTLED = 0.1  # of what is left: less of it comes from the start
_MOST_EPOCHS = 1_000  # that anyone is asked to train
_ROUND = (1, 2, 3, 5)
_KEEPS = {"float32": " (float32 keeps about 7)"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a run that has ended.

    Attributes:
        kind: How it went.
        happened: What happened, in a sentence or two.
        following: What to try next, as a sentence; empty where nothing is to be told.
        settings: What has to be set for it, by the names of the settings; empty where it is none.
    """

    kind: Kind
    happened: str
    following: str
    settings: Mapping[str, float] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All of it, in one line."""
        return f"{self.happened} {self.following}".rstrip()


def verdict(run: Run, *, advise: bool = True) -> Verdict:
    """Say what a run that has ended shows.

    Args:
        run: One that is done.
        advise: Whether to say which learning rates work or diverge, and what to try: not to a
            class that is to find out.
    """
    said = _told(run)
    if said.kind not in STOPPED:
        said = replace(said, happened=f"{said.happened} {_agreement(run)}".rstrip())
    return said if advise else replace(said, following="", settings={})


def _told(run: Run) -> Verdict:
    """How a run went, in words, and what follows."""
    status = run.status(REFERENCE)
    if status in STOPPED or run.growth:
        kind: Kind = "failed" if status == "failed" else "diverged"
        reason = run.reasons[REFERENCE] if status in STOPPED else run.growth
        changes = run.history.rate_changes  # none, if the first step has failed
        smaller = run.limits.rate_to_try(changes[-1][1]) if changes else 0.0
        found = {"learning_rate": smaller} if f"Try {number(smaller)}." in reason else {}
        return Verdict(kind if status in STOPPED else "grew", *split(run, reason), found)
    kind, happened = _how_far(run)
    return Verdict(kind, happened, *_next(run, kind))


def split(run: Run, words: str) -> tuple[str, str]:
    """Take a reason of a run apart: what has happened; which rates diverge, and what to try."""
    happened, rule, remedy = words.partition(run.limits.rule)
    return happened.rstrip(), rule + remedy


def _how_far(run: Run) -> tuple[Kind, str]:
    """How near the loss has come to the least possible one."""
    start, least = (run.reference_losses[name] for name in ("start", "least squares"))
    end = run.final_loss
    moved = f"Loss {large(start)} → {large(end)}"
    floor = f"the least possible {'0' if least < _NOTHING * start else large(least)}"
    if end <= max(_NEARLY * least, _NOTHING * start):
        return "there", f"{moved}, nearly {floor}."
    if end - least > _HARDLY * (start - least):
        return "hardly", f"{moved}, still far from {floor}."
    return ("pulled" if _is_settled(run) else "on the way"), f"{moved}, not yet {floor}."


def _radius(run: Run) -> float | None:
    """What an epoch leaves of the slowest part of the distance; None if that is not known."""
    data = run.dataset
    if run.n_batches > MAX_BATCHES or not run.at_one_rate:
        return None
    return EpochMap(data.x_train, data.n_targets, run.config.batch_size).radius(run.learning_rate)


def _is_settled(run: Run) -> bool:
    """Whether more epochs can't help: the start is forgotten, and the batches pull to and fro."""
    left, (start, least) = (
        _radius(run),
        (run.reference_losses[n] for n in ("start", "least squares")),
    )
    if left is None or run.n_batches == 1:
        return False
    of_the_start = left ** (2 * run.history.n_epochs) * (start - least)
    return of_the_start < _SETTLED * (run.final_loss - least)


def _next(run: Run, kind: Kind) -> tuple[str, Mapping[str, float]]:
    """What to try next, in words, and what to set for it."""
    rate = run.history.rate_changes[-1][1]
    good = run.limits.good_rate
    if not run.at_one_rate and kind != "there":  # what is tried begins anew, at one rate
        words = f"Next: rate {number(rate)} from the start, without the detour."
        return words, {"learning_rate": rate}
    if kind == "there":
        beyond = run.limits.rate_that_diverges
        if beyond is not None and rate <= good:
            return f"Next: what happens at rate {number(beyond)}?", {"learning_rate": beyond}
        return "Next: a challenge, or other data.", {}
    if kind == "pulled":
        smaller = run.limits.rate_to_try(rate)
        return (
            "More epochs won't help, each batch pulls its own way. "
            f"Next: try rate {number(smaller)}, or one batch of all rows.",
            {"learning_rate": smaller},
        )
    if rate < good:
        return f"The steps are short. Next: try rate {number(good)}.", {"learning_rate": good}
    epochs = _more_epochs(run)
    if epochs is None:
        return "Next: more epochs.", {"epochs": min(2 * run.epochs, int(BOUNDS["epochs"].high))}
    return f"Next: {counted(epochs, 'epoch')}.", {"epochs": epochs}


def _more_epochs(run: Run) -> int | None:
    """As many epochs as theory asks for, rounded; None where that is not known, or too many."""
    left, least = _radius(run), run.reference_losses["least squares"]
    apart = run.final_loss - least
    if left is None or not 0 < left < 1 or not apart:
        return None
    wanted = max((_NEARLY - 1) * least, _NOTHING * run.reference_losses["start"])
    more = math.log(wanted / apart) / (2 * math.log(left))
    most = run.history.n_epochs + more
    rounded = (digit * 10**k for k in range(5) for digit in _ROUND if digit * 10**k >= most)
    epochs = next(rounded, math.inf)
    return None if epochs > _MOST_EPOCHS else int(epochs)


def _agreement(run: Run) -> str:
    """In how many digits the programs that trained to the end agree."""
    others = [n for n in run.history.models if n != REFERENCE and run.status(n) == "finished"]
    if not others:
        return ""
    every = [run.final_difference(name) for name in others]
    names = {1: "Both", 2: "All three"}.get(len(others), f"All {len(others) + 1}")
    if all(one.W.identical and one.b.identical for one in every):
        return f"{names} programs agree to the last bit."
    digits = min(one.W.digits for one in every)
    if not math.isfinite(digits):
        return f"{names} programs agree in every digit."
    return f"{names} programs agree to {max(0, math.floor(digits))} digits{_kept(run)}."


def _kept(run: Run) -> str:
    return _KEEPS.get(run.config.dtype, "")
