"""A short test in a room, over both stores: handed in item by item, and who is told what."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from perceptron.room.errors import ClosedError, FullError, NoRoomError, RightError, RoomError
from perceptron.room.handing_in import hand_in, part_on
from perceptron.room.question import Key, Question
from perceptron.room.rooms import Rooms
from perceptron.room.short_test import AFTER, BEFORE, part_question
from perceptron.room.state import ANSWER, CLOSED
from perceptron.room.store import MAX_STUDENTS, SECONDS_KEPT, Commit
from perceptron.room.views import shown_by
from tests.room.asking import ITS_KEY, RISES, student_key, student_name
from tests.room.conftest import Place
from tests.room.testing import ITEMS, RIGHT, WRONG, Opened, ask, both_parts, give


def test_answers_are_kept_as_they_come_and_each_student_once(opened: Opened) -> None:
    _, room, here = opened
    ask(here, BEFORE)
    assert give(here, 0, {"rises": "up"}) == {"rises": "up"}
    assert give(here, 0, {"rises": "up", "steps": 12.0}) == {"rises": "up", "steps": 12.0}
    assert give(here, 0, {"steps": 12.0}) == {"rises": "up", "steps": 12.0}, "another tab"
    assert give(here, 0, {"rises": "down"})["rises"] == "down", "as in votes the last one counts"
    assert here.answers("test-before") == {student_name(0): RIGHT[BEFORE]}
    last = here.store.committed(room, here.state.ballot, student_name(0))
    give(here, 0, RIGHT[BEFORE])
    assert here.store.committed(room, here.state.ballot, student_name(0)) == last, "sent again"
    assert here.votes(1) == {}


def test_two_tabs_that_answer_at_once_lose_nothing(opened: Opened) -> None:
    _, room, here = opened
    ballot = ask(here, BEFORE)

    class Overtaken:
        """A store where another tab hands in just before a commit."""

        def __init__(self) -> None:
            self.read, self.committed = here.store.read, here.store.committed
            self.others = [Commit(1, '{"steps":12.0}')]

        def commit(self, room: str, ballot: str, student: str, commit: Commit) -> Commit:
            while self.others:
                here.store.commit(room, ballot, student, self.others.pop())
            return here.store.commit(room, ballot, student, commit)

    kept = hand_in(Overtaken(), room, student_key(0), ballot, {"rises": "down"})  # type: ignore[arg-type]
    assert kept == RIGHT[BEFORE] == here.answers("test-before")[student_name(0)]


def test_the_wall_is_told_how_many_have_finished_and_nothing_of_their_answers(
    opened: Opened,
) -> None:
    rooms, room, here = opened
    for who in range(3):
        rooms.join(room, student_key(who))
    for part in (BEFORE, AFTER):
        ask(here, part)
        told = []
        for given in ({}, dict([next(iter(RIGHT[part].items()))]), RIGHT[part]):
            if given:
                give(here, 0, given)
            view = rooms.watch(room, here.watch)
            told.append((view["part"], view["committed"], view["of"]))
            assert "down" not in json.dumps(view)
        assert told == [(part, 0, 3), (part, 0, 3), (part, 1, 3)]
        here.move(CLOSED)


def test_a_phone_is_told_nothing_but_how_far_the_test_is(opened: Opened) -> None:
    rooms, room, here = opened
    others = {"up": replace(ITS_KEY, answer="up"), "down": ITS_KEY}
    sent = []
    for right, (one, other) in zip(others, ((RIGHT, WRONG), (WRONG, RIGHT)), strict=True):
        seen = []
        for part in (BEFORE, AFTER):
            (first, _), second = ITEMS[part]
            here.ask(*part_question(part, [(first, others[right]), second], "measure"))
            for who, given in enumerate((RIGHT, one, other)):
                give(here, 10 * len(sent) + who, given[part])
            view = rooms.view(room, student_name(10 * len(sent)))
            seen.append({name: value for name, value in view.items() if name != "version"})
        sent.append(json.dumps(seen))
    assert sent[0] == sent[1], "whatever is true, and whatever others have answered"
    for secret in ("mine", '"answer"', "verdict", "It falls", "12.0", "against"):
        assert secret not in sent[0], secret


def test_what_a_phone_s_page_knows_of_the_part(opened: Opened) -> None:
    rooms, room, here = opened
    assert part_on(rooms.store, room) is None
    here.ask(RISES, ITS_KEY)
    assert part_on(rooms.store, room) is None
    states = []
    both_parts(here)
    here.move(ANSWER)
    for part in (BEFORE, AFTER):
        ask(here, part)
        on = part_on(rooms.store, room)
        assert on is not None
        states.append((on.part, on.open, on.revealed))
    assert states == [(BEFORE, False, False), (AFTER, False, True)], (
        "each goes on where it was left"
    )
    assert shown_by(rooms.store.read(room)).pages == ("measure",), "phones may go there"


@pytest.mark.parametrize(
    "given",
    [None, [], "down", 3, {"other": "up"}, {"rises": "sideways"}, {"rises": None},
     {"steps": float("nan")}, {"steps": float("inf")}, {"steps": 10**400}, {"steps": True},
     {"steps": [1.0]}, {"steps": {}}, {"rises": "up", "steps": "many"}, {1: 2}],
)  # fmt: skip
def test_what_can_be_no_answer_is_refused_in_a_sentence(opened: Opened, given: Any) -> None:
    *_, here = opened
    ask(here, BEFORE)
    with pytest.raises(RoomError, match=r"\.$"):
        give(here, 0, given)
    assert here.answers("test-before") == {}


def test_what_comes_too_late_or_by_nobody_is_refused(opened: Opened) -> None:
    rooms, room, here = opened
    first = ask(here, BEFORE)
    give(here, 0, WRONG[BEFORE])
    for key in (None, "", "short", 3, "x" * 65):
        with pytest.raises(RightError, match="no key of its own"):
            hand_in(here.store, room, key, first, RIGHT[BEFORE])
    with pytest.raises(NoRoomError):
        hand_in(here.store, "ABCDE", student_key(0), first, RIGHT[BEFORE])
    with pytest.raises(RoomError, match="can't be an answer"):
        rooms.commit(room, student_key(0), first, 2, RIGHT[BEFORE], None)  # as a vote
    here.move(CLOSED)
    for who in (0, 1):
        with pytest.raises(ClosedError, match="takes no answers now"):
            give(here, who, RIGHT[BEFORE], first)
    assert give(here, 0, WRONG[BEFORE], first) == WRONG[BEFORE], "sent again, as it got lost"
    ask(here, AFTER)
    with pytest.raises(ClosedError):
        give(here, 0, RIGHT[BEFORE], first)
    here.ask(RISES, ITS_KEY)
    with pytest.raises(ClosedError):
        give(here, 0, {"rises": "up"}, here.state.ballot)
    assert here.answers("test-before") == {student_name(0): WRONG[BEFORE]}
    assert here.answers("rises") == here.answers("nothing") == {}


def test_a_room_is_bounded_as_in_votes(opened: Opened) -> None:
    _, room, here = opened
    names = [str(k) * 900 for k in range(5)]
    long = [(Question(name, "number", "?"), Key(1.0)) for name in names]
    here.ask(*part_question(BEFORE, long, "measure"))
    with pytest.raises(FullError, match="at most 4096 bytes"):
        give(here, 0, dict.fromkeys(names, 1.0))
    for who in range(MAX_STUDENTS):
        here.store.hear(room, student_name(who), "live")
    with pytest.raises(FullError, match="This room is full"):
        give(here, MAX_STUDENTS, {names[0]: 1.0})
    assert len(give(here, 0, {names[0]: 1.0})) == 1


def test_what_is_kept_ends_with_the_room(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perceptron.room.store.SECONDS_KEPT", 0.3)
    assert SECONDS_KEPT > 1
    rooms = Rooms(place.store)
    room, key = rooms.open()
    here = rooms.teaching(room, key)
    ballot = ask(here, BEFORE)
    give(here, 0, RIGHT[BEFORE])
    place.wait(0.5)
    with pytest.raises(NoRoomError):
        give(here, 0, RIGHT[BEFORE], ballot)
