"""Commit, then reveal: a guess is locked once it is committed to, and only then answered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared.lesson.asking import offer_again, question
from pages.shared.link.address import address
from pages.shared.room.teacher import ask_room
from pages.shared.session.in_room import in_room
from pages.shared.session.teaching import held
from perceptron.room.from_lesson import choice_question, number_question
from perceptron.room.question import FARTHEST, Key, Question
from perceptron.sharing.read import is_number
from perceptron.text.decimals import typed_number
from perceptron.text.numbers import number

TEACHER_REVEALS = "Your teacher reveals the answer."


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
        told = [word for word, fact in (("your guess", mine), ("right", is_right)) if fact]
        text = f"**{words}** *({', '.join(told)})*" if told else words
        lines.append(f":{color}[:material/{icon}:] {text}")
    st.markdown("  \n".join(lines))


def verdict(right: bool, words: str) -> None:
    """Say in words how a guess stands to the answer."""
    if right:
        st.success(words, icon=":material/check_circle:")
    else:
        st.info(words, icon=":material/lightbulb:")


def questions() -> None:
    """Head the questions of a lesson."""
    st.header("Before you go on", anchor=False)
    then = TEACHER_REVEALS if in_room() else "After that the computed answer is shown."
    st.caption(f"Choose, then commit. {then}")


def ask(
    name: str, prompt: str, options: Sequence[str], right: str, why: str, state: Hashable = None
) -> None:
    """Ask for one of several answers; reveal the right one after the guess.

    In a room its teacher reveals; who teaches one can ask it.

    Args:
        name: Unique in the app.
        prompt: The question.
        options: The answers to choose from.
        right: The right one, computed.
        why: One or two sentences, with the numbers that decide it.
        state: What the right answer depends on; when it changes, the question is new.

    Raises:
        ValueError: If the right answer is not offered.
    """
    if right not in options:
        raise ValueError(f"{name}: the answer {right!r} is not among {list(options)}.")
    of = (state, prompt, tuple(options))
    asked = question(name, (state, right), options.__contains__, of)
    guess = asked.take(st.radio, prompt, options, index=None)
    if guess is not None:
        st.markdown(prompt)
        words = {option: option for option in options}
        if in_room():
            show_options(words, guess)
            st.markdown(TEACHER_REVEALS)
        else:
            show_options(words, guess, right)
            told = (
                "Right." if guess == right else f"Not quite. You said “{guess}”; it is “{right}”."
            )
            verdict(guess == right, f"{told} {why}")
            offer_again(asked, asked.ask_again)
    offer_to_ask(lambda: choice_question(name, prompt, options, right, why, state), name)


def ask_number(
    name: str,
    prompt: str,
    right: float,
    why: str,
    tolerance: float = 0.0,
    state: Hashable = None,
    digits: int = 4,
) -> None:
    """Ask for a number; reveal the right one after the guess.

    In a room its teacher reveals; who teaches one can ask it.

    Args:
        name: Unique in the app.
        prompt: The question.
        right: The right number, computed.
        why: One or two sentences, with the numbers that decide it.
        tolerance: What still counts as right, as a fraction of the right number.
        state: What the right number depends on; when it changes, the question is new.
        digits: Of the right number, when it is told.
    """
    asked = question(name, (state, right), is_number, (state, prompt))
    guess = asked.take(number_field, prompt, read=typed_number)
    if guess is not None:
        st.markdown(prompt)
        if in_room():
            st.markdown(f":material/lock: You said **{number(guess, digits)}**. {TEACHER_REVEALS}")
        else:
            near = abs(guess - right) <= tolerance * abs(right)
            told = number(right, digits)
            wrong = f"Not quite. You said {number(guess, digits)}; it is {told}."
            verdict(near, f"{f'Right: {told}.' if near else wrong} {why}")
            offer_again(asked, asked.ask_again)
    if abs(right) < FARTHEST:
        offer_to_ask(lambda: number_question(name, prompt, right, why, tolerance, state), name)


def offer_to_ask(made: Callable[[], tuple[Question, Key]], name: str) -> None:
    """Offer who teaches a room to ask it a question of the page, with the numbers on it.

    Args:
        made: Makes the question, and the key to it.
        name: Unique in the app.
    """
    if held() is not None:
        st.button(
            "Ask the room",
            key=f"room-ask-{name}",
            icon=":material/co_present:",
            help="Puts this question, with the numbers of this page, on the phones of your class.",
            on_click=lambda: ask_room(address().page, *made()),
        )


def number_field(prompt: str, *, key: str, width: int = 420) -> None:
    """A field for a number; a browser's own takes a comma away and leaves another number."""
    st.text_input(prompt, key=key, placeholder="type a number", autocomplete="off", width=width)
