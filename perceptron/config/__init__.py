"""The settings of a run, their bounds, and the one error that explains a wrong one."""

from perceptron.config.bounds import (
    BOUNDS,
    Bound,
    ConfigError,
    default,
    default_batch_size,
    quoted,
)
from perceptron.config.checks import check_batch_size, check_choice, check_device, did_you_mean
from perceptron.config.settings import DTYPES, DataConfig, TrainConfig

__all__ = [
    "BOUNDS",
    "DTYPES",
    "Bound",  # in English: a name in Python
    "ConfigError",
    "DataConfig",
    "TrainConfig",
    "check_batch_size",
    "check_choice",
    "check_device",
    "default",
    "default_batch_size",
    "did_you_mean",
    "quoted",
]
