"""The short test in a room, on the teacher's side: ask a part, then show what was gained."""

from __future__ import annotations

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.lesson.predict import questions_that_work
from pages.shared.lesson.predict_charts import HEIGHT
from perceptron.figures.room.gained import gained_figure, gained_in_words
from perceptron.lessons.measure import FILE, Result, items_of
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.room.question import Key, Question
from perceptron.room.short_test import AFTER, BEFORE, Gained, gained, name_of, part_question
from perceptron.room.state import OPEN, REVEALED, Asked
from perceptron.room.teaching import Teaching
from perceptron.room.wording import in_every_language
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _

PAGE = "measure"  # where phones answer
PACE = N_("Each at their own pace. Nothing is told before both parts are answered.")
CLOSED = {
    BEFORE: N_("The first part is closed. The second one comes after the lessons."),
    AFTER: N_("Both parts are closed."),
}
GAINED = N_("What the class has gained between both parts")
NOBODY = N_(
    "Nobody has answered all of both parts in this room. If the first part was in another room, "
    "the codes on *Before and after* bring both together."
)


def ask_part(here: Teaching, part: str) -> None:
    """Ask a part of the short test: phones go to its page.

    Args:
        here: The room.
        part: One of `PARTS`.
    """
    here.ask(*in_every_language(lambda: part_question(part, asked_in(part), PAGE)))


def asked_in(part: str) -> list[tuple[Question, Key]]:
    """What a part of the short test asks, each with its key, in the language spoken here."""
    items = items_of(questions_that_work(FILE).items, part)
    return [(question_of(item), key_of(item, reveal(item))) for item in items]


def heading(asked: Asked) -> str:
    """What stands above a question on the wall: its words, until a test shows its gain."""
    if asked.is_test and asked.stage in REVEALED:
        return _(GAINED)
    question, _key = asked.here
    return question.prompt


def show_part(here: Teaching, asked: Asked) -> None:
    """Say how far the part is; once both are closed and it is asked for, what was gained."""
    if asked.stage in REVEALED:
        _show_gained(_gained_in(here))
    else:
        st.caption(_(PACE) if asked.stage in OPEN else _(CLOSED[asked.question.setting]))


def _gained_in(here: Teaching) -> Gained:
    names, known = (name_of(BEFORE), name_of(AFTER)), here.state.asked
    if not all(name in known for name in names):
        return Gained((), 0)
    before, after = names
    return gained(known[before], known[after], here.answers(before), here.answers(after))


def _show_gained(found: Gained) -> None:
    with st.container(key="lab_wall_said"):
        if not found.n:
            st.markdown(_(NOBODY))
            return
        words = Result(found.before, found.after, found.n).words
        st.markdown(in_markdown(f"{words} {found.few}".strip()))
    with st.container(key="lab_wall_pictures"):
        chart(
            "gained", found, lambda: gained_figure(found), lambda: gained_in_words(found),
            height=HEIGHT,
        )  # fmt: skip
