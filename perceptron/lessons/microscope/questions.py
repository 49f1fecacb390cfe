"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from perceptron.data.example import EXAMPLE_TRAINING
from perceptron.lessons.microscope.tries import other_numbers
from perceptron.lessons.update import Update, take_apart
from perceptron.room.from_lesson import Asked
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number

SIZES = ((5, 4, 3), (10, 3, 2), (6, 5, 4), (20, 2, 5), (3, 7, 2))  # m, d, c
TIMES = (4.0, 0.5, 2.0, 0.25, 3.0)  # as long as the step on the page


def longer_question(update: Update, times: float) -> Asked:
    """Whether the loss of a batch falls if its step is so many times as long.

    Args:
        update: An update; its learning rate counts.
        times: How many times as long.
    """
    told = _(
        "Take one step from these W and b with learning rate {rate}, {times} times {usual}. The "
        "loss of this batch is then …",
        rate=number(times * update.learning_rate),
        times=number(times),
        usual=number(update.learning_rate),
    )
    return _longer(update, times, told)


def other_longer(k: int) -> Asked:
    """The same about the made-up numbers of a try, which it tells."""
    X, Y, before = other_numbers(k + 1)
    update, times = take_apart(X, Y, before, EXAMPLE_TRAINING.learning_rate), TIMES[k % len(TIMES)]
    usual = number(update.learning_rate)
    numbers = _(
        "Other numbers: the loss of a batch is {before}, and after a step with learning rate "
        "{usual} it is {after}.",
        before=number(update.loss),
        usual=usual,
        after=number(take_apart(X, Y, update.after, update.learning_rate).loss),
    )
    told = _(
        "Take one step from the same start with learning rate {rate}, {times} times {usual}. The "
        "loss of this batch is then …",
        rate=number(times * update.learning_rate),
        times=number(times),
        usual=usual,
    )
    return _longer(update, times, f"{numbers} {told}")


def _longer(update: Update, times: float, told: str) -> Asked:
    rate = times * update.learning_rate
    stepped = take_apart(update.X, update.Y, update.before, rate)
    after = take_apart(update.X, update.Y, stepped.after, rate)
    return Asked(
        told,
        "lower" if after.loss < update.loss else "higher",
        _(
            "It goes from {before} to {after}. Downhill the loss falls as long as a step is not "
            "too long; beyond the valley it rises on the other side.",
            before=number(update.loss),
            after=number(after.loss),
        ),
        (("lower", _("lower")), ("higher", _("higher"))),
        (
            ("lower", _("You may have thought that downhill is always lower: that holds for short "
             "steps, and a long one passes the lowest point.")),
            ("higher", _("You may have thought that so long a step must overshoot: what counts is "
             "whether it ends lower than it began.")),
        ),
        (
            _("The loss is a bowl: think of where a step ends, not of where it points."),
            _("A step that ends as far beyond the lowest point as it began has won nothing."),
        ),
    )  # fmt: skip


def factor_question(k: int = 0) -> Asked:
    """By what the residual is multiplied to give delta."""
    m, _d, c = SIZES[k % len(SIZES)]
    return Asked(
        _(
            "A batch of {rows}, with {outputs}: by what is the residual multiplied to give δ?",
            rows=ngettext("{n} row", "{n} rows", m),
            outputs=ngettext("{n} output", "{n} outputs", c),
        ),
        2 / (m * c),
        _(
            "The 2 comes from the square. The loss is a mean over {numbers} numbers, so it is "
            "divided by {product}.",
            numbers=f"m · c = {m} · {c}",
            product=m * c,
        ),
        wrong=(
            (2 / m, _("You may have divided by the rows only: the mean goes over all outputs "
             "too.")),
            (1 / (m * c), _("You may have forgotten the 2 of the square.")),
            (2 / c, _("You may have divided by the outputs only: the mean goes over all rows "
             "too.")),
            (2.0, _("You may have taken the sum for the mean.")),
            (m * c / 2, _("You may have turned the fraction over.")),
        ),
        hints=(
            _("δ is the derivative of the loss by each prediction, and the loss is a mean of "
              "squares."),
            _("Of how many numbers is it the mean? And what is the derivative of a square?"),
        ),
        tolerance=0.02,
    )  # fmt: skip


def shape_question(k: int = 0) -> Asked:
    """How many outer products add up to the gradient of W, and of what shape each is."""
    m, d, c = SIZES[k % len(SIZES)]
    options = tuple(
        (f"{n}-of-{rows}x{columns}", _("{n}, each {shape}", n=n, shape=f"{rows} × {columns}"))
        for n, rows, columns in ((m, d, c), (d, m, c), (c, m, d))
    )
    (for_row, _row), (for_input, _input), (for_output, _output) = options
    return Asked(
        _(
            "A batch of {rows}, {inputs}, {outputs}: how many outer products add up to ∂L/∂W, and "
            "of what shape is each?",
            rows=ngettext("{n} row", "{n} rows", m),
            inputs=ngettext("{n} input", "{n} inputs", d),
            outputs=ngettext("{n} output", "{n} outputs", c),
        ),
        for_row,
        _(
            "One for each row: its {inputs} times its {entries} of δ, in the shape of W.",
            inputs=ngettext("{n} input", "{n} inputs", d),
            entries=ngettext("{n} entry", "{n} entries", c),
        ),
        options,
        (
            (for_input, _("You may have thought of one for each input: an input is one row of W, "
             "and each data row adds to all of them.")),
            (for_output, _("You may have thought of one for each output: an output is one column "
             "of W, and each data row adds to all of them.")),
        ),
        (
            _("What is added up must have the shape of ∂L/∂W."),
            _("∂L/∂W has the shape of W. Over what does Xᵀδ sum?"),
        ),
    )  # fmt: skip


TWINS = {
    "microscope-longer": other_longer,
    "microscope-delta": factor_question,
    "microscope-products": shape_question,
}
