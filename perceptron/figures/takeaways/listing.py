"""How several things are named in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from perceptron.text.language import N_, _

NOTHING = N_("Nothing is drawn yet.")
MOST = 5  # of a kind that are named one by one


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["scratch", "torch", "einsum"])
    'scratch, torch and einsum'
    """
    if len(words) < 2:
        return "".join(words)
    return _("{most} and {last}", most=", ".join(words[:-1]), last=words[-1])
