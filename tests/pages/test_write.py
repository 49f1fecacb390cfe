"""The page to write it oneself: a seed for each, two files, and the number that they print."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.link.share import _NOT_FOR_OTHERS
from pages.shared.room.teacher import place_of
from perceptron.sharing.exercise import write
from perceptron.text.numbers import number
from tests.pages.opening import commit, follow_link, open_page, switch_to
from tests.pages.room import join, new_room, shown, teach
from tests.sharing.blanks import fill
from tests.sharing.test_exercise import loss_in
from tests.sharing.test_program import outside


def seed_of(app: AppTest) -> int:
    """The seed that the page shows, in its field and in its address."""
    seed = int(app.session_state["own_seed"])
    assert app.text_input(key="own_seed_typed").value == str(seed)
    assert app.session_state["address"].written["own_seed"] == str(seed)
    assert any(f"Seed {seed}: which final loss" in one.label for one in app.text_input) or any(
        f"Seed {seed}: which final loss" in one.value for one in app.markdown
    )
    return seed


def answer(app: AppTest, text: str) -> AppTest:
    """Commit to a number at the question for the final loss."""
    number = app.session_state["questions"]["write-number"].round
    app.text_input(key=f"ask-write-number-{number}").set_value(text)
    return commit(app, "write-number", number)


@pytest.mark.parametrize(("seed", "digits"), [("7", 6), ("4321", 6)])
def test_what_the_right_program_prints_is_accepted_and_a_digit_off_is_not(seed, digits, tmp_path):
    printed = loss_in(outside(tmp_path, fill(write.script(int(seed)))))
    app = answer(follow_link("write", own_seed=seed), f"{printed:.{digits}g}")
    assert not app.exception
    assert app.success[0].value.startswith("Right: ")
    wrong = answer(follow_link("write", own_seed=seed), f"{printed * (1 + 2e-5):.{digits}g}")
    assert not wrong.success
    told = next(one.value for one in wrong.error if one.value.startswith("Not "))
    assert told.endswith("Look at what the program prints, and try again.")
    assert number(printed, digits) not in told, "only who has done the work is to know it"


def test_another_seed_s_number_is_not_accepted_and_another_seed_is_another_question():
    app = follow_link("write", own_seed="7")
    answer(app, f"{write.final_loss(8)[1]:.6g}")
    assert not app.success
    app.text_input(key="own_seed_typed").set_value("8").run()
    assert seed_of(app) == 8
    answer(app, f"{write.final_loss(8)[1]:.6g}")
    assert app.success[0].value.startswith("Right: ")


def test_a_seed_is_drawn_once_for_each_visitor_kept_and_can_be_set(monkeypatch: Any):
    drawn = iter([2001, 2002, 2003])
    monkeypatch.setattr("pages.shared.lesson.write.secrets.choice", lambda _: next(drawn))
    app, other = open_page("write"), open_page("write")
    assert (seed_of(app), seed_of(other)) == (2001, 2002)
    assert seed_of(switch_to(switch_to(app.run(), "notation"), "write")) == 2001
    again = follow_link("write", **dict(app.query_params))
    assert seed_of(again) == 2001, "a reload keeps it"
    again.button(key="write_draw").click().run()
    assert seed_of(again) == 2003
    again.text_input(key="own_seed_typed").set_value("12").run()
    assert seed_of(again) == 12
    again.text_input(key="own_seed_typed").set_value("-1").run()
    assert "Your seed must be a whole number between 0" in again.warning[0].value
    assert seed_of(again) == 12


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "4294967296", "²", "9" * 5000])
def test_a_seed_in_a_link_that_is_none_is_told(text):
    app = follow_link("write", own_seed=text)
    assert not app.exception
    assert "own_seed must be a whole number between 0" in app.text[0].value
    assert 1000 <= seed_of(app) < 10_000


def test_both_files_are_offered_with_the_seed_in_their_names():
    app = follow_link("write", own_seed="77")
    offered = [one.proto.label for one in app.get("download_button")]
    assert offered == ["Notebook", "Python script"]
    assert "python write-it-yourself-77.py" in shown(app)


def test_the_page_shows_a_blank_and_what_its_check_says_and_no_answer():
    app = open_page("write")
    words = shown(app)
    assert write.blank(4) in words
    assert "Blank 4, update: still empty" in words
    assert "the learning rate is forgotten" in words
    number = f"{write.final_loss(seed_of(app))[1]:.6g}"
    assert number not in words
    app.radio(key="ask-write-factor-1").set_value("yes")
    commit(app, "write-factor")
    assert app.success[0].value.startswith("Right.")
    assert number not in shown(app), "nor does the answer of another question tell it"


def test_who_shares_or_shows_the_page_hands_on_no_seed_but_a_question_has_its_own():
    assert "own_seed" in _NOT_FOR_OTHERS
    assert place_of("write", {"own_seed": "7"}) == "write"
    here = new_room()
    app = teach(here, "write", own_seed="77")
    assert here.state.page == "write", "each phone has a seed of its own"
    app.button(key="room-ask-write-number").click().run()
    assert here.state.now is not None
    page, _, query = here.state.now.question.page.partition("?")
    phone = join(here, page, **dict(parse_qsl(query)))
    assert seed_of(phone) == 77
    answer(phone, f"{write.final_loss(77)[1]:.6g}")
    assert not phone.success, "in a room the teacher reveals"
    assert "Your teacher reveals the answer" in shown(phone)
