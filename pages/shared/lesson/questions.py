"""Commit, then reveal: a guess is locked once it is committed to, and only then answered."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.session.memory import memory
from pages.shared.session.remembered import ANSWER

ASKED = "asked"
Fits = Callable[[Any], bool]


@dataclass(eq=False)
class Question:
    """What a session keeps of a question.

    Attributes:
        name: Unique in the app.
        state: What the right answer depends on.
        round: How often the question was new.
        guess: What was committed to; None before.
        stage: How far the answer is revealed, where that is done by steps.
        kept_of: What the browser keeps the guess of; empty if it keeps none.
    """

    name: str
    state: Hashable
    round: int = 1
    guess: Any = None
    stage: str = ASKED
    kept_of: str = ""

    @property
    def key(self) -> str:
        """Of the widget; another when locked, as Streamlit forgets what a disabled one held."""
        return f"ask-{self.name}-{self.round}" + ("" if self.guess is None else "-locked")

    def commit(self, guess: Any) -> None:
        """Lock the first guess; a click that comes late changes nothing."""
        if self.guess is None:
            self.guess = guess
            self._keep()

    def reveal(self, stage: str) -> None:
        """Go to a later stage."""
        self.stage = stage
        self._keep()

    def _keep(self) -> None:
        """Let the browser keep the guess for the next visit."""
        if self.kept_of and self.guess is not None:
            kept = {"of": self.kept_of, "guess": self.guess, "stage": self.stage}
            memory().put(f"{ANSWER}{self.name}", json.dumps(kept))

    def recall(self, fits: Fits) -> None:
        """Take the guess that the browser has kept, once, if it was at this very question."""
        kept = memory().answers.get(self.name)
        if kept is None or kept["of"] != self.kept_of:
            return
        del memory().answers[self.name]
        guess = kept["guess"]
        guess = tuple(guess) if isinstance(guess, list) else guess
        if fits(guess):
            self.guess, self.stage = guess, kept["stage"]

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


def question(name: str, state: Hashable = None, fits: Fits | None = None) -> Question:
    """Return the session's question of a name; a new one when the state is.

    Args:
        name: Unique in the app.
        state: What the right answer depends on. Its `repr` must be the same in the next visit,
            if the browser is to keep the guess.
        fits: Tells whether something can be a guess at it; None if the browser keeps none.
    """
    known: dict[str, Question] = st.session_state.setdefault("questions", {})
    last = known.get(name)
    if last is None or last.state != state:
        last = known[name] = Question(name, state, last.round + 1 if last else 1)
        if fits:
            last.kept_of = hashlib.blake2s(repr(state).encode(), digest_size=8).hexdigest()
            last.recall(fits)
    return last


def is_number(guess: Any) -> bool:
    """Whether it is a number as a number field gives it."""
    return type(guess) in (int, float) and math.isfinite(guess)


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
    guess = question(name, (state, right), options.__contains__).take(
        st.radio, prompt, options, index=None
    )
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
    guess = question(name, (state, right), is_number).take(
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
