"""What a teacher moves in a room, also from two machines at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from perceptron.lessons.trial import trial_question
from perceptron.room.errors import ClosedError, RoomError
from perceptron.room.state import AGAIN, ANSWER, CLOSED, SPREAD, WHY
from tests.room.asking import ITS_KEY, RISES, STEPS, THEIR_KEY, student_key, student_name
from tests.room.test_room import Opened, vote


def test_a_question_asked_again_goes_on_and_an_edited_one_begins_anew(opened: Opened) -> None:
    rooms, room, teaching = opened
    teaching.ask(RISES, ITS_KEY)
    old = rooms.view(room, student_name(0))["ballot"]
    vote(rooms, room, 0, "up")
    teaching.move(CLOSED)
    teaching.ask(STEPS, THEIR_KEY)
    vote(rooms, room, 0, 12)
    mended = replace(ITS_KEY, why="It goes downhill.")
    state = teaching.ask(RISES, mended)
    assert state.now is not None
    assert (state.now.stage, state.now.key) == (CLOSED, mended)
    assert len(teaching.votes(1, STEPS.name)) == len(teaching.votes(1)) == 1
    teaching.ask(replace(RISES, prompt="What does it do?"), ITS_KEY)
    assert teaching.votes(1) == {}
    with pytest.raises(ClosedError):  # the room is there; only that question is not
        rooms.commit(room, student_key(0), old, 2, "up", None)


def test_a_stage_that_does_not_follow_is_refused_and_a_second_press_does_nothing(
    opened: Opened,
) -> None:
    _, _, teaching = opened
    with pytest.raises(RoomError, match="No question is asked"):
        teaching.move(CLOSED)
    teaching.ask(RISES, ITS_KEY)
    for early in (SPREAD, AGAIN, ANSWER, WHY, "nonsense"):
        with pytest.raises(RoomError, match="After 'asked' follows closed"):
            teaching.move(early)
    teaching.move(CLOSED)
    version = teaching.store.read(teaching.room).version
    assert teaching.move(CLOSED) == teaching.move(ANSWER, on="another") == teaching.state
    assert teaching.store.read(teaching.room).version == version


def test_a_trial_is_seen_as_it_comes_and_has_one_round(opened: Opened) -> None:
    _, _, teaching = opened
    teaching.ask(*trial_question("learning_rate", "train"))
    for early in (SPREAD, AGAIN, ANSWER):
        with pytest.raises(RoomError, match="After 'asked' follows closed"):
            teaching.move(early)
    teaching.move(CLOSED)
    for never in (SPREAD, AGAIN):
        with pytest.raises(RoomError, match="After 'closed' follows answer"):
            teaching.move(never)
    for stage in (ANSWER, WHY):
        teaching.move(stage)
    assert teaching.state.now is not None
    assert teaching.state.now.moves == ()


def test_two_machines_move_one_room_and_nothing_is_lost(opened: Opened) -> None:
    rooms, room, teaching = opened
    other = rooms.teaching(room, teaching.key)
    with ThreadPoolExecutor(2) as threads:
        for k in range(20):
            question = replace(RISES, name=f"rises{k}")
            asked = threads.submit(teaching.ask, question, ITS_KEY)
            shown = threads.submit(other.let_follow, k % 2 == 1)
            asked.result()
            shown.result()
            assert len(teaching.state.asked) == k + 1
            assert other.state.follow == (k % 2 == 1)


def test_a_late_press_on_a_second_machine_does_not_close_the_next_round(opened: Opened) -> None:
    _, _, teaching = opened
    teaching.ask(RISES, ITS_KEY)
    for stage in (CLOSED, AGAIN):
        teaching.move(stage)
    assert teaching.move(CLOSED, RISES.name, 1).ballot, "the first round was meant"
    assert not teaching.move(CLOSED, RISES.name, 2).ballot
