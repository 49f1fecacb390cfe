"""What a wrong entry of an update comes from, and when it is wrong at all."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from random import Random

import pytest
import torch
from torch import Tensor

from perceptron.lessons.microscope.blanks import (  # fmt: skip
    Entry,
    is_right,
    results,
)
from perceptron.lessons.microscope.causes import causes, causes_in_words
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
from perceptron.lessons.microscope.typed import read, same
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
    say = lambda text: causes_in_words(causes(read(text), entry, update, names))  # noqa: E731
    assert say("0.75") == "The factor 2 is missing."
    assert say("-1,5") == "The sign is the other way round."
    assert say("3") == (
        "Perhaps yours is divided by m only, not by m · c. Or there is a factor 2 too many."
    ), "c is 2: nobody can tell"
    assert say("17") == ""


def test_a_wrong_rule_that_makes_the_right_number_is_not_named() -> None:
    W, b = torch.zeros(2, 2), torch.zeros(2)
    zero = take_apart(torch.ones(2, 2), torch.ones(2, 2), Parameters(W, b), 0.1)
    entry = Entry("Y_hat", 0, 0)
    assert causes(read("0"), entry, zero, names_of(zero)) == [], "all of these rules make 0 too"
    one = take_apart(torch.ones(2, 2), torch.ones(2, 1), Parameters(W[:, :1], b[:1]), 0.1)
    entry = Entry("delta", 0, 0)
    assert one.delta[0, 0] == -1
    assert causes(read("-1"), entry, one, names_of(one)) == [], "divided by m only, with one output"
    assert causes(read("1"), entry, one, names_of(one)), "but the sign is"
