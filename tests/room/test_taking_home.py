"""What a teacher takes home: exact tables, exact sheets, nothing that runs, nobody's key."""

from __future__ import annotations

import csv
import io
import re

import pytest

from perceptron.room.in_memory import InMemory
from perceptron.room.question import CHOICE, CURVE, NUMBER, TRIAL, Key, Question
from perceptron.room.rooms import Rooms
from perceptron.room.taking_home import answers_csv, students_csv
from perceptron.room.worksheet import answer_key, worksheet

FATE = Question(
    "lives", CHOICE, "What happens at <b>2.2</b> & more?", "Rate",
    options=(("falls", "It falls"), ("grows", '=HYPERLINK("x")'), ("rests", "It rests")),
    told="The run: 100 rows.",
)  # fmt: skip
FATE_KEY = Key("grows", "Each step <overshoots>.", reasons={"falls": "Faster is not surer."})
COUNT = Question("batches", NUMBER, "How many batches?", unit="batches")
COUNT_KEY = Key(4.0, "Three and one.", allowed=0.5, reasons={"3": "The last row was left out."})
SKETCH = Question("curve", CURVE, "Sketch it.", epochs=(1, 5))
SKETCH_KEY = Key((1000.0, 12.5), "Down.", factor=1.6)
KEYS = [f"student-number-{k:02}" for k in range(4)]


@pytest.fixture
def room():
    rooms = Rooms(InMemory())
    code, key = rooms.open()
    here = rooms.teaching(code, key)

    def vote(k: int, guess: object, sure: bool | None) -> None:
        ballot = here.state.ballot
        rooms.commit(code, KEYS[k], ballot, 1, guess, sure)

    here.ask(FATE, FATE_KEY)
    vote(0, "falls", True)
    vote(1, "falls", False)
    vote(2, "grows", None)
    here.move("closed")
    here.move("again")
    vote(0, "grows", True)
    here.move("closed")
    here.ask(COUNT, COUNT_KEY)
    vote(1, "3", True)
    vote(2, "-3.25", False)
    vote(3, "4", True)
    here.ask(SKETCH, SKETCH_KEY)
    vote(3, [2000, 12.5], None)
    return here


def votes_of(here):
    return lambda name, round_: here.votes(round_, name)


def test_each_answer_has_its_row_with_how_many_were_sure(room) -> None:
    assert answers_csv(room.state, votes_of(room)) == (
        "item,round,answer,words,right,sure,count\n"
        "lives,1,falls,It falls,no,1,2\n"
        """lives,1,grows,"'=HYPERLINK(""x"")",yes,0,1\n"""
        "lives,1,rests,It rests,no,0,0\n"
        "lives,2,falls,It falls,no,0,0\n"
        """lives,2,grows,"'=HYPERLINK(""x"")",yes,1,1\n"""
        "lives,2,rests,It rests,no,0,0\n"
        "batches,1,-3.25,−3.25 batches,no,0,1\n"
        "batches,1,3,3 batches,no,1,1\n"
        "batches,1,4,4 batches,yes,1,1\n"
        'curve,1,2000 12.5,"2000, 12.5",yes,0,1\n'
    )


def test_each_student_has_a_row_and_no_trace(room) -> None:
    text = students_csv(room.state, votes_of(room), lambda students: None)
    head, *rows = csv.reader(io.StringIO(text))
    assert head == [
        "lives, round 1", "lives, round 1, sure", "lives, round 2", "lives, round 2, sure",
        "batches, round 1", "batches, round 1, sure", "curve, round 1", "curve, round 1, sure",
    ]  # fmt: skip
    assert sorted(map(tuple, rows)) == sorted(
        [
            ("falls", "yes", "grows", "yes", "", "", "", ""),
            ("falls", "no", "", "", "3", "yes", "", ""),
            ("grows", "", "", "", "-3.25", "no", "", ""),
            ("", "", "", "", "4", "yes", "2000 12.5", ""),
        ]
    )
    names = [*KEYS, *room.students()]
    assert not any(name in text for name in names)


def test_the_order_of_the_students_is_by_chance(room) -> None:
    orders = {students_csv(room.state, votes_of(room)) for _ in range(60)}
    assert len(orders) > 5, "of 24"
    seen = []
    students_csv(room.state, votes_of(room), seen.extend)
    assert len(seen) == 4


def test_a_room_that_asked_nothing_gives_heads_alone(room) -> None:
    rooms = Rooms(InMemory())
    here = rooms.teaching(*rooms.open())
    assert answers_csv(here.state, votes_of(here)).count("\n") == 1
    assert students_csv(here.state, votes_of(here)) == "\n"


PAIRS = [(FATE, FATE_KEY), (COUNT, COUNT_KEY), (SKETCH, SKETCH_KEY)]


def test_a_worksheet_has_room_to_answer_and_no_answer() -> None:
    text = worksheet("An hour <1>", [*(one for one, _ in PAIRS), Question("t", TRIAL, "Train!")])
    assert text.startswith("<!doctype html>\n")
    assert "<h1>An hour &lt;1&gt;</h1>" in text
    assert "<h2>1. What happens at &lt;b&gt;2.2&lt;/b&gt; &amp; more?</h2>" in text
    assert "<li>☐ It falls</li><li>☐ =HYPERLINK(&quot;x&quot;)</li><li>☐ It rests</li>" in text
    assert '<p><span class="line"></span> batches</p>' in text
    assert (
        "<tr><th>epoch</th><th>1</th><th>5</th></tr><tr><th>loss</th><td></td><td></td></tr>"
        in text
    )
    assert text.count("☐ I am sure") == 3
    assert '</h1>\n<p>Name <span class="line"></span> Date' in text
    assert "Train!" not in text, "a run is no question for paper"
    told = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    for answer in ("☑", "overshoots", "surer", "Three and one", "12.5", "4 batches", "left out"):
        assert answer not in told


def test_an_answer_key_has_answers_reasons_and_what_is_behind_wrong_ones() -> None:
    given = (Question("named", NUMBER, "How many axes?"), Key(4.0, "Four.", given=True))
    text = answer_key("An hour", [*PAIRS, given])
    assert '<h1>An hour: answers</h1>\n<p>Name <span class="line"></span>' in text
    assert '<span class="right">☑ =HYPERLINK(&quot;x&quot;)</span>' in text
    assert "<li>☐ It falls</li>" in text
    assert "Each step &lt;overshoots&gt;." in text
    assert "<li>“It falls”: Faster is not surer.</li>" in text
    assert '<p class="right">4 batches</p><p>Up to 0.5 off counts as right.</p>' in text
    assert "<li>“3 batches”: The last row was left out.</li>" in text
    assert "<td>1000</td><td>12.5</td>" in text
    assert "Within a factor of 1.6 on average counts as right." in text
    assert text.count("Measured in the run.") == 3
    assert text.count("Given by the author.") == 1


@pytest.mark.parametrize("make", [lambda t, p: worksheet(t, [one for one, _ in p]), answer_key])
def test_a_sheet_runs_nothing_and_asks_no_one(make) -> None:
    evil = '"><script>alert(1)</script><img src=http://x.example/>'
    question = Question("e", CHOICE, evil, evil, options=((evil, evil), ("b", "b")), told=evil)
    text = make(evil, [(question, Key(evil, evil, reasons={"b": evil, evil: evil}))])
    assert not re.search(r"<(script|img|link|iframe|object)|https?://[^x]|@import|url\(", text)
    assert set(re.findall(r"<(/?\w+)", text)) <= {
        "html", "/html", "head", "/head", "meta", "title", "/title", "style", "/style", "body",
        "/body", "h1", "/h1", "h2", "/h2", "section", "/section", "p", "/p", "span", "/span",
        "ul", "/ul", "li", "/li",
    }  # fmt: skip
