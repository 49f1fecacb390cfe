"""A student's run as a point on the class's chart: handed in when it is finished."""

from __future__ import annotations

import weakref
from typing import NamedTuple

import streamlit as st

from pages.shared.server.rooms import rooms
from pages.shared.session.identity import own_key
from pages.shared.session.in_room import room_code
from pages.shared.session.live_run import player
from perceptron.lessons.trial import outcome
from perceptron.room.errors import RoomError
from perceptron.run import Run
from perceptron.text.language import _

_HANDED_IN = "trial_handed_in"  # in the session


class HandedIn(NamedTuple):
    """What was handed in last: to which vote of a room, which run, and in words what it was."""

    room: str
    ballot: str
    run: weakref.ref[Run]
    words: str


def hand_in() -> None:
    """Hand in the run on the page, if its room tries a setting and the run is finished; say so."""
    code, live = room_code(), player().live
    if not code or live is None:
        return
    try:
        trial = rooms().trial(code)
        if trial is None:
            return
        ballot, setting, is_open = trial
        told: HandedIn | None = st.session_state.get(_HANDED_IN)
        new = (
            told is None or (told.room, told.ballot) != (code, ballot) or told.run() is not live.run
        )
        if is_open and new and live.run.done and live.run.steps_done:
            words = rooms().try_out(code, own_key(), ballot, outcome(live.run, setting))
            told = HandedIn(code, ballot, weakref.ref(live.run), words)
            st.session_state[_HANDED_IN] = told
    except RoomError as error:
        st.warning(str(error), icon=":material/cloud_off:")
        return
    if not (told and told.room == code and told.ballot == ballot):
        return
    if not is_open:
        st.info(
            _("The trial is closed. Your run counts: {run}.", run=told.words),
            icon=":material/lock:",
        )
    else:
        st.success(
            _(
                "Handed in to your class: {run}. You may train again until it is closed.",
                run=told.words,
            ),
            icon=":material/outbox:",
        )
