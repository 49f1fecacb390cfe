"""The layer itself: inputs, weights as lines, outputs, with the numbers of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from perceptron.gradients import mse_derivative, predict
from perceptron.parameters import Parameters
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

PARTS = {
    "X": N_("inputs"),
    "W": N_("weights"),
    "Y_hat": N_("prediction"),
    "delta": N_("delta"),
}
ABOUT = {  # what each part is, for who meets it for the first time
    "X": N_("x: the inputs of one row, a number each."),
    "W": N_("W: a weight on each line. The thicker the line, the larger; dashed is negative."),
    "Y_hat": N_(
        "ŷ: what the layer predicts, each input times its weight, added up. y is the target."
    ),
    "delta": N_("δ: how the loss changes with ŷ. Positive: ŷ is too high. This is what goes back."),
}
MOST_INPUTS, MOST_OUTPUTS = 8, 6  # that are drawn; the others are counted


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One row on its way through the layer, and the derivative on its way back.

    Attributes:
        x: The row's inputs, shape (d,).
        parameters: W (d, c) and b (c,).
        y_hat: Its prediction, shape (c,).
        y: Its targets, shape (c,).
        delta: Its row of dL/dY_hat of the whole batch, shape (c,).
        row: What the row is called.
        features: d names.
        targets: c names.
    """

    x: Tensor
    parameters: Parameters
    y_hat: Tensor
    y: Tensor
    delta: Tensor
    row: str
    features: Sequence[str]
    targets: Sequence[str]


def layer_of(
    X: Tensor,
    Y: Tensor,
    parameters: Parameters,
    names: tuple[Sequence[str], Sequence[str]],
    row: str | None = None,
) -> Layer:
    """Take the first row of a batch through the layer.

    Args:
        X: Inputs of the batch, shape (m, d).
        Y: Targets, shape (m, c).
        parameters: W (d, c) and b (c,).
        names: Of the inputs, and of the outputs.
        row: What the first row is called; None for its number.
    """
    first, target = X[:1], Y[:1]  # a live frame has no time for the others
    Y_hat = predict(first, parameters.W, parameters.b)
    delta = mse_derivative(Y_hat, target) / len(X)
    return Layer(first[0], parameters, Y_hat[0], target[0], delta[0], row or _("row 1"), *names)


def layer_picture(layer: Layer) -> dict[str, Any]:
    """What the browser draws: names, numbers as text, and how thick each weight's line is."""
    W = layer.parameters.W[:MOST_INPUTS, :MOST_OUTPUTS]
    d, c = W.shape
    all_d, all_c = layer.parameters.W.shape
    return {
        "inputs": list(layer.features[:d]),
        "outputs": list(layer.targets[:c]),
        "x": [number(v, 3) for v in layer.x[:d].tolist()],
        "y": [number(v, 3) for v in layer.y[:c].tolist()],
        "more": [all_d - d, all_c - c],
        **moving_part(layer),
    }


def moving_part(layer: Layer) -> dict[str, Any]:
    """What of the picture changes while the layer learns."""
    W = layer.parameters.W[:MOST_INPUTS, :MOST_OUTPUTS]
    return {
        "W": [[round(share, 3) for share in row] for row in _shares(W)],
        "y_hat": [number(v, 3) for v in layer.y_hat[:MOST_OUTPUTS].tolist()],
        "delta": [number(v, 3) for v in layer.delta[:MOST_OUTPUTS].tolist()],
    }


def _shares(W: Tensor) -> list[list[float]]:
    """Each weight as a share of the largest, from -1 to 1.

    >>> _shares(torch.tensor([[1.0, -2.0]]))
    [[0.5, -1.0]]
    """
    largest = float(W.abs().max())
    finite = torch.nan_to_num(W / largest if largest else W, nan=0.0, posinf=1.0, neginf=-1.0)
    shares: list[list[float]] = finite.tolist()
    return shares


def layer_in_words(layer: Layer) -> str:
    """The picture for those who can't see it."""
    d, c = layer.parameters.W.shape

    def told(values: Tensor) -> str:
        shown = ", ".join(number(v, 3) for v in values[:MOST_OUTPUTS].tolist())
        more = len(values) - MOST_OUTPUTS
        if more <= 0:
            return shown
        return ngettext("{numbers} and {n} more", "{numbers} and {n} more", more, numbers=shown)

    return _(
        "A layer with {inputs} and {outputs}, each joined by a weight. For {row} it predicts "
        "{predicted}; the targets are {targets}, and delta is {delta}.",
        inputs=ngettext("{n} input", "{n} inputs", d),
        outputs=ngettext("{n} output", "{n} outputs", c),
        row=layer.row,
        predicted=told(layer.y_hat),
        targets=told(layer.y),
        delta=told(layer.delta),
    )
