"""What a run that has ended shows, in words, and what to try next: computed from its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from perceptron.config import BOUNDS
from perceptron.difference import REFERENCE
from perceptron.run import Run
from perceptron.text.language import _, languages, ngettext, speaking
from perceptron.text.numbers import large, number
from perceptron.theory import MAX_BATCHES, EpochMap

Kind = Literal[
    "hardly", "on the way", "pulled", "there",  # in English: codes
    "grew", "diverged", "failed",
]  # fmt: skip
STOPPED = ("diverged", "failed")
TROUBLE = ("grew", *STOPPED)
_HARDLY = 0.1  # of the distance to the least loss: with more left, a run has hardly moved
_NEARLY = 1.05  # times the least loss: nearly there
_NOTHING = 1e-9  # of the first loss: nothing is left, where no noise sets a floor
_SETTLED = 0.1  # of what is left: less of it comes from the start
_MOST_EPOCHS = 1_000  # that anyone is asked to train
_ROUND = (1, 2, 3, 5)
_KEEPS = {"float32": 7}  # digits, about


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
        if status not in STOPPED:
            kind = "grew"
        return Verdict(kind, *split(run, reason), {} if kind == "failed" else _rate_to_try(run))
    kind, happened = _how_far(run)
    return Verdict(kind, happened, *_next(run, kind))


def _rate_to_try(run: Run) -> Mapping[str, float]:
    """The smaller rate that a run names whose steps were too long; none, if none is allowed."""
    rates = [rate for __, rate in run.history.rate_changes]
    stopped = run.status(REFERENCE) in STOPPED
    smaller = run.limits.rate_to_try(rates[-1] if stopped else max(rates))
    return {"learning_rate": smaller} if smaller >= BOUNDS["learning_rate"].low else {}


def split(run: Run, words: str) -> tuple[str, str]:
    """Take a reason of a run apart: what has happened; which rates diverge, and what to try.

    It is in the language in which the run was trained.
    """
    for language in languages():
        with speaking(language):
            happened, rule, remedy = words.partition(run.limits.rule)
        if rule:
            return happened.rstrip(), rule + remedy
    return words, ""


def _how_far(run: Run) -> tuple[Kind, str]:
    """How near the loss has come to the least possible one."""
    (start, least), end = _ends(run), run.final_loss
    losses = {
        "start": large(start), "end": large(end),
        "least": "0" if least < _NOTHING * start else large(least),
    }  # fmt: skip
    if end <= max(_NEARLY * least, _NOTHING * start):
        return "there", _("Loss {start} → {end}, nearly the least possible {least}.", **losses)
    if end - least > _HARDLY * (start - least):
        far = _("Loss {start} → {end}, still far from the least possible {least}.", **losses)
        return "hardly", far
    near = _("Loss {start} → {end}, not yet the least possible {least}.", **losses)
    return ("pulled" if _is_settled(run) else "on the way"), near  # in English: codes


def _ends(run: Run) -> tuple[float, float]:
    """The loss at the start, and the least possible one."""
    return run.reference_losses["start"], run.reference_losses["least squares"]  # in English: keys


def _radius(run: Run) -> float | None:
    """What an epoch leaves of the slowest part of the distance; None if that is not known."""
    data = run.dataset
    if run.n_batches > MAX_BATCHES or not run.at_one_rate:
        return None
    return EpochMap(data.x_train, data.n_targets, run.config.batch_size).radius(run.learning_rate)


def _is_settled(run: Run) -> bool:
    """Whether more epochs can't help: the start is forgotten, and the batches pull to and fro."""
    left, (start, least) = _radius(run), _ends(run)
    if left is None or run.n_batches == 1:
        return False
    of_the_start = left ** (2 * run.history.n_epochs) * (start - least)
    return of_the_start < _SETTLED * (run.final_loss - least)


def _next(run: Run, kind: Kind) -> tuple[str, Mapping[str, float]]:
    """What to try next, in words, and what to set for it."""
    rate = run.history.rate_changes[-1][1]
    good = run.limits.good_rate
    if not run.at_one_rate and kind != "there":  # what is tried begins anew, at one rate
        words = _("Next: rate {rate} from the start, without the detour.", rate=number(rate))
        return words, {"learning_rate": rate}
    if kind == "there":
        beyond = run.limits.rate_that_diverges
        if beyond is not None and rate <= good:
            words = _("Next: what happens at rate {rate}?", rate=number(beyond))
            return words, {"learning_rate": beyond}
        return _("Next: a challenge, or other data."), {}
    if kind == "pulled":
        smaller = run.limits.rate_to_try(rate)
        return (
            _(
                "More epochs won't help, each batch pulls its own way. "
                "Next: try rate {rate}, or one batch of all rows.",
                rate=number(smaller),
            ),
            {"learning_rate": smaller},
        )
    if rate < good:
        words = _("The steps are short. Next: try rate {rate}.", rate=number(good))
        return words, {"learning_rate": good}
    epochs = _more_epochs(run)
    if epochs is None:
        return _("Next: more epochs."), {"epochs": min(2 * run.epochs, int(BOUNDS["epochs"].high))}
    return ngettext("Next: {n} epoch.", "Next: {n} epochs.", epochs), {"epochs": epochs}


def _more_epochs(run: Run) -> int | None:
    """As many epochs as theory asks for, rounded; None where that is not known, or too many."""
    left, (start, least) = _radius(run), _ends(run)
    apart = run.final_loss - least
    if left is None or not 0 < left < 1 or not apart:
        return None
    wanted = max((_NEARLY - 1) * least, _NOTHING * start)
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
    names = _all_programs(len(others) + 1)
    if all(one.W.identical and one.b.identical for one in every):
        return _("{all_programs} agree to the last bit.", all_programs=names)
    digits = min(one.W.digits for one in every)
    if not math.isfinite(digits):
        return _("{all_programs} agree in every digit.", all_programs=names)
    n, dtype = max(0, math.floor(digits)), run.config.dtype
    if dtype in _KEEPS:
        return ngettext(
            "{all_programs} agree to {n} digit ({dtype} keeps about {kept}).",
            "{all_programs} agree to {n} digits ({dtype} keeps about {kept}).",
            n, all_programs=names, dtype=dtype, kept=_KEEPS[dtype],
        )  # fmt: skip
    return ngettext(
        "{all_programs} agree to {n} digit.", "{all_programs} agree to {n} digits.", n,
        all_programs=names,
    )  # fmt: skip


def _all_programs(n: int) -> str:
    """How many programs there are, all of them, as a sentence begins."""
    if n == 2:
        return _("Both programs")
    return _("All three programs") if n == 3 else _("All {n} programs", n=n)
