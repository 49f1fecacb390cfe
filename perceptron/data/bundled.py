"""Real data that scikit-learn ships, so that it works offline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn import datasets

from perceptron.config import DataConfig
from perceptron.data.dataset import Dataset, split_rows


@dataclass(frozen=True, slots=True)
class Bundled:
    """A dataset of scikit-learn and the columns that become inputs and outputs.

    Attributes:
        fetch: The function that reads it.
        inputs: Names of the input columns.
        outputs: Names of the output columns.
        story: The question it asks, in one sentence.
    """

    fetch: Callable[[], tuple[NDArray[np.float64], tuple[str, ...]]]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    story: str

    def __call__(self, config: DataConfig) -> Dataset:
        """Read the columns and split the rows by the seed, a fifth for validation."""
        values, names = self.fetch()
        table = torch.from_numpy(values.astype(np.float64))
        X = table[:, [names.index(name) for name in self.inputs]]
        Y = table[:, [names.index(name) for name in self.outputs]]
        train, valid = split_rows(len(table), config.seed)
        return Dataset(
            x_train=X[train],
            y_train=Y[train],
            x_valid=X[valid],
            y_valid=Y[valid],
            feature_names=self.inputs,
            target_names=self.outputs,
        )


def _linnerud() -> tuple[NDArray[np.float64], tuple[str, ...]]:
    bunch = datasets.load_linnerud()
    return np.hstack([bunch.data, bunch.target]), (*bunch.feature_names, *bunch.target_names)


def _iris() -> tuple[NDArray[np.float64], tuple[str, ...]]:
    bunch = datasets.load_iris()
    return bunch.data, tuple(name.removesuffix(" (cm)") for name in bunch.feature_names)


def _columns(
    name: str,
) -> Callable[[], tuple[NDArray[np.float64], tuple[str, ...]]]:
    def fetch() -> tuple[NDArray[np.float64], tuple[str, ...]]:
        bunch = getattr(datasets, f"load_{name}")()
        return bunch.data, tuple(bunch.feature_names)

    return fetch


_CELL = (
    "radius", "texture", "perimeter", "area", "smoothness",
    "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
)  # fmt: skip

BUNDLED: Mapping[str, Bundled] = {
    "linnerud": Bundled(
        _linnerud,
        ("Chins", "Situps", "Jumps"),
        ("Weight", "Waist", "Pulse"),
        "What do three exercises tell about the body of 20 club members?",
    ),
    "iris": Bundled(
        _iris,
        ("sepal length", "sepal width"),
        ("petal length", "petal width"),
        "How large are the petals of an iris, given its sepals?",
    ),
    "diabetes": Bundled(
        _columns("diabetes"),
        ("age", "sex", "bmi", "bp"),
        ("s1", "s2", "s3", "s4", "s5", "s6"),
        "What do age, sex, body mass and blood pressure tell about six blood values?",
    ),
    "wine": Bundled(
        _columns("wine"),
        (
            "malic_acid",
            "ash",
            "alcalinity_of_ash",
            "magnesium",
            "total_phenols",
            "nonflavanoid_phenols",
            "proanthocyanins",
            "hue",
            "od280/od315_of_diluted_wines",
            "proline",
        ),
        ("alcohol", "flavanoids", "color_intensity"),
        "Can ten chemical measurements of a wine predict three others?",
    ),
    "breast_cancer": Bundled(
        _columns("breast_cancer"),
        tuple(f"mean {name}" for name in _CELL),
        tuple(f"worst {name}" for name in _CELL),
        "Do the mean shapes of cell nuclei predict the worst ones?",
    ),
}
