"""Which entries of an update are asked, when one is right, and what other numbers there are."""

from __future__ import annotations

import math

import pytest
import torch

from perceptron.lessons.microscope.blanks import (
    ALONE,
    BLANKS,
    MAX_FIELDS,
    WORKED,
    Entry,
    as_shown,
    entries_asked,
    is_right,
    recipe,
    results,
    right_result,
    spoken,
)
from perceptron.lessons.microscope.phases import PHASES
from perceptron.lessons.microscope.tries import other_numbers
from perceptron.lessons.microscope.typed import agrees, read
from perceptron.lessons.update import take_apart
from perceptron.parameters import Parameters
from tests.lessons.test_matrices import names_of
from tests.lessons.test_microscope import example_update, random_update


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        ("2.5", 2.5, True),
        ("2,5", 2.5, True),
        ("\u22120.125", -0.125, True),
        ("0.13", 0.125, False),  # off by 4 %
        ("9.6", 9.625, True),  # two digits, and off by less than 1 %
        ("1.3", 1.25, False),
        ("18.4", 18.375, True),
        ("18", 18.375, False),  # 18.5 would be 18 as well
        ("0.333", 1 / 3, True),
        ("0.33", 1 / 3, False),  # half a unit is 1.5 %
        ("0.3334", 1 / 3, True),
        ("10", 9.996, True),
        ("0", 1e-17, True),
        ("0.001", 0.0, False),
        ("1e-7", 1e-7, True),
        ("5", math.inf, False),
        ("4", -4.0, False),
    ],
)
def test_right_is_what_a_careful_learner_types(text: str, value: float, right: bool) -> None:
    assert agrees(read(text), value, 10.0 if abs(value) > 1e-6 or not value else 1.0) is right


@pytest.mark.parametrize("text", ["", "two", "1,250", "1/4", "inf", "nan", "1e999", "٣"])
def test_what_is_no_number_is_told_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"A number is needed|may be"):
        read(text)


def test_who_reckons_with_the_numbers_on_the_page_is_right() -> None:
    """Where large terms cancel, four digits of each make another number than all of them."""
    X, W = torch.tensor([[1.0, 1.0]]), torch.tensor([[1234.56], [-1234.1]])
    update = take_apart(X.double(), torch.zeros(1, 1).double(),
                        Parameters(W.double(), torch.zeros(1).double()), 0.1)  # fmt: skip
    entry = Entry("Y_hat", 0, 0)
    for text, right in (("0.46", True), ("1", True), ("0.6", False)):
        assert is_right(read(text), entry, update) is right


def test_a_phase_asks_for_a_few_entries_or_for_all_of_the_first_rows() -> None:
    update = example_update()
    names = names_of(update)
    few, all_of = (
        {p.name: entries_asked(results(p, update, names), level) for p in PHASES}
        for level in (BLANKS, ALONE)
    )
    assert {name: len(one) for name, one in few.items()} == {
        "forward": 2, "loss": 3, "delta": 2, "gradients": 3, "update": 3,
    }  # fmt: skip
    assert {name: len(one) for name, one in all_of.items()} == {
        "forward": 8, "loss": 9, "delta": 8, "gradients": 8, "update": 8,
    }  # fmt: skip
    for name, entries in few.items():
        assert set(entries) < set(all_of[name])
        assert {one.matrix for one in entries} == {one.matrix for one in all_of[name]}
    for m, d, c in ((33, 6, 3), (100, 50, 50), (1, 1, 1), (5, 2, 7)):
        large = random_update(m, d, c, 1)
        for phase in PHASES:
            matrices = results(phase, large, names_of(large))
            assert entries_asked(matrices, WORKED) == []
            for level in (BLANKS, ALONE):
                entries = entries_asked(matrices, level)
                assert 1 <= len(entries) <= MAX_FIELDS
                assert len(set(entries)) == len(entries)
                assert {one.matrix for one in entries} == {one.name for one in matrices}
                assert recipe(entries[0], names_of(large)).startswith("It should be")


def test_what_diverged_is_not_asked() -> None:
    far = torch.full((2, 2), 1e200, dtype=torch.float64)
    huge = take_apart(far, far, Parameters(far, far[0]), 0.1)
    assert entries_asked(results(PHASES[0], huge, names_of(huge)), ALONE) == []


def test_what_is_checked_is_what_the_phase_computes() -> None:
    update = random_update(5, 3, 2, 7)
    for phase in PHASES:
        for matrix in results(phase, update, names_of(update)):
            torch.testing.assert_close(right_result(matrix.name, update), matrix.values)
    with pytest.raises(ValueError, match="no matrix of the name 'X'"):
        right_result("X", update)


def test_numbers_are_rounded_as_they_are_shown() -> None:
    shown = as_shown(random_update(5, 3, 2, 7))
    assert all(f"{x:.4g}" == f"{x:.8g}" for x in shown.delta.flatten().tolist())
    zero = take_apart(
        torch.zeros(2, 2), torch.zeros(2, 1), Parameters(torch.zeros(2, 1), torch.zeros(1)), 0.1
    )
    assert as_shown(zero).delta.equal(zero.delta), "0 has no digits"


def test_an_entry_has_a_name_that_can_be_heard() -> None:
    names = names_of(example_update())
    said = {
        matrix: spoken(Entry(matrix, 0, 0), names) for matrix in ("Y_hat", "new_W", "new_b", "L")
    }
    assert said == {
        "Y_hat": "row 0, y0 of the prediction",
        "new_W": "x0, y0 of the new W",
        "new_b": "y0 of the new b",
        "L": "the loss",
    }


def test_each_try_has_other_small_whole_numbers_and_the_same_ones_again() -> None:
    seen = set()
    for seed in range(2, 30):
        X, Y, start = other_numbers(seed)
        assert (X.shape, Y.shape, start.W.shape, start.b.shape) == ((4, 3), (4, 2), (3, 2), (2,))
        update = take_apart(X, Y, start, 0.4)
        for values in (X, start.W, start.b, update.residual):
            assert 0 < values.abs().min() <= values.abs().max() <= 4
            assert values.equal(values.round())
        assert other_numbers(seed)[1].equal(Y)
        seen.add(repr(X.tolist()))
    assert len(seen) == 28
