"""What was done so far: kept as text, and read again however it was damaged."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.data import DataError
from perceptron.sharing.progress import LONGEST, MOST, Answered, Earned, Progress, merged
from perceptron.sharing.progress_read import read_progress

NAMES, TIMES = st.sampled_from(["cost", "limit", "train"]), st.integers(0, 6)


@st.composite
def answers(draw: st.DrawFn) -> Answered:
    first_at, last_at = sorted((draw(TIMES), draw(TIMES)))
    words = st.sampled_from(["4", "8"])
    return Answered(
        "cost", draw(words), draw(words), draw(st.booleans()), draw(words), draw(st.booleans()),
        draw(st.integers(1, 3)), draw(st.integers(0, 2)), first_at, last_at,
    )  # fmt: skip


def done() -> st.SearchStrategy[Progress]:
    """Progress as tabs may have it: what was done before all was forgotten is not there."""
    made = st.builds(
        Progress,
        st.dictionaries(NAMES, TIMES),
        st.dictionaries(NAMES, answers()),
        st.dictionaries(NAMES, st.builds(Earned, st.sampled_from(["a", "b"]), TIMES)),
        TIMES,
    )
    return made.map(lambda one: merged(one, one))


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
    assert list(again.pages) == ["train", "cost"]
    assert again.challenges == {"limit": Earned("rate 1.9")}


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
    assert all(getattr(read, part) == {} for part in damage if part != "more")


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
    other = Progress().with_answer("cost", "early", "1", right=True)
    assert len(merged(done, other).answers) == MOST


def test_what_an_earlier_version_wrote_is_read() -> None:
    answer = {
        "page": "cost", "asked": "How many?", "first": "4", "was_right": False, "last": "8",
        "is_right": True, "tries": 2, "lessons": 1,
    }  # fmt: skip
    old = {"pages": ["train", "cost"], "answers": {"q": answer}, "challenges": {"limit": "run"}}
    read = read_progress(json.dumps(old))
    assert list(read.pages) == ["train", "cost"]
    assert read.challenges == {"limit": Earned("run")}
    assert read.answers["q"] == Answered(**answer)


def test_a_time_to_come_is_none() -> None:
    ahead = json.dumps({"pages": {"train": 2**60}, "forgotten": 2**60})
    read, now = read_progress(ahead), time.time_ns() // 1_000_000
    assert max(read.forgotten, *read.pages.values()) <= now


@given(done(), done())
def test_what_two_tabs_have_done_is_one_whichever_comes_first_and_stays_so(
    a: Progress, b: Progress
) -> None:
    both = merged(a, b)
    assert both == merged(b, a)
    assert both.to_text() == merged(b, a).to_text()
    assert merged(a, a) == a
    assert merged(both, a) == merged(both, b) == both, "or tabs would tell each other for ever"


@given(done(), done())
def test_nothing_is_lost_that_was_not_forgotten(a: Progress, b: Progress) -> None:
    both, start = merged(a, b), max(a.forgotten, b.forgotten)
    for part, other in ((a, b), (b, a)):
        for page, at in part.pages.items():
            wanted = [t for t in (at, other.pages.get(page, at)) if t >= start]
            assert both.pages.get(page) == min(wanted, default=None)
        for name, earned in part.challenges.items():
            assert (name in both.challenges) >= (earned.at >= start)
            assert earned.at < start or both.challenges[name].at <= earned.at
        for name, one in part.answers.items():
            if one.last_at < start:
                continue
            kept = both.answers[name]
            assert kept.last_at == max(one.last_at, other.answers.get(name, one).last_at)
            assert start <= kept.first_at <= max(one.first_at, start) or one.first_at < start
            if kept.last_at > one.last_at:
                assert kept.last == other.answers[name].last
            if start <= one.first_at == kept.first_at < other.answers.get(name, one).first_at:
                assert kept.first == one.first


@given(done(), TIMES)
def test_what_one_tab_has_forgotten_the_other_does_not_bring_back(a: Progress, at: int) -> None:
    left = merged(a, Progress(forgotten=at + 1))
    assert all(time > at for time in left.pages.values())
    assert all(min(one.first_at, one.last_at) > at for one in left.answers.values())
    assert all(one.at > at for one in left.challenges.values())
    assert merged(left, a) == left
