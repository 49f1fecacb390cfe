"""What was done so far: kept as text, and read again however it was damaged."""

from __future__ import annotations

import json

import pytest

from perceptron.data import DataError
from perceptron.sharing.progress import LONGEST, MOST, Progress, read_progress


def some() -> Progress:
    return (
        Progress()
        .with_page("train")
        .with_page("cost")
        .with_answer("cost", "cost-bytes", "4", right=False, asked="How many?")
        .with_answer("cost", "cost-samples", "2", right=True, asked="And now?")
        .with_challenge("limit", "rate 1.9")
    )


def test_what_is_written_is_read_again() -> None:
    assert read_progress(some().to_text()) == some()


def test_a_page_and_a_challenge_count_once() -> None:
    again = some().with_page("train").with_challenge("limit", "rate 1.91")
    assert again.pages == ("train", "cost")
    assert again.challenges == {"limit": "rate 1.9"}


def test_what_is_still_wrong_is_missed_the_longest_first() -> None:
    done = some().with_page("clinic").with_answer("clinic", "rate", "1", right=False)
    assert done.missed() == ("cost-bytes", "rate")
    assert done.with_answer("cost", "cost-bytes", "8", right=True).missed() == ("rate",)
    later = done.with_page("notation").with_answer("cost", "cost-bytes", "9", right=False)
    assert later.missed() == ("rate", "cost-bytes"), "missed again, it waits from now on"


@pytest.mark.parametrize(
    "damage",
    [
        {"pages": "train"},
        {"pages": [1, None, "../x"]},
        {"answers": {"cost-bytes": {"page": "cost"}, "x" * 99: {}, "a": []}},
        {"answers": 3, "challenges": [1]},
        {"challenges": {"limit": "y" * (LONGEST + 1), "UP": "x"}},
        {"more": {"deep": [1]}},
    ],
)
def test_what_is_damaged_is_left_out_alone(damage: dict[str, object]) -> None:
    document = json.loads(some().to_text()) | damage
    read = read_progress(json.dumps(document))
    untouched = {"pages", "answers", "challenges"} - set(damage)
    assert all(getattr(read, part) == getattr(some(), part) for part in untouched)
    assert all(getattr(read, part) in ((), {}) for part in damage if part != "more")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": NaN}', "{" + " " * 300_000 + "}"])
def test_what_is_no_progress_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        read_progress(text)


def test_it_stays_small() -> None:
    done = Progress()
    for k in range(2 * MOST):
        done = done.with_answer("cost", f"q{k}", "w" * 900, right=False, asked="a" * 900)
    assert len(done.answers) == MOST
    assert len(read_progress(done.to_text()).answers) <= MOST
