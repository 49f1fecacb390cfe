"""Fingerprints read: what would be seen with another bug, and where to look for this one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isnan

from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.evidence import Fingerprint, Spread
from perceptron.lessons.clinic.ward import Ward
from perceptron.text.language import _
from perceptron.text.numbers import number


def if_it_were(ward: Ward, guess: str, patient: str) -> str:
    """Say what a wrong diagnosis would show, and what is seen of the patient instead.

    Args:
        ward: All patients, on the same numbers.
        guess: The bug that was taken for the patient's.
        patient: The bug that the patient has.
    """
    there, here = ward.fingerprint(guess), ward.fingerprint(patient)
    if there.start_differs != here.start_differs:
        return _another_start(guess, there.start_differs)
    with_it = _(BUGS[guess].with_it)
    if _one(there) and _one(here) and there.weight.words != here.weight.words:
        return _(
            "{with_bug} every ratio would be {would}; here they are {are}.",
            with_bug=with_it,
            would=number(there.weight.middle),
            are=number(here.weight.middle),
        )
    for name, gradient in (("weight", "∂L/∂W"), ("bias", "∂L/∂b")):
        would, does = getattr(there, name), getattr(here, name)
        if would.words != does.words and not isnan(would.middle):
            return _other_ratios(with_it, gradient, would, does)
    return _(
        "{with_bug} a patient would look like this one on these numbers: they can't tell both.",
        with_bug=with_it,
    )


def _another_start(guess: str, differs: bool) -> str:
    """Say where a program with another bug would start from."""
    with_it = _(BUGS[guess].with_it)
    if differs:
        return _(
            "{with_bug} it would start from another W than the healthy program; here it starts "
            "from the W and b of the healthy program.",
            with_bug=with_it,
        )
    return _(
        "{with_bug} it would start from the W and b of the healthy program; here it starts from "
        "another W than the healthy program.",
        with_bug=with_it,
    )


def _other_ratios(with_it: str, gradient: str, would: Spread, does: Spread) -> str:
    """Say which ratios would be seen, and which are."""
    told = {
        "with_bug": with_it, "gradient": gradient,
        "would": number(would.middle), "would_low": number(would.low),
        "would_high": number(would.high), "are": number(does.middle),
        "low": number(does.low), "high": number(does.high),
    }  # fmt: skip
    one, here_one = would.is_all(would.middle), does.is_all(does.middle)
    if one and here_one:
        return _(
            "{with_bug} the ratios of {gradient} would all be {would}; here they are all {are}.",
            **told,
        )
    if one:
        return _(
            "{with_bug} the ratios of {gradient} would all be {would}; here they go from {low} to "
            "{high}.",
            **told,
        )
    if here_one:
        return _(
            "{with_bug} the ratios of {gradient} would go from {would_low} to {would_high}; here "
            "they are all {are}.",
            **told,
        )
    return _(
        "{with_bug} the ratios of {gradient} would go from {would_low} to {would_high}; here they "
        "go from {low} to {high}.",
        **told,
    )


def _one(found: Fingerprint) -> bool:
    """Whether all ratios, of W and of b, are one number."""
    both = (found.weight, found.bias)
    return all(one.is_all(found.weight.middle) for one in both)


def hints(ward: Ward, patient: str) -> tuple[str, str]:
    """Say where to look, then what is seen there; neither names the bug."""
    found, (m, c) = ward.fingerprint(patient), ward.Y.shape
    sizes = {"m": m, "c": c}
    first = _(
        "Look at the dots first: are all ratios alike? If not, is W healthy and only b is not? And "
        "do both programs start from the same W?"
    )
    if found.start_differs:
        second = _(
            "The ratios follow no rule, so it is no wrong factor. Look one moment earlier: at what "
            "both programs start from."
        )
    elif _one(found):
        second = _(
            "Every ratio, of W and of b alike, is {ratio}: one factor is wrong. What can make it, "
            "if the batch has m = {m} rows and there are c = {c} outputs?",
            ratio=number(found.weight.middle),
            **sizes,
        )
    elif found.bias.is_all(found.bias.middle):
        second = _(
            "W is healthy. Every ratio of b is {ratio}: compare it with m = {m} and c = {c}.",
            ratio=number(found.bias.middle),
            **sizes,
        )
    else:
        second = _(
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
