"""What has become of a run, in words: which programs stopped, and the verdict once it has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared.link.address import fixed
from pages.shared.session import projector
from pages.shared.session.live_run import player
from pages.shared.session.settings import set_sidebar
from perceptron import Run
from perceptron.difference import REFERENCE
from perceptron.lessons.challenges.reading import Challenge
from perceptron.lessons.verdict import STOPPED, TROUBLE, Verdict, split, verdict
from perceptron.text.language import _, ngettext, spoken

_ICONS = {"there": ":material/check_circle:", "pulled": ":material/swap_vert:"}
_FALLS = ":material/trending_down:"
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) ")  # the last one says what to try


def verdict_of(run: Run, *, advise: bool) -> Verdict | None:
    """The verdict on a run; None until it has ended.

    Args:
        run: On the page.
        advise: Whether to say which rates diverge, and what to try: not to a class that is to
            find out.
    """
    if not run.done:
        return None
    known = st.session_state.get("verdict")
    about = run, run.steps_done, advise, spoken()
    if known is None or known[0] != about:
        known = st.session_state["verdict"] = about, verdict(run, advise=advise)
    found: Verdict = known[1]
    return found


def tell_stops(run: Run, *, advise: bool) -> None:
    """Say which programs do not train, and why; what the verdict says of all is not said twice.

    Args:
        run: On the page.
        advise: As in `verdict_of`.
    """
    told: dict[str, list[str]] = {}
    for name, reason in run.reasons.items():
        status = run.status(name)
        if not (run.done and status in STOPPED and run.status(REFERENCE) == status):
            told.setdefault(reason, []).append(name)
    for reason, names in told.items():
        programs = ", ".join(names)
        if run.status(names[0]) == "refused":
            what = ngettext(
                "**{programs}** was refused.",
                "**{programs}** were refused.",
                len(names),
                programs=programs,
            )
        else:
            what = _("**{programs}** stopped.", programs=programs)
        words = reason if advise else split(run, reason)[0]
        st.warning(f"{what} {words}", icon=":material/warning:")


def tell_verdict(said: Verdict | None, earned: Sequence[Challenge] = ()) -> None:
    """Say in one line how a run has ended, what it has earned, and what to try next.

    Args:
        said: None before it has ended: then what the picture shows.
        earned: The challenges that it is the first to earn.
    """
    if said is None:
        if not projector.is_on():
            with st.container(key="lab_one_line"):
                st.markdown(_("One line: three programs on top of each other."))
        return
    won = _("Earned:")
    for one in earned:
        st.markdown(f":green[:material/check_circle: **{won}**] **{one.title}.** {one.why}")
    if said.kind in TROUBLE:
        st.warning(said.words, icon=":material/warning:")
        return
    *why, then = _SENTENCE_ENDS.split(said.following)
    bold = [f"**{then}**"] if then else []
    st.markdown(" ".join((_ICONS.get(said.kind, _FALLS), said.happened, *why, *bold)))


def offer_to_try(said: Verdict | None, run: Run) -> None:
    """Offer to train with what the verdict says comes next, unless a link forbids to set it.

    On a phone the settings stand behind ».

    Args:
        said: None before the run has ended.
        run: On the page.
    """
    if said and said.settings and not projector.is_on() and not any(map(fixed, said.settings)):
        st.button(
            _("Try it"), key="try_next", icon=":material/play_arrow:",
            on_click=_train_with, args=(said.settings, run),
        )  # fmt: skip


def _train_with(settings: Mapping[str, float], run: Run) -> None:
    set_sidebar(settings)
    player().train_again(run)


def outcome_in_words(said: Verdict | None, earned: Sequence[Challenge]) -> str:
    """The same for who hears the page; empty before a run has ended."""
    earned_here = _("Earned:")
    won = [f"{earned_here} {one.title}. {one.why}" for one in earned]
    return " ".join([*won, said.words]) if said else ""
