"""The words of the program with blanks that somebody reads: its prose, and what to fill in."""

from __future__ import annotations

from perceptron.text.language import _


def prose() -> dict[str, list[str]]:
    """Return the paragraphs of each cell of Markdown, by the place that it has in the template."""
    return {
        "first": _first(),
        "notebook": [
            "## " + _("The data, the start and the checks"),
            _("Nothing is to be filled in here. Run these cells and go on to blank 1."),
        ],
        "script": [
            _(
                "From here on nothing is to be filled in: the data, the start, the checks, the "
                "training."
            )
        ],
        "blank_1": [
            "## " + _("Blank 1: delta"),
            _(
                "How does the loss answer to each prediction? The loss is the mean over **all** "
                "m c squares."
            ),
        ],
        "blank_2": [
            "## " + _("Blank 2: the gradient of the weights"),
            _("Pass delta backwards: weight (p, q) carries input p to output q, in every sample."),
        ],
        "blank_3": [
            "## " + _("Blank 3: the gradient of the bias"),
            _("The bias of an output is part of that output's prediction in every sample."),
        ],
        "blank_4": [
            "## " + _("Blank 4: the update"),
            _("One step downhill; the learning rate says how far."),
        ],
        "blank_5": [
            "## " + _("Blank 5: the derivative with four axes"),
            _(
                "The second way builds the derivative of each prediction by each weight. "
                "Prediction (i, j) depends on weight (p, q) only if j = q, and then by input p of "
                "sample i."
            ),
        ],
        "blank_6": [
            "## " + _("Blank 6: its contraction with delta"),
            _(
                "Each prediction counts as much as delta says: multiply, and sum over all "
                "predictions."
            ),
        ],
        "end": [
            "## " + _("Your program trains"),
            _(
                "By the rule of the course: 16 epochs, the rows in order in batches of 33, 33, 33 "
                "and 1. First with the gradient of blank 2, then with that of blanks 5 and 6."
            ),
        ],
    }


def _first() -> list[str]:
    rows = (
        (_("name"), _("shape"), _("what it is")),
        ("---", "---", "---"),
        ("X", "(m, d)", _("the inputs of a batch: m samples, d = 6 inputs")),
        ("Y", "(m, c)", _("the targets: c = 3 outputs")),
        ("W, b", "(d, c), (c,)", _("the weights and the bias")),
        ("Y_hat", "(m, c)", _("the prediction: X times W, plus b")),
        ("loss", _("one number"), _("the mean of the m c squares of Y_hat - Y")),
        ("delta", "(m, c)", _("the derivative of the loss by Y_hat")),
    )
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows).replace("| --- ", "|---")
    return [
        "# " + _("Write it yourself"),
        _(
            "A linear layer with several outputs learns by gradient descent. Its gradient is left "
            "to you: put your own code where three dots stand, in six blanks. Each is checked "
            "against what torch computes by itself, and the check says what it finds. When all "
            "six are right, your program trains and prints your number for the page."
        ),
        _(
            "It needs torch and scikit-learn, nothing else: {command}.",
            command="`pip install torch scikit-learn`",
        ),
        table,
    ]


def comments() -> dict[str, str]:
    """Return what stands beside the code of the blanks, by its place in the template."""
    return {
        "gives_1": _("The derivative of the loss by the predictions, shape (m, c)"),
        "given_1": _("Y_hat (m, c): the predictions. Y (m, c): the targets."),
        "fill_delta": _(
            "fill in: the derivative of the mean of the squares by each entry of Y_hat"
        ),
        "gives_2": _("The derivative of the loss by W, shape (d, c)"),
        "given_2": _("X (m, d): the inputs. delta (m, c): from blank 1."),
        "fill_weights": _("fill in: joins X and delta over the samples"),
        "gives_3": _("The derivative of the loss by b, shape (c,)"),
        "given_3": _("delta (m, c): from blank 1."),
        "fill_bias": _("fill in: one number for each output"),
        "gives_4": _("W and b after one step, shapes (d, c) and (c,)"),
        "given_4": _(
            "W_gradient (d, c): from blank 2. b_gradient (c,): from blank 3. learning_rate: one "
            "number."
        ),
        "fill_W": _("fill in: from W, W_gradient and the learning rate"),
        "fill_b": _("fill in: from b, b_gradient and the learning rate"),
        "gives_5": _(
            "The derivative of Y_hat (m, c) by W (d, c): a tensor with four axes, (m, c, d, c)"
        ),
        "given_5": _("X (m, d): the inputs. eye (c, c): the identity, 1 where j = q and else 0."),
        "fill_derivative": _("fill in: entry [i, j, p, q], of X and eye"),
        "gives_6": _("The derivative of the loss by W once more, shape (d, c)"),
        "given_6": _("delta (m, c): from blank 1. derivative (m, c, d, c): from blank 5."),
        "fill_contraction": _(
            "fill in: torch.einsum of both; the axes of the prediction are summed over"
        ),
        "yours": _("yours: it makes the data"),
    }
