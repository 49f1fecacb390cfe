"""What the page asks, about any numbers: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from perceptron.config import TrainConfig
from perceptron.data.dataset import unnamed
from perceptron.lessons.last_batch.rules import NOTEBOOK_RULE, RULES, Followed, follow, same_end
from perceptron.parameters import Parameters
from perceptron.room.from_lesson import Asked
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import listed, number

OTHER_ROWS = ((81, 16), (70, 32), (51, 25), (130, 43), (66, 13))  # rows, rows in a batch
OTHER_LOSSES = (  # of the batches, with the rows in each
    ((2.0, 2.0, 2.0, 10.0), (33, 33, 33, 1)),
    ((4.0, 6.0, 17.0), (10, 10, 1)),
    ((8.0, 4.0, 3.0), (20, 20, 5)),
    ((1.0, 1.0, 1.0, 1.0, 21.0), (8, 8, 8, 8, 4)),
)
_ASKED = {"weighted": "weighted", "drop-last": "drop last"}  # in English: rules by their codes


def share_question(k: int = 0) -> Asked:
    """How much the last batch counts in the plain mean over batches, in percent."""
    rows, size = OTHER_ROWS[k % len(OTHER_ROWS)]
    sizes = [len(one) for one in torch.split(torch.arange(rows), size)]
    n, last = len(sizes), sizes[-1]
    return Asked(
        ngettext(
            "Now {n} row in batches of {size}. What percentage does the last batch count in the "
            "plain mean over batches?",
            "Now {n} rows in batches of {size}. What percentage does the last batch count in the "
            "plain mean over batches?",
            rows,
            size=size,
        ),
        100 / n,
        ngettext(
            "{rows} rows make {n} batch, and it counts {share}.",
            "{rows} rows make {n} batches, and each counts {share}.",
            n,
            rows=" + ".join(map(str, sizes)),
            share=f"1/{n}",
        ),
        wrong=(
            (100 * last / rows, _("You may have taken its share of the rows: here each batch "
             "counts alike, however few rows it has.")),
            (100 / max(n - 1, 1), ngettext(
                "You may have counted the full batches only: the rest, {n} row, makes one more.",
                "You may have counted the full batches only: the rest, {n} rows, makes one more.",
                last,
            )),
            (100 * size / rows, _("You may have taken the share of a full batch in the rows.")),
            (100 * last / size, _("You may have compared its rows with those of a full batch.")),
        ),
        hints=(
            _("First count the batches, with the one that is not full."),
            _("In a plain mean over n batches each has the same weight."),
        ),
        tolerance=0.02,
    )  # fmt: skip


def mean_question(k: int = 0) -> Asked:
    """The plain mean over batches, where their losses and rows are given."""
    losses, sizes = OTHER_LOSSES[k % len(OTHER_LOSSES)]
    plain = sum(losses) / len(losses)
    by_rows = _by_rows(losses, sizes)
    told = listed(
        ngettext("{loss} ({n} row)", "{loss} ({n} rows)", rows, loss=number(loss))
        for loss, rows in zip(losses, sizes, strict=True)
    )
    return Asked(
        _(
            "Batches with these losses: {losses}. What is the plain mean over batches?", losses=told
        ),
        plain,
        _(
            "{computed}. By rows it would be {by_rows}: the small last batch pulls the plain mean "
            "towards its own loss.",
            computed=f"({' + '.join(map(number, losses))}) / {len(losses)}",
            by_rows=number(by_rows),
        ),
        wrong=(
            (by_rows, _("You may have weighted each loss by its rows: that is the other mean.")),
            (sum(losses[:-1]) / (len(losses) - 1), _("You may have left out the last batch: its "
             "few rows count as a whole batch here.")),
            (sum(losses), _("You may have added the losses up and not divided.")),
        ),
        hints=(
            _("The rows in brackets don't matter for this mean."),
            ngettext(
                "Add up {n} loss, and divide by {n}.",
                "Add up {n} losses, and divide by {n}.",
                len(losses),
            ),
        ),
        tolerance=0.01,
    )  # fmt: skip


def _by_rows(losses: Sequence[float], sizes: Sequence[int]) -> float:
    pairs = zip(losses, sizes, strict=True)
    return sum(loss * rows for loss, rows in pairs) / sum(sizes)


def learned_question(followed: dict[str, Followed], rows: int, size: int) -> Asked:
    """Which rules end with other weights than the plain mean: compared bit for bit.

    Args:
        followed: A training under each rule.
        rows: Training rows.
        size: Rows in a batch.
    """
    plain = followed[NOTEBOOK_RULE]
    changed = [code for code, rule in _ASKED.items() if not same_end(followed[rule], plain)]
    compared = _("Compared bit for bit after the last epoch.")
    report = _("A weighted mean of losses is only another report.")
    if rows % size:
        left = _("A batch that is left out never updates W.")
    else:
        left = _("A batch that is left out never updates W; here there is none, because the rows "
                 "divide evenly.")  # fmt: skip
    return Asked(
        ngettext(
            "{n} row in batches of {size}. Which of these rules ends with other weights than the "
            "plain mean?",
            "{n} rows in batches of {size}. Which of these rules ends with other weights than the "
            "plain mean?",
            rows,
            size=size,
        ),
        changed[0] if len(changed) == 1 else "both" if changed else "neither",
        f"{compared} {report} {left}",
        (
            ("weighted", _("weighted")),
            ("drop-last", _("drop last")),
            ("both", _("both")),
            ("neither", _("neither")),
        ),
        (
            ("weighted", _("You may have thought that the mean steers the training: each update "
             "uses its own batch alone, and the mean is only told afterwards.")),
            ("drop-last", ngettext(
                "You may have thought that dropping always changes the weights: with {n} row in "
                "batches of {size} no batch is short, so none is dropped.",
                "You may have thought that dropping always changes the weights: with {n} rows in "
                "batches of {size} no batch is short, so none is dropped.",
                rows,
                size=size,
            )),
            ("both", _("You may have thought that another mean is another training: no update ever "
             "sees the mean.")),
            ("neither", _("You may have thought that one row is too little to change anything: it "
             "has a whole update to itself.")),
        ),
        (
            _("Ask of each rule: does any update of W and b change?"),
            _("An update uses one batch. Which rule changes the batches, and which only the mean?"),
        ),
    )  # fmt: skip


def other_learned(k: int) -> Asked:
    """The same of a small table of its own, with batches that divide it and with others."""
    generator = torch.Generator().manual_seed(k)
    rows, size = ((12, 4), (13, 4), (10, 5), (11, 5))[k % 4]
    X = torch.randn(rows, 2, generator=generator, dtype=torch.float64)
    Y = torch.randn(rows, 2, generator=generator, dtype=torch.float64)
    data = unnamed(X, Y)
    start = Parameters(torch.zeros_like(X[:2]), torch.zeros_like(Y[0]))
    config = TrainConfig(learning_rate=0.1, batch_size=size, epochs=3)
    return learned_question(
        {name: follow(rule, data, start, config) for name, rule in RULES.items()}, rows, size
    )


TWINS = {
    "last-batch-share": share_question,
    "last-batch-mean": mean_question,
    "last-batch-learned": other_learned,
}
