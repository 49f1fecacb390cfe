"""Questions of all kinds, keys to them and guesses at them, drawn at random; and a class to ask."""

from __future__ import annotations

from hypothesis import strategies as st

from perceptron.room.keys import STUDENT, named_by
from perceptron.room.question import CHOICE, CURVE, KINDS, NUMBER, Guess, Key, Question

RISES = Question(
    "rises", CHOICE, "What does the loss do?", options=(("up", "It rises"), ("down", "It falls"))
)
ITS_KEY = Key("down", "The step goes against the gradient.", reasons={"up": "Ascent, not descent."})
STEPS = Question("steps", NUMBER, "How many steps are there?", unit="steps")
THEIR_KEY = Key(12.0, "100 rows by 8, rounded down.", allowed=1.0)

words = st.text(max_size=30)
sizes = st.floats(1e-6, 1e6)


def student_key(who: int) -> str:
    """The key of the phone with that number."""
    return f"student-{who:012}"


def student_name(who: int) -> str:
    """Its name in rooms."""
    return named_by(student_key(who), STUDENT)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question of any kind."""
    kind = draw(st.sampled_from(KINDS))
    names = draw(st.lists(words, min_size=2, max_size=5, unique=True)) if kind == CHOICE else []
    epochs = draw(st.lists(st.integers(0, 500), min_size=1, max_size=5)) if kind == CURVE else []
    return Question(
        draw(words),
        kind,
        draw(words),
        draw(words),
        tuple((name, draw(words)) for name in names),
        draw(words),
        tuple(epochs),
        draw(words),
        draw(words),
        draw(words),
    )


@st.composite
def guesses(draw: st.DrawFn, question: Question) -> Guess:
    """A guess at a question."""
    if question.kind == CHOICE:
        return draw(st.sampled_from([name for name, _ in question.options]))
    if question.kind == NUMBER:
        return draw(sizes)
    n_points = len(question.epochs) or 2
    return tuple(draw(st.lists(sizes, min_size=n_points, max_size=n_points)))


@st.composite
def keys(draw: st.DrawFn, question: Question) -> Key:
    """A key to a question."""
    answer = draw(st.none() | guesses(question))
    options = [name for name, _ in question.options]
    reasons = draw(st.dictionaries(st.sampled_from(options), words)) if options else {}
    return Key(answer, draw(words), draw(sizes), draw(sizes), reasons, draw(st.booleans()))
