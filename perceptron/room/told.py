"""What a student has answered and was told: the own votes at questions that are revealed."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from perceptron.room.question import Guess, Question
from perceptron.room.state import REVEALED, Asked, read_state
from perceptron.room.store import Store
from perceptron.room.views import read_vote
from perceptron.text.language import languages, speaking


@dataclass(frozen=True, slots=True)
class Told:
    """A vote of a round of a question that is revealed.

    Attributes:
        ballot: The name of the vote.
        question: What was asked.
        words: What the student has answered; empty for nothing.
        right: Whether that is right.
        answer: The right option, of a choice; empty else.
        in_any: What was asked and what was answered, in each language.
    """

    ballot: str
    question: Question
    words: str
    right: bool
    answer: str
    in_any: frozenset[tuple[str, str]] = frozenset()


def told_so_far(store: Store, room: str, student: str, known: Container[str]) -> Iterator[Told]:
    """Yield each vote at what is revealed, in the order of the questions, then of the rounds.

    It is told in the language spoken here.

    Of a trial and of a test nothing is right or wrong here.

    Args:
        store: Where the room is kept.
        room: The code.
        student: The name that follows from the student's key.
        known: The votes that are left out.

    Raises:
        RoomError: If there is no such room, or it can't be reached.
    """
    for asked in read_state(store.read(room).record).asked.values():
        if asked.stage not in REVEALED or asked.tries or asked.is_test:
            continue
        answer = asked.key.answer if isinstance(asked.key.answer, str) else ""
        for round_ in range(1, asked.round + 1):
            if (ballot := asked.ballot(round_)) in known:
                continue
            words, right, in_any = "", False, frozenset[tuple[str, str]]()
            question, _key = asked.here
            if mine := store.committed(room, ballot, student):
                guess = read_vote(question, mine.text).guess
                words, right = question.words_of(guess), asked.key.is_right(guess)
                in_any = frozenset(_in_each_language(asked, guess))
            yield Told(ballot, question, words, right, answer, in_any)


def _in_each_language(asked: Asked, guess: Guess) -> Iterator[tuple[str, str]]:
    for language in languages():
        with speaking(language):
            question, _key = asked.here
            words = question.words_of(guess)
        yield question.prompt, words
