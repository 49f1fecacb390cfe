"""What the page with blanks asks: the number of one's own program, and two things about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from perceptron.config import DataConfig, TrainConfig, default
from perceptron.data import load
from perceptron.room.from_lesson import Asked
from perceptron.run import Run
from perceptron.text.numbers import large, number, yes
from perceptron.text.whole import count

SIZES = ((20, 4, 5), (50, 8, 4), (12, 10, 2), (64, 3, 6))  # m, d, c
FACTORS = (300.0, 10.0, 500.0, 100.0)  # by which a gradient may be too large


def number_question(seed: int, start: float, last: float, digits: int, tolerance: float) -> Asked:
    """Which loss the program of a seed ends with.

    Args:
        seed: Of its data.
        start: The loss before the first update.
        last: The loss after the last one.
        digits: That the program prints.
        tolerance: What still counts as right, a fraction.
    """
    config, data = TrainConfig(), DataConfig()
    return Asked(
        f"Seed {seed}: which final loss does your program print, once all six blanks are right? "
        f"Type all {digits} digits.",
        last,
        f"In {config.epochs} epochs the loss over all {data.samples} rows fell from "
        f"{number(start)}. The app has trained its own program on the same rows, from the same "
        "start.",
        wrong=((start, "You may have typed the loss before the first update."),),
        hints=(
            "The program prints it in its last line, once no blank is empty or wrong.",
            "It depends on the seed: compare the one in the file's first lines with the one here.",
        ),
        tolerance=tolerance,
        digits=digits,
        keeps=True,
    )


def entries_question(k: int = 0) -> Asked:
    """How many numbers the derivative of the prediction by the weights holds."""
    m, d, c = SIZES[k % len(SIZES)]
    if not k:
        data = DataConfig()
        m, d, c = int(default("batch_size")), data.features, data.outputs
    return Asked(
        f"Blank 5 builds the derivative of the prediction by the weights. For {m} samples, {d} "
        f"inputs and {c} outputs, how many numbers does it hold?",
        float(m * c * d * c),
        f"It has four axes, (m, c, d, c): {m} · {c} · {d} · {c} = {count(m * c * d * c)}.",
        wrong=(
            (m * d * c, "You may have counted one number for each row and weight, or only those "
             "that are not zero: each of the outputs has a derivative by every weight."),
            (d * c, "You may have taken the derivative of the loss, which has the shape of W."),
            (m * c, "You may have counted the predictions: each has a derivative by every weight."),
        ),
        hints=(
            "One number for each pair of a prediction and a weight.",
            f"There are {m} · {c} predictions, and {d} · {c} weights.",
        ),
    )  # fmt: skip


def factor_question(start: float, ended: float, factor: float) -> Asked:
    """Whether the loss falls with all gradients off by a factor.

    Args:
        start: The loss before the first update.
        ended: The loss after training with these gradients.
        factor: By which they are off.
    """
    told = "half of what they should be" if factor == 0.5 else f"{number(factor)} times too large"
    cause = "The factor 2 is missing in blank 1, so both" if factor == 0.5 else "Both"
    return Asked(
        f"{cause} gradients are {told}. At learning rate "
        f"{number(TrainConfig().learning_rate)}, does the loss of the program fall even so?",
        yes(ended < start),
        f"From {number(start)} to {large(ended)}: a gradient that is off by a factor is another "
        "learning rate. “The loss falls” is no test; therefore each blank is compared with "
        "autograd.",
        ("yes", "no"),
        (
            ("yes", "You may have thought that any multiple of the gradient leads down: with a "
             "step beyond the limit the loss grows."),
            ("no", "You may have thought that a wrong gradient can't lower a loss: this one still "
             "points the right way."),
        ),
        (
            "Does a factor change the direction of a step, or its length?",
            "A gradient that is off by a factor is the same as a learning rate that is.",
        ),
    )  # fmt: skip


@cache
def other_factor(k: int) -> Asked:
    """The same with another factor, on the data of the usual seed."""
    factor, usual = FACTORS[k % len(FACTORS)], TrainConfig()
    rate = factor * usual.learning_rate
    run = Run(load(DataConfig()), TrainConfig(learning_rate=rate)).finish()
    return factor_question(run.reference_losses["start"], run.final_loss, factor)


TWINS: dict[str, Callable[[int], Asked]] = {
    "write-entries": entries_question,
    "write-factor": other_factor,
}
