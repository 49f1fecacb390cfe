"""The pages, in the order that teaches best. A new one is one new file and one line here."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from perceptron.text.language import N_, _

FOLDER = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app, with its words as `N_` marks them.

    Attributes:
        name: Of its file in `pages/`, and of its address.
        icon: A Material symbol.
        keys: What the keyboard does on it, by key.
        wide: Whether it takes the whole window; else it is read in a column.
        drawn: Whether it has charts: the browser fetches their program beside all else.
        can: What who has gone through it can do: "I can …". Empty where nothing is taught.
    """

    name: str
    _title: str
    icon: str
    _group: str
    _idea: str
    keys: Mapping[str, str] = field(default_factory=dict)
    wide: bool = False
    drawn: bool = False
    can: str = ""

    @property
    def title(self) -> str:
        """On screen."""
        return _(self._title)

    @property
    def group(self) -> str:
        """The heading that it stands under in the navigation."""
        return _(self._group)

    @property
    def idea(self) -> str:
        """The one idea, in one sentence."""
        return _(self._idea)

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


_FIRST, _LEARN, _AGREE, _KNOW = "", N_("Learn"), N_("Three ways"), N_("Practise")
_LOOK_UP = N_("Look up")
WITH_A_CLASS = N_("Class")
PAGES = [
    Page(
        "home", N_("Home"), "home", _FIRST,
        N_("What this is, in one picture, and where to start."),
        drawn=True,
    ),
    Page(
        "train", N_("Train"), "play_circle", _FIRST,
        N_("Three programs learn side by side, from one start, along one curve."),
        {
            N_("Space"): N_("trains and pauses"),
            "→": N_("trains one batch"),
            "E": N_("trains an epoch"),
        },
        wide=True, can=N_("train three programs, and read their curves"),
        drawn=True,
    ),
    Page(
        "runs", N_("Your runs"), "inventory_2", _FIRST,
        N_("Finished runs are kept: compare them in one chart, download any of them."),
        wide=True,
        drawn=True,
    ),
    Page(
        "microscope", N_("One batch under the microscope"), "biotech", _LEARN,
        N_("One update, number by number: predict, compare, pass the derivative back, step."),
        {"→": N_("next phase"), "←": N_("phase before")}, can=N_("compute a gradient by hand"),
    ),
    Page(
        "last_batch", N_("The last batch"), "splitscreen", _LEARN,
        N_("An epoch ends with whatever rows are left: see how much they count in its mean."),
        can=N_("tell what a short batch does to a mean, and to the weights"),
        drawn=True,
    ),
    Page(
        "step_size", N_("How big a step"), "speed", _LEARN,
        N_("The curvature of the loss tells, before training, which learning rates can work."),
        can=N_("choose a learning rate, and say which ones diverge"),
        drawn=True,
    ),
    Page(
        "four_axes", N_("The derivative with four axes"), "grid_4x4", _AGREE,
        N_("The derivative of the prediction by the weights is a tensor with many zeros."),
        {"→": N_("adds the next slice, in the contraction"), "←": N_("takes it away again")},
        can=N_("join a tensor with four axes to the same gradient"),
        drawn=True,
    ),
    Page(
        "agreement", N_("Do they agree?"), "compare_arrows", _AGREE,
        N_("Three ways lead to one gradient: measure how far apart they are, and find out why."),
        can=N_("say why three programs agree, and why not in every digit"),
        drawn=True,
    ),
    Page(
        "cost", N_("What it costs"), "timer", _AGREE,
        N_("The same gradient can cost very different time and memory: measure it here."),
        can=N_("say what each way costs as the sizes grow"),
        drawn=True,
    ),
    Page(
        "clinic", N_("Gradient clinic"), "healing", _KNOW,
        N_("A fourth model has a bug. Its loss may fall even so: find the bug."),
        can=N_("find a wrong gradient"),
        drawn=True,
    ),
    Page(
        "write", N_("Write it yourself"), "edit_note", _KNOW,
        N_("Fill in the gradient in a program of your own: it is checked, and then it trains."),
        can=N_("write the gradient myself"),
    ),
    Page(
        "predict", N_("Predict, then reveal"), "psychology_alt", _KNOW,
        N_("Commit to an answer first: only then does a run reveal its own."),
        {"→": N_("next question"), "←": N_("question before")},
        can=N_("predict what a run will do"),
        drawn=True,
    ),
    Page(
        "progress", N_("What I can do"), "checklist", _KNOW,
        N_("What you have answered so far, with your first guesses beside it."),
    ),
    Page(
        "measure", N_("Before and after"), "query_stats", _KNOW,
        N_("A short test before the lessons and after them: see what you have gained."),
    ),
    Page(
        "notation", N_("Notation and derivations"), "functions", _LOOK_UP,
        N_("Every symbol, every step of both derivations, and the three programs side by side."),
    ),
    Page(
        "glossary", N_("All pages and words"), "dictionary", _LOOK_UP,
        N_("Where everything is, and what each word means."),
    ),
    Page(
        "teach", N_("Teach a class"), "co_present", WITH_A_CLASS,
        N_("Ask a class on its phones, see how many have committed, and reveal when you want."),
        wide=True,
    ),
    Page(
        "join", N_("Join a room"), "login", WITH_A_CLASS,
        N_("Answer what your teacher asks, with nothing but a code."),
    ),
    Page(
        "guide", N_("Teacher's guide"), "menu_book", WITH_A_CLASS,
        N_("What to ask in which minute of a lesson, and how to prepare it."),
    ),
]  # fmt: skip
PATH = tuple(page.name for page in PAGES if page.can)  # of who learns, in order
_AT_THE_END = "progress"


def by_group(seen: Container[str] | None = None) -> Mapping[str, Sequence[StreamlitPage]]:
    """The pages under their headings, for the navigation.

    Args:
        seen: The names of those that are listed; None for all.
    """
    groups: dict[str, list[StreamlitPage]] = {}
    for one in PAGES:
        groups.setdefault(one.group, []).append(one.listed(seen is None or one.name in seen))
    return groups


def page_named(name: str) -> Page:
    """Return the page of a file's name."""
    return next(one for one in PAGES if one.name == name)


def after(name: str) -> Page | None:
    """Return the page that follows on the path of who learns, a circle; None outside of it."""
    way = [*PATH, _AT_THE_END, PAGES[0].name, PATH[0]]
    if name in way:
        return page_named(way[way.index(name) + 1])
    return page_named(PATH[1]) if name == "runs" else None
