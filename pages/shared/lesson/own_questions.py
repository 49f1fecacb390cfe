"""Questions of a teacher's own: written and tried on the page, kept in the teacher's browser."""

from __future__ import annotations

import json
import re
from typing import Any

import streamlit as st

from pages.shared.lesson.text_file import read_text_file
from pages.shared.session.teaching import OWN, keep_text, text_of
from perceptron.config import quoted
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import ItemError, ItemFile, own_items, read_items
from perceptron.lessons.predict.trial import try_item
from perceptron.text.escape import in_markdown
from perceptron.text.language import _, spoken
from perceptron.text.tables import WrongKeyError

MOST, MOST_CHARS = 30, 60_000  # questions whose runs are trained on the page, and their characters
_DRAFT, _TRIED = "own_draft", "own_tried"  # in the session


def skeleton() -> str:
    """Return a file with one question, as an example to change."""
    title = _("Twice the rate")
    question = _("Learning rate 0.02 instead of 0.01, 16 epochs. What happens to the loss?")
    why = _("0.02 is far below the limit: each update takes away twice as much of the distance.")
    falls, grows = _("It falls"), _("It grows without end")
    thought = _("You may have thought that any larger rate overshoots.")
    return f"""[[item]]
name = "my-question"
title = {_in_toml(title)}
question = {_in_toml(question)}
measure = "fate"
why = {_in_toml(why)}
[item.options]
finished = {_in_toml(falls)}
diverged = {_in_toml(grows)}
[item.misconceptions]
diverged = {_in_toml(thought)}
[item.run]
learning_rate = 0.02
"""  # in English: TOML


def _in_toml(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)  # JSON escapes as TOML does


def own_items_that_work() -> ItemFile:
    """Return the teacher's own questions whose runs answer them, and what is wrong with others."""
    text = text_of(OWN)
    if not text:
        return ItemFile(())
    known = st.session_state.get(_TRIED)
    here = (text, spoken())  # what is wrong with a question is told in words
    if known is None or known[0] != here:
        with st.spinner(_("Training the runs of your questions …")):
            known = st.session_state[_TRIED] = (here, try_text(text))
    found: ItemFile = known[1]
    return found


def try_text(text: str) -> ItemFile:
    """Train the runs of a file of questions; one that can't be asked drops out alone."""
    if len(text) > MOST_CHARS or len(re.findall(r"^\s*\[\[item\]\]", text, re.M)) > MOST:
        most = _(
            "At most {n} questions and {n_characters} characters are tried.",
            n=MOST, n_characters=MOST_CHARS,
        )  # fmt: skip
        return ItemFile((), (most,))
    try:
        return read_items(text, _try)
    except ItemError as error:
        return ItemFile((), tuple(str(error).splitlines()))


def _try(entry: object) -> Item:
    taken = {item.name for item in own_items()}
    name: Any = entry.get("name") if isinstance(entry, dict) else None
    if isinstance(name, str) and name in taken:
        taken_by_us = _("the app has a question {name} already. Rename yours.", name=quoted(name))
        raise WrongKeyError("name", taken_by_us)
    return try_item(entry)


def show_own_questions() -> None:
    """Show the editor, and what became of the questions in it when they were tried."""
    st.markdown(
        _(
            "A question in a few lines: what is asked, which run answers it, and why. No answer is "
            "typed in. *Try* trains the runs and takes what works into your plan's choice. All of "
            "it stays in this browser. The [teacher's guide]({guide}) explains the keys.",
            guide="./guide?doc=questions",
        )
    )
    st.session_state.setdefault(_DRAFT, text_of(OWN) or skeleton())
    st.text_area(
        _("Questions, in TOML"),
        key=_DRAFT,
        height=320,
        max_chars=MOST_CHARS,
        persist_state="session",
    )
    with st.container(horizontal=True):
        st.button(_("Try"), type="primary", icon=":material/science:", on_click=_take_draft)
        st.download_button(
            _("Download the file"), _draft(), "questions.toml", "application/toml",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.button(
            _("Take mine out"),
            icon=":material/delete:",
            on_click=_leave,
            disabled=not text_of(OWN),
        )
    st.file_uploader(
        _("Load a file of questions"), type=["toml"], key="own_file", on_change=_load_file,
        max_upload_size=1,
    )  # fmt: skip
    if refused := st.session_state.pop("own_refused", ""):
        st.warning(in_markdown(refused), icon=":material/rule:")
    found = own_items_that_work()
    for problem in found.problems:
        st.warning(in_markdown(problem), icon=":material/rule:")
    for item in found.items:
        show_item(item)


def show_item(item: Item) -> None:
    """Show a question as it is asked, with its answer: for teachers."""
    shown = reveal(item)
    with st.container(border=True):
        st.markdown(f"**{in_markdown(item.question)}**")
        reasons = dict(item.misconceptions)
        for option, words in item.options:
            right = option == shown.answer
            reason = (
                f": *{in_markdown(reasons[option])}*" if option in reasons and not right else ""
            )
            st.markdown(f"{'☑' if right else '☐'} {in_markdown(words)}{reason}")
        answer = in_markdown(shown.words)
        told = (
            _("Given: **{answer}**.", answer=answer)
            if item.given
            else _("Measured: **{answer}**.", answer=answer)
        )
        st.markdown(f"{told} {in_markdown(shown.why)}")
        if not item.options:
            for wrong, reason in reasons.items():
                st.markdown(
                    f"{in_markdown(wrong)} {in_markdown(item.unit)}: *{in_markdown(reason)}*"
                )


def _draft() -> str:
    return str(st.session_state.get(_DRAFT, ""))


def _take_draft() -> None:
    keep_text(OWN, _draft().strip() and _draft())


def _leave() -> None:
    keep_text(OWN, "")


def _load_file() -> None:
    file = st.session_state.get("own_file")
    if file is None:
        return
    try:
        text = read_text_file(file.getvalue(), MOST_CHARS)
    except ValueError as error:
        st.session_state["own_refused"] = str(error)
    else:
        st.session_state[_DRAFT] = text
        keep_text(OWN, text)
