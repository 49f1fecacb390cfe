"""What a teacher takes home: the answers of a room as tables, and the plan on paper."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.lesson.plan import asked_by, items_by_name
from pages.shared.room.plan import plan_of_session
from perceptron.room.taking_home import answers_csv, item_by_item, students_csv
from perceptron.room.teaching import Teaching
from perceptron.room.worksheet import answer_key, worksheet
from perceptron.text.language import _


def show_taking_home(here: Teaching) -> None:
    """Offer the tables, made when they are asked for, and the sheets."""
    st.markdown(
        _(
            "**The answers of this room**, as long as it is open: how many gave which answer and "
            "were sure; or a row for each student, in an order by chance, without anything that "
            "tells who."
        )
    )
    with st.container(horizontal=True):
        _offer(_("Answers"), lambda: answers_csv(*item_by_item(here)), "answers.csv", "text/csv")
        _offer(
            _("A row a student"),
            lambda: students_csv(*item_by_item(here)),
            "students.csv",
            "text/csv",
        )
    plan, items = plan_of_session().plan, items_by_name()
    title = plan.title or _("Questions")

    def sheet() -> str:
        return worksheet(title, (question for question, _key in asked_by(plan, items)))

    def answers() -> str:
        return answer_key(title, asked_by(plan, items))

    st.markdown(_("**The plan on paper**: open the file and print it."))
    with st.container(horizontal=True):
        _offer(_("Worksheet"), sheet, "worksheet.html", "text/html")
        _offer(_("Answer key"), answers, "answer-key.html", "text/html")


def _offer(label: str, make: Callable[[], str], file: str, mime: str) -> None:
    """Offer a file that is made when it is asked for."""
    icon = ":material/print:" if mime == "text/html" else ":material/table:"
    st.download_button(label, make, file, mime, icon=icon, on_click="ignore", key=f"home_{file}")
