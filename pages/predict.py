"""Predict, then reveal: commit to an answer, then watch the run give its own."""

import streamlit as st

from pages.shared.choices import choose
from pages.shared.frame import close_lesson, open_lesson
from pages.shared.guessing import (
    ask,
    choose_item,
    go_to_item,
    guesses,
    show_guesses,
    show_more,
    show_runs,
    show_verdict,
    stage_of,
    tag,
)
from pages.shared.projector import goes_on
from pages.shared.share import copyable
from perceptron.guessing.answers import in_words, reveal, runs_in_words
from perceptron.guessing.codes import read_codes, write_code
from perceptron.guessing.items import ItemError, own_items
from perceptron.guessing.measures import CURVE
from perceptron.plain import in_markdown

ANSWER, COLLECT = "Answer", "Collect a class's guesses"
LONGEST = 200_000  # characters that can be pasted


open_lesson("predict")
try:
    items = own_items()
except ItemError as error:
    st.error(in_markdown(f"perceptron/guessing/items.toml: {error}"), icon=":material/error:")
    close_lesson("predict")
    st.stop()
part = choose("What you do", "part", [ANSWER, COLLECT], key="predict_part")
pasted = ""
if part == COLLECT:
    pasted = st.text_area(
        "Paste the codes of the class here",
        key="predict_codes",
        max_chars=LONGEST,
        height=90,
        placeholder="PL1-…, with names or anything else around them, as copied from a chat",
        persist_state="session",
    )
item = choose_item(items)
names = [one.name for one in items]
following = names[(names.index(item.name) + 1) % len(names)]
stage = stage_of(item)
mine = guesses().get(item.name)

st.subheader(item.question, anchor=False)
st.caption(runs_in_words(item))
shown = None if stage == "asked" else reveal(item)
if part == COLLECT:
    collected = read_codes(pasted, items)
    for note in collected.notes:
        st.text(note)
    given = collected.of(item)
    st.markdown(f"**{len(given)}** of {len(collected.guesses)} students have guessed here.")
else:
    given = [] if mine is None else [mine]

if part == ANSWER and mine is None and shown is None:
    ask(item)
    goes_on("Collect guesses", st.session_state.update, {"predict_part": COLLECT})
else:
    if part == ANSWER and mine is not None and shown is None:
        st.markdown(f":material/lock: Your guess: **{in_words(item, mine)}**")
    if shown and part == ANSWER:
        show_verdict(shown, mine)
    elif shown:
        show_verdict(shown, None)
    if stage == "asked":
        st.button(
            "Run it, and reveal",
            type="primary",
            icon=":material/play_arrow:",
            on_click=show_more,
            args=(item, "answer"),
        )
        goes_on("Reveal", show_more, item, "answer")
    left, right = st.columns(2)
    if shown or part == COLLECT:
        with left:
            show_guesses(item, given, shown)
    if shown and item.kind != CURVE:
        with right:
            show_runs(shown)
    if stage == "answer":
        st.button(
            "Why?", icon=":material/help:", type="primary", on_click=show_more, args=(item, "why")
        )
        goes_on("Why?", show_more, item, "why")
    elif stage == "why" and shown:
        st.success(shown.why, icon=":material/emoji_objects:")
        st.button(
            "Next question", icon=":material/arrow_forward:", on_click=go_to_item, args=(following,)
        )
        goes_on("Next question", go_to_item, following)

if part == ANSWER and guesses():
    st.divider()
    st.markdown(
        f"**Hand in: {len(guesses())} of {len(items)} guesses.** This code holds them and nothing "
        "about you. Paste it where your teacher asks for it."
    )
    copyable("Copy the code", write_code(tag(), guesses()), "guess_code")
close_lesson("predict")
