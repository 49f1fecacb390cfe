"""A class hour in a room, over both stores: what is asked, kept, counted and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perceptron.lessons.trial import trial_question
from perceptron.room.errors import ClosedError, FullError, NoRoomError, RoomError
from perceptron.room.in_memory import InMemory
from perceptron.room.question import CURVE, TRIAL, Question
from perceptron.room.rooms import Rooms
from perceptron.room.state import AGAIN, ANSWER, ASKED, CLOSED, MAX_ASKED, SPREAD, WHY, read_state
from perceptron.room.store import MAX_COMMIT_BYTES, MAX_RECORD_BYTES
from perceptron.room.teaching import Teaching
from perceptron.room.views import ASKING, LIVE, Vote
from tests.room.asking import ITS_KEY, RISES, STEPS, THEIR_KEY, student_key, student_name
from tests.room.conftest import Place, in_memory_place

Opened = tuple[Rooms, str, Teaching]


def vote(rooms: Rooms, room: str, who: int, guess: object, number: int = 1, *, sure: object = True):
    """Commit to what is asked now; return the commit that is kept."""
    ballot = rooms.view(room, student_name(who))["ballot"]
    return rooms.commit(room, student_key(who), ballot, number, guess, sure)


def test_a_question_goes_its_way_and_each_phone_sees_it(opened: Opened) -> None:
    rooms, room, teaching = opened
    assert rooms.join(room, student_key(0))["view"] == {"version": 1, "follow": True, "page": ""}
    teaching.ask(RISES, ITS_KEY)
    view = rooms.view(room, student_name(0))
    assert (view["stage"], view["round"], view["open"]) == (ASKED, 1, True)
    kept = vote(rooms, room, 0, "up")
    assert kept == {"number": 1, "guess": "up", "sure": True, "words": "It rises"}
    vote(rooms, room, 1, "down", sure=None)
    teaching.move(CLOSED)
    teaching.move(SPREAD)
    teaching.move(AGAIN)
    view = rooms.view(room, student_name(0))
    assert (view["round"], view["open"], "mine" in view) == (2, True, False)
    vote(rooms, room, 0, "down", sure=False)
    teaching.move(CLOSED)
    assert AGAIN not in teaching.state.now.moves  # type: ignore[union-attr]
    teaching.move(ANSWER)
    verdicts = [rooms.view(room, student_name(who))["verdict"] for who in range(3)]
    assert [one["right"] for one in verdicts] == [True, None, None]
    teaching.move(WHY)
    assert rooms.view(room, student_name(2))["why"] == ITS_KEY.why
    up, down = Vote("up", True), Vote("down", None)
    assert teaching.votes(1) == {student_name(0): up, student_name(1): down}
    assert teaching.votes(2) == {student_name(0): Vote("down", False)}


def test_one_may_change_it_until_it_is_closed_and_old_messages_change_nothing(
    opened: Opened,
) -> None:
    rooms, room, teaching = opened
    teaching.ask(STEPS, THEIR_KEY)
    first = rooms.view(room, student_name(0))["ballot"]
    vote(rooms, room, 0, 12)
    assert vote(rooms, room, 0, "12,5 steps", 2)["guess"] == 12.5
    assert vote(rooms, room, 0, 12)["guess"] == 12.5
    teaching.move(CLOSED)
    with pytest.raises(ClosedError, match="takes no answers now"):
        vote(rooms, room, 0, 13, 3)
    assert vote(rooms, room, 0, 12.5, 2)["number"] == 2  # sent again, as its answer was lost
    teaching.move(AGAIN)
    with pytest.raises(ClosedError):
        rooms.commit(room, student_key(1), first, 1, 12, None)
    assert rooms.commit(room, student_key(0), first, 1, 12, None)["guess"] == 12.5
    assert (len(teaching.votes(1)), len(teaching.votes(2))) == (1, 0)


def test_the_teacher_is_told_counts(opened: Opened) -> None:
    rooms, room, teaching = opened
    watch = teaching.watch
    assert rooms.watch(room, watch)["asked"] is False
    teaching.ask(RISES, ITS_KEY)
    for who in range(5):
        rooms.hear(room, student_name(who), ASKING if who else LIVE)
    vote(rooms, room, 0, "up")
    vote(rooms, room, 0, "down", 2)
    vote(rooms, room, 1, "down")
    told = rooms.watch(room, watch)
    assert told == {
        "version": 2, "asked": True, "part": "", "open": True, "committed": 2, "of": 5, "here": 5,
        "asking": 4, "gone": 0, "runs": None,
    }  # fmt: skip


def test_the_teacher_is_told_each_run_of_a_trial_also_a_second_one(opened: Opened) -> None:
    rooms, room, teaching = opened
    assert teaching.runs is None
    teaching.ask(*trial_question("learning_rate", "train"))
    ballot = teaching.state.ballot
    assert rooms.watch(room, teaching.watch)["runs"] == teaching.runs == 0
    for who in (0, 1, 0):
        rooms.try_out(room, student_key(who), ballot, (0.3, 1.0))
    told = rooms.watch(room, teaching.watch)
    assert (told["runs"], told["committed"]) == (teaching.runs, 2) == (3, 2)


def test_who_has_committed_and_left_still_counts_among_all() -> None:
    place = in_memory_place()
    rooms = Rooms(place.store)
    room, key = rooms.open()
    teaching = rooms.teaching(room, key)
    teaching.ask(RISES, ITS_KEY)
    for who in range(3):
        rooms.join(room, student_key(who))
        vote(rooms, room, who, "up")
    place.wait(20)
    rooms.join(room, student_key(3))
    told = rooms.watch(room, teaching.watch)
    assert (told["committed"], told["of"], told["here"], told["gone"]) == (3, 4, 1, 3)


def test_who_is_not_heard_for_a_while_is_away() -> None:
    place = in_memory_place()
    rooms = Rooms(place.store)
    room, key = rooms.open()
    rooms.join(room, student_key(0))
    place.wait(10)
    rooms.join(room, student_key(1))
    place.wait(10)
    told = rooms.watch(room, rooms.teaching(room, key).watch)
    assert (told["here"], told["gone"]) == (1, 1)


def test_a_room_ends_three_hours_after_its_teacher_was_seen() -> None:
    place = in_memory_place()
    rooms = Rooms(place.store)
    room, key = rooms.open()
    for see in (
        lambda: rooms.teaching(room, key),
        lambda: rooms.watch(room, rooms.teaching(room, key).watch),
        lambda: rooms.teaching(room, key).ask(RISES, ITS_KEY),
    ):
        place.wait(2.9 * 3600)
        see()
    place.wait(2 * 3600)
    rooms.join(room, student_key(0))  # students do not keep it open
    place.wait(3600)
    with pytest.raises(NoRoomError):
        rooms.join(room, student_key(0))
    with pytest.raises(NoRoomError):
        rooms.teaching(room, key)


def test_a_commit_takes_four_kilobytes(opened: Opened) -> None:
    rooms, room, teaching = opened
    long, longer = "x" * (MAX_COMMIT_BYTES - 50), "y" * MAX_COMMIT_BYTES
    teaching.ask(replace(RISES, options=((long, "long"), (longer, "longer"))), ITS_KEY)
    assert vote(rooms, room, 0, long)["words"] == "long"
    with pytest.raises(FullError, match="at most 4096 bytes"):
        vote(rooms, room, 0, longer, 2)
    assert rooms.view(room, student_name(0))["mine"]["words"] == "long"


def test_a_room_asks_so_many_questions_and_no_more(opened: Opened) -> None:
    _, _, teaching = opened
    with pytest.raises(FullError, match="asked too much"):
        teaching.ask(replace(RISES, prompt="?" * MAX_RECORD_BYTES), ITS_KEY)
    assert teaching.state.now is None
    state = teaching.state
    for k in range(MAX_ASKED):
        state = state.ask(replace(STEPS, name=f"steps{k}"), THEIR_KEY)
    assert len(read_state(state.write()).asked) == MAX_ASKED
    with pytest.raises(FullError, match="at most 200 questions"):
        state.ask(STEPS, THEIR_KEY)
    assert state.ask(replace(STEPS, name="steps0"), THEIR_KEY).on == "steps0"


LOSSES = Question("losses", CURVE, "Draw it.", epochs=(0, 5))
RATE = Question("rate", TRIAL, "Choose one.", setting="learning_rate")
NO_GUESS = (None, True, [], {}, [[]], [1, 2, 3], ["1", "b"], [1, float("nan")], [True, 2])


@pytest.mark.parametrize(
    ("question", "no_guesses"),
    [
        (RISES, (*NO_GUESS, "It rises", "UP", "", 0, ["up"])),
        (STEPS, (*NO_GUESS, "many", "", float("nan"), float("inf"), 10**400, "1e999")),
        (LOSSES, (*NO_GUESS, [1], "1, 2", [0, 1], [-1, 1], [1, float("inf")], [1, 10**400])),
        (RATE, (*NO_GUESS, 0.1)),
    ],
)
def test_what_is_no_guess_is_refused_in_a_sentence(
    question: Question, no_guesses: tuple[object, ...]
) -> None:
    rooms = Rooms(InMemory())
    room, key = rooms.open()
    rooms.teaching(room, key).ask(question, THEIR_KEY)
    for guess in no_guesses:
        with pytest.raises(RoomError, match=r"\.$") as refused:
            vote(rooms, room, 0, guess)
        assert "()" not in str(refused.value)
    assert rooms.teaching(room, key).votes(1) == {}


def test_a_class_link_is_no_room(place: Place) -> None:
    for code in ("", "ABCDE", "../..", "*", "?", "ROOM2:votes"):
        with pytest.raises(NoRoomError):
            Rooms(place.store).view(code, student_name(0))
