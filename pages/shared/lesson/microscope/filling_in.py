"""The phases of an update with blanks: what is asked, checked and said, and what was reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from pages.shared.draw.blanks import Blank, Blanks, State, typed_texts
from pages.shared.draw.matrices import show_matrices
from pages.shared.lesson.entries import Entries, entries_of
from perceptron.lessons.matrices import Matrix
from perceptron.lessons.microscope.blanks import (
    ALONE,
    BLANKS,
    LEVELS,
    MAX_FIELDS,
    Entry,
    entries_asked,
    is_right,
    recipe,
    results,
    spoken,
)
from perceptron.lessons.microscope.causes import causes, causes_in_words
from perceptron.lessons.microscope.phases import PHASES, Names, Phase
from perceptron.lessons.microscope.typed import read
from perceptron.lessons.update import Update
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

PICTURE = "phase"  # the name of the picture on the page
_MOST = 200  # numbers of a matrix that a task is known by
_NEXT_LEVELS = {
    BLANKS: N_("Next level: fill in a few blanks"),
    ALONE: N_("Next level: alone, with other numbers"),
}


@dataclass(frozen=True, eq=False)
class Task:
    """An update of which a learner fills in a part.

    Attributes:
        level: How much.
        update: The update.
        names: What its rows and columns are called.
        entries: What has been typed.
    """

    level: str
    update: Update
    names: Names
    entries: Entries

    def matrices(self, phase: Phase) -> dict[str, Matrix]:
        """What a phase computes, by name."""
        return {one.name: one for one in results(phase, self.update, self.names)}

    def fields(self, phase: Phase) -> list[Blank]:
        """The fields of a phase, as they stand."""
        matrices = self.matrices(phase)
        places = entries_asked([*matrices.values()], self.level)
        typed = self.entries.of(phase.name, len(places))
        shown = phase.name in self.entries.given_up
        return [
            self._field(entry, text, matrices[entry.matrix], shown)
            for entry, text in zip(places, typed, strict=True)
        ]

    def _field(self, entry: Entry, text: str, matrix: Matrix, shown: bool) -> Blank:
        state, words = self._judged(entry, text)
        if shown and state != "right":
            state, words = "shown", _("shown to you")
            text = number(matrix.values[entry.i, entry.j].item())
        known = state in ("right", "shown") and matrix.sum is not None
        written = matrix.sum(entry.i, entry.j) if known and matrix.sum else ""
        return Blank(*entry, spoken(entry, self.names), text, state, words, written)

    def _judged(self, entry: Entry, text: str) -> tuple[State, str]:
        if not text:
            return "", ""
        try:
            typed = read(text)
        except ValueError as error:
            return "wrong", str(error)
        if is_right(typed, entry, self.update):
            return "right", _("right")
        why = causes_in_words(causes(typed, entry, self.update, self.names))
        return "wrong", _("not right. {why}", why=why or recipe(entry, self.names))

    def counts(self, phases: Iterable[Phase] = PHASES) -> tuple[int, int]:
        """How many entries of some phases are right, and how many there are."""
        states = [one.state for phase in phases for one in self.fields(phase)]
        return states.count("right"), len(states)


def task_of(level: str, update: Update, names: Names) -> Task:
    """Return the task at a level.

    Args:
        level: One of `LEVELS` but the first.
        update: The update.
        names: What its rows and columns are called.
    """
    u = update
    given = (u.X[:MAX_FIELDS], u.Y[:MAX_FIELDS], u.before.W, u.before.b)
    known_by = [f"{value:.6g}" for some in given for value in some.flatten()[:_MOST].tolist()]
    return Task(level, u, names, entries_of((level, len(u.X), u.learning_rate, known_by)))


def show_blanks(task: Task, phase: Phase) -> None:
    """Show a phase with its blanks, and how many are right."""
    fields = task.fields(phase)
    name = f"{task.entries.name}-{phase.name}"

    def take() -> None:
        of, texts = typed_texts(PICTURE)
        if of == name and len(texts) == len(fields):
            task.entries.take(phase.name, texts)

    show_matrices(
        PICTURE,
        [_faded(one, task.level) for one in phase.picture(task.update, task.names)],
        blanks=Blanks(name, tuple(fields), task.entries.version, _said(task, phase, fields)),
        on_typed=take,
    )
    right = sum(one.state == "right" for one in fields)
    st.markdown(f"**{_so_far(right, len(fields))}**")
    given_up = phase.name in task.entries.given_up
    if given_up and right < len(fields):
        st.caption(_("You had the rest of this phase shown: it does not count as yours."))


def offer_to_give_up(task: Task, phase: Phase) -> None:
    """Offer to show the rest of a phase."""
    right, n = task.counts([phase])
    st.button(
        _("Show me this phase"),
        key="show_phase",
        icon=":material/visibility:",
        on_click=task.entries.give_up,
        args=(phase.name,),
        disabled=phase.name in task.entries.given_up or right == n,
    )


def _faded(item: Matrix | str, level: str) -> Matrix | str:
    """Alone, nothing shows what a number is computed from; nothing is picked with blanks."""
    if isinstance(item, str):
        return item
    if level == ALONE:
        return replace(item, pickable=False, links={}, sum=None)
    return replace(item, pickable=False)


def _so_far(right: int, n: int) -> str:
    return ngettext(
        "{right} of {n} entry right in this phase.",
        "{right} of {n} entries right in this phase.",
        n,
        right=right,
    )


def _said(task: Task, phase: Phase, fields: list[Blank]) -> tuple[int, str]:
    """What is said aloud of the entries that were typed into last."""
    part, places = task.entries.checked
    if part != phase.name:
        return task.entries.times, ""
    told = [f"{fields[k].label}: {fields[k].words}" for k in places if k < len(fields)]
    right = sum(one.state == "right" for one in fields)
    words = [f"{one.rstrip('.')}." for one in told]
    return task.entries.times, " ".join([*words, _so_far(right, len(fields))])


def show_reached(task: Task, go_to: Callable[[str], None], again: Callable[[], None]) -> None:
    """Say, after the last phase, what was reached at this level, and lead on.

    Args:
        task: The task.
        go_to: Goes to a level.
        again: Goes to other numbers.
    """
    right, n = task.counts()
    left = [
        _(phase.name)
        for phase in PHASES
        if any(one.state in ("", "wrong") for one in task.fields(phase))
    ]
    shown = [_(phase.name) for phase in PHASES if phase.name in task.entries.given_up]
    if right == n:
        st.success(_all_in_words(task.level, n), icon=":material/check_circle:")
    else:
        words = [_some_in_words(task.level, n, right)]
        if left:
            words.append(_("Still open: {phases}.", phases=", ".join(left)))
        if shown:
            words.append(_("Shown to you: {phases}.", phases=", ".join(shown)))
        st.markdown(" ".join(words))
    lead_on(task.level, go_to, again, main=not left)


def _all_in_words(level: str, n: int) -> str:
    if level == ALONE:
        return ngettext(
            "You did a whole update alone: the {n} entry, in all {phases} phases.",
            "You did a whole update alone: all {n} entries, in all {phases} phases.",
            n,
            phases=len(PHASES),
        )
    return ngettext(
        "You filled in the {n} blank of this update yourself.",
        "You filled in all {n} blanks of this update yourself.",
        n,
    )


def _some_in_words(level: str, n: int, right: int) -> str:
    if level == ALONE:
        return ngettext(
            "Of the {n} entry of this update {right} are yours.",
            "Of the {n} entries of this update {right} are yours.",
            n,
            right=right,
        )
    return ngettext(
        "Of the {n} blank of this update {right} are yours.",
        "Of the {n} blanks of this update {right} are yours.",
        n,
        right=right,
    )


def lead_on(
    level: str, go_to: Callable[[str], None], again: Callable[[], None], *, main: bool
) -> None:
    """Offer the level after this one; after the last, the same with other numbers."""
    kind: Literal["primary", "secondary"] = "primary" if main else "secondary"
    following = {LEVELS[0]: BLANKS, BLANKS: ALONE}.get(level)
    if following is None:
        st.button(_("Once more, with other numbers"), key="again", type=kind, on_click=again)
        return
    st.button(
        _(_NEXT_LEVELS[following]), key="next_level", type=kind, icon=":material/stairs:",
        on_click=go_to, args=(following,),
    )  # fmt: skip
