"""Teach: open a room, ask it, and reveal what the run says."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.predict import items_that_work
from pages.shared.room.teacher import close_room, links, open_room, show_counts, taught
from perceptron.lessons.predict.answers import reveal
from perceptron.room.question import Key, Question
from perceptron.room.teaching import Teaching

WORDS = {
    "closed": "Close",
    "spread": "Show the spread",
    "again": "Ask again",
    "answer": "Reveal",
    "why": "Why?",
}


def ask(here: Teaching, item) -> None:
    shown = reveal(item)
    here.ask(
        Question(
            item.name, item.kind, item.question, item.title, item.options, item.unit, item.epochs
        ),
        Key(shown.answer, shown.why, item.allowed(shown.answer), item.factor),
    )


open_page("teach")
here = taught()
if here is None:
    if refused := st.session_state.pop("room_refused", ""):
        st.warning(refused)
    st.button("Open a room", type="primary", on_click=open_room)
else:
    st.subheader(f"Room {here.room}")
    link = links(here, st.context.url.rsplit("/", 1)[0] + "/")
    st.code(link["students"])
    st.code(link["teacher"])
    show_counts(here)
    state = here.state
    if state.now:
        st.header(state.now.question.prompt)
        for stage in state.now.moves:
            st.button(WORDS[stage], on_click=here.move, args=(stage, state.on))
        st.write(here.votes(state.now.round))
    for item in items_that_work().items:
        st.button(item.title or item.name, on_click=ask, args=(here, item), key=f"ask_{item.name}")
    st.button("Close the room", on_click=close_room)
close_page("teach")
