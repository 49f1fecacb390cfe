"""What pictures show that answer a question: who needs what, and what was guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from perceptron.figures.takeaways.listing import MOST, NOTHING
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number


def compared(
    values: Mapping[str, float], where: str, words: Callable[[float], str] = number
) -> str:
    r"""Say who needs what at the last place of a picture, the least first.

    Args:
        values: By name; those that were refused are not in it.
        where: The place, as spoken: 'At epoch 3'.
        words: Writes a value.

    >>> compared({"joining slices": 12000.0, "Xᵀδ": 1200.0}, "At 100 outputs")
    'At 100 outputs: Xᵀδ 1200, joining slices 12\u202f000, that is 10 times as much.'
    """
    if not values:
        return _(NOTHING)
    ranked = sorted(values.items(), key=lambda item: item[1])
    told = ", ".join(f"{name} {words(value)}" for name, value in ranked)
    (__, least), (__, most) = ranked[0], ranked[-1]
    if len(ranked) == 1 or least <= 0:
        return f"{where}: {told}."
    times = number(float(f"{most / least:.2g}"))
    return _(
        "{where}: {values}, that is {times} times as much.", where=where, values=told, times=times
    )


def guesses(words: Sequence[str], answer: str | None) -> str:
    """Say what was guessed how often, the most frequent first, and the answer once it is known.

    >>> guesses(["falls", "grows", "falls"], "it grows")
    '3 guesses: falls (2), grows (1). Measured: it grows.'
    """
    most = Counter(words).most_common(MOST + 1)
    shown = ", ".join(f"{word} ({times})" for word, times in most[:MOST])
    n = len(words)
    if len(most) > MOST:
        said = ngettext(
            "{n} guess: {guesses}, and others.", "{n} guesses: {guesses}, and others.", n,
            guesses=shown,
        )  # fmt: skip
    elif words:
        said = ngettext("{n} guess: {guesses}.", "{n} guesses: {guesses}.", n, guesses=shown)
    else:
        said = _("No guess yet.")
    return said if answer is None else " ".join((said, _("Measured: {answer}.", answer=answer)))
