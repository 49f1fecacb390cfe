"""Three rounds of right votes, and the normalised gain of a class."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.room.gain import FEW, Progress, Share, gain, gain_in_words, share_right
from perceptron.room.question import Key

BATCHES = Key(4.0)


def test_shares_are_counted_by_the_key_of_their_own_question():
    assert share_right(BATCHES, [4.0, 3.0, 4.0, 100.0]) == Share(2, 4)
    assert share_right(Key(7.0), [4.0, 7.0]) == Share(1, 2)
    assert share_right(Key("no"), []) == Share(0, 0)
    assert Share(0, 0).fraction is None
    with pytest.raises(ValueError, match="no right answer"):
        share_right(Key(None), [(0.1, 2.0)])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Share(10, 20), Share(15, 20), 0.5),
        (Share(0, 10), Share(10, 10), 1.0),
        (Share(5, 10), Share(5, 10), 0.0),
        (Share(6, 10), Share(4, 10), -0.5),
        (Share(8, 30), Share(9, 25), (0.36 - 8 / 30) / (1 - 8 / 30)),
        (Share(10, 10), Share(5, 10), None),
        (Share(0, 0), Share(5, 10), None),
        (Share(5, 10), Share(0, 0), None),
    ],
)
def test_the_gain_is_the_share_of_what_was_missing(before, after, expected):
    assert gain(before, after) == (None if expected is None else pytest.approx(expected))


@given(st.integers(1, 200), st.data())
def test_one_more_right_answer_moves_a_small_class_as_far_as_is_said(n, data):
    before = Share(data.draw(st.integers(0, n - 1)), n)
    after = Share(data.draw(st.integers(0, n - 1)), n)
    first, second = gain(before, after), gain(before, Share(after.right + 1, n))
    words = gain_in_words(before, after)
    said = re.search(r"move the gain by ([\d.]+)\.$", words)
    assert (said is not None) == (n < FEW)
    assert said is None or float(said[1]) == pytest.approx(second - first, rel=0.06)
    assert second <= 1


def test_it_is_told_in_words():
    assert gain_in_words(Share(10, 20), Share(15, 20)) == (
        "Normalised gain 0.5: of what was missing, the class gained 50 %."
    )
    few = gain_in_words(Share(2, 8), Share(5, 8))
    assert few.endswith("With 8 students one more right answer would move the gain by 0.17.")
    assert "fewer were right after" in gain_in_words(Share(20, 30), Share(10, 30))
    assert "−1" in gain_in_words(Share(20, 30), Share(10, 30))
    assert "stayed as it was" in gain_in_words(Share(7, 30), Share(7, 30))
    assert "nothing to gain" in gain_in_words(Share(8, 8), Share(7, 8))
    assert gain_in_words(Share(8, 8), Share(0, 0)).endswith("after the talk nobody voted.")
    assert gain_in_words(Share(0, 0), Share(8, 8)).endswith("before the talk nobody voted.")


def test_three_rounds_are_three_sentences_and_the_gain():
    told = Progress(Share(15, 30), Share(21, 30), Share(22, 29)).words
    assert told[:3] == (
        "15 of 30 were right before the talk (50 %).",
        "21 of 30 were right after the talk (70 %).",
        "22 of 29 were right on the twin, alone (76 %).",
    )
    assert told[3].startswith("Normalised gain 0.4: ")
    assert len(Progress(Share(1, 30), Share(0, 0)).words) == 3
    assert Progress(Share(1, 30), Share(0, 0)).words[0].startswith("1 of 30 was right")
    assert Progress(Share(1, 30), Share(0, 0)).words[1] == "Nobody has voted after the talk."
