"""What a wrong entry of an update comes from, and when it is wrong at all."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from random import Random

import pytest
import torch
from torch import Tensor

from perceptron.lessons.microscope.blanks import (  # fmt: skip
    ALONE,
    BLANKS,
    MAX_FIELDS,
    WORKED,
    Entry,
    asked,
    is_right,
    recipe,
    results,
)
from perceptron.lessons.microscope.causes import causes, in_words
from perceptron.lessons.microscope.phases import PHASES
from perceptron.lessons.microscope.rules import (
    ADDED,
    BIAS,
    BY_M,
    ELSEWHERE,
    FACTOR,
    MEAN,
    RATE,
    SIGN,
    SUMMED,
    TRANSPOSED,
)  # fmt: skip
from perceptron.lessons.microscope.typed import agrees, read, same
from perceptron.lessons.update import Update, take_apart
from perceptron.parameters import Parameters
from tests.lessons.test_matrices import names_of
from tests.lessons.test_microscope import example_update, random_update

# What a learner makes who errs in one way, reckoned entry by entry and apart from the rules that
# are tested: from the batch, a row, a column and a drawn other row and column.
Erring = Callable[[Update, int, int, int, int], float]


def dot(one: Tensor, other: Tensor) -> float:
    return sum(a * b for a, b in zip(one.tolist(), other.tolist(), strict=True))


def gradient(u: Update, i: int, j: int) -> float:
    return dot(u.X[:, i], u.delta[:, j])


ERRORS: dict[tuple[str, str], Erring] = {
    (FACTOR, "delta"): lambda u, i, j, p, q: u.residual[i, j].item() / u.Y.numel(),
    (FACTOR, "weight_gradient"): lambda u, i, j, p, q: gradient(u, i, j) / 2,
    (FACTOR, "L"): lambda u, i, j, p, q: dot(u.residual.flatten(), u.residual.flatten())
    / (2 * u.Y.numel()),
    (BY_M, "delta"): lambda u, i, j, p, q: 2 * u.residual[i, j].item() / len(u.Y),
    (BY_M, "L"): lambda u, i, j, p, q: dot(u.residual.flatten(), u.residual.flatten()) / len(u.Y),
    (BY_M, "bias_gradient"): lambda u, i, j, p, q: 2 * sum(u.residual[:, j].tolist()) / len(u.Y),
    (SIGN, "residual"): lambda u, i, j, p, q: (u.Y[i, j] - u.Y_hat[i, j]).item(),
    (SIGN, "delta"): lambda u, i, j, p, q: -u.delta[i, j].item(),
    (SIGN, "weight_gradient"): lambda u, i, j, p, q: -gradient(u, i, j),
    (TRANSPOSED, "weight_gradient"): lambda u, i, j, p, q: gradient(u, j, i),
    (TRANSPOSED, "Y_hat"): lambda u, i, j, p, q: u.Y_hat[j, i].item(),
    (SUMMED, "bias_gradient"): lambda u, i, j, p, q: sum(u.delta.flatten().tolist()),
    (SUMMED, "weight_gradient"): lambda u, i, j, p, q: sum(
        gradient(u, i, s) for s in range(u.Y.shape[1])
    ),
    (MEAN, "bias_gradient"): lambda u, i, j, p, q: sum(u.delta[:, j].tolist()) / len(u.Y),
    (MEAN, "weight_gradient"): lambda u, i, j, p, q: gradient(u, i, j) / len(u.Y),
    (ELSEWHERE, "Y_hat"): lambda u, i, j, p, q: dot(u.X[p], u.before.W[:, j])
    + u.before.b[j].item(),
    (ELSEWHERE, "weight_gradient"): lambda u, i, j, p, q: dot(u.X[:, i], u.delta[:, q]),
    (BIAS, "Y_hat"): lambda u, i, j, p, q: dot(u.X[i], u.before.W[:, j]),
    (RATE, "new_W"): lambda u, i, j, p, q: u.before.W[i, j].item() - gradient(u, i, j),
    (ADDED, "new_b"): lambda u, i, j, p, q: u.before.b[j].item()
    + u.learning_rate * u.gradients.b[j].item(),
}  # fmt: skip


@cache
def right(matrix: str, update: Update) -> Tensor:
    names = names_of(update)
    return next(
        one.values
        for phase in PHASES
        for one in results(phase, update, names)
        if one.name == matrix
    )


def drawn(matrix: str, kind: str, update: Update, draw: Random) -> tuple[Entry, float] | None:
    """An entry, and what a learner makes of it who errs; None if it is right all the same."""
    values = right(matrix, update)
    rows, columns = values.shape
    i, j = draw.randrange(rows), draw.randrange(columns)
    if kind == TRANSPOSED:
        i, j = (draw.randrange(min(rows, columns)) for _ in "ij")
    p, q = draw.randrange(rows), draw.randrange(columns)
    made = ERRORS[kind, matrix](update, i, j, p, q)
    scale = values.abs().max().item()
    return None if same(made, values[i, j].item(), scale) else (Entry(matrix, i, j), made)


def batches(kind: str, matrix: str, n: int, digits: int) -> list[tuple[Update, Entry, str]]:
    """N wrong entries of one kind on drawn batches, as a learner types them."""
    draw = Random(f"{kind} {matrix} {digits}")
    found: list[tuple[Update, Entry, str]] = []
    while len(found) < n:
        m, d, c = (draw.randint(2, 6) for _ in "mdc")
        update = random_update(m, d, c, draw.getrandbits(32))
        if wrong := drawn(matrix, kind, update, draw):
            entry, text = wrong[0], f"{wrong[1]:.{digits}g}"
            if not is_right(read(text), entry, update):  # as it may be by its rounding
                found.append((update, entry, text))
    return found


@pytest.mark.parametrize("digits", [3, 4])
def test_at_least_95_of_100_wrong_entries_are_recognised(digits: int) -> None:
    named, first = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for kind, matrix in ERRORS:
        for update, entry, text in batches(kind, matrix, 100, digits):
            kinds = [one.kind for one in causes(read(text), entry, update, names_of(update))]
            named[kind, matrix] += kind in kinds[:2]
            first[kind, matrix] += kinds[:1] == [kind]
    for one in ERRORS:
        told = f"{digits} digits, {one[0]} in {one[1]}: {named[one]} named, {first[one]} first\n"
        sys.stdout.write(told)
    assert min(named.values()) >= 95, {one: n for one, n in named.items() if n < 95}
    assert sum(first.values()) >= 95 * len(ERRORS), "and mostly before any other cause"


@pytest.mark.parametrize(("kind", "matrix"), ERRORS)
def test_the_errors_are_recognised_in_the_worked_example(kind: str, matrix: str) -> None:
    """Whole numbers: several rules often make the same one, and then two are named."""
    update, draw, told, n = example_update(), Random(kind), 0, 0
    for _ in range(60):
        if wrong := drawn(matrix, kind, update, draw):
            found = causes(read(repr(wrong[1])), wrong[0], update, names_of(update))
            assert kind in [one.kind for one in found]
            told, n = told + (kind in [one.kind for one in found[:2]]), n + 1
    assert told >= 0.9 * n > 0


def test_a_number_that_comes_of_no_wrong_rule_has_no_cause() -> None:
    draw, named = Random(1), 0
    for _ in range(300):
        update = random_update(4, 3, 2, draw.getrandbits(32))
        values = right("Y_hat", update)
        entry = Entry("Y_hat", draw.randrange(4), draw.randrange(2))
        typed = read(f"{draw.uniform(-2, 2) * values.abs().max().item():.3g}")
        if not is_right(typed, entry, update):
            named += bool(causes(typed, entry, update, names_of(update)))
    assert named <= 15, "one in twenty by accident"


def test_a_cause_is_told_as_a_sentence_and_two_as_what_may_be() -> None:
    update, entry = example_update(), Entry("delta", 1, 1)
    names = names_of(update)
    say = lambda text: in_words(causes(read(text), entry, update, names))  # noqa: E731
    assert say("0.75") == "The factor 2 is missing."
    assert say("-1,5") == "The sign is the other way round."
    assert say("3") == (
        "Perhaps it is divided by m only, not by m · c. Or there is a factor 2 too many."
    ), "c is 2: nobody can tell"
    assert say("17") == ""


def test_a_wrong_rule_that_makes_the_right_number_is_not_named() -> None:
    zero = take_apart(
        torch.ones(2, 2), torch.ones(2, 2), Parameters(torch.zeros(2, 2), torch.zeros(2)), 0.1
    )
    entry = Entry("Y_hat", 0, 0)
    for wrong in causes(read("1"), entry, zero, names_of(zero)):
        assert wrong.at(entry) != 0
    assert causes(read("0"), entry, zero, names_of(zero)) == [], "all of these rules make 0 too"


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
        {p.name: asked(results(p, update, names), level) for p in PHASES}
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
            assert asked(matrices, WORKED) == []
            for level in (BLANKS, ALONE):
                entries = asked(matrices, level)
                assert 1 <= len(entries) <= MAX_FIELDS
                assert len(set(entries)) == len(entries)
                assert {one.matrix for one in entries} == {one.name for one in matrices}
                assert recipe(entries[0], names_of(large)).startswith("It is")


def test_what_diverged_is_not_asked() -> None:
    far = torch.full((2, 2), 1e200, dtype=torch.float64)
    huge = take_apart(far, far, Parameters(far, far[0]), 0.1)
    assert asked(results(PHASES[0], huge, names_of(huge)), ALONE) == []
