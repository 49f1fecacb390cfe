"""What a spread shows now, in sentences with its numbers: for those who can't see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perceptron.figures import takeaways
from perceptron.figures.room.curves import FEW, quartiles
from perceptron.figures.room.panels import label_of
from perceptron.room.question import CURVE, Key, Question
from perceptron.room.views import Vote
from perceptron.text.capital import with_capital
from perceptron.text.language import _


def spread_in_words(
    question: Question, rounds: Mapping[str, Sequence[Vote]], key: Key | None = None
) -> str:
    """Say what was answered how often in each round, and the answer once it is revealed.

    Args:
        question: What was asked.
        rounds: The votes of each round, by its name.
        key: What they are held against; None while that is not revealed.

    >>> asked = Question("n", "number", "How many?", unit="batches")
    >>> spread_in_words(asked, {"before": [Vote(4.0), Vote(4.0), Vote(3.0)]}, Key(4.0))
    '2 of 3 right. 3 guesses: 4 batches (2), 3 batches (1). The run: 4 batches.'
    """
    told = []
    for name, votes in rounds.items():
        words = f"{label_of(votes, key)}. {_answers(question, votes)}"
        told.append(": ".join((with_capital(_(name)), words)) if len(rounds) > 1 else words)
    if key is not None:
        told.append(key.verdict(question, None).words)
    return " ".join(told)


def _answers(question: Question, votes: Sequence[Vote]) -> str:
    sketches = [vote.guess for vote in votes if isinstance(vote.guess, tuple)]
    if question.kind == CURVE and len(sketches) >= FEW:
        epochs = takeaways.listed([str(epoch) for epoch in question.epochs])
        losses = question.words_of(quartiles(sketches)[1])
        return _("The median sketch at epochs {epochs}: {losses}.", epochs=epochs, losses=losses)
    return takeaways.guesses([question.words_of(vote.guess) for vote in votes], None)
