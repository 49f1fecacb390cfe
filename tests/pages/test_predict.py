"""Predict, then reveal, as a student and as a teacher go through it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.session.pressed import HEARD
from perceptron.lessons.predict import items as items_module
from perceptron.lessons.predict.codes import write_code
from perceptron.lessons.predict.item import Item
from perceptron.room.keys import STUDENT, named_by, tag_of
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
    app.text_input(key=f"ask-predict-{name}-1").set_value(typed)
    for press in ("Commit", "Run it, and reveal"):
        button(app, press).click().run()
    return app


def test_a_number_is_committed_revealed_and_explained_in_this_order(app: AppTest) -> None:
    app.text_input(key="ask-predict-batches-1").set_value("3")
    button(app, "Commit").click().run()
    assert "Your guess: **3 batches**" in words(app)
    assert "The run:" not in words(app).replace("The run: 100 rows", "")
    assert [one.key for one in app.text_input] == [HEARD], "it can't be changed any more"
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
    app.text_input(key="ask-predict-batches-1").set_value("4")
    button(app, "Commit").click().run()
    assert "**Your answers as a code for your teacher** (1 of 15)" in words(app)
    code = write_code(tag_of(named_by(app.session_state["student_key"], STUDENT)), {"batches": 4.0})
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    app.text_area(key="predict_codes").set_value(f"Ann: {code}\nAnn again: {code}").run()
    assert "**1** of 1 student guessed here." in words(app)
    assert "Who pasted twice counts once" in words(app)


def test_a_number_with_a_comma_is_understood_or_refused_and_never_another(app: AppTest) -> None:
    for typed, said in (("0,3,1", "A number is needed"), ("1,782", "may be 1782 or 1.782")):
        app.text_input(key="ask-predict-batches-1").set_value(typed)
        button(app, "Commit").click().run()
        assert said in words(app)
        assert app.session_state["questions"]["predict-batches"].guess is None
    app.text_input(key="ask-predict-batches-1").set_value("0,3 batches")
    button(app, "Commit").click().run()
    assert "Your guess: **0.3 batches**" in words(app)


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
