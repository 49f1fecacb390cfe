"""The guesses of a session: how an item is asked, committed, revealed and collected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.draw.sketch import sketch
from pages.shared.lesson.asking import Question, offer_again, offer_undo, question
from pages.shared.lesson.questions import number_field, show_hints, verdict
from pages.shared.link.address import address, offer, said
from pages.shared.link.choices import STAGES, stage_key
from pages.shared.session import projector
from pages.shared.session.in_room import in_room
from pages.shared.session.keys import shortcut
from pages.shared.session.progress import note_answer, progress
from perceptron.lessons.predict.answers import (
    Guess,
    Revealed,
    as_guess,
    guess_in_words,
)
from perceptron.lessons.predict.for_room import key_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import ItemFile
from perceptron.lessons.predict.trial import items_that_work
from perceptron.lessons.predict.twins import SUFFIX
from perceptron.room.question import CHOICE, CURVE, MIDDLE, NUMBER, PAPER, times_off
from perceptron.text.decimals import typed_number
from perceptron.text.escape import in_markdown
from perceptron.text.language import _
from perceptron.text.numbers import number


def questions_that_work(file: Path | None = None) -> ItemFile:
    """Return the questions of a file of the app whose runs answer them; once for all visitors.

    Args:
        file: None for that of Predict, then reveal.

    Raises:
        ItemError: If there is none.
    """
    with st.spinner(_("Trying the questions …")):  # seen after an edit, or right after a start
        return items_that_work(file)


def posed(item: Item) -> Question:
    """What this session keeps of an item."""
    return question(f"predict-{item.name}", item.identity, partial(can_be_guess, item))


def can_be_guess(item: Item, kept: object) -> bool:
    """Whether what the browser has kept is a guess at an item, just as it was put there."""
    try:
        guess = as_guess(item, kept)
    except ValueError:
        return False
    return type(guess) is type(kept) and guess == kept


def guesses(items: Iterable[Item]) -> dict[str, Guess]:
    """What this session has committed to, by the name of the item."""
    return {item.name: posed(item).guess for item in items if posed(item).guess is not None}


def choose_item(items: Sequence[Item]) -> Item:
    """Show which question this is, with the ways to the next and the last one."""
    names = [item.name for item in items]
    titles = {
        item.name: _(
            "{number} of {all}: {title}", number=k, all=len(names), title=item.title or item.name
        )
        for k, item in enumerate(items, start=1)
    }
    if address().waiting.get("question", names[0]) not in names:
        said("revealed")  # it was the answer to another question
    offer("question", names, names[0])
    if st.session_state.setdefault("question", names[0]) not in names:
        st.session_state["question"] = names[0]
    at = names.index(st.session_state["question"])
    with st.container(
        key="lab_questions", horizontal=True, vertical_alignment="bottom", width="content"
    ):
        st.button(
            _("Back"), icon=":material/arrow_back:", disabled=at == 0,
            shortcut=shortcut("Left"),  # in English: a key
            on_click=go_to_item, args=(names[at - 1],),
        )  # fmt: skip
        st.selectbox(
            _("Question"),
            names,
            key="question",
            width=300,
            format_func=titles.__getitem__,
            persist_state="session",
        )
        st.button(
            _("Next"), icon=":material/arrow_forward:", disabled=at == len(names) - 1,
            shortcut=shortcut("Right"),  # in English: a key
            on_click=go_to_item, args=(names[(at + 1) % len(names)],),
        )  # fmt: skip
    return items[at]


def go_to_item(name: str) -> None:
    """Show another question."""
    st.session_state["question"] = name


def stage_of(item: Item) -> str:
    """How far an item is: asked, then its answer shown, then the reason why.

    A link says so only where a teacher has chosen it; in a room nothing but the room does.
    """
    key = stage_key(item.name)
    linked = said("revealed")
    if in_room():
        return STAGES[0]
    if linked in STAGES:
        st.session_state[key] = str(linked)
    elif linked is not None:
        address().notes.append(
            _("revealed must be one of {stages}. It was left out.", stages=", ".join(STAGES))
        )
    stage = st.session_state[key] = _stage(item)
    return stage


def _stage(item: Item) -> str:
    """The later one: what was revealed in this session, or what the browser has kept of it."""
    stages = (st.session_state.get(stage_key(item.name)), posed(item).stage)
    known = [stage for stage in stages if stage in STAGES]
    return max(known, key=STAGES.index, default=STAGES[0])


def show_more(item: Item, stage: str) -> None:
    """Go to a later stage of an item."""
    st.session_state[stage_key(item.name)] = stage
    posed(item).reveal(stage)


def offer_to_ask_again(item: Item) -> None:
    """Offer to ask a revealed item again, for the next class; or to undo that."""
    one = posed(item)
    if _stage(item) == STAGES[0]:
        offer_undo(one, partial(_undo_again, item))
    else:
        offer_again(one, partial(_ask_again, item))


def _ask_again(item: Item) -> None:
    one, key = posed(item), stage_key(item.name)
    one.stage = _stage(item)  # a link may have revealed it, or it was, before there was a guess
    one.ask_again()
    st.session_state[key] = one.stage


def _undo_again(item: Item) -> None:
    posed(item).undo()
    st.session_state[stage_key(item.name)] = posed(item).stage


def take_guess(item: Item) -> None:
    """Show the control for a guess, and the button that locks it."""
    key = posed(item).key
    lock = partial(
        st.button if item.kind != NUMBER else st.form_submit_button,
        _("Commit"),
        key=f"commit-{key}",
        type="primary",
        icon=":material/lock:",
        help=_("Locks your guess. Only then can the run be revealed."),
        on_click=posed(item).commit_chosen,
        args=(lambda value: read_guess(item, value),),
    )
    if item.kind == NUMBER:  # a form sends nothing when a press elsewhere leaves the field
        with st.form(f"form-{key}", border=False):
            unit = item.unit
            label = _("Your guess, in {unit}", unit=unit) if unit else _("Your guess")
            number_field(label, key=key)
            lock()
    elif item.kind == CHOICE:
        options = dict(item.options)
        st.radio(_("Your guess"), list(options), index=None, key=key, format_func=options.get)
        lock()
    else:
        sketch(item.name, item.epochs, PAPER, MIDDLE, key=key)
        if not projector.is_on():  # there the button that commits takes its room
            st.caption(
                _("Tap where a point should be, drag it, use the arrow keys, or type its number.")
            )
        lock()
    posed(item).tell_refused()
    if not in_room() and not projector.is_on():
        show_hints(posed(item), item.hints)


def note(shown: Revealed, guess: Guess) -> None:
    """Let the browser keep how a question, or its twin, was answered: once for each guess."""
    item, one = shown.item, posed(shown.item)
    name = item.name.removesuffix(SUFFIX)
    if in_room() or not (one.is_new or name not in progress().answers):
        return
    one.is_new = False
    right = key_of(item, shown).is_right(guess)
    words = guess_in_words(item, guess)
    note_answer("predict", name, words, right=right, asked=item.question)


def read_guess(item: Item, value: Any) -> Guess:
    """Make a guess of what the control holds."""
    if item.kind == CHOICE:
        return str(value)
    if item.kind != CURVE:
        return typed_number(value.strip().removesuffix(item.unit))
    if list(value["values"]) == [MIDDLE] * len(item.epochs):
        raise ValueError(_("Move the points first; a wrong guess teaches more than none."))
    return tuple(float(one) for one in value["values"])


def show_verdict(shown: Revealed, guess: Guess | None) -> None:
    """Say what was measured, and how far the guess is from it."""
    item = shown.item
    answer = _("The answer: **{answer}**.", answer=shown.words)
    if guess is None:
        measured = answer if item.given else _("Measured: **{answer}**.", answer=shown.words)
        st.info(measured, icon=":material/science:")
        return
    key = key_of(item, shown)
    right = key.is_right(guess)
    words = [
        _("Right.") if right else _("Not quite."),
        _("You said “{guess}”.", guess=guess_in_words(item, guess)),
        answer if item.given else _("The run: **{answer}**.", answer=shown.words),
    ]
    if isinstance(guess, tuple) and isinstance(shown.answer, tuple):
        factor = number(times_off(guess, shown.answer), 2)
        words.append(_("On average your points are a factor {factor} off.", factor=factor))
    reason = f"  \n{in_markdown(key.reason_for(guess))}" if key.reason_for(guess) else ""
    verdict(right, f"{' '.join(words)}{reason}")
