"""What a student, or somebody without a room, can't do: by any key, code, message or replay."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from perceptron.room.errors import FullError, NoRoomError, RightError, RoomError
from perceptron.room.keys import LETTERS, TEACHER, named_by, new_code, read_code, tag_of, watch_of
from perceptron.room.rooms import OPENINGS, WRONG_CODES, Rooms
from perceptron.room.state import CLOSED
from perceptron.room.store import Store
from perceptron.room.views import LIVE
from tests.room.asking import ITS_KEY, RISES, student_key, student_name
from tests.room.conftest import Place, in_memory_place

NOBODY = "0" * 24
NOT_KEYS = ("", "short", "x" * 65, "ü" * 20, "k" * 15 + "/", None, 7, ["k" * 22], b"k" * 22)


@pytest.fixture
def rooms(store: Store) -> Rooms:
    """The rooms of each store in turn."""
    return Rooms(store)


def test_codes_are_read_aloud_without_a_doubt() -> None:
    assert len(set(LETTERS)) == 32
    assert set(LETTERS).isdisjoint("0O1I")
    for code in (new_code() for _ in range(200)):
        assert len(code) == 5
        assert read_code(f" {code[:2].lower()}-{code[2:]} ") == code


def test_nobody_teaches_without_the_teachers_key(rooms: Rooms) -> None:
    room, key = rooms.open()
    other_room, other_key = rooms.open()
    teacher = rooms.teaching(room, key)
    rooms.join(room, student_key(0))
    guesses = (student_key(0), other_key, room, named_by(key, TEACHER), teacher.watch, key[:-1])
    for wrong in (*guesses, *NOT_KEYS):
        with pytest.raises(RightError, match="Only the teacher"):
            rooms.teaching(room, wrong)  # type: ignore[arg-type]
    with pytest.raises(RightError):
        rooms.teaching(other_room, key)


def test_nobody_hears_the_counts_without_the_teachers_name(rooms: Rooms) -> None:
    room, key = rooms.open()
    other, other_key = rooms.open()
    watch = rooms.teaching(room, key).watch
    wrong = (
        NOBODY,
        student_name(0),
        named_by(key, TEACHER),
        rooms.teaching(other, other_key).watch,
    )
    for name in (*wrong, "", "ü" * 24, watch[:-1], watch.upper() + " "):
        with pytest.raises(RightError):
            rooms.watch(room, name)
    with pytest.raises(RightError):
        rooms.teaching(room, watch)
    assert rooms.watch(room, watch)["here"] == 0


def test_nobody_commits_without_a_key_or_for_another(rooms: Rooms) -> None:
    room, key = rooms.open()
    teaching = rooms.teaching(room, key)
    teaching.ask(RISES, ITS_KEY)
    ballot = rooms.view(room, NOBODY)["ballot"]
    for wrong in NOT_KEYS:
        with pytest.raises(RightError, match="no key"):
            rooms.commit(room, wrong, ballot, 1, "up", None)  # type: ignore[arg-type]
        with pytest.raises(RightError, match="no key"):
            rooms.join(room, wrong)
    for number in (0, -1, 10**6, True, 1.0, "1", None):
        with pytest.raises(RightError):
            rooms.commit(room, student_key(0), ballot, number, "up", None)  # type: ignore[arg-type]
    rooms.commit(room, student_key(0), ballot, 1, "up", None)
    rooms.commit(room, student_name(0), ballot, 9, "down", None)  # a name is another one's key
    rooms.commit(room, tag_of(student_name(0)) * 4, ballot, 9, "down", None)
    assert teaching.votes(1)[student_name(0)].guess == "up"


def test_what_a_student_is_sent_gives_no_right_and_names_nobody_else(rooms: Rooms) -> None:
    room, key = rooms.open()
    teaching = rooms.teaching(room, key)
    teaching.ask(RISES, ITS_KEY)
    ballot = rooms.view(room, NOBODY)["ballot"]
    for who in range(3):
        rooms.commit(room, student_key(who), ballot, 1, "up", None)
    teaching.move(CLOSED)
    kept = rooms.commit(room, student_key(0), ballot, 1, "up", None)
    sent = json.dumps([kept, rooms.join(room, student_key(0)), rooms.view(room, student_name(0))])
    name = named_by(key, TEACHER)
    for secret in (key, name, watch_of(name), student_name(1), student_name(2), student_key(0)):
        assert secret not in sent
    assert "mine" not in rooms.view(room, NOBODY)


def test_a_message_from_one_room_does_nothing_in_another(rooms: Rooms) -> None:
    (room, key), (other, other_key) = rooms.open(), rooms.open()
    rooms.teaching(room, key).ask(RISES, ITS_KEY)
    ballot = rooms.view(room, NOBODY)["ballot"]
    with pytest.raises(RoomError):
        rooms.commit(other, student_key(0), ballot, 1, "up", None)
    rooms.teaching(other, other_key).ask(RISES, ITS_KEY)
    rooms.commit(other, student_key(0), ballot, 1, "up", None)
    assert rooms.teaching(room, key).votes(1) == {}


def wrong_codes(rooms: Rooms, network: str) -> None:
    """Try as many codes that no room has as a network may."""
    for k in range(WRONG_CODES):
        with pytest.raises(NoRoomError):
            rooms.hear(f"{k:05}", NOBODY, LIVE, network)


def ways_in(rooms: Rooms, code: str, ballot: str) -> list[Callable[[], object]]:
    """All that somebody may try with a code."""
    network, key = "192.0.2.7", student_key(1)
    return [
        lambda: rooms.hear(code, NOBODY, LIVE, network),
        lambda: rooms.join(code, key, network),
        lambda: rooms.commit(code, key, ballot, 1, "up", None, network),
        lambda: rooms.commit(code, key, "none/1", 1, "up", None, network),
        lambda: rooms.watch(code, NOBODY, network),
        lambda: rooms.teaching(code, key, network),
    ]


def room_and_guesser(rooms: Rooms) -> tuple[str, str, str]:
    """A room that asks, with its key and ballot; a student's network has tried many codes since."""
    room, key = rooms.open()
    rooms.teaching(room, key).ask(RISES, ITS_KEY)
    ballot = rooms.view(room, NOBODY)["ballot"]
    rooms.join(room, student_key(0), "192.0.2.7")
    wrong_codes(rooms, "192.0.2.7")
    return room, key, ballot


def test_a_network_that_looks_for_rooms_finds_none_by_any_way(rooms: Rooms) -> None:
    room, key, ballot = room_and_guesser(rooms)
    teaching = rooms.teaching(room, key)
    for code in (room, "22222"):  # the same answer, whether it is there or not
        for attempt in ways_in(rooms, code, ballot):
            with pytest.raises(FullError, match="Too many codes"):
                attempt()
    assert teaching.students().keys() == {student_name(0)}


def test_who_is_in_a_room_stays_in_it_whatever_the_network_does(rooms: Rooms) -> None:
    room, key, ballot = room_and_guesser(rooms)
    teaching = rooms.teaching(room, key)
    rooms.join(room, student_key(0), "192.0.2.7")
    rooms.hear(room, student_name(0), LIVE, "192.0.2.7")
    rooms.commit(room, student_key(0), ballot, 1, "up", None, "192.0.2.7")
    rooms.watch(room, teaching.watch, "192.0.2.7")
    rooms.teaching(room, key, "192.0.2.7")
    rooms.join(room, student_key(1), "192.0.2.8")  # other networks have tried nothing
    assert len(teaching.students()) == 2


def test_wrong_codes_count_by_whatever_way_and_are_forgotten_after_a_minute() -> None:
    place: Place = in_memory_place()
    rooms = Rooms(place.store)
    room, _ = rooms.open()
    with pytest.raises(RightError):
        rooms.teaching(room, student_key(0), "2001:db8::9")
    for k in range(WRONG_CODES - 1):
        code, network = f"{k:05}", f"2001:db8::{k}"
        ways = (
            lambda code=code, network=network: rooms.watch(code, NOBODY, network),
            lambda code=code, network=network: rooms.teaching(code, student_key(0), network),
            lambda code=code, network=network: rooms.join(code, student_key(0), network),
            lambda code=code, network=network: rooms.commit(
                code, student_key(0), "a/1", 1, "up", None, network
            ),
        )
        with pytest.raises(NoRoomError):
            ways[k % 4]()
    with pytest.raises(FullError):  # who has one such address has them all
        rooms.hear(room, NOBODY, LIVE, "2001:db8::3:3")
    rooms.hear(room, NOBODY, LIVE, "2001:db8:0:1::3")
    place.wait(61)
    rooms.hear(room, student_name(1), LIVE, "2001:db8::3:3")


def test_a_class_whose_room_has_ended_looks_for_none(rooms: Rooms) -> None:
    room, key = rooms.open()
    for who in range(2 * WRONG_CODES):
        rooms.join(room, student_key(who), "192.0.2.7")
    rooms.teaching(room, key).close()
    for who in range(2 * WRONG_CODES):
        with pytest.raises(NoRoomError):
            rooms.hear(room, student_name(who), LIVE, "192.0.2.7")
    other, _ = rooms.open()
    rooms.join(other, student_key(0), "192.0.2.7")


def test_a_network_opens_so_many_rooms_a_minute(rooms: Rooms) -> None:
    for _ in range(OPENINGS):
        rooms.open("192.0.2.7")
    with pytest.raises(FullError, match="Too many rooms"):
        rooms.open("192.0.2.7")
    rooms.open("192.0.2.8")


def test_a_closed_room_is_gone_for_all(rooms: Rooms) -> None:
    room, key = rooms.open()
    rooms.join(room, student_key(0))
    rooms.teaching(room, key).close()
    for attempt in (
        lambda: rooms.join(room, student_key(0)),
        lambda: rooms.view(room, student_name(0)),
        lambda: rooms.teaching(room, key),
        lambda: rooms.watch(room, watch_of(named_by(key, TEACHER))),
    ):
        with pytest.raises(NoRoomError):
            attempt()
