"""What a room's pages say where JavaScript shows it, which fills in what stands in braces."""

from __future__ import annotations

from collections.abc import Mapping

from perceptron.text.language import N_, _

STUDENT = {
    "joining": N_("Room {room}: connecting …"),
    "live": N_("Room {room}: connected."),
    "asking": N_("Room {room}: connected, news every 3 seconds."),
    "away": N_("Room {room}: no connection. What you committed is kept here and sent again."),
    "refused": N_("Room {room}: not let in."),
    "gone": N_("Room {room} is closed."),
    "ended": N_("Your teacher has closed the room. Your runs stay on this phone."),
    "wait": N_("You are in. Wait for your teacher's question."),
    "page": N_("Your teacher shows a page."),
    "toQuestion": N_("Answer your teacher's question"),
    "toPage": N_("Go where your teacher is"),
    "toSettings": N_("Show it as your teacher does"),
    "look": N_("Look at the page that it is about"),
    "guess": N_("Your answer"),
    "guessIn": N_("Your answer, in {unit}"),
    "sketch": N_("Tap where a point should be, drag it, use the arrow keys, or type its number."),
    "sure": N_("Commit, I am sure"),
    "unsure": N_("Commit, not sure"),
    "first": N_("Choose or type an answer first; a wrong guess teaches more than none."),
    "sending": N_("Sending …"),
    "kept": N_("Kept: {guess}, not sure."),
    "keptSure": N_("Kept: {guess}, sure."),
    "change": N_("You may change it until your teacher closes the question."),
    "again": N_("You have talked: answer once more."),
    "none": N_("You have not answered."),
    "closed": N_("The question is closed."),
    "spread": N_("The question is closed. Look at the projector."),
    "tried": N_("The trial is closed. Look at the projector."),
    "tested": N_("This part is closed. Look at the projector."),
    "revealed": N_("The reason comes next."),
}
TEACHER = {
    "joining": N_("connecting …"),
    "committed": N_("{committed} of {of} have committed"),
    "tried": N_("{committed} of {of} have handed in a run"),
    "before": N_("{committed} of {of} have finished the first part"),
    "after": N_("{committed} of {of} have finished the second part"),
    "here": N_("{here} are here"),
    "one": N_("1 is here"),
    "slow": N_("{asking} hear with up to 3 s delay"),
    "left": N_("{gone} away"),
    "live": N_("this page is connected"),
    "asking": N_("news for this page every 3 s"),
    "away": N_("no connection: tried again"),
    "gone": N_("This room is closed."),
}


def in_the_language(words: Mapping[str, str]) -> dict[str, str]:
    """Return words in the language spoken here, by the names that JavaScript knows."""
    return {name: _(text) for name, text in words.items()}
