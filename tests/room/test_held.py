"""What a class holds for true, counted, with the misconceptions behind it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perceptron.room.held import Held, held
from perceptron.room.question import CHOICE, CURVE, NUMBER, TRIAL, Key, Question

BATCHES = Question("batches", NUMBER, "How many?", unit="batches")
COUNTED = Key(4.0, allowed=0.5, reasons={"3": "the rest", "3.03": "divided", "33": "rows"})


def test_of_a_choice_each_option_is_counted_in_its_order():
    lives = Question("lives", CHOICE, "?", options=(("up", "It grows"), ("down", "It falls")))
    key = Key("up", reasons={"down": "hoped", "up": "feared"})
    assert held(lives, key, ["down", "down"]) == (
        Held("It grows", 0, True, "", "up"),
        Held("It falls", 2, False, "hoped", "down"),
    )


def test_of_a_number_equal_guesses_stand_together_and_near_ones_with_what_is_known():
    guesses = [3.0, 4.0, 3.0, 3.02, 4.4, 100.0, 100.0, 33.1]
    assert held(BATCHES, COUNTED, guesses) == (
        Held("3 batches", 2, False, "the rest", 3.0),
        Held("3.03 batches", 1, False, "divided", 3.03),
        Held("4 batches", 2, True, "", 4.0),
        Held("33 batches", 1, False, "rows", 33.0),
        Held("100 batches", 2, False, "", 100.0),
    )


def test_of_curves_the_near_and_the_far_are_counted():
    curve = Question("curve", CURVE, "?", epochs=(0, 1, 2))
    key = Key((8.0, 4.0, 2.0), factor=1.5)
    told = held(curve, key, [(8.0, 4.0, 2.0), (80.0, 4.0, 2.0), (9.0, 4.0, 2.0)])
    assert [(one.count, one.right) for one in told] == [(2, True), (1, False)]
    assert told[0].words == "near enough: within a factor 1.5"


def test_a_trial_holds_nothing_for_true():
    trial = Question("rates", TRIAL, "?", setting="learning_rate")
    assert held(trial, Key(None), [(0.1, 2.0)]) == ()


@given(st.lists(st.sampled_from([0.0, 3.0, 3.03, 3.6, 4.0, 4.5, 33.0, -1.0, 1e299]), max_size=40))
def test_nobody_is_lost_and_nobody_counts_twice(guesses):
    told = held(BATCHES, COUNTED, guesses)
    assert sum(one.count for one in told) == len(guesses)
    right = sum(COUNTED.is_right(one) for one in guesses)
    assert sum(one.count for one in told if one.right) == right
    assert not any(one.right and one.misconception for one in told)
