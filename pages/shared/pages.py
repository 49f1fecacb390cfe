"""The pages, in the order that teaches best. A new one is one new file and one line here."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

FOLDER = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app.

    Attributes:
        name: Of its file in `pages/`, and of its address.
        title: On screen.
        icon: A Material symbol.
        group: The heading that it stands under in the navigation.
        idea: The one idea, in one sentence.
        keys: What the keyboard does on it, by key.
        wide: Whether it takes the whole window; else it is read in a column.
        can: What somebody can do who has gone through it: "I can …". Empty where nothing is taught.
    """

    name: str
    title: str
    icon: str
    group: str
    idea: str
    keys: Mapping[str, str] = field(default_factory=dict)
    wide: bool = False
    can: str = ""

    @property
    def script(self) -> StreamlitPage:
        """The same as Streamlit's `st.Page`, for links."""
        return self.listed(True)

    def listed(self, seen: bool) -> StreamlitPage:
        """The same for the navigation, where it stands or is left out."""
        return st.Page(
            FOLDER / f"{self.name}.py",
            title=self.title,
            icon=f":material/{self.icon}:",
            default=self.name == PAGES[0].name,
            visibility="visible" if seen else "hidden",
        )


_FIRST, _LEARN, _AGREE, _KNOW = "", "Learn", "Three ways", "Practise"
_LOOK_UP = "Look up"
WITH_A_CLASS = "Class"
PAGES = [
    Page(
        "home", "Home", "home", _FIRST,
        "What this is, in one picture, and where to start.",
    ),
    Page(
        "train", "Train", "play_circle", _FIRST,
        "Three programs learn side by side, from one start, along one curve.",
        {"Space": "trains and pauses", "→": "trains one batch", "E": "trains an epoch"},
        wide=True, can="train three programs, and read their curves",
    ),
    Page(
        "runs", "Your runs", "inventory_2", _FIRST,
        "Finished runs are kept: compare them in one chart, download any of them.",
        wide=True,
    ),
    Page(
        "microscope", "One batch under the microscope", "biotech", _LEARN,
        "One update, number by number: predict, compare, pass the derivative back, step.",
        {"→": "next phase", "←": "phase before"}, can="compute a gradient by hand",
    ),
    Page(
        "last_batch", "The last batch", "splitscreen", _LEARN,
        "An epoch ends with whatever rows are left: see how much they count in its mean.",
        can="tell what a short batch does to a mean, and to the weights",
    ),
    Page(
        "step_size", "How big a step", "speed", _LEARN,
        "The curvature of the loss tells, before training, which learning rates can work.",
        can="choose a learning rate, and say which ones diverge",
    ),
    Page(
        "four_axes", "The derivative with four axes", "grid_4x4", _AGREE,
        "The derivative of the prediction by the weights is a tensor with many zeros.",
        {"→": "adds the next slice, in the contraction", "←": "takes it away again"},
        can="join a tensor with four axes to the same gradient",
    ),
    Page(
        "agreement", "Do they agree?", "compare_arrows", _AGREE,
        "Three ways lead to one gradient: measure how far apart they are, and find out why.",
        can="say why three programs agree, and why not in every digit",
    ),
    Page(
        "cost", "What it costs", "timer", _AGREE,
        "The same gradient can cost very different time and memory: measure it here.",
        can="say what each way costs as the sizes grow",
    ),
    Page(
        "clinic", "Gradient clinic", "healing", _KNOW,
        "A fourth model has a bug. Its loss may fall even so: find the bug.",
        can="find a wrong gradient",
    ),
    Page(
        "write", "Write it yourself", "edit_note", _KNOW,
        "Fill in the gradient in a program of your own: it is checked, and then it trains.",
        can="write the gradient myself",
    ),
    Page(
        "predict", "Predict, then reveal", "psychology_alt", _KNOW,
        "Commit to an answer first: only then does a run reveal its own.",
        {"→": "next question", "←": "question before"}, can="predict what a run will do",
    ),
    Page(
        "progress", "What I can do", "checklist", _KNOW,
        "What you have answered so far, with your first guesses beside it.",
    ),
    Page(
        "measure", "Before and after", "query_stats", _KNOW,
        "A short test before the lessons and after them: see what you have gained.",
    ),
    Page(
        "notation", "Notation and derivations", "functions", _LOOK_UP,
        "Every symbol, every step of both derivations, and the three programs side by side.",
    ),
    Page(
        "glossary", "All pages and words", "dictionary", _LOOK_UP,
        "Where everything is, and what each word means.",
    ),
    Page(
        "teach", "Teach a class", "co_present", WITH_A_CLASS,
        "Ask a class on its phones, see how many have committed, and reveal when you want.",
        wide=True,
    ),
    Page(
        "join", "Join a room", "login", WITH_A_CLASS,
        "Answer what your teacher asks, with nothing but a code.",
    ),
    Page(
        "guide", "Teacher's guide", "menu_book", WITH_A_CLASS,
        "What to ask in which minute of a lesson, and how to prepare it.",
    ),
]  # fmt: skip
PATH = tuple(page.name for page in PAGES if page.can)  # of who learns, in order
_AT_THE_END = "progress"


def by_group(seen: Container[str] | None = None) -> Mapping[str, Sequence[StreamlitPage]]:
    """The pages under their headings, for the navigation.

    Args:
        seen: The names of those that are listed; None for all.
    """
    groups = dict.fromkeys(page.group for page in PAGES)
    return {
        group: [one.listed(seen is None or one.name in seen) for one in PAGES if one.group == group]
        for group in groups
    }


def page_named(name: str) -> Page:
    """Return the page of a file's name."""
    return next(one for one in PAGES if one.name == name)


def after(name: str) -> Page | None:
    """Return the page that follows on the path of who learns, a circle; None outside of it."""
    way = [*PATH, _AT_THE_END, PAGES[0].name, PATH[0]]
    if name in way:
        return page_named(way[way.index(name) + 1])
    return page_named(PATH[1]) if name == "runs" else None
