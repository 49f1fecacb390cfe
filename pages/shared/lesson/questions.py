"""Commit, then reveal: a guess is locked once it is committed to, and only then answered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(eq=False)
class Question:
    """What a session keeps of a question.

    Attributes:
        name: Unique in the app.
        state: What the right answer depends on.
        round: How often the question was new.
        guess: What was committed to; None before.
    """

    name: str
    state: Hashable
    round: int = 1
    guess: Any = None

    @property
    def key(self) -> str:
        """Of the widget; another when locked, as Streamlit forgets what a disabled one held."""
        return f"ask-{self.name}-{self.round}" + ("" if self.guess is None else "-locked")

    def commit(self, guess: Any) -> None:
        """Lock the first guess; a click that comes late changes nothing."""
        if self.guess is None:
            self.guess = guess

    def take(self, widget: Callable[..., object], *args: Any, **more: Any) -> Any:
        """Show a widget whose first value is the guess; return that, None before there is one."""
        key, locked = self.key, self.guess is not None
        if locked:
            st.session_state[key] = self.guess
        widget(
            *args,
            key=key,
            disabled=locked,
            on_change=lambda: self.commit(st.session_state[key]),
            **more,
        )
        return self.guess


def question(name: str, state: Hashable = None) -> Question:
    """Return the session's question of a name; a new one when the state is."""
    known: dict[str, Question] = st.session_state.setdefault("questions", {})
    last = known.get(name)
    if last is None or last.state != state:
        last = known[name] = Question(name, state, last.round + 1 if last else 1)
    return last


def verdict(right: bool, words: str) -> None:
    """Say in words how a guess stands to the answer."""
    if right:
        st.success(words, icon=":material/check_circle:")
    else:
        st.info(words, icon=":material/lightbulb:")


def questions() -> None:
    """Head the questions of a lesson."""
    st.header("Before you go on", anchor=False)
    st.caption("Commit to an answer; then the computed one is shown.")


def ask(
    name: str, prompt: str, options: Sequence[str], right: str, why: str, state: Hashable = None
) -> None:
    """Ask for one of several answers; reveal the right one after the guess.

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
    guess = question(name, (state, right)).take(st.radio, prompt, options, index=None)
    if guess is not None:
        told = "Right." if guess == right else f"Not “{guess}” but “{right}”."
        verdict(guess == right, f"{told} {why}")


def ask_number(
    name: str, prompt: str, right: float, why: str, tolerance: float = 0.0, state: Hashable = None
) -> None:
    """Ask for a number; reveal the right one after the guess.

    Args:
        name: Unique in the app.
        prompt: The question.
        right: The right number, computed.
        why: One or two sentences, with the numbers that decide it.
        tolerance: What still counts as right, as a fraction of the right number.
        state: What the right number depends on; when it changes, the question is new.
    """
    guess = question(name, (state, right)).take(
        st.number_input,
        prompt,
        value=None,
        format="%.10g",
        placeholder="type a number, then Enter",
        width=420,
    )
    if guess is not None:
        near = abs(guess - right) <= tolerance * abs(right)
        told = f"Right: {right:.4g}." if near else f"Your guess {guess:.4g}, computed {right:.4g}."
        verdict(near, f"{told} {why}")
