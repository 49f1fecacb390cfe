"""Figures of the lesson: pure functions from data to a Plotly figure.

Each module has `..._traces`, the part that moves while a run trains, as plain Plotly
dictionaries in a fixed order, and `..._figure`, the same traces on their axes. A live page
sends the first, everything else shows the second.
"""

from perceptron.figures.difference import difference_figure, difference_traces
from perceptron.figures.loss import loss_figure, loss_traces
from perceptron.figures.weights import weights_figure, weights_traces

__all__ = [
    "difference_figure",
    "difference_traces",
    "loss_figure",
    "loss_traces",
    "weights_figure",
    "weights_traces",
]
