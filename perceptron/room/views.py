"""What each side of a room is sent. Before the answer is revealed, nothing of it is in here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from perceptron.room.question import Guess, Question
from perceptron.room.short_test import n_finished
from perceptron.room.state import OPEN, REVEALED, WHY, RoomState, read_state
from perceptron.room.store import Commit, Heard, Kept

PRESENT = 15.0  # seconds without a word, after which a student counts as away
LIVE, ASKING = "live", "asking"  # how a student hears: by events, or every few seconds


@dataclass(frozen=True, slots=True)
class Vote:
    """A commit, read.

    Attributes:
        guess: What was committed to.
        sure: Whether the student was sure; None if that was not said.
    """

    guess: Guess
    sure: bool | None = None

    def write(self) -> str:
        """Return it as JSON."""
        return json.dumps([self.guess, self.sure], separators=(",", ":"))


def read_vote(question: Question, text: str) -> Vote:
    """Read what `Vote.write` has written."""
    guess, sure = json.loads(text)
    return Vote(question.read(guess), sure)


class Shown(NamedTuple):
    """What a room shows now or has shown, by a version of its state."""

    version: int
    pages: tuple[str, ...]  # and steps of pages, as it was there


def shown_by(kept: Kept) -> Shown:
    """What a room shows now or has shown, by what is kept of it."""
    state = read_state(kept.record)
    asked = [state.now.question.page] if state.now and state.now.question.page else []
    return Shown(kept.version, tuple(dict.fromkeys((*state.seen, *state.reached, *asked))))


def as_seen(question: Question, mine: Commit) -> dict[str, Any]:
    """A student's own commit, as the phone is sent it."""
    vote = read_vote(question, mine.text)
    words = question.words_of(vote.guess)
    return {"number": mine.number, "guess": vote.guess, "sure": vote.sure, "words": words}


def for_student(state: RoomState, version: int, mine: Commit | None) -> dict[str, Any]:
    """What one student's phone is sent, as JSON takes it, in the language spoken here.

    Args:
        state: Of the room.
        version: Of the state.
        mine: What this student has committed to in this round.
    """
    view: dict[str, Any] = {"version": version, "follow": state.follow, "page": state.page}
    if (now := state.now) is None:
        return view
    question, key = now.here
    view |= {
        "question": asdict(replace(question, items=())),  # the page asks them
        "stage": now.stage,
        "round": now.round,
        "ballot": now.ballot(),
        "open": now.stage in OPEN,
    }
    guess = None
    if mine is not None and not now.is_test:
        guess = read_vote(question, mine.text).guess
        view["mine"] = as_seen(question, mine)
    if now.stage in REVEALED:
        view["verdict"] = asdict(key.verdict(question, guess))
        view["answer"] = key.answer
    if now.stage == WHY:
        view["why"] = key.why
    return view


def for_teacher(
    state: RoomState, version: int, commits: Mapping[str, Commit], students: Mapping[str, Heard]
) -> dict[str, Any]:
    """What the teacher's page is sent when something changes: counts, and nothing of the votes.

    Args:
        state: Of the room.
        version: Of the state.
        commits: Who has committed in this round, to what.
        students: When each was last heard of.
    """
    now = state.now
    test = now.question if now and now.is_test else None
    here = {who: one.how for who, one in students.items() if one.seconds <= PRESENT}
    return {
        "version": version,
        "asked": now is not None,
        "part": test.setting if test else "",
        "open": bool(state.ballot),
        "committed": n_finished(test, commits.values()) if test else len(commits),
        "of": len({*here, *commits}),
        "here": len(here),
        "asking": list(here.values()).count(ASKING),
        "gone": len(students) - len(here),
        "runs": runs_in(commits) if now and now.tries else None,
    }


def runs_in(commits: Mapping[str, Commit]) -> int:
    """How often all together have handed in a run to a trial."""
    return sum(one.number for one in commits.values())
