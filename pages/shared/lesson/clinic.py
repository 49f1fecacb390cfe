"""The diagnosis of a patient: asked, committed to, told; in a room its teacher tells it."""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Sequence

import streamlit as st

from pages.shared.draw.code import show_code
from pages.shared.draw.words import say
from pages.shared.lesson.asking import offer_again, question
from pages.shared.lesson.questions import (
    TEACHER_REVEALS,
    offer_to_ask,
    show_hints,
    show_options,
    verdict,
)
from pages.shared.link.address import address
from pages.shared.room.seal import sealer
from pages.shared.session.in_room import in_room
from pages.shared.session.memory import memory
from pages.shared.session.progress import note_answer, progress
from pages.shared.session.teaching import held
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.reading import hints, if_it_were, waiting
from perceptron.lessons.clinic.ward import HEALTHY, Ward
from perceptron.room.from_lesson import Asked
from perceptron.room.question import Key, Question
from perceptron.sharing.provenance import check_of_text
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

_NAME = "clinic-diagnosis"
_PROMPT = N_("What is wrong with this patient?")
_PATIENT, _DRAWN_BLIND = "clinic_patient", "clinic_drawn_blind"  # in the session


def _noted(name: str) -> str:
    """What the browser's progress knows a patient by."""
    return f"clinic-{name.replace('_', '-')}"


def _sentences() -> dict[str, str]:
    """What there is to choose from, by the names of the bugs."""
    return {name: bug.sentence for name, bug in BUGS.items()}


def met() -> list[str]:
    """The bugs whose patients were diagnosed so far, rightly or not."""
    return [name for name in BUGS if _noted(name) in progress().answers]


def found() -> list[str]:
    """The bugs that were diagnosed rightly, at first or at last."""
    answers = progress().answers
    return [n for n in met() if answers[_noted(n)].was_right or answers[_noted(n)].is_right]


def patient_here(can_show: Sequence[str], linked: str | None) -> tuple[str, int]:
    """Return the patient on the page and its number; draw one where there is none.

    Args:
        can_show: The bugs that can be seen on the numbers of the page.
        linked: Whom a link has sent in.
    """
    if linked:
        admit_patient(linked)
    name, visit = st.session_state.get(_PATIENT, ("", 0))
    if name not in can_show:
        draw_patient(can_show)
        st.session_state[_DRAWN_BLIND] = not memory().taken
    elif st.session_state.get(_DRAWN_BLIND) and memory().taken:
        # Now it is known who was found in an earlier visit; nobody has looked at this one yet.
        st.session_state[_DRAWN_BLIND] = False
        if name in met() and not _was_diagnosed(visit) and not in_room():
            draw_patient(can_show)
            address().arrived = True  # what is written into the address is no choice to go back on
    here: tuple[str, int] = st.session_state[_PATIENT]
    return here


def _was_diagnosed(visit: int) -> bool:
    one = st.session_state.get("questions", {}).get(_NAME)
    return one is not None and one.state == visit and one.guess is not None


def admit_patient(name: str) -> None:
    """Put a patient on the page; its number makes the diagnosis a new question."""
    visits = st.session_state.get(_PATIENT, ("", 0))[1]
    st.session_state[_PATIENT] = (name, visits + 1)
    st.session_state[_DRAWN_BLIND] = False


def draw_patient(names: Sequence[str]) -> None:
    """Draw a patient at random: one that was not met yet, then one that was not found."""
    last = st.session_state.get(_PATIENT, ("", 0))[0]
    memory().answers.pop(_NAME, None)  # a diagnosis of an earlier visit is no answer to this one
    admit_patient(secrets.choice(waiting(names, met(), found(), last)))


def offer_new_patient(can_show: Sequence[str], key: str = "clinic_new") -> None:
    """Offer another patient."""
    st.button(
        _("New patient"),
        icon=":material/shuffle:",
        on_click=draw_patient,
        args=(can_show,),
        key=key,
    )


def show_diagnosis(
    ward: Ward, patient: str, visit: int, state: Hashable, can_show: Sequence[str]
) -> None:
    """Ask for a diagnosis, and tell the right one after the guess.

    Args:
        ward: All patients.
        patient: The name of this one.
        visit: Its number, which makes the diagnosis a new question.
        state: Of the numbers that they were trained on.
        can_show: The bugs that can be seen on these numbers.
    """
    prompt, sentences = _(_PROMPT), _sentences()
    with st.container(border=True, key="asked-clinic-diagnosis"):
        whose = repr(state), sealer()(check_of_text(patient))
        asked = question(_NAME, visit, BUGS.__contains__, whose)
        guess = asked.take(
            st.radio, prompt, list(BUGS), index=None, format_func=sentences.__getitem__
        )
        if guess is None:
            if not in_room():
                show_hints(asked, hints(ward, patient))
        else:
            st.markdown(f"**{prompt}**")
            if in_room():
                show_options(sentences, guess)
                st.markdown(_(TEACHER_REVEALS))
            else:
                if asked.is_new:
                    asked.is_new = False
                    right = guess == patient
                    note_answer(
                        "clinic", _noted(patient), sentences[guess], right=right, asked=prompt
                    )
                _show_verdict(ward, patient, guess)
                with st.container(horizontal=True, vertical_alignment="center"):
                    offer_new_patient(can_show, "clinic_next")
                    offer_again(asked, asked.ask_again)
        offer_to_ask(lambda: _for_room(ward, patient, state), _NAME)
    if guess is not None and not in_room():
        _show_all(ward, can_show)


def _for_room(ward: Ward, patient: str, state: Hashable) -> tuple[Question, Key]:
    bug = BUGS[patient]
    away = _("What gives it away: {look}.", look=_(bug.look))
    remedy = _("Remedy: {remedy}", remedy=_(bug.remedy))
    return Asked(
        _(_PROMPT),
        patient,
        f"{away} {remedy}",
        tuple(_sentences().items()),
        tuple((guess, _reason(ward, guess, patient)) for guess in BUGS),
    ).for_room(_NAME, (state, sealer()(check_of_text(patient))))


def _reason(ward: Ward, guess: str, patient: str) -> str:
    return "" if guess == patient else if_it_were(ward, guess, patient)


def _show_verdict(ward: Ward, patient: str, guess: str) -> None:
    show_options(_sentences(), guess, patient)
    bug = BUGS[patient]
    title = _(bug.title)
    if guess == patient:
        verdict(True, _("Right: {bug}.", bug=title))
    else:
        said = _(BUGS[guess].title)
        words = _("Not quite. You said “{said}”; it is “{bug}”.", said=said, bug=title)
        verdict(False, f"{words} {_reason(ward, guess, patient)}")
    away = _("**What gives it away:** {look}.", look=_(bug.look))
    remedy = _("**Remedy:** {remedy}", remedy=_(bug.remedy))
    say(f"{away}\n\n{remedy}")
    with st.expander(_("The code of this patient")):
        show_code(bug.model)


def _show_all(ward: Ward, can_show: Sequence[str]) -> None:
    """Show all six beside each other, once nobody is left whom that would give away."""
    to_come = [name for name in can_show if name not in met()]
    if to_come and held() is None:
        words = ngettext(
            "{n} patient is still to come.", "{n} patients are still to come.", len(to_come)
        )
        then = _("When you have met all, a table compares them.")
        st.caption(f"{words} {then}")
        return
    falling = [name for name, one in ward.fingerprints().items() if one.loss_falls]
    lower, healthy = ward.with_lower_loss(), ward.cases[HEALTHY]
    title = _("All six, computed on these numbers")
    words = _(
        "With **{falling} of {bugs}** bugs the loss still falls, and with {lower} of them it even "
        "ends below that of the healthy program ({loss}). **“The loss goes down” is not a test.** "
        "Comparing the start and the first gradient with a healthy program is one.",
        falling=len(falling),
        bugs=len(BUGS),
        lower=len(lower),
        loss=number(healthy.losses[-1]),
    )
    say(f"### {title}\n{words}")
    st.table(ward.table())
    st.caption(
        _(
            "Ratio: first gradient, patient / healthy; smallest … median … largest where they "
            "differ. Loss: MSE over all training rows. Off at the end: MAPE (mean absolute "
            "percentage error) of the predictions for the validation rows, against the healthy "
            "program's. Where every ratio is 1 and the start is the same, these numbers can't "
            "show the bug."
        )
    )


def show_score(patient: str, visit: int) -> None:
    """Say which patient this is, counted over all visits, and how many were found."""
    told = [_("**Patient {number}**", number=max(visit, len({*met(), patient})))]
    if not in_room():
        n_found, n_bugs = len(found()), len(BUGS)
        told.append(_("**{found} of {bugs}** patients found", found=n_found, bugs=n_bugs))
    st.markdown(" · ".join(told), width="content")
