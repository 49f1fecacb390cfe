"""What the page with blanks asks: the number of one's own program, and two things about it."""

from __future__ import annotations

from collections.abc import Callable

from perceptron.config import DataConfig, TrainConfig, default
from perceptron.data import load
from perceptron.room.from_lesson import Asked
from perceptron.run import Run
from perceptron.text.language import _, ngettext, once_for_each_language
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
    which = _(
        "Seed {seed}: which final loss does your program print, once all six blanks are right?",
        seed=seed,
    )
    type_all = ngettext("Type all {n} digit.", "Type all {n} digits.", digits)
    fell = ngettext(
        "In {n} epoch the loss over all {rows} fell from {before}.",
        "In {n} epochs the loss over all {rows} fell from {before}.",
        config.epochs,
        rows=ngettext("{n} row", "{n} rows", data.samples),
        before=number(start),
    )
    same = _("The app has trained its own program on the same rows, from the same start.")
    return Asked(
        f"{which} {type_all}",
        last,
        f"{fell} {same}",
        wrong=((start, _("You may have typed the loss before the first update.")),),
        hints=(
            _("The program prints it in its last line, once no blank is empty or wrong."),
            _("It depends on the seed: compare the one in the file's first lines with the one "
              "here."),
        ),
        tolerance=tolerance,
        digits=digits,
        keeps=True,
    )  # fmt: skip


def entries_question(k: int = 0) -> Asked:
    """How many numbers the derivative of the prediction by the weights holds."""
    m, d, c = SIZES[k % len(SIZES)]
    if not k:
        data = DataConfig()
        m, d, c = int(default("batch_size")), data.features, data.outputs
    return Asked(
        _(
            "Blank 5 builds the derivative of the prediction by the weights. For {samples}, "
            "{inputs} and {outputs}, how many numbers does it hold?",
            samples=ngettext("{n} sample", "{n} samples", m),
            inputs=ngettext("{n} input", "{n} inputs", d),
            outputs=ngettext("{n} output", "{n} outputs", c),
        ),
        float(m * c * d * c),
        _(
            "It has four axes, (m, c, d, c): {computed}.",
            computed=f"{m} · {c} · {d} · {c} = {count(m * c * d * c)}",
        ),
        wrong=(
            (m * d * c, _("You may have counted one number for each row and weight, or only those "
             "that are not zero: each of the outputs has a derivative by every weight.")),
            (d * c, _("You may have taken the derivative of the loss, which has the shape of W.")),
            (m * c, _("You may have counted the predictions: each has a derivative by every "
             "weight.")),
        ),
        hints=(
            _("One number for each pair of a prediction and a weight."),
            _("There are {predictions} predictions, and {weights} weights.",
              predictions=f"{m} · {c}", weights=f"{d} · {c}"),
        ),
    )  # fmt: skip


def factor_question(start: float, ended: float, factor: float) -> Asked:
    """Whether the loss falls with all gradients off by a factor.

    Args:
        start: The loss before the first update.
        ended: The loss after training with these gradients.
        factor: By which they are off.
    """
    if factor == 0.5:
        cause = _("The factor 2 is missing in blank 1, so both gradients are half of what they "
                  "should be.")  # fmt: skip
    else:
        cause = _("Both gradients are {times} times too large.", times=number(factor))
    falls = _(
        "At learning rate {rate}, does the loss of the program fall even so?",
        rate=number(TrainConfig().learning_rate),
    )
    return Asked(
        f"{cause} {falls}",
        "yes" if ended < start else "no",
        _(
            "From {before} to {after}: a gradient that is off by a factor is another learning "
            "rate. “The loss falls” is no test; therefore each blank is compared with autograd.",
            before=number(start),
            after=large(ended),
        ),
        (("yes", yes(True)), ("no", yes(False))),
        (
            ("yes", _("You may have thought that any multiple of the gradient leads down: with a "
             "step beyond the limit the loss grows.")),
            ("no", _("You may have thought that a wrong gradient can't lower a loss: this one "
             "still points the right way.")),
        ),
        (
            _("Does a factor change the direction of a step, or its length?"),
            _("A gradient that is off by a factor is the same as a learning rate that is."),
        ),
    )  # fmt: skip


@once_for_each_language()
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
