"""What a wrong entry comes from: wrong rules, run on this very batch, and compared with it."""

from __future__ import annotations

from collections.abc import Sequence

from perceptron.lessons.microscope.blanks import Entry, as_shown, right_result
from perceptron.lessons.microscope.phases import Names
from perceptron.lessons.microscope.rules import RULES, Wrong
from perceptron.lessons.microscope.typed import Typed, agrees, same
from perceptron.lessons.update import Update
from perceptron.text.capital import with_capital
from perceptron.text.language import _


def causes(typed: Typed, entry: Entry, update: Update, names: Names) -> list[Wrong]:
    """The wrong rules that make this number here, the commonest first.

    A rule that makes the right number here explains nothing. The rules are run on the numbers of
    the computer and on those that are shown, with which a learner reckons.
    """
    found: list[Wrong] = []
    right = right_result(entry.matrix, update)
    scale = right.abs().max().item()
    at_right = right[entry.i, entry.j].item()
    rules = RULES[entry.matrix]
    for wrong, shown in zip(rules(update, names), rules(as_shown(update), names), strict=True):
        values = [one.at(entry) for one in (wrong, shown)]
        made = [value for value in values if value is not None]
        if any(same(value, at_right, scale) for value in made):
            continue
        if any(agrees(typed, value, scale) for value in made):
            found.append(wrong)
    return found


def causes_in_words(found: Sequence[Wrong]) -> str:
    """What explains a wrong entry, as a sentence; empty if nothing does.

    Of several explanations the two commonest are named, as what may be.
    """
    words = list(dict.fromkeys(one.words for one in found))
    if not words:
        return ""
    if len(words) == 1:
        return f"{with_capital(words[0])}."
    return _("Perhaps {cause}. Or {other}.", cause=words[0], other=words[1])
