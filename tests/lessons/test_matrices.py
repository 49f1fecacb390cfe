"""The pictures of an update: what each cell comes from, and how much of a matrix is shown."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from torch import Tensor
from torch.testing import assert_close

from perceptron.lessons.matrices import MAX_COLUMNS, MAX_ROWS, Link, Matrix
from perceptron.lessons.microscope.phases import PHASES, Names, outer_product_picture
from perceptron.lessons.microscope.sums import numbers, sum_of
from perceptron.lessons.update import Update
from perceptron.text.numbers import number
from tests.lessons.test_microscope import RATE, example_update, updates


def names_of(update: Update) -> Names:
    m, d = update.X.shape
    return Names(
        [f"row {i}" for i in range(m)],
        [f"x{i}" for i in range(d)],
        [f"y{i}" for i in range(update.Y.shape[1])],
    )


Reckoned = Callable[[dict[str, Tensor]], Tensor]  # a matrix, from the others in its picture
RECKONED: dict[str, dict[str, Reckoned]] = {
    "forward": {"Y_hat": lambda of: of["X"] @ of["W"] + of["b"]},
    "loss": {
        "residual": lambda of: of["Y_hat"] - of["Y"],
        "L": lambda of: (of["residual"] ** 2).mean().reshape(1, 1),
    },
    "delta": {"delta": lambda of: 2 / of["residual"].numel() * of["residual"]},
    "gradients": {
        "weight_gradient": lambda of: of["X"].T @ of["delta"],
        "bias_gradient": lambda of: of["delta"].sum(0, keepdim=True),
    },
    "update": {
        "new_W": lambda of: of["W"] - RATE * of["weight_gradient"],
        "new_b": lambda of: of["b"] - RATE * of["bias_gradient"],
    },
    "outer": {
        "product": lambda of: of["X"] @ of["delta"],
        "weight_gradient": lambda of: of["product"],  # of the first sample: a sum of one
    },
}
PICTURES = {phase.name: phase.picture for phase in PHASES} | {
    "outer": lambda update, names: outer_product_picture(update, names, 1)
}


def linked(link: Link | None, a: int, b: int, shape: torch.Size) -> Tensor:
    """Which cells (i, j) come from cell (a, b) of another matrix, by their link to it."""
    places = dict(zip("ij", torch.meshgrid(*map(torch.arange, shape), indexing="ij"), strict=True))
    cells = torch.full(shape, link is not None)
    for axis, place in zip(link or (), (a, b), strict=False):
        if axis != "*":
            cells &= places[axis] == place
    return cells


@pytest.mark.parametrize("phase", PICTURES)
@settings(max_examples=15)
@given(updates)
def test_every_cell_comes_from_exactly_the_cells_that_its_links_name(
    phase: str, update: Update
) -> None:
    """Change a cell: those that are linked to it change, and no other."""
    matrices = [m for m in PICTURES[phase](update, names_of(update)) if isinstance(m, Matrix)]
    values = {matrix.name: matrix.values for matrix in matrices}
    assert len(values) == len(matrices)
    results = [matrix for matrix in matrices if matrix.links]
    assert {result.name for result in results} == set(RECKONED[phase])
    for result in results:
        reckon = RECKONED[phase][result.name]
        before = reckon(values)
        assert_close(before, result.values)
        for source in {*values} - {result.name}:
            for a, b in itertools.product(*map(range, values[source].shape)):
                moved = values | {source: values[source].clone()}
                moved[source][a, b] += 1.0
                expected = linked(result.links.get(source), a, b, before.shape)
                assert (reckon(moved) != before).equal(expected), (result.name, source)


def test_outer_products_are_added_up_to_the_chosen_sample() -> None:
    update = example_update()
    for n in range(1, 5):
        picture = outer_product_picture(update, names_of(update), n)
        total = next(m for m in picture if isinstance(m, Matrix) and m.name == "weight_gradient")
        assert_close(total.values, update.X[:n].T @ update.delta[:n])
    with pytest.raises(ValueError, match="between 1 and the samples in the batch"):
        outer_product_picture(update, names_of(update), 5)


def test_a_large_matrix_is_cut_and_says_what_is_left() -> None:
    large = Matrix("X", "X", torch.zeros(MAX_ROWS + 7, MAX_COLUMNS + 2))
    assert len(large.cells()) == MAX_ROWS
    assert len(large.cells()[0]) == MAX_COLUMNS
    assert large.more() == "7 more rows, 2 more columns"
    assert Matrix("X", "X", torch.zeros(2, 2)).more() == ""


def test_each_number_of_the_worked_example_is_written_out_with_what_it_comes_from() -> None:
    update = example_update()
    sums = {
        (phase.name, matrix.name): matrix.sums()
        for phase in PHASES
        for matrix in phase.picture(update, names_of(update))
        if isinstance(matrix, Matrix)
    }
    assert sums["forward", "X"] == [], "it is given"
    assert sums["forward", "Y_hat"][0][1] == "1 · 0 + 2 · 1 + (−1) · (−1) + 1 = 4"
    assert sums["loss", "residual"][3][1] == "−2 − (−8) = 6"
    assert sums["loss", "L"] == [
        ["((−1)² + 2² + (−4)² + 6² + 2² + (−5)² + (−5)² + 6²) / 8 = 18.38"]
    ]
    assert sums["delta", "delta"][0][0] == "−1 · 2 / (4 · 2) = −0.25"
    assert sums["gradients", "weight_gradient"][0][0] == (
        "1 · (−0.25) + 2 · (−1) + (−1) · 0.5 + 1 · (−1.25) = −4"
    )
    assert sums["gradients", "bias_gradient"] == [
        ["−0.25 + (−1) + 0.5 + (−1.25) = −2", "0.5 + 1.5 + (−1.25) + 1.5 = 2.25"]
    ]
    assert sums["update", "new_W"][0][0] == "1 − 0.4 · (−4) = 2.6"
    assert sums["update", "new_b"] == [["0 − 0.4 · (−2) = 0.8", "1 − 0.4 · 2.25 = 0.1"]]


def reckoned(text: str) -> float:
    """What a sum that is written out makes, as a calculator reckons it."""
    for sign, meant in {"·": "*", "−": "-", "²": "**2", "\u202f": ""}.items():
        text = text.replace(sign, meant)
    return float(eval(text))  # of our own making: digits and signs


@settings(max_examples=25)
@given(updates)
def test_what_is_written_out_makes_the_number_that_is_shown(update: Update) -> None:
    pictures = [phase.picture(update, names_of(update)) for phase in PHASES]
    pictures.append(outer_product_picture(update, names_of(update), 1))
    for matrix in (m for picture in pictures for m in picture if isinstance(m, Matrix)):
        assert bool(matrix.links) == bool(matrix.sums())
        written = [text for row in matrix.sums() for text in row]
        values = matrix.values.flatten().tolist() if written else []
        for text, value in zip(written, values, strict=True):
            left, _, right = text.partition(" = ")
            assert right == number(value)
            if "…" not in left and "10" not in left:  # no power of ten
                assert reckoned(left) == pytest.approx(value, rel=0.02, abs=0.02)


def test_a_long_sum_is_shortened_and_says_by_how_much() -> None:
    ones = Matrix(
        "b",
        "b",
        torch.ones(1, 1),
        sum=lambda i, j: sum_of(numbers(torch.ones(40)), torch.tensor(40.0)),
    )
    assert ones.sums() == [["1 + 1 + 1 + 1 + 1 + … 33 more … + 1 + 1 = 40"]]
