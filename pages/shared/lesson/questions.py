"""Questions at the end of a lesson: guess first, then see the computed answer and why."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import streamlit as st


def questions() -> None:
    """Head the questions of a lesson."""
    st.subheader("Before you go on", anchor=False)
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
    key, guess = _guess(name, (state, right))
    index = None if guess is None else options.index(guess)
    locked = guess is not None
    st.radio(prompt, options, index, key=key, disabled=locked, on_change=_commit, args=(name, key))
    if guess is None:
        return
    if guess == right:
        st.success(f"Right. {why}", icon=":material/check_circle:")
    else:
        st.info(f"Not “{guess}” but “{right}”. {why}", icon=":material/lightbulb:")


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
    key, guess = _guess(name, (state, right))
    st.number_input(
        prompt,
        value=guess,
        key=key,
        format="%.10g",
        placeholder="type a number, then Enter",
        disabled=guess is not None,
        width=420,
        on_change=_commit,
        args=(name, key),
    )
    if guess is None:
        return
    if abs(guess - right) <= tolerance * abs(right):
        st.success(f"Right: {right:.4g}. {why}", icon=":material/check_circle:")
    else:
        st.info(f"Your guess {guess:.4g}, computed {right:.4g}. {why}", icon=":material/lightbulb:")


def _guess(name: str, state: Hashable) -> tuple[str, Any]:
    """Return the key of a question's widget and the guess, None before there is one.

    Both are new when the state is. The key of a locked widget is another one, because
    Streamlit forgets the value of a widget that becomes disabled.
    """
    memo = st.session_state.setdefault("questions", {})
    asked = memo.get(name)
    if asked is None or asked["state"] != state:
        asked = memo[name] = {
            "state": state, "guess": None, "round": asked["round"] + 1 if asked else 1,
        }  # fmt: skip
    locked = "" if asked["guess"] is None else "-locked"
    return f"ask-{name}-{asked['round']}{locked}", asked["guess"]


def _commit(name: str, key: str) -> None:
    """Keep a guess."""
    st.session_state["questions"][name]["guess"] = st.session_state[key]
