"""A lesson's plan: written and read again, its mistakes with their lines, its links."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.pages import PAGES
from pages.shared.room.plan import NOT_SHOWN, known
from perceptron.room.plan import MAX_STEPS, PAGE, QUESTION, TRIAL, Plan, PlanError, Step
from perceptron.room.plan_file import (
    DEFAULT,
    Known,
    pack_plan,
    read_plan,
    unpack_plan,
    write_plan,
)
from perceptron.room.question import Key, Question
from perceptron.room.short_test import PARTS
from perceptron.room.state import RoomState

KNOWN = Known(
    questions={"lives": "Too large a rate?", "batches": "How many?"},
    twins={"lives": "lives~twin"},
    pages={"train": "Train", "runs": "Your runs"},
    trials={"learning_rate": "Everyone's rate"},
    fault=lambda settings: "epochs is wrong. Try 16." if settings.get("epochs") == "0" else "",
)
GOOD = """title = "An hour"

[[step]]
minute = 0
question = "lives"
note = "They say: faster."

[[step]]
page = "train?epochs=3"

[[step]]
question = "lives"
twin = true

[[step]]
trial = "learning_rate"
"""


def test_a_plan_is_read_in_its_order() -> None:
    found = read_plan(GOOD, KNOWN)
    assert found.problems == ()
    assert found.plan == Plan(
        "An hour",
        (
            Step(QUESTION, "lives", 0, "They say: faster.", False, "Too large a rate?", "lives"),
            Step(PAGE, "train?epochs=3", title="Train", name="train?epochs=3"),
            Step(QUESTION, "lives", twin=True, title="Too large a rate?: twin", name="lives~twin"),
            Step(TRIAL, "learning_rate", title="Everyone's rate", name="trial-learning_rate"),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"lives"\nnote', '"lifes"\nnote', r"Line 5: there is no question 'lifes'. Did you mean l"),
        ('"lives"\nnote', '"x"\nnote', r"Line 5: there is no question 'x'. Choose one of"),
        ('"train?', '"trian?', r"Line 9: there is no page 'trian'. Did you mean train"),
        ("epochs=3", "epochs=0", r"Line 9: epochs is wrong. Try 16."),
        ("epochs=3", "x" * 500, r"Line 9: a page's settings have at most 400 characters"),
        ("minute = 0", "minute = -1", r"Line 4: minute must be a whole number from 0 to 600"),
        ("minute = 0", "minute = true", r"Line 4: minute must be"),
        ("minute = 0", "minuet = 0", r"Line 4: a step has no key 'minuet'. Did you mean minute"),
        ("minute = 0", 'page = "train"', r"Line 3: a step has one of question, page, trial and"),
        ('question = "lives"\nnote', "note", r"Line 3: a step has one of .*got none"),
        ('note = "They', 'note = "' + "x" * 601 + "They", r"Line 6: note must be words"),
        ("twin = true", "twin = 1", r"Line 13: twin must be true or false"),
        ('question = "lives"\ntwin', 'question = "batches"\ntwin', r"Line 13: .batches. has no"),
        ('trial = "learning_rate"', 'trial = "rate"', r"Line 16: there is no trial 'rate'. C"),
        ('trial = "learning_rate"', "trial = 3", r"Line 16: trial must be a name in quotes"),
        ("minute = 0", "minute = ", r"Line 4: this is not TOML"),
        ('title = "An hour"', "title = 3", r"Line 1: title must be words, at most 80"),
    ],
)  # fmt: skip
def test_a_faulty_step_drops_out_alone_with_its_line(old: str, new: str, problem: str) -> None:
    assert old in GOOD
    found = read_plan(GOOD.replace(old, new, 1), KNOWN)
    (told,) = found.problems
    assert re.match(problem, told), told
    assert len(found.plan.steps) == (4 if "title" in old else 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Line 1: a plan must hold title and then tables"),
        ("title = 'a'", "Line 1: a plan must hold"),
        ("x = 1\n[[step]]\nquestion = 'lives'", "Line 1: a plan must hold"),
        ("step = 3", "Line 1: a plan must hold"),
        ("title =\n[[step]]\nquestion = 'lives'", "Line 1: this is not TOML"),
        ("[[step]]\nquestion = 'x'", "Line 2: there is no question"),
        ("a" * 40_001, "A plan has at most 40000 characters"),
    ],
)
def test_what_is_no_plan_says_why(text: str, told: str) -> None:
    with pytest.raises(PlanError, match=re.escape(told)):
        read_plan(text, KNOWN)


def test_steps_over_the_bound_are_told() -> None:
    found = read_plan('[[step]]\nquestion = "lives"\n' * (MAX_STEPS + 1), KNOWN)
    assert len(found.plan.steps) == MAX_STEPS
    assert found.problems == (
        f"Line {2 * MAX_STEPS + 1}: a plan has at most 60 steps; take some out.",
    )
    with pytest.raises(PlanError, match="at most 60 steps"):
        found.plan.with_step(found.plan.steps[0])


texts = st.text(max_size=80)
steps = st.builds(
    lambda minute, note, twin: Step(
        QUESTION, "lives", minute, "".join(c for c in note if c.isprintable() or c == "\n"), twin,
        "Too large a rate?" + ": twin" * twin, "lives" + "~twin" * twin,
    ),
    st.none() | st.integers(0, 600), texts, st.booleans(),
)  # fmt: skip


@given(texts, st.lists(steps, min_size=1, max_size=5))
def test_whatever_is_written_is_read_again(title: str, many: list[Step]) -> None:
    plan = Plan("".join(c for c in title if c.isprintable()), tuple(many))
    assert read_plan(write_plan(plan), KNOWN).plan == plan
    sent = pack_plan(plan)
    assert re.fullmatch(r"[\w-]+", sent)
    assert read_plan(unpack_plan(sent), KNOWN).plan == plan


def test_a_link_that_was_cut_off_is_told() -> None:
    sent = pack_plan(read_plan(GOOD, KNOWN).plan)
    for broken in ("", sent[:-4], "x" * 40):
        with pytest.raises(PlanError, match="Ask for the link again"):
            unpack_plan(broken)


def test_a_plan_that_is_too_long_for_a_link_says_so() -> None:
    import random

    chance = random.Random(0)
    notes = ["".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(600)) for _ in range(9)]
    plan = Plan("", tuple(Step(QUESTION, "lives", note=note) for note in notes))
    with pytest.raises(PlanError, match=r"too long for a link\. Shorten its notes"):
        pack_plan(plan)


def test_steps_move_up_and_down_and_stay_at_the_ends() -> None:
    plan = read_plan(GOOD, KNOWN).plan
    a, b, c, d = plan.steps
    assert plan.moved(0, 1).steps == (b, a, c, d)
    assert plan.moved(3, -1).steps == (a, b, d, c)
    assert plan.moved(0, -1) == plan == plan.moved(3, 1)
    assert plan.without(1).steps == (a, c, d)
    assert plan.with_step(d, 0).steps == (d, b, c, d)


def test_where_a_room_is_is_known_from_the_room() -> None:
    plan = read_plan(GOOD + '\n[[step]]\nquestion = "lives"\n', KNOWN).plan
    state = RoomState("teacher")
    assert plan.now(state) is None
    assert plan.now(state.show("train?epochs=3&v=1")) == 1, "whatever the settings are by now"
    asked = state.ask(Question("lives", "number", "?"), Key(1.0))
    assert plan.now(asked) == 0
    assert plan.now(asked, near=4) == 4
    assert plan.now(asked.ask(Question("lives~twin", "number", "?"), Key(1.0))) == 2
    assert plan.now(state.show("runs")) is None
    assert plan.without(2).now(asked.ask(Question("lives~twin", "number", "?"), Key(1.0))) == 0
    assert plan.now(state.ask(Question("batches~twin", "number", "?"), Key(1.0))) is None


def test_a_plan_may_have_both_parts_of_the_short_test() -> None:
    found = read_plan("".join(f'[[step]]\ntest = "{part}"\n' for part in PARTS), KNOWN)
    assert found.problems == ()
    assert [(step.title, step.name) for step in found.plan.steps] == [
        ("Short test, before", "test-before"),
        ("Short test, after", "test-after"),
    ]
    assert read_plan(write_plan(found.plan), KNOWN) == found
    with pytest.raises(PlanError, match=r"there is no test 'befor'\. Did you mean before"):
        read_plan('[[step]]\ntest = "befor"', KNOWN)
    with pytest.raises(PlanError, match="twin must be true or false, and is for a question only"):
        read_plan('[[step]]\ntest = "before"\ntwin = true', KNOWN)


def test_the_plan_of_the_app_is_whole_and_rises_to_minute_45() -> None:
    found = read_plan(DEFAULT.read_text("utf-8"), known())
    assert found.problems == ()
    minutes = [step.minute for step in found.plan.steps]
    assert minutes == sorted(minutes)
    assert (minutes[0], minutes[-1]) == (0, 40)
    assert len(pack_plan(found.plan)) < 1_500


def test_a_plan_may_name_every_page_that_a_class_can_be_shown() -> None:
    assert set(known().pages) == {page.name for page in PAGES} - set(NOT_SHOWN)
