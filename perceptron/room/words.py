"""Sentences that a room says on both sides; whoever says one translates it."""

from __future__ import annotations

from perceptron.text.language import N_

GONE = N_(
    "There is no room with this code, or no longer: its teacher has closed it, or was away for "
    "three hours. Check the code, or ask for the new one."
)
ROOMS_FULL = N_("There are {n} rooms open on this server. Try it again later.")
CLOSED = N_("This question takes no answers now. What you had committed before stays.")
STUDENTS_FULL = N_("This room is full: {n} students are in it. Look at the projector.")
NOT_YOURS = N_("Only the teacher of this room can do that. Open the teacher's link, with its key.")
NO_KEY = N_("This phone has no key of its own. Load the page again.")
AWAY = N_("The rooms can't be reached for the moment. Nothing is lost: this is tried again.")
TOO_MANY_CODES = N_("Too many codes that no room has came from your network. Wait for a minute.")
TOO_MANY_ROOMS = N_("Too many rooms were opened from your network. Wait for a minute.")
