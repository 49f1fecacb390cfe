"""What a picture shows now, in one sentence with its numbers: for those who can't see it.

Each function takes the numbers that its figure draws. Axes and colours are not said: the sentence
is what somebody who sees the picture would tell another.
"""

from perceptron.figures.takeaways.answers import compared, guesses
from perceptron.figures.takeaways.listing import NOTHING, listed
from perceptron.figures.takeaways.programs import apart, losses, newest, weights
from perceptron.figures.takeaways.steps import directions, path, scale

__all__ = [
    "NOTHING",
    "apart",
    "compared",
    "directions",
    "guesses",
    "listed",
    "losses",
    "newest",
    "path",
    "scale",
    "weights",
]
