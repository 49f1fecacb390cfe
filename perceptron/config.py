"""The settings of a run, their bounds, and the one error that explains a wrong one.

Widgets, links and the command line all read `BOUNDS`, so a value that one of them
offers is never refused by another.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
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
        perceptron.config.ConfigError: epochs must be a whole number between 1 and \
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

DTYPES = ("float64", "float32")
MADE_UP = ("synthetic", "example")  # datasets whose columns are of one size already
_DEVICE = re.compile(r"cpu|cuda(:[0-9]{1,2})?|mps")
_LONGEST = 40  # characters of a value that a message quotes


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
        return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    try:
        text = repr(value)
    except ValueError:  # Python does not write out a number of more than 4300 digits
        return _("a number of many digits")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def did_you_mean(value: str, choices: Iterable[str]) -> str:
    """Return ' Did you mean ...?' for a near miss, else an empty string."""
    near = difflib.get_close_matches(value[:_LONGEST], list(choices), n=1, cutoff=0.5)
    return " " + _("Did you mean {name}?", name=near[0]) if near else ""


def check_choice(name: str, value: object, choices: Iterable[str]) -> None:
    """Raise `ConfigError` unless `value` is one of `choices`."""
    choices = list(choices)
    if not (isinstance(value, str) and value in choices):
        raise ConfigError(
            _(
                "{setting} must be one of {choices}; got {value}.",
                setting=name,
                choices=", ".join(choices),
                value=quoted(value),
            )
            + (did_you_mean(value, choices) if isinstance(value, str) else "")
        )


def check_device(device: object) -> None:
    """Raise `ConfigError` unless `device` is the name of a device, whether it is here or not."""
    if not (isinstance(device, str) and _DEVICE.fullmatch(device)):
        raise ConfigError(
            _(
                "device must be cpu, cuda, cuda:0, cuda:1, ... or mps; got {value}.",
                value=quoted(device),
            )
            + (did_you_mean(device, ("cpu", "cuda", "mps")) if isinstance(device, str) else "")
        )


def check_batch_size(batch_size: int, n_samples: int) -> None:
    """Raise `ConfigError` when a batch would hold more rows than there are."""
    if not 1 <= batch_size <= n_samples:
        raise ConfigError(
            _(
                "batch_size must be between 1 and the number of training rows ({rows}); "
                "got {value}. Try {third}, a third of them.",
                rows=n_samples,
                value=batch_size,
                third=default_batch_size(n_samples),
            )
        )


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Which data: everything that decides the rows the models see.

    Attributes:
        dataset: A name in `perceptron.data.DATASETS`, or 'table' for a user's file.
        samples: Training rows m (synthetic data only).
        features: Inputs d (synthetic data only).
        outputs: Outputs c (synthetic data only).
        valid: Validation rows (synthetic data only).
        noise: Standard deviation of the noise on Y (synthetic data only).
        seed: Seed of the rows and of the split.
        scale: Standardise inputs and outputs by the training rows; None means the
            default of the dataset: off for made-up data, on for real data.

    Raises:
        ConfigError: If a number is out of `BOUNDS`, or another value is of the wrong kind.
    """

    dataset: str = "synthetic"
    samples: int = default("samples")
    features: int = default("features")
    outputs: int = default("outputs")
    valid: int = default("valid")
    noise: float = BOUNDS["noise"].default
    seed: int = default("seed")
    scale: bool | None = None

    def __post_init__(self) -> None:
        for name in ("samples", "features", "outputs", "valid", "noise", "seed"):
            BOUNDS[name].check(name, getattr(self, name))
        if not isinstance(self.dataset, str):
            raise ConfigError(
                _(
                    "dataset must be a name; got {value}. Try synthetic.",
                    value=quoted(self.dataset),
                )
            )
        if not isinstance(self.scale, bool | None):
            raise ConfigError(
                _(
                    "scale must be true, false or None; got {value}. Leave it out.",
                    value=quoted(self.scale),
                )
            )

    @property
    def scaled(self) -> bool:
        """Whether inputs and outputs are standardised, the default resolved."""
        return self.dataset not in MADE_UP if self.scale is None else self.scale


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train: the hyperparameters.

    Attributes:
        learning_rate: Step length eta, without a unit.
        batch_size: Rows in a batch; the last batch of an epoch may be shorter.
        epochs: Passes over the training rows.
        init_seed: Seed of the starting weights.
        device: 'cpu', 'cuda', 'cuda:1' or 'mps'.
        dtype: 'float64' or 'float32'.
        einsum_budget: Largest four-axis tensor that may be built, in MiB.

    Raises:
        ConfigError: If a number is out of `BOUNDS`, a name is unknown, or the device
            can't compute in that dtype.
    """

    learning_rate: float = BOUNDS["learning_rate"].default
    batch_size: int = default("batch_size")
    epochs: int = default("epochs")
    init_seed: int = default("init_seed")
    device: str = "cpu"
    dtype: str = "float64"
    einsum_budget: float = BOUNDS["einsum_budget"].default

    def __post_init__(self) -> None:
        for name in ("learning_rate", "batch_size", "epochs", "init_seed", "einsum_budget"):
            BOUNDS[name].check(name, getattr(self, name))
        check_choice("dtype", self.dtype, DTYPES)
        check_device(self.device)
        if self.device == "mps" and self.dtype == "float64":
            raise ConfigError(
                _(
                    "device mps computes in float32 only; got dtype float64. "
                    "Choose dtype float32, or device cpu."
                )
            )
