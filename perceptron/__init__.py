"""Perceptron Lab's core: three ways to the same gradient, and the tools to compare them.

>>> from perceptron import DataConfig, Run, TrainConfig, load
>>> run = Run(load(DataConfig()), TrainConfig(epochs=1)).finish()
>>> [round(mse, 4) for mse in run.history["scratch"].train_mse]
[11669.3691]
"""

from perceptron.config import BOUNDS, ConfigError, DataConfig, TrainConfig
from perceptron.data import DATASETS, DataError, Dataset, load
from perceptron.metrics import mape
from perceptron.models import MODELS
from perceptron.parameters import Parameters
from perceptron.run import Run

__version__ = "0.1.0"

__all__ = [
    "BOUNDS",
    "DATASETS",
    "MODELS",
    "ConfigError",
    "DataConfig",
    "DataError",
    "Dataset",
    "Parameters",
    "Run",
    "TrainConfig",
    "load",
    "mape",
]
