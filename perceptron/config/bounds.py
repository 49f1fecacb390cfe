"""The bounds of the settings, and the one error that explains a wrong one.

Widgets, links and the command line all read `BOUNDS`, so a value that one of them
offers is never refused by another.
"""

from __future__ import annotations

from dataclasses import dataclass

from perceptron.text.language import N_, _
from perceptron.text.numbers import number
from perceptron.text.whole import count


class ConfigError(ValueError):
    """A setting, or a pair of settings, that can't be used.

    The message says what is wrong, the rule, the value that came, and the remedy.
    """


@dataclass(frozen=True, slots=True)
class Bound:
    """The rule for one number: low <= value <= high, and what it starts as.

    Attributes:
        low: Smallest value allowed.
        high: Largest value allowed.
        default: The value a newcomer starts with; the notebook's, where it has one.
        integer: Whether only whole numbers are allowed.
        help: The setting in plain words, in English: `_` translates it where it is shown.
    """

    low: float
    high: float
    default: float
    integer: bool
    help: str

    def check(self, name: str, value: object) -> None:
        """Raise `ConfigError` unless `value` is a number inside the bound.

        >>> BOUNDS["epochs"].check("epochs", 0)
        Traceback (most recent call last):
        perceptron.config.bounds.ConfigError: epochs must be a whole number between 1 and \
10\u202f000; got 0. Try the default, 16.
        """
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        whole = isinstance(value, int) or not self.integer
        if is_number and whole and self.low <= value <= self.high:  # type: ignore[operator]
            return
        low, high, start = map(self.in_words, (self.low, self.high, self.default))
        words = {"setting": name, "low": low, "high": high, "value": quoted(value), "start": start}
        raise ConfigError(
            _(
                "{setting} must be a whole number between {low} and {high}; got {value}. "
                "Try the default, {start}.",
                **words,
            )
            if self.integer
            else _(
                "{setting} must be a number between {low} and {high}; got {value}. "
                "Try the default, {start}.",
                **words,
            )
        )

    def in_words(self, value: float) -> str:
        """Write a number of this kind, as one that is read."""
        return count(int(value)) if self.integer else number(value, 10)


BOUNDS: dict[str, Bound] = {
    "samples": Bound(
        20, 10_000, 100, True, N_("How many training examples (rows of X) the models learn from.")
    ),
    "features": Bound(
        1, 50, 6, True, N_("How many input numbers describe one example (columns of X).")
    ),
    "outputs": Bound(
        1, 20, 3, True, N_("How many numbers the layer predicts for one example (columns of Y).")
    ),
    "valid": Bound(
        1, 100_000, 10_000, True, N_("How many held-out rows the validation loss is measured on.")
    ),
    "noise": Bound(
        0,
        1_000,
        1,
        False,
        N_("Standard deviation of the random part of Y that no model can predict."),
    ),
    "seed": Bound(0, 2**32 - 1, 0, True, N_("Picks the data: the same seed gives the same rows.")),
    "init_seed": Bound(
        0, 2**32 - 1, 0, True, N_("Picks the starting weights: the same seed gives the same start.")
    ),
    "learning_rate": Bound(
        1e-6, 10, 0.01, False, N_("How far each update moves against the gradient.")
    ),
    "batch_size": Bound(
        1, 100_000, 33, True, N_("How many training rows are averaged into one update.")
    ),
    "epochs": Bound(1, 10_000, 16, True, N_("How many times the training walks through all rows.")),
    "einsum_budget": Bound(
        1, 4_096, 256, False, N_("Largest four-axis tensor the einsum model may build, in MiB.")
    ),
}

LONGEST = 40  # characters of a value that a message quotes


def default(name: str) -> int:
    """Return the default of a whole-number setting."""
    return int(BOUNDS[name].default)


def default_batch_size(n_samples: int) -> int:
    """Return a third of the training rows, as in the notebook, but at least 1.

    >>> default_batch_size(100)
    33
    """
    return max(1, n_samples // 3)


def quoted(value: object) -> str:
    """Return a value as a message quotes it: short and on one line, whatever it is.

    >>> quoted("a" * 50) == repr("a" * 40 + "…"), quoted(10**5000)
    (True, 'a number of many digits')
    """
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST else f"{value[:LONGEST]}…")
    try:
        text = repr(value)
    except ValueError:  # Python does not write out a number of more than 4300 digits
        return _("a number of many digits")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
