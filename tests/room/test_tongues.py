"""Two phones in two languages and a teacher in a third: one question, one count, three verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from perceptron.room.errors import ClosedError
from perceptron.room.handing_in import hand_in, part_on
from perceptron.room.in_memory import InMemory
from perceptron.room.question import NUMBER, Key, Question
from perceptron.room.rooms import Rooms
from perceptron.room.short_test import AFTER, BEFORE, gained, name_of, part_question
from perceptron.room.state import ANSWER, CLOSED, WHY, read_state
from perceptron.room.taking_home import answers_csv, item_by_item
from perceptron.room.teaching import Teaching
from perceptron.room.told import told_so_far
from perceptron.room.views import Vote
from perceptron.room.wording import in_every_language
from perceptron.room.worksheet import answer_key
from perceptron.text.language import speaking
from tests.room.asking import ITS_KEY, RISES, STEPS, THEIR_KEY, student_key, student_name
from tests.room.tongues import MARKS, ONE, OTHER, in_words, let_speak

Opened = tuple[Rooms, str, Teaching]
PHONES = {ONE: 0, OTHER: 1, "en": 2}  # who has which language


@pytest.fixture(autouse=True)
def languages(monkeypatch: pytest.MonkeyPatch) -> None:
    let_speak(monkeypatch)


def ask(teaching: Teaching, question: Question = RISES, key: Key = ITS_KEY) -> None:
    """Ask as a teacher does who speaks the second language."""
    with speaking(OTHER):
        teaching.ask(*in_every_language(lambda: in_words(question, key)))


def in_each(rooms: Rooms, room: str) -> Iterator[tuple[str, dict, str, str]]:
    """Each language with its phone's view, and the marks that stand around words in it."""
    for language, who in PHONES.items():
        with speaking(language):
            begin, end = MARKS.get(language, ("", ""))
            yield language, rooms.view(room, student_name(who)), begin, end


def commit(rooms: Rooms, room: str, language: str, guess: object, number: int = 1) -> dict:
    who = PHONES[language]
    with speaking(language):
        ballot = rooms.view(room, student_name(who))["ballot"]
        return rooms.commit(room, student_key(who), ballot, number, guess, True)


def test_each_sees_the_same_question_in_its_own_language_and_all_count_together(
    opened: Opened,
) -> None:
    rooms, room, teaching = opened
    ask(teaching)
    seen = list(in_each(rooms, room))
    for _language, view, begin, end in seen:
        asked = view["question"]
        assert asked["prompt"] == f"{begin}{RISES.prompt}{end}"
        assert asked["options"] == (
            ("up", f"{begin}It rises{end}"), ("down", f"{begin}It falls{end}"),
        )  # fmt: skip
        assert "title" in asked
    assert len({view["ballot"] for _, view, *_ in seen}) == 1
    assert commit(rooms, room, ONE, "up")["words"] == "‹It rises›"
    assert commit(rooms, room, OTHER, "down")["words"] == "«It falls»"
    assert commit(rooms, room, "en", "up")["words"] == "It rises"
    assert rooms.watch(room, teaching.watch)["committed"] == 3
    guesses = [teaching.votes(1)[student_name(who)].guess for who in PHONES.values()]
    assert guesses == ["up", "down", "up"]


def test_each_gets_its_verdict_its_reason_and_why_in_its_own_language(opened: Opened) -> None:
    rooms, room, teaching = opened
    ask(teaching)
    for language in PHONES:
        commit(rooms, room, language, "up")
    for stage in (CLOSED, ANSWER, WHY):
        teaching.move(stage)
    for _language, view, begin, end in in_each(rooms, room):
        verdict = view["verdict"]
        assert (verdict["right"], view["answer"]) == (False, "down")
        assert f"{begin}It falls{end}" in verdict["words"]
        assert verdict["words"].count(begin or "It ") >= 2, "the sentence as well"
        assert verdict["reason"] == f"{begin}{ITS_KEY.reasons['up']}{end}"
        assert view["why"] == f"{begin}{ITS_KEY.why}{end}"
        others = set("".join(MARKS.values())) - {begin, end}
        assert not others & set(json.dumps(view, ensure_ascii=False)), "one language alone"
    with speaking(OTHER):
        now = teaching.state.now
        assert now is not None
        question, key = now.here
        assert key.verdict(question, None).words.endswith("«It falls».»")


def test_what_is_kept_is_counted_by_english_and_the_same_whoever_asks() -> None:
    ballots = []
    for language in PHONES:
        rooms = Rooms(InMemory())
        room, key = rooms.open()
        with speaking(language):
            asked = in_every_language(lambda: in_words(RISES, ITS_KEY))
            state = rooms.teaching(room, key).ask(*asked)
        assert state.now is not None
        assert (state.now.question, state.now.key) == (RISES, ITS_KEY)
        assert set(state.now.words) == {ONE, OTHER}
        assert read_state(state.write()) == state
        ballots.append(state.ballot)
    assert len(set(ballots)) == 1
    assert ballots[0] == f"rises-{RISES.mark}/1"


def test_a_question_that_its_teacher_has_written_is_kept_once_as_it_is(opened: Opened) -> None:
    rooms, room, teaching = opened
    teaching.ask(*in_every_language(lambda: (RISES, ITS_KEY)))
    now = teaching.state.now
    assert now is not None
    assert now.words == {}
    for _language, view, *_marks in in_each(rooms, room):
        assert view["question"]["prompt"] == RISES.prompt
    commit(rooms, room, ONE, "up")
    for stage in (CLOSED, ANSWER):
        teaching.move(stage)
    with speaking(ONE):
        words = rooms.view(room, student_name(0))["verdict"]["words"]
    assert "It rises" in words
    assert "‹It rises›" not in words
    assert "‹" in words, "what the room itself says is in the phone's language"


def test_asked_anew_in_other_words_it_goes_on_and_has_the_new_ones(opened: Opened) -> None:
    rooms, room, teaching = opened
    teaching.ask(RISES, ITS_KEY)
    commit(rooms, room, ONE, "up")
    ask(teaching)
    assert len(teaching.votes(1)) == 1
    for _language, view, begin, end in in_each(rooms, room):
        assert view["question"]["prompt"] == f"{begin}{RISES.prompt}{end}"


def test_a_number_is_typed_with_its_unit_in_the_language_of_the_phone(opened: Opened) -> None:
    rooms, room, teaching = opened
    ask(teaching, STEPS, THEIR_KEY)
    assert commit(rooms, room, ONE, "12,5 ‹steps›")["words"] == "12,5 ‹steps›"
    assert commit(rooms, room, "en", "12.5 steps")["words"] == "12.5 steps"
    assert set(teaching.votes(1).values()) == {Vote(12.5, True)}
    with speaking(OTHER):
        rows = answers_csv(*item_by_item(teaching)).splitlines()
    assert rows[0] == "item,round,answer,words,right,sure,count"
    assert rows[1:] == ['steps,1,12.5,"12,5 «steps»",yes,2,2']


def test_refusals_are_said_in_the_language_of_who_asks(opened: Opened) -> None:
    rooms, room, teaching = opened
    ask(teaching)
    ballot = teaching.state.ballot
    teaching.move(CLOSED)
    for language, who in PHONES.items():
        begin, end = MARKS.get(language, ("", ""))
        with speaking(language), pytest.raises(ClosedError) as refused:
            rooms.commit(room, student_key(who), ballot, 1, "up", True)
        assert str(refused.value).startswith(f"{begin}This question takes no answers now.")
        assert str(refused.value).endswith(end)


def test_a_language_that_there_is_not_is_english(opened: Opened) -> None:
    rooms, room, teaching = opened
    ask(teaching)
    for unknown in ("", "zz", "../xx", "XX"):
        with speaking(unknown):
            view = rooms.view(room, student_name(0))
        assert view["question"]["prompt"] == RISES.prompt


def test_an_answer_is_known_again_in_another_language(opened: Opened) -> None:
    rooms, room, teaching = opened
    ask(teaching)
    commit(rooms, room, ONE, "up")
    for stage in (CLOSED, ANSWER):
        teaching.move(stage)
    for language, (begin, end) in {"en": ("", ""), **MARKS}.items():
        with speaking(language):
            (told,) = told_so_far(rooms.store, room, student_name(0), ())
        assert told.words == f"{begin}It rises{end}"
        assert told.question.prompt == f"{begin}{RISES.prompt}{end}"
        assert len(told.in_any) == 3
        assert (RISES.prompt, "It rises") in told.in_any


def test_a_short_test_is_counted_together_and_named_in_the_language_of_who_reads(
    opened: Opened,
) -> None:
    rooms, room, teaching = opened
    items = [(RISES, ITS_KEY), (STEPS, THEIR_KEY)]
    for part, right in ((BEFORE, "up"), (AFTER, "down")):
        with speaking(OTHER):
            teaching.ask(*in_every_language(lambda part=part: part_question(
                part, [in_words(*one) for one in items], "measure")))  # fmt: skip
        on = part_on(rooms.store, room)
        assert on is not None
        for language, who in PHONES.items():
            with speaking(language):
                hand_in(
                    rooms.store, room, student_key(who), on.ballot,
                    {"rises": right, "steps": 12.0},
                )  # fmt: skip
        for _language, view, begin, _end in in_each(rooms, room):
            assert view["question"]["prompt"].startswith(f"{begin}The ")
            assert view["question"]["items"] == ()
    asked = teaching.state.asked
    before, after = asked[name_of(BEFORE)], asked[name_of(AFTER)]
    answers = teaching.answers(name_of(BEFORE)), teaching.answers(name_of(AFTER))
    with speaking(OTHER):
        found = gained(before, after, *answers)
        rows = answers_csv(*item_by_item(teaching))
        assert "test-before: rises,1,up,«It rises»,no,0,3" in rows
    assert (found.before.right, found.after.right, found.n) == (3, 6, 3)
    assert [pair.title for pair in found.pairs] == ["rises", "steps"]


def test_a_sheet_says_in_which_language_it_is() -> None:
    number = Question("n", NUMBER, "How many?", unit="rows")
    with speaking(ONE):
        sheet = answer_key("T", [in_words(number, replace(THEIR_KEY, reasons={}))])
    assert '<html lang="xx">' in sheet
    assert "‹How many?›" in sheet
    assert "‹Up to 1 off counts as right.›" in sheet
