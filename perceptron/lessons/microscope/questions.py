"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from perceptron.data.example import EXAMPLE_TRAINING
from perceptron.lessons.microscope.tries import other_numbers
from perceptron.lessons.update import Update, take_apart
from perceptron.room.from_lesson import Asked
from perceptron.text.numbers import number

SIZES = ((5, 4, 3), (10, 3, 2), (6, 5, 4), (20, 2, 5), (3, 7, 2))  # m, d, c
TIMES = (4.0, 0.5, 2.0, 0.25, 3.0)  # as long as the step on the page


def longer_question(update: Update, times: float, where: str = "these W and b") -> Asked:
    """Whether the loss of a batch falls if its step is so many times as long.

    Args:
        update: An update; its learning rate counts.
        times: How many times as long.
        where: What the step is taken from.
    """
    rate = times * update.learning_rate
    stepped = take_apart(update.X, update.Y, update.before, rate)
    after = take_apart(update.X, update.Y, stepped.after, rate)
    return Asked(
        f"Take one step from {where} with learning rate {number(rate)}, {number(times)} "
        f"times {number(update.learning_rate)}. The loss of this batch is then …",
        "lower" if after.loss < update.loss else "higher",
        f"It goes from {number(update.loss)} to {number(after.loss)}. Downhill the loss falls as "
        "long as a step is not too long; beyond the valley it rises on the other side.",
        ("lower", "higher"),
        (
            ("lower", "You may have thought that downhill is always lower: that holds for short "
             "steps, and a long one passes the lowest point."),
            ("higher", "You may have thought that so long a step must overshoot: what counts is "
             "whether it ends lower than it began."),
        ),
        (
            "The loss is a bowl: think of where a step ends, not of where it points.",
            "A step that ends as far beyond the lowest point as it began has won nothing.",
        ),
    )  # fmt: skip


def other_longer(k: int) -> Asked:
    """The same about the made-up numbers of a try, which it tells."""
    X, Y, before = other_numbers(k + 1)
    update = take_apart(X, Y, before, EXAMPLE_TRAINING.learning_rate)
    asked = longer_question(update, TIMES[k % len(TIMES)], "the same start")
    falls = take_apart(X, Y, update.after, update.learning_rate).loss
    return Asked(
        f"Other numbers: the loss of a batch is {number(update.loss)}, and after a step with "
        f"learning rate {number(update.learning_rate)} it is {number(falls)}. {asked.prompt}",
        asked.right,
        asked.why,
        asked.options,
        asked.wrong,
        asked.hints,
    )


def factor_question(k: int = 0) -> Asked:
    """By what the residual is multiplied to give delta."""
    m, _, c = SIZES[k % len(SIZES)]
    return Asked(
        f"A batch of {m} rows, with {c} outputs: by what is the residual multiplied to give δ?",
        2 / (m * c),
        f"The 2 comes from the square. The loss is a mean over m · c = {m} · {c} numbers, so it is "
        f"divided by {m * c}.",
        wrong=(
            (2 / m, "You may have divided by the rows only: the mean goes over all outputs too."),
            (1 / (m * c), "You may have forgotten the 2 of the square."),
            (2 / c, "You may have divided by the outputs only: the mean goes over all rows too."),
            (2.0, "You may have taken the sum for the mean."),
            (m * c / 2, "You may have turned the fraction over."),
        ),
        hints=(
            "δ is the derivative of the loss by each prediction, and the loss is a mean of "
            "squares.",
            "Of how many numbers is it the mean? And what is the derivative of a square?",
        ),
        tolerance=0.02,
    )


def shape_question(k: int = 0) -> Asked:
    """How many outer products add up to the gradient of W, and of what shape each is."""
    m, d, c = SIZES[k % len(SIZES)]
    options = tuple(
        f"{n}, each {rows} × {columns}" for n, rows, columns in ((m, d, c), (d, m, c), (c, m, d))
    )
    return Asked(
        f"A batch of {m} rows, {d} inputs, {c} outputs: how many outer products add up to ∂L/∂W, "
        "and of what shape is each?",
        options[0],
        f"One for each row: its {d} inputs times its {c} entries of δ, in the shape of W.",
        options,
        (
            (options[1], "You may have thought of one for each input: an input is one row of W, "
             "and each data row adds to all of them."),
            (options[2], "You may have thought of one for each output: an output is one column of "
             "W, and each data row adds to all of them."),
        ),
        (
            "What is added up must have the shape of ∂L/∂W.",
            "∂L/∂W has the shape of W. Over what does Xᵀδ sum?",
        ),
    )  # fmt: skip


TWINS = {
    "microscope-longer": other_longer,
    "microscope-delta": factor_question,
    "microscope-products": shape_question,
}
