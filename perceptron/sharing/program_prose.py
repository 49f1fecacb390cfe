"""The words of the program that repeats a run, in the language of who takes it home."""

from __future__ import annotations

from perceptron.text.language import _


def prose() -> dict[str, list[str]]:
    """Return the paragraphs of each cell of Markdown, by the place that it has in the template."""
    return {
        "title": [
            "# " + _("Perceptron Lab: one gradient, three ways"),
            _(
                "A linear layer with several outputs learns by gradient descent. Three programs "
                "compute the gradient in three ways: by hand (scratch), by PyTorch (torch), and "
                "by a tensor with four axes (einsum). This file repeats one run of the app and "
                "needs torch and scikit-learn, nothing else."
            ),
        ],
        "run": ["## " + _("The run")],
        "data": ["## " + _("The data")],
        "programs": [
            "## " + _("The programs"),
            _(
                "They are those of the app, word for word. Where one has a readable and a fused "
                "form, the app trains with the fused one: the same mathematics in larger pieces, "
                "and W and b changed in place. A sum in another order is rounded in another "
                "place, so the last digits need these very lines."
            ),
        ],
        "start": ["## " + _("One start for all")],
        "rule": [
            "## " + _("The training rule"),
            _(
                "The rows are walked in order in slices; the last, shorter slice is kept. The "
                "loss of an epoch is the plain mean over its batches, each taken before its "
                "update; then one loss over all validation rows."
            ),
        ],
        "same": [
            "## " + _("The same numbers as in the app"),
            _(
                "On the versions that the app ran with, every digit is the same. With others the "
                "last digits may differ, because sums are rounded in another order."
            ),
        ],
    }


def comments() -> dict[str, str]:
    """Return what stands beside the settings and the rows that are filled in."""
    return {
        "rates": _("from which update on"),
        "expected": _("the app's last training and validation loss"),
        "source": _("of scikit-learn"),
        "rows": _("training inputs and targets, validation inputs and targets"),
    }


def left_out(model: str, reason: str) -> str:
    """Say that a model of a run is not in its program, and why."""
    return _(
        "The app also trained {model}. It can't be repeated here: {reason}.",
        model=repr(model),
        reason=reason,
    )


def no_rows() -> str:
    """Say that a document has no rows, and how to get them."""
    return _(
        "The rows of this run are not in the document, so no program can repeat it. "
        "Train on the table in the app, or export the JSON with {option}.",
        option="--json-data",
    )


def too_many_numbers(most: int, found: int) -> str:
    """Say that a table is too large to be written into a program."""
    return _(
        "A program carries up to {most} numbers; this table has {found}. "
        "Train on fewer rows or columns, or take the CSV and the JSON.",
        most=most,
        found=found,
    )
