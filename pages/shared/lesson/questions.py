"""Commit, then reveal: a guess is locked once it is committed to, and only then answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.session.memory import memory
from pages.shared.session.remembered import ANSWER
from perceptron.sharing.read import is_number
from perceptron.text.decimals import typed_number
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import number

FIRST = "Choose or type an answer first; a wrong guess teaches more than none."
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
        refused: Why the last try to commit locked nothing.
        stage: How far the answer is revealed, where that is done by steps.
        kept_of: What the browser keeps the guess of; empty if it keeps none.
    """

    name: str
    state: Hashable
    round: int = 1
    guess: Any = None
    refused: str = ""
    stage: str = ASKED
    kept_of: str = ""

    @property
    def key(self) -> str:
        """Of the widget that takes the guess."""
        return f"ask-{self.name}-{self.round}"

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

    def commit_chosen(self, read: Callable[[Any], Any] | None = None) -> None:
        """Lock what the widget holds, or keep in `refused` why there is nothing to lock.

        Args:
            read: Makes the guess of it; raises a `ValueError` that says what is wrong.
        """
        chosen = st.session_state.get(self.key)
        self.refused = FIRST if chosen is None or chosen == "" else ""
        if self.refused:
            return
        try:
            self.commit(read(chosen) if read else chosen)
        except ValueError as error:
            self.refused = str(error)

    def tell_refused(self) -> None:
        """Say why the last try to commit locked nothing."""
        if self.refused:
            st.warning(in_markdown(self.refused), icon=":material/edit:")

    def take(
        self,
        widget: Callable[..., object],
        prompt: str,
        *args: Any,
        read: Callable[[Any], Any] | None = None,
        **more: Any,
    ) -> Any:
        """Show a widget and the button that commits; return the guess, None before there is one.

        A tap alone locks nothing. What was answered is for `show_options` to show.

        Args:
            widget: As `st.radio`.
            prompt: The question.
            args: For the widget.
            read: Makes the guess of what the widget holds.
            more: For the widget.
        """
        if self.guess is None:
            with st.form(f"form-{self.key}", border=False):
                widget(prompt, *args, key=self.key, **more)
                st.form_submit_button(
                    "Commit",
                    key=f"commit-{self.key}",
                    icon=":material/lock:",
                    on_click=self.commit_chosen,
                    args=(read,),
                )
            self.tell_refused()
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
    st.caption("Choose, then commit. After that the computed answer is shown.")


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
        st.markdown(prompt)
        show_options({option: option for option in options}, guess, right)
        told = "Right." if guess == right else f"Not quite. You said “{guess}”; it is “{right}”."
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
    guess = question(name, (state, right), is_number).take(number_field, prompt, read=typed_number)
    if guess is not None:
        st.markdown(prompt)
        near = abs(guess - right) <= tolerance * abs(right)
        wrong = f"Not quite. You said {number(guess)}; it is {number(right)}."
        verdict(near, f"{f'Right: {number(right)}.' if near else wrong} {why}")


def number_field(prompt: str, *, key: str, width: int = 420) -> None:
    """A field for a number; a browser's own takes a comma away and leaves another number."""
    st.text_input(prompt, key=key, placeholder="type a number", autocomplete="off", width=width)
