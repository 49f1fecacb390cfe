"""What a room has gained between both parts of a short test, and what is taken home of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from perceptron.room.errors import ClosedError, RoomError
from perceptron.room.gain import Share
from perceptron.room.short_test import AFTER, BEFORE, Gained, part_question
from perceptron.room.state import ANSWER, ASKED, CLOSED, RoomState, read_state
from perceptron.room.taking_home import answers_csv, item_by_item, students_csv
from tests.room.asking import ITS_KEY, RISES, STEPS, THEIR_KEY, student_key
from tests.room.testing import ITEMS, RIGHT, WRONG, Opened, ask, both_parts, give, result


def test_who_has_answered_all_of_both_counts_item_by_item(opened: Opened) -> None:
    *_, here = opened
    both_parts(here)
    found = result(here)
    assert (found.n, found.before, found.after) == (2, Share(2, 4), Share(4, 4))
    assert [pair.title for pair in found.pairs] == ["rises", "steps"]
    assert [(pair.before, pair.after) for pair in found.pairs] == [(Share(1, 2), Share(2, 2))] * 2
    assert found.few == "With 2 students one more right answer would move the gain by 0.5."


def test_a_class_that_is_no_small_one_is_told_nothing_of_it(opened: Opened) -> None:
    *_, here = opened
    for part in (BEFORE, AFTER):
        ask(here, part)
        for who in range(20):
            give(here, who, WRONG[part] if part == BEFORE else RIGHT[part])
    assert result(here).few == ""
    assert Gained((), 0).few == ""


def test_the_first_part_ends_and_only_the_second_is_revealed(opened: Opened) -> None:
    *_, here = opened
    ask(here, BEFORE)
    with pytest.raises(RoomError, match="After 'asked' follows closed"):
        here.move(ANSWER)
    assert here.move(CLOSED).now.moves == ()  # type: ignore[union-attr]
    ask(here, AFTER)
    assert here.move(CLOSED).now.moves == (ANSWER,)  # type: ignore[union-attr]
    assert here.move(ANSWER).now.moves == ()  # type: ignore[union-attr]


def test_once_the_gain_is_shown_no_part_is_open_any_more(opened: Opened) -> None:
    *_, here = opened
    ballot = ask(here, BEFORE)
    give(here, 0, WRONG[BEFORE])
    here.ask(RISES, ITS_KEY)
    ask(here, BEFORE)
    assert here.state.ballot == ballot, "what was left open goes on"
    ask(here, AFTER)
    here.move(CLOSED)
    here.move(ANSWER)
    ask(here, BEFORE)
    assert here.state.now.stage == CLOSED != ASKED  # type: ignore[union-attr]
    with pytest.raises(ClosedError):
        give(here, 1, RIGHT[BEFORE], ballot)


def test_the_answers_of_one_part_are_taken_home_as_all_others(opened: Opened) -> None:
    rooms, room, here = opened
    here.ask(STEPS, THEIR_KEY)
    rooms.commit(room, student_key(0), here.state.ballot, 1, 12.0, True)
    ask(here, BEFORE)
    give(here, 0, WRONG[BEFORE])
    give(here, 1, {"rises": "down"})
    assert answers_csv(*item_by_item(here)) == (
        "item,round,answer,words,right,sure,count\n"
        "steps,1,12,12 steps,yes,1,1\n"
        "test-before: rises,1,up,It rises,no,0,1\n"
        "test-before: rises,1,down,It falls,yes,0,1\n"
        "test-before: steps,1,3,3 steps,no,0,1\n"
    )
    head, *rows = csv.reader(io.StringIO(students_csv(*item_by_item(here))))
    assert head[2::2] == ["test-before: rises, round 1", "test-before: steps, round 1"]
    assert sorted(rows) == [["", "", "down", "", "", ""], ["12", "yes", "up", "", "3", ""]]


def test_a_test_is_read_again_as_it_was_written() -> None:
    question, key = part_question(BEFORE, ITEMS[BEFORE], "measure")
    other = [(replace(RISES, prompt="Other?"), ITS_KEY), ITEMS[BEFORE][1]]
    edited, _ = part_question(BEFORE, other, "measure")
    assert edited.mark != question.mark, "an edited one takes answers anew"
    state = RoomState("t").ask(question, key)
    assert read_state(state.write()) == state
    assert question.prompt == "The first part of a short test: 2 questions on your phone"
