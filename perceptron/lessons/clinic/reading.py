"""Fingerprints read: what would be seen with another bug, and where to look for this one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isnan

from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.evidence import Fingerprint, Spread
from perceptron.lessons.clinic.ward import Ward
from perceptron.text.numbers import number


def if_it_were(ward: Ward, guess: str, patient: str) -> str:
    """Say what a wrong diagnosis would show, and what is seen of the patient instead.

    Args:
        ward: All patients, on the same numbers.
        guess: The bug that was taken for the patient's.
        patient: The bug that the patient has.
    """
    there, here = ward.fingerprint(guess), ward.fingerprint(patient)
    told = f"With {BUGS[guess].instead}"
    if there.start_differs != here.start_differs:
        start = ("the W and b of the healthy program", "another W than the healthy program")
        would, does = start[there.start_differs], start[here.start_differs]
        return f"{told} it would start from {would}; here it starts from {does}."
    if _one(there) and _one(here) and there.weight.words != here.weight.words:
        return (
            f"{told} every ratio would be {number(there.weight.middle)}; here they are "
            f"{number(here.weight.middle)}."
        )
    for name in ("weight", "bias"):
        would, does = getattr(there, name), getattr(here, name)
        if would.words != does.words and not isnan(would.middle):
            letter = "W" if name == "weight" else "b"
            return f"{told} the ratios of ∂L/∂{letter} {_are('would all be', would)}; here " \
                f"they {_are('are all', does)}."  # fmt: skip
    return f"{told} a patient would look like this one on these numbers: they can't tell both."


def _one(found: Fingerprint) -> bool:
    """Whether all ratios, of W and of b, are one number."""
    both = (found.weight, found.bias)
    return all(one.is_all(found.weight.middle) for one in both)


def _are(verb: str, ratios: Spread) -> str:
    if ratios.is_all(ratios.middle):
        return f"{verb} {number(ratios.middle)}"
    going = "would go" if verb.startswith("would") else "go"
    return f"{going} from {number(ratios.low)} to {number(ratios.high)}"


def hints(ward: Ward, patient: str) -> tuple[str, str]:
    """Say where to look, then what is seen there; neither names the bug."""
    found, (m, c) = ward.fingerprint(patient), ward.Y.shape
    first = (
        "Look at the dots first: are all ratios alike? If not, is W healthy and only b is not? And "
        "do both programs start from the same W?"
    )
    if found.start_differs:
        second = (
            "The ratios follow no rule, so it is no wrong factor. Look one moment earlier: at what "
            "both programs start from."
        )
    elif _one(found):
        second = (
            f"Every ratio, of W and of b alike, is {number(found.weight.middle)}: one factor is "
            f"wrong. What can make it, if the batch has m = {m} rows and there are c = {c} outputs?"
        )
    elif found.bias.is_all(found.bias.middle):
        second = (
            f"W is healthy. Every ratio of b is {number(found.bias.middle)}: compare it with m = "
            f"{m} and c = {c}."
        )
    else:
        second = (
            "W is healthy. Open the first batch below: what do the entries of the patient's ∂L/∂b "
            "have in common?"
        )
    return first, second


def waiting(
    names: Sequence[str], met: Collection[str], found: Collection[str], last: str
) -> Sequence[str]:
    """Return who can be the next patient: who was not met yet, else who was not found, else any.

    Args:
        names: All that can be sent in.
        met: Those that were diagnosed, rightly or not.
        found: Those that were diagnosed rightly.
        last: The one that lies there now, who comes again only if there is nobody else.

    >>> waiting("abc", met="a", found="", last="b"), waiting("abc", "abc", "ab", "a")
    (['c'], ['c'])
    >>> waiting("abc", "abc", "abc", "c"), waiting("a", "", "", "a")
    (['a', 'b'], ['a'])
    """
    others = [name for name in names if name != last]
    new = [name for name in others if name not in met]
    missed = [name for name in others if name not in found]
    return new or missed or others or list(names)
