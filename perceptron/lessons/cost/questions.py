"""What the page asks, about any sizes: each answer is computed, and so is each wrong one."""

from __future__ import annotations

from perceptron.lessons.cost.race import Size
from perceptron.room.from_lesson import Asked
from perceptron.sizes import KIB
from perceptron.text.language import N_, _
from perceptron.text.numbers import number
from perceptron.text.whole import count

_BYTES = (Size(50, 6, 4), Size(20, 10, 3), Size(64, 16, 2), Size(40, 5, 8), Size(100, 12, 5),
          Size(25, 30, 6))  # fmt: skip
_GROWN = (  # how many times the samples, the inputs and the outputs; and in words
    (0.5, 2, 2,
     N_("Half the samples in a batch, twice the inputs, twice the outputs: how many times the "
        "memory does the four-axis tensor take?")),
    (2, 0.5, 3,
     N_("Twice the samples in a batch, half the inputs, three times the outputs: how many times "
        "the memory does the four-axis tensor take?")),
    (0.25, 1, 4,
     N_("A quarter of the samples in a batch, as many inputs, four times the outputs: how many "
        "times the memory does the four-axis tensor take?")),
    (3, 2, 2,
     N_("Three times the samples in a batch, twice the inputs, twice the outputs: how many times "
        "the memory does the four-axis tensor take?")),
    (1, 3, 0.5,
     N_("As many samples in a batch, three times the inputs, half the outputs: how many times the "
        "memory does the four-axis tensor take?")),
    (0.5, 4, 3,
     N_("Half the samples in a batch, four times the inputs, three times the outputs: how many "
        "times the memory does the four-axis tensor take?")),
)  # fmt: skip
_PRODUCTS = (Size(128, 25, 7), Size(60, 9, 4), Size(33, 40, 12), Size(256, 5, 3), Size(90, 18, 5),
             Size(20, 64, 9))  # fmt: skip


def bytes_question(k: int = 0) -> Asked:
    """How many KiB the four-axis tensor takes."""
    size = _BYTES[k % len(_BYTES)]
    m, d, c, n = size.m, size.d, size.c, size.tensor_bytes
    return Asked(
        _(
            "How many KiB (1024 bytes) does the four-axis tensor take at {size}, in float64?",
            size=size,
        ),
        n / KIB,
        _(
            "m c d c · 8 bytes = {computed} = {bytes} bytes.",
            computed=f"{m} · {c} · {d} · {c} · 8",
            bytes=count(n),
        ),
        wrong=(
            (n / c / KIB, _("You may have counted the outputs once: they stand in the prediction "
             "and once more in the weights.")),
            (n / 8 / KIB, _("You may have counted numbers: each has 8 bytes.")),
            (n / 2 / KIB, _("You may have taken 4 bytes for each number, as float32 has.")),
            (n / m / KIB, _("You may have left out the rows: each has a prediction of its own.")),
            (n / 1000, _("You may have divided by 1000: a KiB has 1024 bytes.")),
            (float(n), _("You may have stopped at the bytes: a KiB has 1024 of them.")),
        ),
        hints=(
            _("One number for each prediction and each weight, zeros included. How many of both?"),
            _("There are {predictions} predictions and {weights} weights; float64 has 64 bits.",
              predictions=f"{m} · {c}", weights=f"{d} · {c}"),
        ),
        tolerance=0.01,
    )  # fmt: skip


def grown_question(k: int = 0) -> Asked:
    """How many times the memory the tensor takes when all sizes change at once."""
    m, d, c, told = _GROWN[k % len(_GROWN)]
    right = m * d * c * c
    return Asked(
        _(told),
        right,
        _(
            "It has m c d c numbers: {computed}.",
            computed=f"{number(m)} · {number(c)} · {number(d)} · {number(c)} = {number(right)}",
        ),
        wrong=(
            (m * d * c, _("You may have counted the outputs once: they stand in the prediction "
             "and once more in the weights.")),
            (m * d * d * c, _("You may have counted the inputs twice: it is the outputs that stand "
             "in the prediction as well.")),
            (d * c * c, _("You may have left out the samples: each has a prediction of its own.")),
            (m + d + c, _("You may have added: sizes multiply.")),
        ),
        hints=(
            _("Write down how many numbers the tensor has, by m, d and c."),
            _("One of the three stands in it twice."),
        ),
        tolerance=0.01,
    )  # fmt: skip


def products_question(k: int = 0) -> Asked:
    """How many times the multiplications the way over the tensor takes."""
    size = _PRODUCTS[k % len(_PRODUCTS)]
    m, d, c, right = size.m, size.d, size.c, size.by_tensor / size.by_hand
    return Asked(
        _(
            "At {size}: how many times as many multiplications does it take to join δ with the "
            "four-axis tensor as to compute X transposed times δ?",
            size=size,
        ),
        right,
        _(
            "{many} against {few}: every number of δ meets all {weights} weights, and not only the "
            "{inputs} of its own output.",
            many=count(size.by_tensor),
            few=count(size.by_hand),
            weights=f"{d} · {c}",
            inputs=d,
        ),
        wrong=(
            (right * right, _("You may have taken the outputs twice: X transposed times δ has them "
             "once already, and that divides them away.")),
            (float(m), _("You may have taken the rows: both ways go through each row once.")),
            (float(d), _("You may have taken the inputs: both ways meet each input of a row.")),
            (1.0, _("You may have thought that zeros cost nothing: a product with zero is computed "
             "as any other.")),
            (float(d * c), _("You may have taken all weights: X transposed times δ meets the "
             "inputs as well, which divides them away.")),
        ),
        hints=(
            _("Count for one number of δ: how many products does it take part in, on either way?"),
            _("By hand it meets the inputs of its row. In the tensor it meets a slice as large as "
              "W."),
        ),
        tolerance=0.01,
    )  # fmt: skip


TWINS = {
    "cost-bytes": bytes_question,
    "cost-grown": grown_question,
    "cost-products": products_question,
}
