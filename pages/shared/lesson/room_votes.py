"""What a room has committed to at an item of Predict, beside the codes that are pasted there."""

from __future__ import annotations

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

STILL_OPEN = (
    "The question is open in your room ({n} have committed): close it to see their answers."
)


def with_votes(collected: Collected, item: Item) -> tuple[Collected, tuple[str, ...]]:
    """Join what was pasted with the votes of the room that this session teaches, if it does.

    Args:
        collected: What was pasted.
        item: The one on the page.

    Returns:
        Both together, and what is to be said about it.
    """
    if held() is None:
        return collected, ()
    try:
        here = taught()
        asked = here.state.asked.get(item.name) if here else None
        if here is None or asked is None or asked.question != question_of(item):
            return collected, ()
        votes = _votes(here, item.name)
    except RoomError as error:
        return collected, (f"Only codes are counted here. {error}",)
    still_open = asked.stage in OPEN
    joined = collected.with_room(item, votes, shown=not still_open)
    return joined, (STILL_OPEN.format(n=len(votes)),) if still_open else ()


def _votes(here: Teaching, name: str) -> dict[str, Guess]:
    """The last vote of each student at a question, by the tag of the student's codes."""
    both = {**here.votes(1, name), **here.votes(2, name)}
    return {tag_of(student): vote.guess for student, vote in both.items()}
