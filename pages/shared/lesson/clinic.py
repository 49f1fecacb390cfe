"""The diagnosis of a patient: asked, committed to, told; in a room its teacher tells it."""

from __future__ import annotations

import inspect
from collections.abc import Hashable

import streamlit as st

from pages.shared.lesson.asking import offer_again, question
from pages.shared.lesson.questions import TEACHER_REVEALS, offer_to_ask, show_options, verdict
from pages.shared.room.seal import sealer
from pages.shared.session.in_room import in_room
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.ward import HEALTHY, Ward
from perceptron.room.from_lesson import Asked
from perceptron.sharing.provenance import check_of_text
from perceptron.text.numbers import number

_NAME = "clinic-diagnosis"
_PROMPT = "What is wrong with this patient?"
_SENTENCES = {name: bug.sentence for name, bug in BUGS.items()}


def show_diagnosis(ward: Ward, patient: str, visit: int, state: Hashable) -> None:
    """Ask for a diagnosis, and tell the right one after the guess.

    Args:
        ward: All patients.
        patient: The name of this one.
        visit: Its number, which makes the diagnosis a new question.
        state: Of the numbers that they were trained on.
    """
    st.header("Your diagnosis", anchor=False)
    asked = question(_NAME, visit)
    guess = asked.take(
        st.radio, _PROMPT, list(BUGS), index=None, format_func=lambda name: _SENTENCES[name]
    )
    if guess is not None:
        st.markdown(_PROMPT)
        if in_room():
            show_options(_SENTENCES, guess)
            st.markdown(TEACHER_REVEALS)
        else:
            _show_verdict(patient, guess)
            offer_again(asked, asked.ask_again)
            _show_bug(ward, patient)
    bug = BUGS[patient]
    offer_to_ask(
        lambda: Asked(
            _PROMPT,
            bug.sentence,
            f"What gives it away: {bug.look}. Remedy: {bug.remedy}",
            tuple(_SENTENCES.values()),
            tuple((sentence, "") for sentence in _SENTENCES.values()),
        ).for_room(_NAME, (state, sealer()(check_of_text(patient)))),
        _NAME,
    )


def _show_verdict(patient: str, guess: str) -> None:
    show_options(_SENTENCES, guess, patient)
    title = BUGS[patient].title
    wrong = f"Not quite. You said “{BUGS[guess].title}”; it is “{title}”."
    verdict(guess == patient, f"Right: {title}." if guess == patient else wrong)


def _show_bug(ward: Ward, patient: str) -> None:
    """Show what gives the bug away, its code, and all six beside each other."""
    bug, fingerprints, healthy = BUGS[patient], ward.fingerprints(), ward.cases[HEALTHY]
    st.markdown(f"**What gives it away:** {bug.look}.\n\n**Remedy:** {bug.remedy}")
    st.code(inspect.getsource(bug.model), wrap_lines=True)
    falling = [name for name, one in fingerprints.items() if one.loss_falls]
    lower = ward.with_lower_loss()
    st.markdown(
        f"### All six, computed on these numbers\nWith **{len(falling)} of {len(BUGS)}** bugs the "
        f"loss still falls, and with {len(lower)} of them it even ends below that of the healthy "
        f"program ({number(healthy.losses[-1])}). **“The loss goes down” is not a test.** "
        "Comparing the start and the first gradient with a healthy program is one."
    )
    st.table(ward.table())
    st.caption(
        "Ratio: first gradient, patient / healthy; smallest … median … largest where they differ. "
        "Loss: MSE over all training rows. Off at the end: MAPE (mean absolute percentage error) "
        "of the predictions for the validation rows, against the healthy program's. Where every "
        "ratio is 1 and the start is the same, these numbers can't show the bug."
    )
