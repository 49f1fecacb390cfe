"""Predict, then reveal, as a student and as a teacher go through it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.lessons.predict import items as items_module
from perceptron.lessons.predict.codes import write_code
from perceptron.lessons.predict.item import Item
from perceptron.room.keys import STUDENT, named_by, tag_of
from perceptron.sharing.provenance import made_here
from tests.items import own_items
from tests.pages.opening import follow_link, open_page


@pytest.fixture
def app() -> AppTest:
    return open_page("predict")


def calm(app: AppTest) -> bool:
    return not app.exception and not app.error


def button(app: AppTest, label: str):
    return next((one for one in app.button if one.label == label), None)


def words(app: AppTest) -> str:
    boxes = [
        *app.markdown,
        *app.success,
        *app.info,
        *app.error,
        *app.warning,
        *app.caption,
        *app.text,
    ]
    return "\n".join(one.value for one in boxes)


def test_nothing_is_revealed_before_a_guess_is_committed(app: AppTest) -> None:
    assert button(app, "Run it, and reveal") is None
    assert button(app, "Why?") is None
    button(app, "Commit").click().run()
    assert "Choose or type an answer first" in words(app)
    assert button(app, "Run it, and reveal") is None
    assert "4 batches" not in words(app)


def answer(app: AppTest, name: str, typed: str) -> AppTest:
    """Type a number, commit to it, and reveal."""
    app.text_input(key=f"ask-predict-{name}-1").set_value(typed).run()
    for press in ("Commit", "Run it, and reveal"):
        button(app, press).click().run()
    return app


def test_a_number_is_committed_revealed_and_explained_in_this_order(app: AppTest) -> None:
    app.text_input(key="ask-predict-batches-1").set_value("3").run()
    button(app, "Commit").click().run()
    assert "Your guess: **3 batches**" in words(app)
    assert "The run:" not in words(app).replace("The run: 100 rows", "")
    assert not app.text_input, "it can't be changed any more"
    button(app, "Run it, and reveal").click().run()
    assert "Not quite. You said “3 batches”. The run: **4 batches**." in words(app)
    assert "guesses" not in app.session_state["figures"], "one guess is no spread"
    assert button(app, "Why?") is None, "who is alone needs no step for it"
    assert "Three slices of 33 rows" in words(app)
    button(app, "Next question").click().run()
    assert app.session_state["question"] == "last-row"
    assert calm(app)


def test_a_right_choice_is_told_so() -> None:
    app = follow_link("predict", question="lives")
    app.radio[0].set_value("diverged").run()
    button(app, "Commit").click().run()
    button(app, "Run it, and reveal").click().run()
    assert any("Right." in one.value for one in app.success)
    (options,) = [one.value for one in app.markdown if "(your guess, right)" in one.value]
    assert "**The loss grows without end** *(your guess, right)*" in options
    assert "The loss falls" in options
    assert "revealed" not in app.query_params, "whoever copies the address is asked first"


def test_a_link_may_reveal_to_all_at_once() -> None:
    app = follow_link("predict", question="lives", revealed="why")
    assert calm(app)
    assert "Measured: **The loss grows without end**" in words(app)
    assert "overshoots" in words(app)


def test_what_a_page_can_t_use_is_told_at_once() -> None:
    app = follow_link("predict", revealed="all")
    assert "revealed must be one of asked" in app.text[0].value
    app = follow_link("predict", question="<script>", revealed="why", lerning_rate="3")
    assert calm(app)
    shown = "\n".join(text.value for text in app.text)
    assert "question must be one of batches" in shown
    assert "Three slices" not in words(app), "the answer was that to another question"
    assert "Did you mean learning_rate?" in shown


def test_the_keys_go_from_question_to_question_and_stop_at_both_ends(app: AppTest) -> None:
    assert button(app, "Back").disabled
    button(app, "Next").click().run()
    assert app.session_state["question"] == "last-row"
    app.selectbox(key="question").set_value("four-axes").run()
    assert button(app, "Next").disabled
    assert calm(app)


def test_a_teacher_collects_codes_and_sees_the_guesses_before_the_answer(app: AppTest) -> None:
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    codes = [write_code(f"{k:x}", {"batches": float(3 + k % 2)}) for k in range(1, 6)]
    app.text_area(key="predict_codes").set_value("Ann " + "\nBob: ".join(codes)).run()
    assert "**5** of 5 students guessed here." in words(app)
    assert "measured" not in words(app).lower()
    figure = app.session_state["figures"]["guesses"]
    assert "4 batches" in figure["alt"]
    button(app, "Run it, and reveal").click().run()
    assert "Measured: **4 batches**" in words(app)
    app.text_area(key="predict_codes").set_value("nothing here").run()
    assert "There is no code in this text" in words(app)
    assert calm(app)


def test_on_a_projector_the_reason_is_a_step_of_its_own() -> None:
    app = follow_link("predict", projector="on", question="batches", revealed="answer")
    assert button(app, "Why?")
    assert "Three slices" not in words(app)
    button(app, "Why?").click().run()
    assert "Three slices of 33 rows" in words(app)


@pytest.mark.parametrize("item", own_items(), ids=lambda item: item.name)
def test_each_reveal_shows_what_decides_it(item: Item) -> None:
    app = follow_link("predict", question=item.name, revealed="why")
    assert calm(app)
    if item.given:
        assert "figures" not in app.session_state
    elif item.measure == "digits":
        assert all(cell.startswith("**") for cell in app.table[0].value["weight"])
    else:
        (name,) = app.session_state["figures"]
        assert app.session_state["figures"][name]["alt"]
        assert name == "evidence"


def test_the_code_of_the_page_holds_what_was_committed(app: AppTest) -> None:
    assert "as a code" not in words(app)
    app.text_input(key="ask-predict-batches-1").set_value("4").run()
    button(app, "Commit").click().run()
    assert "**Your answers as a code for your teacher** (1 of 15)" in words(app)
    code = write_code(tag_of(named_by(app.session_state["student_key"], STUDENT)), {"batches": 4.0})
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    app.text_area(key="predict_codes").set_value(f"Ann: {code}\nAnn again: {code}").run()
    assert "**1** of 1 students guessed here." in words(app)
    assert "Who pasted twice counts once" in words(app)


def test_a_number_with_a_comma_is_understood_or_refused_and_never_another(app: AppTest) -> None:
    for typed, said in (("0,3,1", "A number is needed"), ("1,782", "may be 1782 or 1.782")):
        app.text_input(key="ask-predict-batches-1").set_value(typed).run()
        button(app, "Commit").click().run()
        assert said in words(app)
        assert app.session_state["questions"]["predict-batches"].guess is None
    app.text_input(key="ask-predict-batches-1").set_value("0,3 batches").run()
    button(app, "Commit").click().run()
    assert "Your guess: **0.3 batches**" in words(app)


def test_the_last_question_ends_with_a_score_and_jumps_nowhere() -> None:
    app = follow_link("predict", question="four-axes")
    answer(app, "four-axes", "54")
    assert button(app, "Next question") is None
    assert "That was the last question." in [one.value for one in app.header]
    assert "Your score: **0 of 1** guesses right." in words(app)
    assert "**Four axes**" in words(app)
    assert "The derivative with four axes" in [one.proto.label for one in app.get("page_link")]
    assert "14 questions are still open." in words(app)
    assert app.session_state["question"] == "four-axes"
    button(app, "Go to: How many batches?").click().run()
    answer(app, "batches", "4")
    app.session_state["question"] = "four-axes"
    app.run()
    assert "Your score: **1 of 2** guesses right." in words(app)


def test_a_guess_is_noted_once_when_it_is_revealed(app: AppTest) -> None:
    app.text_input(key="ask-predict-batches-1").set_value("3").run()
    button(app, "Commit").click().run()
    assert "batches" not in app.session_state["progress"].answers, "nothing is known of it yet"
    button(app, "Run it, and reveal").click().run()
    app.run()
    noted = app.session_state["progress"].answers["batches"]
    assert (noted.page, noted.first, noted.was_right, noted.tries) == (
        "predict", "3 batches", False, 1,
    )  # fmt: skip


def test_the_twin_is_asked_alone_and_told_at_once(app: AppTest) -> None:
    answer(app, "batches", "3")
    button(app, "Try one with other numbers").click().run()
    assert "**100 rows are walked in slices of 15" in words(app)
    app.text_input(key="ask-predict-batches~twin-1").set_value("7").run()
    next(one for one in app.button if one.label == "Commit").click().run()
    assert "Right. You said “7 batches”. The run: **7 batches**." in words(app)
    assert "Six slices of 15 rows" in words(app)
    noted = app.session_state["progress"].answers["batches"]
    assert (noted.was_right, noted.is_right, noted.tries) == (False, True, 2)
    assert "(1 of 15)" in words(app), "a code holds the questions, not their twins"
    assert not app.exception
    waiting = follow_link("predict", wait="yes", question="batches", revealed="why")
    assert button(waiting, "Try one with other numbers") is None


def test_two_hints_are_there_before_committing_and_not_after(app: AppTest) -> None:
    hints = next(item for item in own_items() if item.name == "batches").hints
    assert hints[0] not in words(app)
    button(app, "Hint").click().run()
    assert hints[0] in words(app)
    assert hints[1] not in words(app)
    button(app, "Another hint").click().run()
    assert hints[1] in words(app)
    assert button(app, "Another hint") is None
    app.text_input(key="ask-predict-batches-1").set_value("4").run()
    button(app, "Commit").click().run()
    assert hints[0] not in words(app)
    assert button(follow_link("predict", projector="on"), "Hint") is None


def test_the_code_is_folded_unless_a_teacher_has_asked_for_it(app: AppTest) -> None:
    def folded(one: AppTest) -> bool:
        one.text_input(key="ask-predict-batches-1").set_value("4").run()
        button(one, "Commit").click().run()
        assert "as a code for your teacher" in words(one)
        return "A code for your teacher" in [box.label for box in one.expander]

    assert folded(app)
    assert not folded(follow_link("predict", wait="yes"))
    assert not folded(follow_link("predict", made=made_here()))


def test_each_question_has_a_title_in_the_list(app: AppTest) -> None:
    options = app.selectbox(key="question").options
    assert options[:2] == ["1 of 15: How many batches?", "2 of 15: What one row decides"]
    assert not {"lives", "last-row", "good-rate"} & set("".join(options).split())


def test_a_broken_file_of_items_is_explained_on_the_page(app, tmp_path, monkeypatch) -> None:
    file = tmp_path / "items.toml"
    file.write_text('[[item]]\nname = "a"\nquestion = 3\n', encoding="utf-8")
    monkeypatch.setattr(items_module, "FILE", file)
    app.run()
    assert not app.exception
    assert "items.toml: Line 1: this item has no measure" in app.error[0].value


def test_one_bad_question_drops_out_alone_and_is_told(app, tmp_path, monkeypatch) -> None:
    file = tmp_path / "items.toml"
    own = items_module.FILE.read_text(encoding="utf-8")
    rises = "learning_rate = 2\nepochs = 16"
    file.write_text(own.replace("learning_rate = 2.2\nepochs = 200", rises), encoding="utf-8")
    monkeypatch.setattr(items_module, "FILE", file)
    app.run()
    assert calm(app)
    assert len(app.selectbox(key="question").options) == 14
    line = own[: own.index("[item.options]")].count("\n") + 1  # the first is that of the item
    assert f"Left out of items.toml: Line {line}: this run gives 'grows'" in app.warning[0].value


def collect(app: AppTest, *codes: str) -> AppTest:
    """Open the teacher's tool, and paste codes into it."""
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    return app.text_area(key="predict_codes").set_value("\n".join(codes)).run()


def test_nothing_is_revealed_without_a_guess_of_one_s_own_or_of_the_class(app: AppTest) -> None:
    collect(app)
    assert button(app, "Run it, and reveal") is None
    collect(app, write_code("a", {"lives": "diverged"}))
    assert button(app, "Run it, and reveal") is None, "that is a guess at another question"
    assert "Paste codes that answer this question" in words(app)
    collect(app, write_code("a", {"batches": 3.0}))
    assert button(app, "Run it, and reveal")
    assert calm(app)


def test_without_codes_one_guess_is_committed_and_the_last_question_leads_on() -> None:
    app = follow_link("predict", projector="on")
    button(app, "Collect guesses").click().run()
    assert "under *Answer*" in words(app)
    button(app, "Next question").click().run()
    assert app.session_state["question"] == "last-row"
    app = follow_link("predict", projector="on", question="four-axes", revealed="why")
    assert button(app, "Next question") is None
    assert button(app, "Next: Notation and derivations")
    app = follow_link("predict")
    app.text_input(key="ask-predict-batches-1").set_value("3").run()
    button(app, "Commit").click().run()
    assert button(app, "Run it, and reveal")
    assert calm(app)


def test_students_of_a_link_that_waits_can_only_guess() -> None:
    app = follow_link("predict", question="batches", wait="yes")
    assert "part" not in app.session_state
    assert not any("What you do" in str(one.label) for one in app.button_group)
    app.text_input(key="ask-predict-batches-1").set_value("3").run()
    button(app, "Commit").click().run()
    assert "Your teacher reveals the answer." in words(app)
    assert button(app, "Run it, and reveal") is None
    assert "where your teacher asks for it" in words(app)
    assert app.query_params["wait"] == "yes", "so that a reload waits too"
    assert calm(app)


def test_the_teacher_s_tool_does_not_stand_in_the_address_and_older_links_to_it_open() -> None:
    app = follow_link("predict", question="lives", part="collect-a-classs-guesses")
    assert not app.text
    assert not app.text_area
    collect(app, "nothing")
    assert "part" not in app.query_params
