"""Both derivations: every line computes what it claims, and the page shows it."""

from __future__ import annotations

import pytest
import torch
from torch.testing import assert_close

from pages.shared.pages import PATH, after, page_named
from perceptron import MODELS, Parameters
from perceptron.gradients import prediction_by_weight
from perceptron.lessons.notation.lines import FIRST_WAY, LOSS_LINES, SECOND_WAY, SYMBOLS, Line
from perceptron.lessons.update import Update, autograd_gradients, take_apart
from tests.pages.opening import commit, open_page

SIZES = {"m": 5, "d": 4, "c": 3}


@pytest.fixture
def update() -> Update:
    """An update whose three sizes differ, so that a swapped axis shows."""
    generator = torch.Generator().manual_seed(0)
    m, d, c = SIZES.values()
    X, Y, W, b = (
        torch.randn(shape, generator=generator, dtype=torch.float64)
        for shape in ((m, d), (m, c), (d, c), (c,))
    )
    return take_apart(X, Y, Parameters(W, b), 0.1)


@pytest.mark.parametrize("step", [*LOSS_LINES, *FIRST_WAY, *SECOND_WAY], ids=lambda s: s.latex[:40])
def test_each_line_gives_the_derivative_that_it_claims(step: Line, update: Update) -> None:
    by_autograd = autograd_gradients(update.X, update.Y, update.before)
    eye = torch.eye(SIZES["c"], dtype=torch.float64)
    expected = {
        "m × c": update.delta,
        "d × c": by_autograd.W,
        "c": by_autograd.b,
        "m × c × d × c": prediction_by_weight(update.X, eye),
    }[step.shape]
    assert_close(step.value(update), expected)
    assert list(expected.shape) == [SIZES[letter] for letter in step.shape.split(" × ")]


def test_delta_is_the_derivative_that_autograd_finds(update: Update) -> None:
    Y_hat = update.Y_hat.clone().requires_grad_()
    (found,) = torch.autograd.grad(torch.nn.functional.mse_loss(Y_hat, update.Y), Y_hat)
    assert_close(update.delta, found)


def test_every_symbol_is_explained_once() -> None:
    symbols = [symbol for symbol, _, _ in SYMBOLS]
    assert len(set(symbols)) == len(symbols)
    assert {"X", "Y", "W", "b", "Ŷ", "δ", "η", "m", "d", "c"} <= set(symbols)


def test_the_page_shows_the_running_code_and_the_numbers() -> None:
    app = open_page("notation")
    assert not app.exception
    assert [s.value for s in app.header][: len(MODELS)] == list(MODELS)
    assert any("def weight_gradient" in code.value for code in app.code)
    for name in ("loss", "first", "second"):
        without = len(app.get("bidi_component"))
        app.toggle(key=f"notation_{name}").set_value(True).run()
        assert not app.exception
        assert len(app.get("bidi_component")) > without
    assert any(m.value.startswith("48 numbers; see") for m in app.markdown)
    assert any(r"Shape: $d \times c$" in one.value for one in app.caption), "typeset"
    app.radio(key="ask-notation-shape-1").set_value("7 × 2")
    commit(app, "notation-shape")
    assert app.success[0].value.startswith("Right.")


def test_the_page_is_looked_up_and_no_part_of_the_course() -> None:
    assert page_named("notation").group == "Look up"
    assert "notation" not in PATH
    assert after("notation") is None
