"""Checks of settings that are no plain number: names, devices, and a batch beside its rows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from perceptron.config.bounds import LONGEST, ConfigError, default_batch_size, quoted
from perceptron.text.language import _

_DEVICE = re.compile(r"cpu|cuda(:[0-9]{1,2})?|mps")


def did_you_mean(value: str, choices: Iterable[str]) -> str:
    """Return ' Did you mean ...?' for a near miss, else an empty string."""
    near = difflib.get_close_matches(value[:LONGEST], list(choices), n=1, cutoff=0.5)
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
