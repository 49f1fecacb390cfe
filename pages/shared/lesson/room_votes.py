"""What a room has committed to at an item of Predict, beside the codes that are pasted there."""

from __future__ import annotations

from dataclasses import replace

from pages.shared.room.teacher import taught
from pages.shared.session.teaching import held
from perceptron.lessons.predict.answers import Guess
from perceptron.lessons.predict.codes import Collected
from perceptron.lessons.predict.for_room import question_of
from perceptron.lessons.predict.item import Item
from perceptron.room.errors import RoomError
from perceptron.room.keys import tag_of
from perceptron.room.state import OPEN
from perceptron.room.teaching import Teaching
from perceptron.text.language import _, ngettext


def with_votes(collected: Collected, item: Item) -> Collected:
    """Join what was pasted with the votes of the room that this session teaches, if it does.

    Args:
        collected: What was pasted.
        item: The one on the page.
    """
    if held() is None:
        return collected
    try:
        here = taught()
        asked = here.state.asked.get(item.name) if here else None
        if here is None or asked is None or asked.here[0] != question_of(item):
            return collected
        votes = _votes(here, item.name)
    except RoomError as error:
        only = _("Only codes are counted here.")
        return _noting(collected, f"{only} {error}")
    if asked.stage not in OPEN:
        return collected.with_room(item, votes, shown=True)
    kept_out = collected.with_room(item, votes, shown=False)
    still_open = ngettext(
        "The question is open in your room ({n} have committed): close it to see their answers.",
        "The question is open in your room ({n} have committed): close it to see their answers.",
        len(votes),
    )
    return _noting(kept_out, still_open)


def _noting(collected: Collected, note: str) -> Collected:
    return replace(collected, notes=(*collected.notes, note))


def _votes(here: Teaching, name: str) -> dict[str, Guess]:
    """The last vote of each student at a question, by the tag of the student's codes."""
    both = {**here.votes(1, name), **here.votes(2, name)}
    return {tag_of(student): vote.guess for student, vote in both.items()}
