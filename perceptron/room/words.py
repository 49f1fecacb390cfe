"""Sentences that a room says, on both sides."""

from __future__ import annotations

from perceptron.room.store import MAX_ROOMS, MAX_STUDENTS

GONE = (
    "There is no room with this code, or no longer: its teacher has closed it, or was away for "
    "three hours. Check the code, or ask for the new one."
)
ROOMS_FULL = f"There are {MAX_ROOMS} rooms open on this server. Try it again later."
CLOSED = "This question takes no answers now. What you had committed before stays."
STUDENTS_FULL = f"This room is full: {MAX_STUDENTS} students are in it. Look at the projector."
NOT_YOURS = "Only the teacher of this room can do that. Open the teacher's link, with its key."
NO_KEY = "This phone has no key of its own. Load the page again."
AWAY = "The rooms can't be reached for the moment. Nothing is lost: this is tried again."
TOO_MANY_CODES = "Too many codes that no room has came from your network. Wait for a minute."
TOO_MANY_ROOMS = "Too many rooms were opened from your network. Wait for a minute."
