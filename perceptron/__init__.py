"""Perceptron Lab's core: three ways to the same gradient, and the tools to compare them.

>>> from perceptron import DataConfig, Run, TrainConfig, load
>>> run = Run(load(DataConfig()), TrainConfig(epochs=1)).finish()
>>> [round(mse, 4) for mse in run.history["scratch"].train_mse]
[11669.3691]

A name is imported when it is asked for: settings and `--help` need not wait for torch.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "BOUNDS",
    "DATASETS",
    "MODELS",
    "ConfigError",
    "DataConfig",
    "DataError",
    "Dataset",  # in English: a name in Python
    "Parameters",  # in English: a name in Python
    "Run",  # in English: a name in Python
    "TrainConfig",
    "load",
    "mape",
]

if TYPE_CHECKING:
    from perceptron.config import BOUNDS, ConfigError, DataConfig, TrainConfig
    from perceptron.data import DATASETS, DataError, load
    from perceptron.data.dataset import Dataset
    from perceptron.metrics import mape
    from perceptron.models import MODELS
    from perceptron.parameters import Parameters
    from perceptron.run import Run
else:
    _ROOMS = {
        "config": ("BOUNDS", "ConfigError", "DataConfig", "TrainConfig"),
        "data": ("DATASETS", "DataError", "load"),
        "data.dataset": ("Dataset",),  # in English: a name in Python
        "metrics": ("mape",),
        "models": ("MODELS",),
        "parameters": ("Parameters",),  # in English: a name in Python
        "run": ("Run",),  # in English: a name in Python
    }

    def __getattr__(name):
        for room, names in _ROOMS.items():
            if name in names:
                globals()[name] = value = getattr(import_module(f"{__name__}.{room}"), name)
                return value
        if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
            return import_module(f"{__name__}.{name}")
        raise AttributeError(
            f"module {__name__!r} has no attribute {name!r}"  # in English: as Python says it
        )

    def __dir__():
        return sorted({*globals(), *__all__})
