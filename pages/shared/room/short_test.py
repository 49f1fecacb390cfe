"""A phone's side of a short test: which part its room takes, and what it has handed in of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from pages.shared.server.rooms import rooms
from pages.shared.session.identity import KEY, own_key
from pages.shared.session.in_room import in_room, room_code
from perceptron.room.errors import NoRoomError, RoomError
from perceptron.room.handing_in import PartOn, hand_in, handed_in, part_on
from perceptron.room.question import Guess
from perceptron.room.short_test import Answers
from perceptron.text.language import _, ngettext

# In the session:
PART_ON, HANDED_IN, OF_ROOM = "measure_part", "measure_handed_in", "measure_of_room"


class HandedIn(NamedTuple):
    """What a room has of this student's answers."""

    place: tuple[str, str]  # its code and the vote: another room has the same votes
    answers: Answers

    def has(self, place: tuple[str, str], given: Answers) -> bool:
        """Whether all of these are there."""
        return self.place == place and given.items() <= self.answers.items()


def part_of_room() -> PartOn | None:
    """Return the part that the room of this session takes now; None without one.

    While the rooms can't be reached, it is the one that was on before.
    """
    on: PartOn | None = None
    if in_room():
        try:
            on = part_on(rooms().store, room_code())
        except NoRoomError:
            pass
        except RoomError as error:
            _tell(error)
            on = st.session_state.get(PART_ON)
    st.session_state[PART_ON] = on
    return on


def answers_of_room() -> Answers:
    """Return what the room has of this student's answers, asked for once by a session.

    A phone may have reloaded before its browser had written down what the room had already.
    """
    if KEY not in st.session_state:
        return {}
    asked_as = (room_code(), own_key())
    known: tuple[tuple[str, str], Answers] | None = st.session_state.get(OF_ROOM)
    if known is None or known[0] != asked_as:
        try:
            known = (asked_as, handed_in(rooms().store, *asked_as))
        except RoomError as error:
            _tell(error)  # and ask again with the next script run
            return {}
        st.session_state[OF_ROOM] = known
    return known[1]


def hand_in_answers(on: PartOn, given: Mapping[str, Guess], n: int) -> None:
    """Hand in what the room does not have yet, and say how much it has.

    Args:
        on: The part.
        given: What was answered so far, by the names of the items; nothing once it is closed.
        n: Items of the part.
    """
    if KEY not in st.session_state:  # or one student would count as two
        st.caption(_("Connecting to your class …"))
        return
    place = (room_code(), on.ballot)
    kept: HandedIn | None = st.session_state.get(HANDED_IN)
    if kept is None or not kept.has(place, given):
        try:
            kept = HandedIn(place, hand_in(rooms().store, place[0], own_key(), on.ballot, given))
        except RoomError as error:
            _tell(error)
            st.button(_("Hand in again"), key="measure_again", icon=":material/outbox:")
            return
        st.session_state[HANDED_IN] = kept
    _tell_kept(on, len(kept.answers), n)


def _tell_kept(on: PartOn, k: int, n: int) -> None:
    if not on.open:
        st.info(
            ngettext(
                "This part is closed. Your class has {k} of your {n} answer.",
                "This part is closed. Your class has {k} of your {n} answers.",
                n,
                k=k,
            ),
            icon=":material/lock:",
        )
    elif k < n:
        told = _("Handed in to your class: {k} of {n}.", k=k, n=n)
        st.caption(f":material/outbox: {told}")
    else:
        told = ngettext(
            "The one answer is handed in. Look at the projector.",
            "All {n} are handed in. Look at the projector.",
            n,
        )
        st.success(told, icon=":material/outbox:")


def _tell(error: RoomError) -> None:
    """Say why a room did nothing, also where the page is scrolled to."""
    st.warning(str(error), icon=":material/cloud_off:")
    st.toast(str(error), icon=":material/cloud_off:")
