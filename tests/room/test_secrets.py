"""Before the reveal, nothing that a phone is sent depends on the answer or on others' votes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from perceptron.room.in_memory import InMemory
from perceptron.room.keys import TEACHER, named_by, watch_of
from perceptron.room.question import CHOICE, CURVE, NUMBER, TRIAL, Guess, Key, Question
from perceptron.room.rooms import Rooms
from perceptron.room.state import AGAIN, ANSWER, ASKED, CLOSED, OPEN, REVEALED, SPREAD, WHY
from perceptron.room.views import LIVE
from perceptron.room.wording import in_every_language
from perceptron.text.language import speaking
from tests.room.asking import guesses, keys, questions, student_key, student_name
from tests.room.tongues import ONE, OTHER, in_words, let_speak

ME = 0
WAYS = (
    (CLOSED, ANSWER, WHY),
    (CLOSED, SPREAD, ANSWER, WHY),
    (CLOSED, AGAIN, CLOSED, ANSWER, WHY),
    (CLOSED, SPREAD, AGAIN, CLOSED, SPREAD, ANSWER, WHY),
)
Sent = tuple[str, bytes]


@pytest.fixture(autouse=True, scope="module")
def languages() -> Iterator[None]:
    """Besides English two made-up ones: a question stands in the room in all three."""
    with pytest.MonkeyPatch.context() as patch:
        let_speak(patch)
        yield


def hour(question: Question, key: Key, way: tuple[str, ...], votes: list[Guess]) -> Iterator[Sent]:
    """Ask a question; yield each stage with all that the first student's phone is sent in it.

    It asks in each language in turn.
    """
    rooms = Rooms(InMemory(lambda: 0.0))
    room, teacher = rooms.open()
    teaching = rooms.teaching(room, teacher)
    teaching.ask(*in_every_language(lambda: in_words(question, key)))
    for who, _ in enumerate(votes):
        rooms.join(room, student_key(who))
    for stage in (ASKED, *way):
        if stage != ASKED:
            teaching.move(stage)
        sent: list[Any] = []
        now = teaching.state.now
        assert now is not None
        if stage in OPEN:
            for who, guess in reversed(list(enumerate(votes))):
                kept = rooms.commit(room, student_key(who), now.ballot(), 1, guess, who % 2 == 0)
                sent += [kept] if who == ME else []
        for language in ("en", ONE, OTHER):
            with speaking(language):
                sent.append(rooms.hear(room, student_name(ME), LIVE))
                sent += [rooms.join(room, student_key(ME)), rooms.view(room, student_name(ME))]
        text = json.dumps(sent, ensure_ascii=False).encode()
        for secret in (teacher, named_by(teacher, TEACHER), watch_of(named_by(teacher, TEACHER))):
            assert secret.encode() not in text
        yield stage, text


@settings(max_examples=60, phases=[Phase.generate])  # two hours shrink for minutes
@given(st.data(), questions())
def test_what_a_phone_is_sent_before_the_reveal_is_the_same_whatever_is_true(
    data: st.DataObject, question: Question
) -> None:
    way = WAYS[0] if question.kind == TRIAL else data.draw(st.sampled_from(WAYS))
    mine = data.draw(guesses(question))
    keys_, others = keys(question), st.lists(guesses(question), min_size=3, max_size=3)
    one = list(hour(question, data.draw(keys_), way, [mine, *data.draw(others)]))
    other = list(hour(question, data.draw(keys_), way, [mine, *data.draw(others)]))
    hidden = len(way) - 1  # all but the last two stages
    assert one[:hidden] == other[:hidden]
    assert {stage for stage, _ in one[:hidden]}.isdisjoint(REVEALED)
    assert [stage for stage, _ in one[hidden:]] == [ANSWER, WHY]


MARKED = {
    CHOICE: (("a", "b", "c"), ["a", "b", "c", "c"]),
    NUMBER: (71234.5, [11.0, 81234.5, 82345.5, 83456.5]),
    CURVE: ((71234.5, 72345.5), [(11.0, 12.0), (81234.5, 81234.5), (82345.5, 82345.5)]),
}


def marked(kind: str) -> tuple[Question, Key, list[Guess]]:
    """A question whose every secret can be told from all else."""
    answer, votes = MARKED[kind]
    options = tuple((name, f"words {name}") for name in "abc") if kind == CHOICE else ()
    epochs = (0, 5) if kind == CURVE else ()
    question = Question("name", kind, "prompt", options=options, epochs=epochs)
    reasons = {"a": "WHYa", "b": "WHYb", "c": "WHYc", "11": "WHY11", "81234.5": "WHY81234"}
    right = "b" if kind == CHOICE else answer
    return question, Key(right, "WHYNOT", 3.0625, 1.03125, reasons), votes  # type: ignore[arg-type]


def test_each_secret_is_sent_when_its_time_has_come_and_others_never() -> None:
    own_reason = {CHOICE: b"WHYa", NUMBER: b"WHY11", CURVE: b'"reason": ""'}
    for kind in MARKED:
        question, key, votes = marked(kind)
        for stage, text in hour(question, key, WAYS[3], votes):
            told = text.replace(own_reason[kind], b"") if stage in REVEALED else text
            told = told.replace(b"WHYNOT", b"") if stage == WHY else told
            assert b"WHY" not in told, (kind, stage)
            for never in (
                b"3.0625",
                b"1.03125",
                b"81234",
                b"82345",
                b"83456",
                b"reasons",
                b"allowed",
            ):
                assert never not in text, (kind, stage, never)
            assert (b"71234" in text) == (stage in REVEALED and kind != CHOICE), (kind, stage)
            assert (b'"answer"' in text) == (stage in REVEALED)
            assert (b"verdict" in text) == (stage in REVEALED)
            assert (own_reason[kind] in text) == (stage in REVEALED)
            assert (b"WHYNOT" in text) == (stage == WHY)
            for begin, end in ("‹›", "«»"):  # and so it is in each language
                why, reason = f"{begin}WHYNOT{end}", begin.encode() + own_reason[kind]
                assert (why.encode() in text) == (stage == WHY)
                assert kind == CURVE or (reason in text) == (stage in REVEALED)
            for other in range(1, len(votes)):
                assert student_name(other).encode() not in text
