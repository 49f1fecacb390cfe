"""Commit, then reveal: a guess is locked once it is committed to, and only then answered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared.lesson.asking import Question, offer_again, question
from pages.shared.lesson.twins import TWINS, TWINS_OF
from pages.shared.link.address import address
from pages.shared.pages import page_named
from pages.shared.room.teacher import ask_room
from pages.shared.session.asked import note_asked
from pages.shared.session.in_room import in_room
from pages.shared.session.memory import memory
from pages.shared.session.progress import note_answer, progress
from pages.shared.session.teaching import held
from perceptron.room.from_lesson import Asked, plain
from perceptron.room.question import FARTHEST, Key
from perceptron.room.question import Question as ForRoom
from perceptron.text.language import N_, _

TEACHER_REVEALS = N_("Your teacher reveals the answer.")
MOST_BACK = 2  # missed questions on one page
TWIN = "~"  # between a question's name and the number of its twin; no name has it


def show_options(options: Mapping[Any, str], guess: Any, right: Any = None) -> None:
    """Show what there was to choose from, with the guess and the right one marked.

    Args:
        options: The words of each option.
        guess: The one that was committed to.
        right: The right one; None while it is not told.
    """
    lines = []
    for option, words in options.items():
        mine, is_right = option == guess, right is not None and option == right
        icon = "check_circle" if is_right else "cancel" if mine and right is not None else "circle"
        color = "green" if is_right else "red" if icon == "cancel" else "gray"
        if mine and is_right:
            words = _("**{option}** *(your guess, right)*", option=words)
        elif mine:
            words = _("**{option}** *(your guess)*", option=words)
        elif is_right:
            words = _("**{option}** *(right)*", option=words)
        lines.append(f":{color}[:material/{icon}:] {words}")
    st.markdown("  \n".join(lines))


def verdict(right: bool, words: str) -> None:
    """Say in words how a guess stands to the answer: green with a tick, or red with a cross."""
    if right:
        st.success(words, icon=":material/check_circle:")
    else:
        st.error(words, icon=":material/cancel:")


def questions() -> None:
    """Head the questions of a lesson; first come twins of what was missed on other pages."""
    st.header(_("Before you go on"), anchor=False)
    first = _("Choose, then commit.")
    then = _(TEACHER_REVEALS) if in_room() else _("After that the computed answer is shown.")
    st.caption(f"{first} {then}")
    if in_room():
        return
    for name, k in _brought_back(address().page):
        title = page_named(_page_of(name)).title
        missed = _("From *{page}*: you missed one like this.", page=title)
        with st.container(border=True, key=f"asked-back-{name}"):
            st.caption(f":material/history: {missed}")
            _pose(name, TWINS[name](k), k=k)


def _brought_back(page: str) -> Sequence[tuple[str, int]]:
    """Which missed questions come back on a page, as which twins, as long as it is open."""
    here = page, memory().taken  # what the browser keeps comes after a visitor's first script run
    on, names = st.session_state.get("brought_back", (("", False), ()))
    if on != here:
        answers = progress().answers
        waiting = [one for one in progress().missed() if answers[one].page != page and one in TWINS]
        names = tuple((one, answers[one].tries) for one in waiting[:MOST_BACK])
        st.session_state["brought_back"] = here, names
    return [(name, k) for name, k in names if name in progress().answers]


def pose(name: str, make: Asked | Callable[[], Asked], state: Hashable = None) -> None:
    """Ask what a lesson asks; tell the answer after the guess, then offer more like it.

    In a room its teacher reveals; who teaches one can ask it.

    Args:
        name: Unique in the app.
        make: Makes the question about the numbers on the page, in the language spoken; or the
            question itself, which a room then has in the one language alone.
        state: What the question and its right answer depend on; when it changes, the question is
            new. Its words tell nothing: they are others in another language.
    """
    asked = _made(make)
    with st.container(border=True, key=f"asked-{name}"):
        one = _pose(name, asked, state)
        if one.guess is not None and not in_room():
            pose_more(name, one)
        if not isinstance(asked.right, float) or abs(asked.right) < FARTHEST:
            offer_to_ask(lambda: _made(make).for_room(name, state), name)


def _made(make: Asked | Callable[[], Asked]) -> Asked:
    return make if isinstance(make, Asked) else make()


def pose_more(name: str, one: Question) -> None:
    """Offer questions of the same kind with other numbers, one after the other."""
    make = TWINS.get(name)
    if make is None:
        return
    for k in range(1, one.twins + 1):
        with st.container(border=True):
            if _pose(name, make(k), k=k).guess is None:
                return
    st.button(
        _("Another one") if one.twins else _("Try one with other numbers"),
        key=f"twin-{one.key}-{one.twins}",
        icon=":material/change_circle:",
        on_click=one.open_twin,
    )


def _pose(name: str, asked: Asked, state: Hashable = None, k: int = 0) -> Question:
    """Ask one question, tell its answer to a guess, and return it.

    Args:
        name: Of the question on the page.
        asked: The question.
        state: What the right answer depends on.
        k: Which of its twins it is, from 1; 0 for itself.
    """
    key, words = f"{name}{TWIN}{k}" if k else name, dict(asked.options)
    one = question(key, (state, asked.codes, asked.right), asked.fits, (state, asked.codes))
    if words:
        guess = one.take(
            st.radio, asked.prompt, asked.codes, index=None, format_func=words.__getitem__
        )
    else:
        guess = one.take(number_field, asked.prompt, read=asked.read)
    note_asked(key, answered=guess is not None)
    if guess is None:
        if not in_room():
            show_hints(one, asked.hints)
        return one
    st.markdown(asked.prompt)
    if in_room():
        if words:
            show_options(words, guess)
        else:
            said = _("You said **{said}**.", said=asked.in_words(guess))
            st.markdown(f":material/lock: {said}")
        st.markdown(_(TEACHER_REVEALS))
        return one
    if words:
        show_options(words, guess, asked.right)
    right = asked.is_right(guess)
    if one.is_new:
        one.is_new = False
        said, prompt = asked.in_words(guess), plain(asked.prompt)
        note_answer(_page_of(name), name, said, right=right, asked=prompt)
    verdict(right, asked.verdict(guess))
    offer_again(one, one.ask_again)
    return one


def _page_of(name: str) -> str:
    """The page of a question: a missed one may be asked on another."""
    return next((page for page, names in TWINS_OF.items() if name in names), address().page)


def show_hints(one: Question, hints: Sequence[str]) -> None:
    """Show the hints that were asked for, and offer the next one."""
    for hint in hints[: one.hints]:
        st.info(hint, icon=":material/lightbulb:")
    if one.hints < len(hints):
        st.button(
            _("Another hint") if one.hints else _("Hint"),
            key=f"hint-{one.key}",
            icon=":material/lightbulb:",
            type="tertiary",
            on_click=one.ask_hint,
        )


def offer_to_ask(made: Callable[[], tuple[ForRoom, Key]], name: str) -> None:
    """Offer who teaches a room to ask it a question of the page, with the numbers on it.

    Args:
        made: Makes the question, and the key to it.
        name: Unique in the app.
    """
    if held() is not None:
        st.button(
            _("Ask the room"),
            key=f"room-ask-{name}",
            icon=":material/co_present:",
            help=_(
                "Puts this question, with the numbers of this page, on the phones of your class."
            ),
            on_click=lambda: ask_room(address().page, made),
        )


def number_field(prompt: str, *, key: str) -> None:
    """A field for a number; a browser's own takes a comma away and leaves another number."""
    st.text_input(prompt, key=key, placeholder=_("type a number"), autocomplete="off")
