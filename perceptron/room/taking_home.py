"""What a teacher takes home of a room: its votes as tables, without a trace of who voted."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from perceptron.room.question import CHOICE, Guess
from perceptron.room.state import Asked, RoomState
from perceptron.room.teaching import Teaching
from perceptron.room.views import Vote
from perceptron.room.wording import Words
from perceptron.text.escape import in_spreadsheet, one_line

Votes = Callable[[str, int], Mapping[str, Vote]]  # of a question's name and a round, by student
_BY_CHANCE = random.SystemRandom().shuffle
_SURE = {True: "yes", False: "no", None: ""}


def item_by_item(here: Teaching) -> tuple[RoomState, Votes]:
    """Return a room and its votes, where each item of a test is a question of its own."""
    state, asked, at_items = here.state, {}, {}
    for name, one in state.asked.items():
        if not one.is_test:
            asked[name] = one
            continue
        answers = here.answers(name)
        every = zip(one.question.items, one.key.items, _words_of_items(one), strict=True)
        for item, key, words in every:
            at = f"{name}: {item.name}"
            asked[at] = Asked(replace(item, name=at), key, words=words)
            at_items[at] = {
                who: Vote(given[item.name]) for who, given in answers.items() if item.name in given
            }

    def votes(name: str, round_: int) -> Mapping[str, Vote]:
        return at_items[name] if name in at_items else here.votes(round_, name)

    return replace(state, asked=asked), votes


def _words_of_items(test: Asked) -> list[dict[str, Words]]:
    """The words of each item of a test, by language."""
    return [
        {language: words.items[k] for language, words in test.words.items()}
        for k in range(len(test.question.items))
    ]


def answers_csv(state: RoomState, votes: Votes) -> str:
    """Return a row for each question, round and answer: how many gave it, and were sure.

    Of a choice each option has its row, also one that nobody took. What an answer says stands in
    the language spoken here; all else is the same in every language, as programs read it.

    Args:
        state: Of the room.
        votes: Returns the votes of a question in a round.
    """
    rows = []
    for asked in state.asked.values():
        for round_ in _rounds(asked):
            given = list(votes(asked.question.name, round_).values())
            count = Counter(vote.guess for vote in given)
            sure = Counter(vote.guess for vote in given if vote.sure)
            question, _key = asked.here
            for guess in _answers(asked, count):
                right = "" if asked.key.answer is None else _SURE[asked.key.is_right(guess)]
                words = _text(question.words_of(guess))
                name = _text(asked.question.name)
                rows.append([name, round_, _cell(guess), words, right, sure[guess], count[guess]])
    return _csv(["item", "round", "answer", "words", "right", "sure", "count"], rows)


def students_csv(
    state: RoomState,
    votes: Votes,
    shuffle: Callable[[list[str]], None] = _BY_CHANCE,
) -> str:
    """Return a row for each student, in an order by chance: what was answered, and whether sure.

    Args:
        state: Of the room.
        votes: Returns the votes of a question in a round.
        shuffle: Brings a list into another order.
    """
    rounds = [
        (_column(one.question.name, round_), votes(one.question.name, round_))
        for one in state.asked.values()
        for round_ in _rounds(one)
    ]
    students = sorted({student for _, given in rounds for student in given})
    shuffle(students)
    head = [
        column
        for title, _votes in rounds
        for column in (title, f"{title}, sure")  # in English: a head
    ]
    rows = ([c for _title, given in rounds for c in _vote(given.get(one))] for one in students)
    return _csv(head, rows)


def _column(name: str, round_: int) -> str:
    return f"{_text(name)}, round {round_}"  # in English: a head


def _rounds(asked: Asked) -> range:
    return range(1, asked.round + 1)


def _answers(asked: Asked, count: Counter[Guess]) -> list[Guess]:
    if asked.question.kind == CHOICE:
        return [option for option, _words in asked.question.options]
    return sorted(count, key=lambda guess: guess if isinstance(guess, tuple) else (guess,))


def _vote(vote: Vote | None) -> tuple[str, str]:
    return ("", "") if vote is None else (_cell(vote.guess), _SURE[vote.sure])


def _cell(guess: Guess) -> str:
    """A guess in full precision; a curve's points with spaces between."""
    if isinstance(guess, str):
        return _text(guess)
    points = guess if isinstance(guess, tuple) else (guess,)
    return " ".join(repr(point).removesuffix(".0") for point in points)


def _text(words: str) -> str:
    return in_spreadsheet(one_line(words))


def _csv(head: list[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
