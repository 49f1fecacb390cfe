"""The guesses of a session: how an item is asked, committed, revealed and collected."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.sketch import sketch
from pages.shared.lesson.questions import Question, question, verdict
from pages.shared.link.address import offer
from pages.shared.session import projector
from perceptron.figures.predict import choices_figure, curves_figure, numbers_figure
from perceptron.figures.runs import runs_figure
from perceptron.figures.style import MAX_POINTS
from perceptron.history.curves import Points
from perceptron.lessons.predict.answers import (
    Guess,
    Revealed,
    guess_in_words,
    is_right,
    names_of_runs,
    times_off,
)
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.measures import CHOICE, CURVE

STAGES = ("asked", "answer", "why")
HEIGHT = 340
HEIGHT_ALOUD = 260  # so that question, answer and guesses fit on one screen
_PAPER, _MIDDLE = (0.1, 1e5), 100.0  # of a sketch, in units of the loss


def asked(item: Item) -> Question:
    """What this session keeps of an item."""
    return question(f"predict-{item.name}", item)


def guesses(items: Iterable[Item]) -> dict[str, Guess]:
    """What this session has committed to, by the name of the item."""
    return {item.name: asked(item).guess for item in items if asked(item).guess is not None}


def tag() -> str:
    """A random mark that tells this session's code from others; it says nothing about who."""
    mark: str = st.session_state.setdefault("guess_tag", secrets.token_hex(3))
    return mark


def choose_item(items: Sequence[Item]) -> Item:
    """Show which question this is, with the ways to the next and the last one."""
    names = [item.name for item in items]
    offer("question", names, names[0])
    if st.session_state.setdefault("question", names[0]) not in names:
        st.session_state["question"] = names[0]
    at = names.index(st.session_state["question"])
    with st.container(
        key="lab_questions", horizontal=True, vertical_alignment="bottom", width="content"
    ):
        st.button(
            "Back", icon=":material/arrow_back:", shortcut="Left", disabled=at == 0,
            on_click=go_to_item, args=(names[at - 1],),
        )  # fmt: skip
        st.selectbox(
            "Question",
            names,
            key="question",
            width=240,
            format_func=lambda name: f"{names.index(name) + 1} of {len(names)}: {name}",
            persist_state="session",
        )
        st.button(
            "Next", icon=":material/arrow_forward:", shortcut="Right",
            disabled=at == len(names) - 1,
            on_click=go_to_item, args=(names[(at + 1) % len(names)],),
        )  # fmt: skip
    return items[at]


def go_to_item(name: str) -> None:
    """Show another question."""
    st.session_state["question"] = name


def stage_of(item: Item) -> str:
    """How far an item is: asked, then its answer shown, then the reason why."""
    key = f"revealed_{item.name}"
    offer("revealed", STAGES, STAGES[0], key)
    stage: str = st.session_state.setdefault(key, STAGES[0])
    return stage


def show_more(item: Item, stage: str) -> None:
    """Go to a later stage of an item."""
    st.session_state[f"revealed_{item.name}"] = stage


def take_guess(item: Item) -> None:
    """Show the control for a guess, and the button that locks it."""
    key = asked(item).key
    if item.kind == CHOICE:
        options = dict(item.options)
        st.radio("Your guess", list(options), index=None, key=key, format_func=options.get)
    elif item.kind == CURVE:
        sketch(item.name, item.epochs, _PAPER, _MIDDLE, key=key)
        st.caption("Drag the points, or go to one with Tab and move it with the arrow keys.")
    else:
        st.number_input(
            f"Your guess, in {item.unit}" if item.unit else "Your guess",
            value=None,
            key=key,
            format="%.10g",
            placeholder="type a number",
            width=320,
        )
    st.button(
        "Commit",
        type="primary",
        icon=":material/lock:",
        help="Locks your guess. Only then can the run be revealed.",
        on_click=_commit,
        args=(item,),
    )
    if st.session_state.pop("guess_missing", False):
        first = "Move the points" if item.kind == CURVE else "Choose or type an answer"
        st.warning(f"{first} first; a wrong guess teaches more than none.")


def _commit(item: Item) -> None:
    """Lock the guess, if there is one."""
    value = st.session_state.get(asked(item).key)
    untouched = [_MIDDLE] * len(item.epochs)
    if value is None or (item.kind == CURVE and list(value["values"]) == untouched):
        st.session_state["guess_missing"] = True
    elif item.kind == CURVE:
        asked(item).commit(tuple(float(one) for one in value["values"]))
    else:
        asked(item).commit(value if item.kind == CHOICE else float(value))


def show_verdict(shown: Revealed, guess: Guess | None) -> None:
    """Say what was measured, and how far the guess is from it."""
    item = shown.item
    if guess is None:
        st.info(f"Measured: **{shown.words}**.", icon=":material/science:")
        return
    off = ""
    if isinstance(guess, tuple) and isinstance(shown.answer, tuple):
        off = f" On average your points are a factor {times_off(guess, shown.answer):.2g} off."
    words = f"You guessed {guess_in_words(item, guess)}; measured: **{shown.words}**.{off}"
    right = is_right(item, guess, shown.answer)
    verdict(right, f"Right. {words}" if right else words)


def show_guesses(item: Item, all_guesses: Sequence[Guess], shown: Revealed | None) -> None:
    """Draw guesses, of one or of many, and over them the answer once it is revealed."""
    chart(
        "guesses",
        (item.name, tuple(all_guesses), shown is None),
        lambda: _figure(item, all_guesses, shown),
        lambda: (
            f"{len(all_guesses)} guesses: "
            + "; ".join(guess_in_words(item, guess) for guess in all_guesses[:12])
            + (f". Measured: {shown.words}." if shown else ".")
        ),
        height=HEIGHT_ALOUD if projector.is_on() else HEIGHT,
    )


def _figure(item: Item, all_guesses: Sequence[Guess], shown: Revealed | None) -> go.Figure:
    answer = shown.answer if shown else None
    if item.kind == CHOICE:
        chosen = [one for one in all_guesses if isinstance(one, str)]
        return choices_figure(
            dict(item.options), chosen, answer if isinstance(answer, str) else None
        )
    if item.kind == CURVE:
        drawn = [one for one in all_guesses if isinstance(one, tuple)]
        rows = "validation rows" if _of_validation(item) else "all training rows"
        return curves_figure(item.epochs, drawn, _curve(shown) if shown else None, rows)
    numbers = [one for one in all_guesses if isinstance(one, (int, float))]
    measured = answer if isinstance(answer, (int, float)) else None
    return numbers_figure(numbers, measured, item.allowed(answer), item.unit)


def _of_validation(item: Item) -> bool:
    return item.measure.startswith("valid")


def _curve(shown: Revealed) -> Points:
    """The whole curve that a curve item asked for points of."""
    curves = next(iter(shown.runs[0].curves(MAX_POINTS).values()))
    return curves.valid if _of_validation(shown.item) else curves.train


def worth_drawing(shown: Revealed) -> bool:
    """Whether the losses of the run tell something that the guesses' picture doesn't."""
    return shown.item.kind != CURVE and any(run.config.epochs > 1 for run in shown.runs)


def show_runs(shown: Revealed) -> None:
    """Draw the losses of the run, or of both runs, that the answer was measured in."""
    names = names_of_runs(shown.item)
    firsts = (next(iter(run.curves(MAX_POINTS).values())) for run in shown.runs)
    curves = dict(zip(names, firsts, strict=True))
    chart(
        "guess-runs",
        shown.item.name,
        lambda: runs_figure(curves),
        lambda: "Loss on all training rows after each epoch, log axis: " + "; ".join(
            f"{name} from {one.train[0][1]:.4g} to {one.train[-1][1]:.4g}"
            for name, one in curves.items()
        ),
        height=HEIGHT_ALOUD if projector.is_on() else HEIGHT,
    )  # fmt: skip
