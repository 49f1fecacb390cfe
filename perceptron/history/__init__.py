"""What is kept of a run: losses of every epoch, and snapshots of its parameters."""

from perceptron.history.curves import AfterEpochs, Curves
from perceptron.history.history import START, History, Losses, ModelHistory

__all__ = [
    "START",
    "AfterEpochs",
    "Curves",  # in English: a name in Python
    "History",  # in English: a name in Python
    "Losses",  # in English: a name in Python
    "ModelHistory",
]
