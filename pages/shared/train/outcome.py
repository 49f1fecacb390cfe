"""What has become of a run, in words: which programs stopped, and the verdict once it has ended."""

from __future__ import annotations

import streamlit as st

from perceptron import Run
from perceptron.difference import REFERENCE
from perceptron.lessons.verdict import STOPPED, TROUBLE, Verdict, split, verdict

_ICONS = {"there": ":material/check_circle:", "pulled": ":material/swap_vert:"}
_FALLS = ":material/trending_down:"


def verdict_of(run: Run, *, advise: bool) -> Verdict | None:
    """The verdict on a run; None until it has ended.

    Args:
        run: On the page.
        advise: Whether to say which rates diverge, and what to try: not to a class that is to
            find out.
    """
    if not (run.done and run.steps_done):
        return None
    known = st.session_state.get("verdict")
    if known is None or known[:3] != (run, run.steps_done, advise):
        known = (run, run.steps_done, advise, verdict(run, advise=advise))
        st.session_state["verdict"] = known
    found: Verdict = known[3]
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
        verb = "was refused" if run.status(names[0]) == "refused" else "stopped"
        words = reason if advise else split(run, reason)[0]
        st.warning(f"**{', '.join(names)}** {verb}. {words}", icon=":material/warning:")


def tell_verdict(said: Verdict) -> None:
    """Say in one line how a run has ended and what to try next."""
    with st.container(key="lab_verdict"):
        if said.kind in TROUBLE:
            st.warning(said.words, icon=":material/warning:")
            return
        following = f" **{said.following}**" if said.following else ""
        st.markdown(f"{_ICONS.get(said.kind, _FALLS)} {said.happened}{following}")
