"""Challenges on the Train page: what there is to reach, two hints each, what a run has earned."""

from __future__ import annotations

import streamlit as st

from pages.shared.link.address import offer
from pages.shared.link.choices import students_wait
from pages.shared.link.share import app_in_the_network, copyable
from pages.shared.session.live_run import LiveRun
from pages.shared.session.progress import earn, earned
from pages.shared.session.settings import load_data
from perceptron.lessons.challenges.checks import Tried
from perceptron.lessons.challenges.reading import Challenge, challenges, earned_by
from perceptron.text.escape import in_markdown
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number
from perceptron.text.whole import count

WANTED = "challenge_wanted"


def judge(live: LiveRun) -> list[Challenge]:
    """See once what a run that has ended earns; return that as long as it is on screen."""
    run = live.run
    if students_wait() or not run.done or run.failed:
        return []
    known = st.session_state.get("judged")
    if known is None or known[:2] != (run, run.steps_done):
        wanted = [one for one in challenges() if one.name not in earned()]
        settings = live.settings
        data = settings.data if settings.table is None else None
        new = earned_by(Tried(run, data, lambda: load_data(settings)), wanted)
        for one in new:
            earn(one.name, _in_words(live))
        known = st.session_state["judged"] = (run, run.steps_done, {one.name for one in new})
    return [one for one in challenges() if one.name in known[2]]  # in the language of now


def _in_words(live: LiveRun) -> str:
    """What a run was, for who looks at the list later."""
    run = live.run
    rates = " → ".join(number(rate) for _epoch, rate in run.history.rate_changes[:3])
    return _(
        "{data}, learning rate {rate}, batches of {rows}, {epochs}",
        data=live.settings.data.dataset,
        rate=rates,
        rows=count(run.config.batch_size),
        epochs=ngettext("{n} epoch", "{n} epochs", run.history.n_epochs),
    )


def show_wanted() -> None:
    """Show the challenge that a link sets, as for homework, until a run has earned it."""
    by_name = {one.name: one for one in challenges()}
    offer("challenge", {name: name for name in by_name}, "", WANTED)
    one = by_name.get(st.session_state.setdefault(WANTED, ""))
    if one and one.name not in earned() and not students_wait():
        yours = _("**Your challenge: {title}.**", title=one.title)
        st.markdown(f":material/trophy: {yours} {one.words}")


def show_challenges() -> None:
    """Show what there is to reach, with ticks; not in a room, where it would tell limits."""
    if students_wait():
        return
    every, done = challenges(), earned()
    n_done = sum(one.name in done for one in every)
    label = _("Challenges: {earned} of {all}", earned=n_done, all=len(every))
    with st.popover(label, icon=":material/trophy:", key="challenges", on_change="ignore"):
        st.caption(_("A run earns one when it ends, and this browser remembers it."))
        for one in every:
            with st.container(gap="xxsmall"):
                if one.name in done:
                    _show_earned(one, done[one.name].by)
                else:
                    _show_open(one)
                _offer_link(one)


def _show_earned(one: Challenge, by: str) -> None:
    won = _("Earned:")
    st.markdown(f":green[:material/check_circle: **{won}**] **{one.title}**")
    yours = _("Your run: {run}.", run=in_markdown(by))
    st.caption("  \n".join((one.words, one.why, yours)))


def _show_open(one: Challenge) -> None:
    key = f"hints_{one.name}"
    shown = int(st.session_state.get(key, 0))
    st.markdown(f":material/radio_button_unchecked: **{one.title}.** {one.words}")
    for k, hint in enumerate(one.hints[:shown], start=1):
        st.caption(_("Hint {number}: {hint}", number=k, hint=hint))
    if shown < len(one.hints):
        st.button(
            _("Another hint") if shown else _("Hint"),
            key=f"next_{key}",
            icon=":material/lightbulb:",
            type="tertiary",
            on_click=_hint,
            args=(key, shown + 1),
        )


def _offer_link(one: Challenge) -> None:
    """Offer a link that sets this challenge, as for homework."""
    key = f"link_{one.name}"
    if st.session_state.get(f"{key}_shown"):
        copyable(_("Copy the link"), f"{app_in_the_network()}/train?challenge={one.name}", key)
    else:
        st.button(
            _("Link"),
            key=f"offer_{key}",
            icon=":material/link:",
            type="tertiary",
            help=_("Opens Train with this challenge on top, as for homework."),
            on_click=st.session_state.update,
            args=({f"{key}_shown": True},),
        )


def _hint(key: str, shown: int) -> None:
    st.session_state[key] = shown
