"""Predict, then reveal: items from a file, answers from runs, codes that survive a chat."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.lessons.predict.answers import (
    is_right,
    reveal,
)
from perceptron.lessons.predict.codes import MAX_CODES, PREFIX, read_codes, write_code
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.measures import MEASURES
from perceptron.lessons.predict.runs import NO_RUN, names_of_runs, runs_in_words
from perceptron.room.question import CHOICE, CURVE, NUMBER, times_off
from perceptron.text.packing import pack
from tests.items import own_items

ITEMS = own_items()
BY_NAME = {item.name: item for item in ITEMS}


def test_there_are_ten_items_at_least_and_each_way_to_answer_is_among_them():
    assert len(ITEMS) >= 10
    assert {item.kind for item in ITEMS} == {CHOICE, NUMBER, CURVE}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_each_item_has_an_answer_that_a_run_gives_and_a_student_can_give(item):
    shown = reveal(item)
    assert all(run.done for run in shown.runs)
    if item.kind == CHOICE:
        assert shown.answer in dict(item.options)
    elif item.kind == CURVE:
        assert len(shown.answer) == len(item.epochs) >= 3
    else:
        assert math.isfinite(shown.answer)
    assert is_right(item, shown.answer, shown.answer)
    assert "{" not in shown.why
    told = NO_RUN if item.given else "The run: 100 rows, 6 inputs, "
    assert runs_in_words(item).startswith(told)


def test_the_answers_are_those_of_the_core_and_of_a_second_look():
    assert reveal(BY_NAME["lives"]).answer == "diverged"
    assert reveal(BY_NAME["row"]).answer == "x4"
    assert reveal(BY_NAME["outputs"]).answer == "run"
    assert reveal(BY_NAME["start"]).answer == "same"
    assert reveal(BY_NAME["four-axes"]).answer == 33 * 3 * 6 * 3
    assert 6 <= reveal(BY_NAME["float32"]).answer <= 8
    run = Run(load(DataConfig()), TrainConfig(learning_rate=0.3)).finish()
    losses = dict(run.curves(100)["torch"].train)
    item = BY_NAME["good-rate"]
    assert reveal(item).answer == pytest.approx([losses[k] for k in item.epochs])
    assert reveal(item).answer[-1] == pytest.approx(run.final_loss)
    assert MEASURES["train-curve"].of(run)[0] == run.reference_losses["start"]
    assert MEASURES["valid-curve"].of(run)[1:] == tuple(run.history["scratch"].valid_mse)
    assert MEASURES["lower-at-first"].of(run) == "validation"


def test_every_number_is_measured_as_its_words_say():
    run = Run(load(DataConfig()), TrainConfig()).finish()
    losses = run.history["torch"]
    off = max(run.final_difference(name).W.percent for name in ("scratch", "einsum"))
    found = {name: one.of(run) for name, one in MEASURES.items() if one.kind == NUMBER}
    assert found == pytest.approx({
        "batches": 4, "updates": 64, "last-batch-percent": 25, "digits": -math.log10(off / 100),
        "final-train-mse": run.final_loss, "final-valid-mse": losses.valid_mse[15],
        "rate-limit": run.limits.exact,
        "four-axis-numbers": 33 * 3 * 6 * 3, "four-axis-zeros-percent": 100 * 2 / 3,
    })  # fmt: skip


GUESSES = st.fixed_dictionaries(
    {},
    optional={
        "batches": st.floats(-1e9, 1e9),
        "lives": st.sampled_from(["finished", "diverged"]),
        "curve": st.tuples(*[st.floats(1e-9, 1e9)] * 4),
    },
)


@given(st.text("0123456789abcdef", min_size=1, max_size=8), GUESSES)
def test_a_code_gives_back_every_guess_to_the_last_bit(tag, guesses):
    code = write_code(tag, guesses)
    found = read_codes(f"Anna, 10:31: {code}!\n> thanks", ITEMS)
    assert found.guesses == {tag: guesses}
    assert found.notes == ()


def test_all_guesses_fit_into_a_message():
    every = {item.name: reveal(item).answer for item in ITEMS}
    assert len(write_code("abcdef", every)) < 750


def test_who_pastes_twice_counts_once_with_the_last_code():
    first = write_code("a1", {"batches": 3.0, "last-row": 1.0})
    codes = [first, write_code("b2", {"batches": 4.0}), write_code("a1", {"batches": 5.0})]
    found = read_codes(" ".join(codes), ITEMS)
    assert sorted(found.of(BY_NAME["batches"])) == [4.0, 5.0]
    assert found.of(BY_NAME["last-row"]) == [], "the last code is the whole of it"
    assert found.n_again == 1
    assert len(found.guesses) == 2


@pytest.mark.parametrize(
    "content",
    [
        "[" * 4000,
        json.dumps(["<b>", {}]),
        json.dumps(["a1", []]),
        json.dumps({"a1": 3}),
        "3",
        "NaN",
        "1" * 4001,
    ],
)
def test_a_hostile_code_is_a_sentence(content):
    found = read_codes(PREFIX + pack(content), ITEMS)
    assert found.guesses == {}
    assert "damaged" in found.notes[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("batches", "4"), ("batches", True), ("batches", 10**400), ("lives", "maybe"),
        ("curve", [1, 2]), ("curve", [1, 2, 3, -4]), ("curve", [1, 2, 3, None]), ("nothing", 1),
    ],
)  # fmt: skip
def test_a_guess_that_does_not_fit_is_left_out_and_told(name, value):
    code = PREFIX + pack(json.dumps(["a1", {name: value, "last-row": 25}]))
    found = read_codes(code, ITEMS)
    assert found.guesses == {"a1": {"last-row": 25.0}}
    known = name != "nothing"
    assert ("A guess at" in found.notes[0]) == (name in found.notes[0]) == known
    assert "was left out" in found.notes[0]


def test_a_code_that_was_cut_off_is_found_by_its_line_and_names_nobody():
    whole = write_code("a1", {"batches": 4.0})
    found = read_codes(f"Ann: {whole}\nBea: {whole[:-9]}\nCem: PL1-e", ITEMS)
    assert list(found.guesses) == ["a1"]
    assert [note.partition(" of ")[0] for note in found.notes] == [
        "Code 2 is damaged or cut off: it begins in line 2",
        "Code 3 is damaged or cut off: it begins in line 3",
    ]
    odd = write_code("b2", {"Dora is late": 4.0, "curve": 3.0})
    notes = "".join((*found.notes, *read_codes(f"Eli: {odd}", ITEMS).notes))
    assert not any(name in notes for name in ("Bea", "Cem", "Dora", "Eli", whole[:9]))


def test_two_runs_are_called_as_the_options_call_them():
    assert names_of_runs(BY_NAME["outputs"]) == ("With 3 outputs", "With 10 outputs")
    assert names_of_runs(BY_NAME["start"]) == ("first run", "second run")
    assert runs_in_words(BY_NAME["outputs"]).endswith("against the same with 10 outputs.")
    assert runs_in_words(BY_NAME["four-axes"]).endswith("1 epoch.")


@given(st.text(max_size=200))
def test_any_text_may_be_pasted(text):
    read_codes(text + PREFIX + text, ITEMS)


def test_more_codes_than_a_school_has_students_are_cut():
    found = read_codes(write_code("a1", {}) * 3 + f" {write_code('b', {})}" * MAX_CODES, ITEMS)
    assert f"first {MAX_CODES}" in found.notes[0]


def test_a_number_is_right_within_its_tolerance_and_not_beyond():
    item = Item("x", "?", "digits", "", tolerance=1)
    assert is_right(item, 6.0, 7.0)
    assert not is_right(item, 5.9, 7.0)
    percent = Item("x", "?", "digits", "", tolerance_percent=10)
    assert is_right(percent, 110.0, 100.0)
    assert not is_right(percent, 111.0, 100.0)


def test_a_curve_is_measured_by_the_mean_factor_that_it_is_off():
    assert times_off((10.0, 10.0), (1.0, 100.0)) == pytest.approx(10)
    assert times_off((5.0, 5.0), (5.0, 5.0)) == 1
    item = Item("x", "?", "train-curve", "", epochs=(0, 1, 2), factor=2)
    assert is_right(item, (2.0, 2.0, 2.0), (1.0, 2.0, 4.0))
    assert not is_right(item, (9.0, 2.0, 2.0), (1.0, 2.0, 4.0))
